/// The hooks of a strategy under one set of parameter values, for one pair.
public struct Hooks: Sendable {
    var programs: [Hook: HookProgram] = [:]
    /// In the file's order; the first that answers yes gives its tag as the exit reason.
    public internal(set) var customExits: [(tag: String, program: HookProgram)] = []
    /// In the file's order; the first whose condition answers yes gives its stake.
    public internal(set) var adjustments: [Adjustment] = []
    /// Custom data as a trade has it before any hook changed it.
    var standards: [Double] = []
    /// What each hook makes of custom data, by its place.
    var changes: [Hook: [(place: Int, program: HookProgram)]] = [:]

    /// A rule of `adjust_trade_position`: without a condition it always counts.
    public struct Adjustment: Sendable {
        public let condition: HookProgram?
        public let stake: HookProgram
        public let tag: String?
    }

    /// The hook's program, nil where the strategy does not give it. `custom_exit` is in `customExits`.
    public subscript(hook: Hook) -> HookProgram? { programs[hook] }

    public var isEmpty: Bool {
        programs.isEmpty && customExits.isEmpty && adjustments.isEmpty && changes.isEmpty
    }

    /// Whether the hook changes custom data.
    public func changes(after hook: Hook) -> Bool { changes[hook] != nil }

    /// The trade's custom data after the hook was asked with these facts; nil where it stays as it is.
    public func kept(after hook: Hook, row: Int, trade: TradeFacts) -> [Double]? {
        guard let changes = changes[hook] else { return nil }
        var kept = trade.kept.isEmpty ? standards : trade.kept
        for change in changes {
            kept[change.place] = change.program.evaluate(row: row, trade: trade) ?? .nan
        }
        return kept
    }
}

/// One hook, ready to be asked at any candle.
public struct HookProgram: Sendable {
    private indirect enum Step: Sendable {
        case number(Double)
        case column([Double])
        case fact(TradeFact)
        case kept(Int, standard: Double)
        case currentTime(DatePart)
        case binary(BinaryOperator, Step, Step)
        case negative(Step)
        case not(Step)
        case conditional(Step, Step, Step)
        case function(MathFunction, [Step])
        case ago([Double], Step)
        case same(Words, Words)
    }

    /// A text: a constant's, or what the trade says.
    private enum Words: Sendable {
        case said(String)
        case fact(TradeFact)

        func text(_ trade: TradeFacts) -> String {
            switch self {
            case .said(let text): text
            case .fact(let fact): trade.text(fact)
            }
        }
    }

    /// How many candles freqtrade shows a hook, its own among them.
    private static let candlesShown = 1_000.0

    private let step: Step

    init(_ node: Int, _ run: inout EvaluationRun) { step = Self.step(node, &run) }

    /// The answer with what is known at the close of candle `row`; a condition answers 1 or 0.
    /// nil where it is missing. In a back-test `row` is the candle before the one that is simulated.
    public func evaluate(row: Int, trade: TradeFacts) -> Double? {
        let value = Self.value(step, row, trade)
        return value.isNaN ? nil : value
    }

    private static func step(_ index: Int, _ run: inout EvaluationRun) -> Step {
        let node = run.program.nodes[index]
        guard node.shape == .trade else {
            switch run.value(index) {
            case .number(let number): return .number(number)
            case .boolean(let flag): return .number(flag ? 1 : 0)
            case .numbers(let column): return .column(column)
            case .booleans(let column): return .column(column.numbers)
            case .text, .outputs: preconditionFailure("not a number")
            }
        }
        if case .binary(let binary) = node.operation,
            let left = words(node.operands[0], &run), let right = words(node.operands[1], &run)
        {
            return binary == .equal ? .same(left, right) : .not(.same(left, right))
        }
        var operands: [Step] = []
        for operand in node.operands { operands.append(step(operand, &run)) }
        switch node.operation {
        case .fact(let fact): return .fact(fact)
        case .kept(let place, let standard): return .kept(place, standard: standard ?? .nan)
        case .currentTime(let part): return .currentTime(part)
        case .binary(let binary): return .binary(binary, operands[0], operands[1])
        case .negative: return .negative(operands[0])
        case .not: return .not(operands[0])
        case .conditional: return .conditional(operands[0], operands[1], operands[2])
        case .function(.ago):
            guard case .column(let column) = operands[0] else { preconditionFailure("no column") }
            return .ago(column, operands[1])
        case .function(let function): return .function(function, operands)
        default: preconditionFailure("a trade's facts have no earlier candles")
        }
    }

    private static func words(_ index: Int, _ run: inout EvaluationRun) -> Words? {
        let node = run.program.nodes[index]
        if case .fact(let fact) = node.operation { return fact.kind == .text ? .fact(fact) : nil }
        guard node.shape == .scalar, case .text(let text) = run.value(index) else { return nil }
        return .said(text)
    }

    private static func value(_ step: Step, _ row: Int, _ trade: TradeFacts) -> Double {
        switch step {
        case .number(let number): return number
        case .column(let column): return column.indices.contains(row) ? column[row] : .nan
        case .ago(let column, let count):
            let count = value(count, row, trade)
            guard count >= 0, count < Self.candlesShown else { return .nan }
            let row = row - Int(count)
            return column.indices.contains(row) ? column[row] : .nan
        case .fact(let fact): return trade[fact]
        case .kept(let place, let standard):
            return trade.kept.isEmpty ? standard : trade.kept[place]
        case .currentTime(let part): return part.value(ofMs: trade.currentMs)
        case .binary(let binary, let left, let right):
            return combined(binary, value(left, row, trade), value(right, row, trade))
        case .negative(let operand): return -value(operand, row, trade)
        case .not(let operand): return value(operand, row, trade) == 1 ? 0 : 1
        case .conditional(let test, let chosen, let otherwise):
            return value(value(test, row, trade) == 1 ? chosen : otherwise, row, trade)
        case .same(let left, let right): return left.text(trade) == right.text(trade) ? 1 : 0
        case .function(let function, let operands):
            let values = operands.map { value($0, row, trade) }
            return Self.function(function, values, trade)
        }
    }

    private static func combined(_ binary: BinaryOperator, _ left: Double, _ right: Double)
        -> Double
    {
        switch binary {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .and: left == 1 && right == 1 ? 1 : 0
        case .or: left == 1 || right == 1 ? 1 : 0
        case .less: left < right ? 1 : 0
        case .lessOrEqual: left <= right ? 1 : 0
        case .greater: left > right ? 1 : 0
        case .greaterOrEqual: left >= right ? 1 : 0
        case .equal: left == right ? 1 : 0
        case .notEqual: left != right ? 1 : 0
        }
    }

    private static func function(
        _ function: MathFunction, _ values: [Double], _ trade: TradeFacts
    ) -> Double {
        switch function {
        case .stoplossFromOpen: return stoploss(fromOpen: values[0], trade)
        case .stoplossFromAbsolute:
            guard trade.currentRate != 0 else { return 1 }
            let distance = 1 - values[0] / trade.currentRate
            return values[0].isNaN
                ? .nan : max(trade.isShort ? -distance : distance, 0) * trade.leverage
        case .profitAt: return trade.profitRatio(at: values[0])
        case .number: return values[0]
        default:
            switch Kernel.function(function, values.map { .number($0) }) {
            case .number(let number): return number
            case .boolean(let flag): return flag ? 1 : 0
            default: preconditionFailure("not a number")
            }
        }
    }

    /// The stop as a ratio of the current rate that lies `ratio` from the open rate. Source: freqtrade
    /// manual, "Helper functions for custom stoploss".
    private static func stoploss(fromOpen ratio: Double, _ trade: TradeFacts) -> Double {
        let profit = trade.profitRatio / trade.leverage
        guard !ratio.isNaN, !profit.isNaN else { return .nan }
        if profit == (trade.isShort ? 1 : -1) { return 1 }
        let distance =
            trade.isShort
            ? (1 - ratio / trade.leverage) / (1 - profit) - 1
            : 1 - (1 + ratio / trade.leverage) / (1 + profit)
        return max(distance * trade.leverage, 0)
    }
}
