internal import Glibc

/// A loss of hyperopt: lower is better.
public struct LossDefinition: Sendable {
    /// freqtrade's name without its `HyperOptLoss`.
    public let name: String
    /// What is minimised, in one line.
    public let summary: String
    /// nil where the loss is not defined. Never asked without trades.
    let value: @Sendable (TradeColumns) -> Double?

    /// freqtrade's name of the class.
    public var className: String {
        name.hasSuffix("Daily")
            ? name.dropLast("Daily".count) + "HyperOptLossDaily" : name + "HyperOptLoss"
    }

    /// nil without trades and where the loss is not a finite number: where freqtrade writes a sign of
    /// its own (100000, 100, 20) or infinity. O(trades).
    public func evaluate(_ trades: TradeColumns) -> Double? {
        guard trades.count > 0, let value = value(trades), value.isFinite else { return nil }
        return value
    }
}

/// freqtrade's twelve losses. P: sum of profits; S: starting balance; D: whole days of data, at least
/// 1; N: trades; r: max_drawdown_account.
///
/// Source: freqtrade's documentation "Hyperopt", section "Loss functions", and the published behaviour
/// of its classes (version 2026.9).
public let lossDefinitions: [LossDefinition] = [
    LossDefinition(name: "Sharpe", summary: "minus freqtrade's Sharpe ratio") { trades in
        annualised(trades, over: trades.profits)
    },
    LossDefinition(name: "SharpeDaily", summary: "minus Sharpe of daily sums of returns") {
        let days = $0.dailyRatios(cost: slippage)
        guard let mean = mean(days), let spread = deviation(days, freedom: 1) else { return nil }
        return -(mean / spread * sqrt(365))
    },
    LossDefinition(name: "Sortino", summary: "minus freqtrade's Sortino ratio") { trades in
        annualised(trades, over: trades.profits.filter { $0 < 0 })
    },
    LossDefinition(name: "SortinoDaily", summary: "minus Sortino of daily sums of returns") {
        let days = $0.dailyRatios(cost: slippage)
        let below = sum(days.map { $0 < 0 ? $0 * $0 : 0 })
        guard below > 0, let mean = mean(days) else { return nil }
        return -(mean / sqrt(below / Double(days.count)) * sqrt(365))
    },
    LossDefinition(name: "Calmar", summary: "minus freqtrade's Calmar ratio") { trades in
        guard let depth = trades.drawdown.accountRatio, depth > 0 else { return nil }
        return -(dailyProfit(trades) * 100 / depth * sqrt(365))
    },
    LossDefinition(name: "OnlyProfit", summary: "minus the profit") { -$0.total },
    LossDefinition(name: "ProfitDrawDown", summary: "minus the profit, less for drawdown") {
        -lessDrawdown($0, kept: 0.075)
    },
    LossDefinition(name: "MaxDrawDown", summary: "minus profit ÷ largest drawdown") { trades in
        let depth = trades.drawdown.amount
        return depth > 0 ? -trades.total / depth : nil
    },
    LossDefinition(
        name: "MaxDrawDownRelative",
        summary: "minus profit ÷ largest drawdown ÷ largest relative drawdown"
    ) { trades in
        let drawdown = trades.drawdown
        guard drawdown.amount > 0 else { return -trades.total }
        return drawdown.relativeRatio.map { -trades.total / drawdown.amount / $0 }
    },
    LossDefinition(
        name: "MaxDrawDownPerPair", summary: "minus the worst pair's profit ÷ drawdown"
    ) { trades in (0..<trades.pairCount).map { -pairScore(trades.of(pair: $0)) }.max() },
    LossDefinition(
        name: "ShortTradeDur", summary: "few minutes a trade, 600 trades and a high return"
    ) { trades in
        let distance = Double(trades.count) - 600
        let ratios = sum(trades.ratios)
        let minutes = Double(trades.minutes.reduce(0, +)) / Double(trades.count)
        return 1 - 0.25 * exp(-distance * distance / pow(10, 5.8)) + max(0, 1 - ratios / 3)
            + 0.4 * min(minutes / 300, 1)
    },
    LossDefinition(
        name: "MultiMetric",
        summary: "minus profit × profit factor × expectancy × win rate, less for drawdown",
        value: multiMetric),
]

/// What a round trip costs beyond its fee, as the daily losses assume.
private let slippage = 0.0005

/// P ÷ S ÷ D.
private func dailyProfit(_ trades: TradeColumns) -> Double {
    trades.total / trades.startingBalance / Double(trades.days)
}

private func annualised(_ trades: TradeColumns, over profits: [Double]) -> Double? {
    deviation(profits.map { $0 / trades.startingBalance }, freedom: 0).map {
        -(dailyProfit(trades) / $0 * sqrt(365))
    }
}

/// P − r × P × (1 − `kept`).
private func lessDrawdown(_ trades: TradeColumns, kept: Double) -> Double {
    trades.total - (trades.drawdown.accountRatio ?? 0) * trades.total * (1 - kept)
}

/// Profit ÷ drawdown, profit where one of them is 0; 20 less where that is below 1.
private func pairScore(_ trades: TradeColumns) -> Double {
    let (profit, depth) = (trades.total, trades.drawdown.amount)
    let score = depth != 0 && profit != 0 ? profit / depth : profit
    return score < 1 ? score - 20 : score
}

private func multiMetric(_ trades: TradeColumns) -> Double? {
    let wins = trades.profits.filter { $0 > 0 }
    let losses = trades.profits.filter { $0 < 0 }
    let winRate = Double(wins.count) / Double(trades.count)
    let factor = sum(wins) / (abs(sum(losses)) + 1e-6)
    let averageLoss = abs(mean(losses) ?? 0)
    let expectancy =
        averageLoss > 0 ? (1 + (mean(wins) ?? 0) / averageLoss) * winRate - 1 : 100
    let penalty = trades.count < 50 ? max(Double(trades.count) / 50, 0.1) : 1
    return
        -(lessDrawdown(trades, kept: 0.055) * log(factor + 1) * log(min(10, expectancy) + 2)
        * log(1.2 + winRate) * penalty)
}
