internal import Metrics

/// What a search minimises: one row of `losses`.
public struct Loss: Sendable {
    /// freqtrade's name without its `HyperOptLoss`.
    public let name: String
    public let summary: String
    /// nil where the loss is not defined: such an epoch is never the best.
    let value: @Sendable (Outcome) -> Double?
}

/// What a loss may know of an epoch's back-test.
public struct Outcome: Sendable {
    /// Of each trade, in closing order, stake currency.
    public let profits: [Double]
    public let startingBalance: Double
    /// Whole days from the first to the last candle, at least 1.
    public let days: Int

    public init(profits: [Double], startingBalance: Double, days: Int) {
        self.profits = profits
        self.startingBalance = startingBalance
        self.days = days
    }
}

extension Loss {
    /// Every loss that a search knows.
    public static let all: [Loss] = [
        Loss(name: "Sharpe", summary: "minus freqtrade's Sharpe ratio") { outcome in
            sharpeLoss(
                outcome.profits, startingBalance: outcome.startingBalance, days: outcome.days)
        },
        Loss(name: "OnlyProfit", summary: "minus the profit") { onlyProfitLoss($0.profits) },
    ]

    /// The loss of that name, in freqtrade's long form too; nil for none.
    public init?(named name: String) {
        let suffix = "HyperOptLoss"
        let short = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
        guard let loss = Self.all.first(where: { $0.name == short }) else { return nil }
        self = loss
    }

    /// The loss of an epoch; nil for one without trades and where the loss is not a finite number.
    public func evaluate(_ outcome: Outcome) -> Double? {
        guard !outcome.profits.isEmpty, let value = value(outcome), value.isFinite else {
            return nil
        }
        return value
    }
}
