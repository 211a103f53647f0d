internal import Indicators
public import Market

/// A strategy on the candles of one pair. What does not depend on parameters is computed once, here;
/// asking for signals with other parameter values then costs little.
///
/// Row i of every result speaks of candle i at its close and never of anything later.
///
/// A class, for to copy it would mean to count one more holder of all that it is made of.
public final class Evaluation: Sendable {
    public let strategy: Strategy
    public let candles: CandleSeries
    private let program: Program
    private let contexts: [CandleSeries]
    /// For each merge: which row of the operand's candles each row sees.
    private let visibleRows: [Int: [Int]]
    /// Values of the nodes that no parameter changes and that something else reads.
    private let constants: [Value?]
    /// By parameter: its values, where they are few whole numbers.
    private let choices: [ClosedRange<Int>?]
    private let enter: [Condition]
    private let exit: [Condition]
    private let enterShort: [Condition]
    private let exitShort: [Condition]
    private static let fewChoices = 32

    /// What a rule asks, and the tag that it gives.
    private struct Condition {
        let node: Int
        let tag: String?

        init(_ rule: SignalRule) { (node, tag) = (rule.node, rule.tag) }
    }

    /// `candles` must ascend without gaps (`Backtesting` fills them); `others` gives the candles of
    /// another timeframe (with the same pair) or of another pair, filled likewise. Where it has none
    /// for a longer timeframe, candles are made from shorter ones.
    ///
    /// - Throws: `EvaluationError` where candles that the strategy speaks of are missing.
    public init(
        strategy: Strategy, candles: CandleSeries,
        others: (Pair, Timeframe) -> CandleSeries? = { _, _ in nil }
    ) throws(EvaluationError) {
        guard candles.timeframe == strategy.rules.timeframe else {
            throw EvaluationError(
                message: "the candles are of \(candles.timeframe), the strategy wants "
                    + "\(strategy.rules.timeframe)")
        }
        self.strategy = strategy
        self.candles = candles
        program = strategy.program
        (enter, exit) = (
            strategy.enterLong.map(Condition.init), strategy.exitLong.map(Condition.init)
        )
        (enterShort, exitShort) = (
            strategy.enterShort.map(Condition.init), strategy.exitShort.map(Condition.init)
        )
        choices = strategy.parameters.map {
            guard case .integer(let range) = $0.domain, range.count <= Self.fewChoices else {
                return nil
            }
            return range
        }
        var contexts: [CandleSeries] = []
        for context in program.contexts {
            contexts.append(try Self.series(context, candles: candles, others: others))
        }
        self.contexts = contexts
        visibleRows = Self.visibleRows(program, contexts)
        var run = EvaluationRun(
            program: program, parameters: [], contexts: contexts, visibleRows: visibleRows,
            constants: Array(repeating: nil, count: program.nodes.count))
        // An indicator that decides nothing is computed when somebody asks for it.
        let decides = Self.reached(from: strategy.deciding, program)
        for (index, node) in program.nodes.enumerated()
        where decides[index] && node.parameters.isEmpty && node.shape != .trade {
            run.results[index] = run.compute(index)
        }
        constants = Self.needed(run.results, program, decides, roots: strategy.deciding)
    }

    private init(apart other: Evaluation) {
        (strategy, candles) = (other.strategy, other.candles)
        program = other.program.apart()
        choices = other.choices.map { $0 }
        contexts = other.contexts.map { $0 }
        visibleRows = other.visibleRows.mapValues { $0 }
        constants = other.constants.map { $0 }
        (enter, exit) = (other.enter.map { $0 }, other.exit.map { $0 })
        (enterShort, exitShort) = (other.enterShort.map { $0 }, other.exitShort.map { $0 })
    }

    /// The same for a thread of its own, in whose way no other thread gets by counting holders; the columns
    /// are the same.
    public func apart() -> Evaluation { Evaluation(apart: self) }

    /// The signals under these parameter values.
    public func signals(for values: ParameterValues) -> PairSignals {
        var memory = EvaluationMemory(limitBytes: 0)
        return signals(for: values, reusing: &memory)
    }

    /// The same, remembering parts for the next call: for sweeps over many parameter values.
    public func signals(
        for values: ParameterValues, reusing memory: inout EvaluationMemory
    ) -> PairSignals {
        var run = run(values, memory: memory)
        // Moved back and forth: a copy of what is remembered would cost more than to ask for it.
        memory = EvaluationMemory(limitBytes: 0)
        let (enter, exit) = (rules(enter, &run), rules(exit, &run))
        let (enterShort, exitShort) = (rules(enterShort, &run), rules(exitShort, &run))
        memory = run.memory
        return PairSignals(
            count: candles.count, enter: enter, exit: exit, enterShort: enterShort,
            exitShort: exitShort)
    }

    /// The hooks under these parameter values.
    public func hooks(for values: ParameterValues) -> Hooks {
        var run = run(values, memory: EvaluationMemory(limitBytes: 0))
        var hooks = Hooks()
        for (hook, node) in strategy.hooks {
            hooks.programs[hook] = HookProgram(node, &run)
        }
        hooks.customExits = strategy.customExits.map {
            ($0.tag ?? "custom_exit", HookProgram($0.node, &run))
        }
        hooks.adjustments = strategy.adjustments.map {
            .init(
                condition: $0.condition.map { HookProgram($0, &run) },
                stake: HookProgram($0.stake, &run), tag: $0.tag)
        }
        hooks.standards = strategy.customData.map { $0.standard ?? .nan }
        for (place, datum) in strategy.customData.enumerated() {
            for (hook, node) in datum.changes {
                hooks.changes[hook, default: []].append((place, HookProgram(node, &run)))
            }
        }
        return hooks
    }

    /// The columns of an indicator of the strategy by name (`bands.upper` for one of several), in the
    /// file's order; conditions are 0 and 1. For charts and tests.
    public func indicators(for values: ParameterValues) -> [(name: String, column: [Double])] {
        var run = run(values, memory: EvaluationMemory(limitBytes: 0))
        var columns: [(name: String, column: [Double])] = []
        for indicator in strategy.indicators {
            switch run.value(indicator.node) {
            case .numbers(let column): columns.append((indicator.name, column))
            case .booleans(let column):
                columns.append((indicator.name, column.numbers))
            case .outputs(let outputs):
                for (name, column) in zip(indicator.outputs, outputs) {
                    columns.append(("\(indicator.name).\(name)", column))
                }
            case .number(let number):
                columns.append(
                    (indicator.name, Array(repeating: number, count: candles.count)))
            case .boolean, .text: break
            }
        }
        return columns
    }

    func run(_ values: ParameterValues, memory: EvaluationMemory) -> EvaluationRun {
        precondition(values.values.count == strategy.parameters.count, "values of another strategy")
        return EvaluationRun(
            program: program, parameters: values.values, choices: choices, contexts: contexts,
            visibleRows: visibleRows, constants: constants, memory: memory)
    }

    /// Where each rule holds.
    private func rules(
        _ conditions: [Condition], _ run: inout EvaluationRun
    ) -> [PairSignals.Rule] {
        var result: [PairSignals.Rule] = []
        for condition in conditions {
            let rows: Bitmap
            switch run.value(condition.node) {
            case .booleans(let flags): rows = flags
            case .boolean(let flag): rows = Bitmap(count: candles.count, repeating: flag)
            default: continue
            }
            result.append(PairSignals.Rule(rows: rows, tag: condition.tag))
        }
        return result
    }
}

/// Why a strategy cannot be evaluated on some candles.
public struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    public var message: String

    public var description: String { message }
}

extension Evaluation {
    private static func series(
        _ context: Program.Context, candles: CandleSeries,
        others: (Pair, Timeframe) -> CandleSeries?
    ) throws(EvaluationError) -> CandleSeries {
        let pair = context.pair ?? candles.pair
        let own = candles.timeframe
        if pair == candles.pair, context.timeframe == own { return candles }
        if let series = others(pair, context.timeframe) {
            guard series.pair == pair, series.timeframe == context.timeframe else {
                throw EvaluationError(
                    message: "asked for \(pair) \(context.timeframe), "
                        + "got \(series.pair) \(series.timeframe)")
            }
            return series
        }
        guard let base = pair == candles.pair ? candles : others(pair, own) else {
            throw EvaluationError(message: "no candles of \(pair) \(context.timeframe)")
        }
        let longer = base.resampled(to: context.timeframe)
        // A first candle that is not whole would have another open than the market's.
        guard let first = base.openMs.first, longer.openMs.first != first else { return longer }
        return longer.rows(1..<longer.count)
    }

    /// A candle is seen from the row that closes with it or after it: open + length ≤ the row's close.
    private static func visibleRows(
        _ program: Program, _ contexts: [CandleSeries]
    ) -> [Int: [Int]] {
        var visible: [Int: [Int]] = [:]
        for node in program.nodes where node.operation == .merge {
            let from = program.nodes[node.operands[0]].context
            let key = EvaluationRun.mergeKey(from: from, into: node.context, program)
            guard visible[key] == nil else { continue }
            let (inner, outer) = (contexts[from], contexts[node.context])
            var next = 0
            visible[key] = outer.openMs.map { openMs in
                let closeMs = openMs + outer.timeframe.milliseconds
                while next < inner.count,
                    inner.openMs[next] + inner.timeframe.milliseconds <= closeMs
                {
                    next += 1
                }
                return next - 1
            }
        }
        return visible
    }

    /// Which nodes the roots are made of; operands come before the nodes that read them.
    private static func reached(from roots: [Int], _ program: Program) -> [Bool] {
        var isReached = [Bool](repeating: false, count: program.nodes.count)
        for root in roots { isReached[root] = true }
        for (index, node) in program.nodes.enumerated().reversed() where isReached[index] {
            for operand in node.operands { isReached[operand] = true }
        }
        return isReached
    }

    /// Only what a changing node or a result reads is kept.
    private static func needed(
        _ results: [Value?], _ program: Program, _ decides: [Bool], roots: [Int]
    ) -> [Value?] {
        var isNeeded = [Bool](repeating: false, count: results.count)
        for root in roots { isNeeded[root] = true }
        for (index, node) in program.nodes.enumerated()
        where decides[index] && results[index] == nil {
            for operand in node.operands { isNeeded[operand] = true }
        }
        return zip(results, isNeeded).map { $1 ? $0 : nil }
    }
}
