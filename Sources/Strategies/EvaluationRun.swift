internal import Indicators
internal import Market

/// Parts of earlier evaluations, by the values of the parameters they depend on.
public struct EvaluationMemory: Sendable {
    struct Key: Hashable {
        let node: Int
        var values: [ParameterValue]

        /// The same node with another value of one of its parameters.
        func replacing(
            _ parameter: Int, of node: Program.Node, with value: ParameterValue
        ) -> Key {
            var key = self
            for (place, other) in node.parameters.enumerated() where other == parameter {
                key.values[place] = value
            }
            return key
        }
    }

    private let limitBytes: Int
    private var bytes = 0
    private var columnBytes = 0
    private var values: [Key: Value] = [:]

    /// Values of together at most `limitBytes` are kept, those that are not conditions in a half of it: a
    /// condition takes a 64th of a column, and spares the column too. One memory serves one `Evaluation`.
    public init(limitBytes: Int) { self.limitBytes = limitBytes }

    subscript(key: Key) -> Value? { values[key] }

    var isUsed: Bool { limitBytes > 0 }

    mutating func remember(_ value: Value, for key: Key) {
        guard values[key] == nil, bytes + value.bytes <= limitBytes else { return }
        if !value.isCondition {
            guard columnBytes + value.bytes <= limitBytes / 2 else { return }
            columnBytes += value.bytes
        }
        bytes += value.bytes
        values[key] = value
    }
}

/// One pass over a program with one set of parameter values.
struct EvaluationRun {
    let program: Program
    let parameters: [ParameterValue]
    /// By parameter: all values that it may take, where they are few whole numbers; else none.
    let choices: [ClosedRange<Int>?]
    let contexts: [CandleSeries]
    let visibleRows: [Int: [Int]]
    /// What is known of the nodes beforehand; kept apart, so that no run copies it.
    let constants: [Value?]
    var results: [Value?]
    var memory: EvaluationMemory

    init(
        program: Program, parameters: [ParameterValue], choices: [ClosedRange<Int>?] = [],
        contexts: [CandleSeries], visibleRows: [Int: [Int]], constants: [Value?],
        memory: EvaluationMemory = EvaluationMemory(limitBytes: 0)
    ) {
        self.program = program
        self.parameters = parameters
        self.choices = choices
        self.contexts = contexts
        self.visibleRows = visibleRows
        self.constants = constants
        self.memory = memory
        results = Array(repeating: nil, count: constants.count)
    }

    /// The value of a node, computed unless it is known.
    mutating func value(_ index: Int) -> Value {
        if let known = constants[index] ?? results[index] { return known }
        let node = program.nodes[index]
        let isWorthwhile =
            memory.isUsed && node.shape == .series && node.parameters.count <= 2
            && node.operation.isCostly
        guard isWorthwhile else {
            let value = compute(index)
            results[index] = value
            return value
        }
        let key = EvaluationMemory.Key(
            node: index, values: node.parameters.map { parameters[$0] })
        if let known = memory[key] {
            results[index] = known
            return known
        }
        rememberSiblings(of: node, key)
        let value = memory[key] ?? compute(index)
        results[index] = value
        memory.remember(value, for: key)
        return value
    }

    /// Compares a column that parameters change with every value of another parameter as soon as it is
    /// compared with one of them: before it is asked for the next, the column may be forgotten, and to
    /// compute it takes longer.
    private mutating func rememberSiblings(of node: Program.Node, _ key: EvaluationMemory.Key) {
        guard case .binary(let binary) = node.operation, binary.isComparison,
            let place = node.operands.firstIndex(where: { program.nodes[$0].isParameter }),
            case .parameter(let parameter) = program.nodes[node.operands[place]].operation,
            let choices = choices[parameter]
        else { return }
        let other = node.operands[1 - place]
        let turning = program.nodes[other].parameters
        guard !turning.isEmpty, !turning.contains(parameter) else { return }
        let column = value(other)
        guard case .numbers = column else { return }
        for choice in choices {
            let number = Value.number(Double(choice))
            let sibling =
                place == 0
                ? Kernel.comparison(binary, number, column)
                : Kernel.comparison(binary, column, number)
            memory.remember(
                sibling, for: key.replacing(parameter, of: node, with: .integer(choice)))
        }
    }

    mutating func compute(_ index: Int) -> Value {
        let node = program.nodes[index]
        switch node.operation {
        case .number(let number): return .number(number)
        case .boolean(let flag): return .boolean(flag)
        case .text(let text): return .text(text)
        case .parameter(let parameter): return Value(parameters[parameter])
        case .column(let column): return .numbers(contexts[node.context].column(column))
        case .date(let part):
            return .numbers(contexts[node.context].openMs.map { part.value(ofMs: $0) })
        case .pair: return .text(contexts[0].pair.symbol)
        case .indicator(let name): return indicator(name, node)
        case .output(let output):
            guard case .outputs(let columns) = value(node.operands[0]) else { break }
            return .numbers(columns[output])
        case .binary(.and), .binary(.or): return logic(node)
        case .binary(let binary) where binary.isComparison:
            return Kernel.comparison(binary, value(node.operands[0]), value(node.operands[1]))
        case .binary(let binary):
            return Kernel.arithmetic(binary, value(node.operands[0]), value(node.operands[1]))
        case .negative: return Kernel.negative(value(node.operands[0]))
        case .not: return Kernel.not(value(node.operands[0]))
        case .conditional: return conditional(node)
        case .shift(let count): return Kernel.shift(value(node.operands[0]), by: count)
        case .function(let function):
            return Kernel.function(function, node.operands.map { value($0) })
        case .merge:
            let from = program.nodes[node.operands[0]].context
            let key = Self.mergeKey(from: from, into: node.context, program)
            return Kernel.gather(value(node.operands[0]), visibleRows[key] ?? [])
        case .fact, .currentTime, .kept: break
        }
        preconditionFailure("a trade's facts outside of a hook")
    }

    static func mergeKey(from: Int, into: Int, _ program: Program) -> Int {
        from * program.contexts.count + into
    }

    private mutating func indicator(_ name: String, _ node: Program.Node) -> Value {
        guard let indicator = Catalogue.indicator(name) else {
            preconditionFailure("\(name) is not in the catalogue")
        }
        var columns: [[Double]] = []
        var settings: [Double] = []
        for operand in node.operands {
            switch value(operand) {
            case .numbers(let column): columns.append(column)
            case .number(let number): settings.append(number)
            default: preconditionFailure("not a number")
            }
        }
        return .outputs(indicator.values(columns, settings))
    }

    /// The value as a column where the node is a series: a scalar may have decided alone.
    private func spread(_ value: Value, _ node: Program.Node) -> Value {
        guard node.shape == .series else { return value }
        let count = contexts[node.context].count
        return switch value {
        case .number(let number): .numbers(Array(repeating: number, count: count))
        case .boolean(let flag): .booleans(Bitmap(count: count, repeating: flag))
        default: value
        }
    }

    /// A scalar that decides spares the other operand.
    private mutating func logic(_ node: Program.Node) -> Value {
        let isAnd = node.operation == .binary(.and)
        var operands = node.operands
        if program.nodes[operands[1]].shape == .scalar { operands.swapAt(0, 1) }
        let first = value(operands[0])
        if case .boolean(let flag) = first, flag != isAnd { return spread(first, node) }
        let second = value(operands[1])
        if case .boolean = first { return spread(second, node) }
        return isAnd ? Kernel.both(first, second) : Kernel.either(first, second)
    }

    private mutating func conditional(_ node: Program.Node) -> Value {
        switch value(node.operands[0]) {
        case .boolean(let flag):
            // Named, for else all that the run holds would be copied before it is asked for.
            let chosen = value(node.operands[flag ? 1 : 2])
            return spread(chosen, node)
        case .booleans(let flags):
            return Kernel.choose(flags, value(node.operands[1]), value(node.operands[2]))
        default: preconditionFailure("not a condition")
        }
    }
}

extension Program.Node {
    fileprivate var isParameter: Bool {
        if case .parameter = operation { true } else { false }
    }
}

extension Program.Operation {
    /// Worth remembering: small results (conditions), or results that take long (indicators).
    var isCostly: Bool {
        switch self {
        case .indicator, .not: true
        case .binary(let binary): binary.isComparison
        case .function(let function): function.isCondition
        default: false
        }
    }
}

extension Value {
    init(_ value: ParameterValue) {
        switch value {
        case .integer(let number): self = .number(Double(number))
        case .decimal(let number): self = .number(number)
        case .text(let text): self = .text(text)
        case .boolean(let flag): self = .boolean(flag)
        }
    }
}

extension CandleSeries {
    func column(_ column: CandleColumn) -> [Double] {
        switch column {
        case .open: open
        case .high: high
        case .low: low
        case .close: close
        case .volume: volume
        }
    }
}
