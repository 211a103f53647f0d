public import Backtesting
internal import JSONL
internal import Metrics
public import Records
public import Strategies

/// A search for better parameters: points of a space, each back-tested and judged by a loss.
///
/// The room computes epochs; whoever asks decides how many at once and keeps them. A trial is a
/// function of the study, the epoch's number and its values, and `Search` says which values those
/// are; only it and `BestSoFar` need the trials in order.
public struct Study: Sendable {
    public let testbed: Testbed
    public let space: SearchSpace
    public let sampler: SamplerDefinition
    public let seed: UInt64
    public let loss: Loss
    /// What is to be small besides the loss.
    public let objectives: [Loss]
    /// The id that its trials bear.
    public let run: String

    public init(
        testbed: Testbed, space: SearchSpace, sampler: SamplerDefinition, seed: UInt64,
        loss: Loss, objectives: [Loss] = [], run: String
    ) {
        self.testbed = testbed.forSearching()
        self.space = space
        self.sampler = sampler
        self.seed = seed
        self.loss = loss
        self.objectives = objectives
        self.run = run
    }

    /// Computes an epoch, counted from 1. Whether it is the best is for `BestSoFar` to say.
    public func trial(
        epoch: Int, values: ParameterValues, reusing memory: inout Testbed.Memory
    ) -> Trial {
        let simulation = testbed.simulate(values, reusing: &memory)
        let trades = TradeColumns(simulation, pairCount: testbed.candles.count)
        return Trial(
            run: run, epoch: epoch, parameters: space.json(values), loss: loss.evaluate(trades),
            measures: .object(trades.measures + objectives.map { $0.member(trades) }),
            isBest: false, isInitial: sampler.isInitial(epoch: epoch))
    }
}

extension TradeColumns {
    /// A few measures under the names that whole runs give them.
    var measures: [JSONValue.Member] {
        func value(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }
        return [
            .init("trade_count", .integer(count)),
            .init("profit_total", .number(total / startingBalance)),
            .init("profit_total_abs", .number(total)), .init("winrate", value(winRate)),
            .init("max_drawdown_account", value(maximumDrawdownAccount)),
        ]
    }
}

extension Loss {
    /// What trials call it where it is one of several objectives.
    public var measure: String { "loss_" + name }

    func member(_ trades: TradeColumns) -> JSONValue.Member {
        .init(measure, evaluate(trades).map { .number($0) } ?? .null)
    }
}

extension Study {
    /// Of a search with several objectives: whether no other trial beats a trial is written to its measures.
    public func markingFront(_ trials: [Trial]) -> [Trial] {
        guard !objectives.isEmpty else { return trials }
        let names = objectives.map(\.measure)
        let isMember = ParetoFront.members(trials.map { $0.losses(names) })
        return zip(trials, isMember).map { trial, isMember in
            let key = "pareto_front"
            let others = (trial.measures.members ?? []).filter { $0.key != key }
            var trial = trial
            trial.measures = .object(others + [.init(key, .integer(isMember ? 1 : 0))])
            return trial
        }
    }
}

/// Marks the epochs of a search that were better than all before them; takes them in order.
public struct BestSoFar: Sendable {
    /// Only a loss below this can be the best, as in freqtrade, whose signs for a loss that is not
    /// defined begin here.
    public static let bar = 100.0

    public private(set) var trial: Trial?

    public init() {}

    /// The trial with its mark. One without a loss is never the best, nor is one that equals the best.
    public mutating func take(_ trial: Trial) -> Trial {
        var marked = trial
        marked.isBest = false
        if let loss = trial.loss, loss < self.trial?.loss ?? Self.bar {
            marked.isBest = true
            self.trial = marked
        }
        return marked
    }
}
