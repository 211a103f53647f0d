public import Backtesting
internal import JSONL
internal import Metrics
public import Records
internal import Strategies

/// A search for better parameters: points of a space, each back-tested and judged by a loss.
///
/// The room computes epochs; whoever asks decides how many at once and keeps them. An epoch is a
/// function of the study and its number, so any order gives the same trials; only `BestSoFar` needs
/// them in order.
public struct Study: Sendable {
    public let testbed: Testbed
    public let space: SearchSpace
    public let sampler: RandomSampler
    public let loss: Loss
    /// The id that its trials bear.
    public let run: String

    public init(
        testbed: Testbed, space: SearchSpace, sampler: RandomSampler, loss: Loss, run: String
    ) {
        self.testbed = testbed
        self.space = space
        self.sampler = sampler
        self.loss = loss
        self.run = run
    }

    /// Computes an epoch, counted from 1. Whether it is the best is for `BestSoFar` to say.
    public func trial(epoch: Int, reusing memory: inout Testbed.Memory) -> Trial {
        let values = sampler.point(epoch: epoch, in: space)
        let simulation = testbed.simulate(values, reusing: &memory)
        let outcome = Outcome(simulation)
        return Trial(
            run: run, epoch: epoch, parameters: values.json, loss: loss.evaluate(outcome),
            measures: outcome.measures, isBest: false, isInitial: true)
    }
}

extension Outcome {
    public init(_ simulation: Simulation) {
        self.init(
            profits: simulation.trades.map(\.profitAbs),
            startingBalance: simulation.startingBalance,
            days: max(1, (simulation.endMs - simulation.startMs) / 86_400_000))
    }

    /// A few measures under the names that whole runs give them.
    var measures: JSONValue {
        let profit = -onlyProfitLoss(profits)
        let count = Double(profits.count)
        let drawdown = maximumDrawdownAccount(profits, startingBalance: startingBalance)
        return [
            "trade_count": .integer(profits.count),
            "profit_total": .number(profit / startingBalance),
            "profit_total_abs": .number(profit),
            "winrate": profits.isEmpty
                ? .null : .number(Double(profits.count { $0 > 0 }) / count),
            "max_drawdown_account": drawdown.map { .number($0) } ?? .null,
        ]
    }
}

/// Marks the epochs of a search that were better than all before them; takes them in order.
public struct BestSoFar: Sendable {
    public private(set) var trial: Trial?

    public init() {}

    /// The trial with its mark. One without a loss is never the best, nor is one that equals the best.
    public mutating func take(_ trial: Trial) -> Trial {
        var marked = trial
        marked.isBest = false
        if let loss = trial.loss, !loss.isNaN, loss < self.trial?.loss ?? .infinity {
            marked.isBest = true
            self.trial = marked
        }
        return marked
    }
}
