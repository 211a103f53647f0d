internal import Indicators
internal import Market
internal import Strategies

/// Which values of a program become columns, and what columns and candle frames are called.
struct ColumnPlan {
    /// A column per node that has one, by the node's index.
    private(set) var names: [Int: String] = [:]
    /// The variable that holds the candles of each context; the first is freqtrade's own.
    let frames: [String]
    private let strategy: Strategy
    private var program: Program { strategy.program }
    private var taken: [Int: Set<String>] = [:]

    init(_ strategy: Strategy) {
        self.strategy = strategy
        frames = Self.frames(strategy.program)
        let readers = Self.readers(strategy)
        for indicator in strategy.indicators { name(indicator) }
        for index in readers.keys.sorted() where names[index] == nil {
            let node = program.nodes[index]
            guard node.shape == .series, !Self.isLeaf(node), !Self.isWhole(node, program) else {
                continue
            }
            if leadsToMerge(index) || (readers[index] ?? 0) > 1 { add(base(index), for: index) }
        }
        let asked =
            Hook.allCases.compactMap { strategy.hooks[$0] } + strategy.customExits.map(\.node)
            + strategy.adjustments.flatMap(\.nodes)
            + Hook.allCases.flatMap { hook in strategy.customData.compactMap { $0.changes[hook] } }
        for root in asked { addColumns(readBy: root) }
    }

    /// Nodes with columns in the order in which they can be computed.
    var columns: [Int] { names.keys.sorted() }

    // MARK: Names

    private mutating func name(_ indicator: NamedIndicator) {
        let node = program.nodes[indicator.node]
        guard node.shape == .series else { return }
        if indicator.outputs.isEmpty {
            if names[indicator.node] == nil, !Self.isLeaf(node) {
                add(indicator.name, for: indicator.node)
            }
            return
        }
        for (index, node) in program.nodes.enumerated() {
            guard case .output(let output) = node.operation, node.operands == [indicator.node],
                names[index] == nil
            else { continue }
            add("\(indicator.name)_\(indicator.outputs[output])", for: index)
        }
    }

    private mutating func add(_ base: String, for index: Int) {
        let context = program.nodes[index].context
        var name = base
        var count = 1
        while PythonWords.columns.contains(name) || taken[context]?.contains(name) == true {
            count += 1
            name = "\(base)_\(count)"
        }
        taken[context, default: []].insert(name)
        names[index] = name
    }

    /// A word for a value that the file gives no name.
    private func base(_ index: Int) -> String {
        let node = program.nodes[index]
        switch node.operation {
        case .column(let column): return column.rawValue
        case .date(let part): return "date_\(part.rawValue)"
        case .indicator(let name): return name
        case .output: return base(node.operands[0])
        case .shift: return base(node.operands[0]) + "_before"
        case .merge:
            let from = program.nodes[node.operands[0]].context
            return base(node.operands[0]) + "_\(program.contexts[from].timeframe)"
        default: return strategy.isCondition(index) ? "condition" : "value"
        }
    }

    /// What a hook reads of the last candle.
    private mutating func addColumns(readBy index: Int) {
        let node = program.nodes[index]
        guard node.shape != .scalar else { return }
        if node.shape == .series {
            if case .column = node.operation { return }
            if names[index] == nil { add(base(index), for: index) }
            return
        }
        for operand in node.operands { addColumns(readBy: operand) }
    }

    private static func frames(_ program: Program) -> [String] {
        var frames = ["dataframe"]
        for context in program.contexts.dropFirst() {
            let pair = context.pair.map { $0.symbol.lowercased() + "_" } ?? "candles_"
            let name = PythonWords.identifier("\(pair)\(context.timeframe)")
            var count = 1
            while frames.contains(count == 1 ? name : "\(name)_\(count)") { count += 1 }
            frames.append(count == 1 ? name : "\(name)_\(count)")
        }
        return frames
    }

    // MARK: Facts of nodes

    /// How often each node is read that leads to a result.
    private static func readers(_ strategy: Strategy) -> [Int: Int] {
        var readers: [Int: Int] = [:]
        var waiting = strategy.roots
        while let index = waiting.popLast() {
            readers[index, default: 0] += 1
            guard readers[index] == 1 else { continue }
            waiting += strategy.program.nodes[index].operands
        }
        return readers
    }

    /// As cheap to say again as to look up.
    private static func isLeaf(_ node: Program.Node) -> Bool {
        switch node.operation {
        case .column, .date: true
        default: false
        }
    }

    /// All outputs of an indicator together: only its parts are columns.
    private static func isWhole(_ node: Program.Node, _ program: Program) -> Bool {
        switch node.operation {
        case .indicator: true
        case .shift, .merge: isWhole(program.nodes[node.operands[0]], program)
        default: false
        }
    }

    /// Whether the value, or the indicator whose output it is, comes straight from other candles.
    func leadsToMerge(_ index: Int) -> Bool {
        let node = program.nodes[index]
        switch node.operation {
        case .merge: return true
        case .output, .shift:
            return Self.isWhole(program.nodes[node.operands[0]], program)
                && leadsToMerge(node.operands[0])
        default: return false
        }
    }
}

extension Strategy {
    /// Whether the node's value is a condition, not a number or a text.
    func isCondition(_ index: Int) -> Bool {
        let node = program.nodes[index]
        switch node.operation {
        case .boolean, .not, .binary(.and), .binary(.or): return true
        case .binary(let binary): return binary.isComparison
        case .function(let function):
            return [.crossedAbove, .crossedBelow, .crossed, .isMissing].contains(function)
        case .fact(let fact): return fact == .isShort
        case .kept(let place, _): return customData[place].isCondition
        case .parameter(let parameter): return parameters[parameter].domain == .boolean
        case .conditional: return isCondition(node.operands[1])
        case .shift, .merge: return isCondition(node.operands[0])
        default: return false
        }
    }
}
