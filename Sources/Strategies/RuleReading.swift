internal import Indicators
internal import Market

/// What a rule of a strategy said at one candle, and the values that made it say so.
public struct RuleReading: Hashable, Sendable {
    /// One value of an expression, in the strategy's own words.
    public struct Part: Hashable, Sendable {
        public let text: String
        /// nil where it is missing; a condition is 1 or 0.
        public let value: Double?
        public let isCondition: Bool
    }

    /// The rule as it was written, and the line of the file where it begins.
    public let rule: SignalRule
    public let holds: Bool
    /// Conditions with the values that they compare, from left to right, each once.
    public let parts: [Part]
}

extension Evaluation {
    /// What `rules` said when candle `row` closed; a hook's rules need the `trade`.
    public func readings(
        of rules: [SignalRule], row: Int, for values: ParameterValues, trade: TradeFacts? = nil
    ) -> [RuleReading] {
        var reader = PartReader(
            evaluation: self, run: run(values, memory: EvaluationMemory(limitBytes: 0)), row: row,
            trade: trade ?? TradeFacts(currentRate: .nan, currentMs: 0))
        return rules.map { reader.reading(of: $0) }
    }
}

/// Evaluates parts of an expression at one row.
private struct PartReader {
    let evaluation: Evaluation
    var run: EvaluationRun
    let row: Int
    let trade: TradeFacts
    private var parts: [RuleReading.Part] = []
    private var seen: Set<String> = []

    init(evaluation: Evaluation, run: EvaluationRun, row: Int, trade: TradeFacts) {
        self.evaluation = evaluation
        self.run = run
        self.row = row
        self.trade = trade
    }

    mutating func reading(of rule: SignalRule) -> RuleReading {
        (parts, seen) = ([], [])
        collect(rule.node)
        return RuleReading(rule: rule, holds: value(rule.node, row) == 1, parts: parts)
    }

    private func node(_ index: Int) -> Program.Node { run.program.nodes[index] }

    private mutating func value(_ index: Int, _ row: Int) -> Double? {
        HookProgram(index, &run).evaluate(row: row, trade: trade)
    }

    /// Goes down to the conditions that are no mere combination of others.
    private mutating func collect(_ index: Int) {
        let node = node(index)
        switch node.operation {
        case .binary(.and), .binary(.or), .not:
            for operand in node.operands { collect(operand) }
        case .conditional:
            collect(node.operands[0])
            for operand in node.operands.dropFirst() { collect(operand) }
        case .binary(let binary) where binary.isComparison: condition(index, row)
        case .function(let function) where function.isCondition:
            condition(index, row)
            let looksBack = [.crossedAbove, .crossedBelow, .crossed].contains(function)
            if looksBack {
                for operand in node.operands { number(operand, row - 1, suffix: "[1]") }
            }
        case .boolean: break
        default: add(index, row, isCondition: true)
        }
    }

    private mutating func condition(_ index: Int, _ row: Int) {
        add(index, row, isCondition: true)
        for operand in node(index).operands { number(operand, row, suffix: "") }
    }

    private mutating func number(_ index: Int, _ row: Int, suffix: String) {
        if case .number = node(index).operation { return }
        if isText(index) || (suffix != "" && node(index).shape != .series) { return }
        let text = evaluation.strategy.text(of: index, isOperand: suffix != "") + suffix
        add(index, row, isCondition: false, text: text)
    }

    private mutating func add(_ index: Int, _ row: Int, isCondition: Bool, text: String? = nil) {
        let text = text ?? evaluation.strategy.text(of: index)
        guard seen.insert(text).inserted else { return }
        parts.append(.init(text: text, value: value(index, row), isCondition: isCondition))
    }

    private func isText(_ index: Int) -> Bool {
        switch node(index).operation {
        case .text, .pair: true
        case .fact(let fact): fact.kind == .text
        case .parameter(let parameter):
            if case .text = run.parameters[parameter] { true } else { false }
        case .conditional: isText(node(index).operands[1])
        default: false
        }
    }
}
