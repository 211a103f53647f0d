internal import Glibc

/// Losses of hyperopt under freqtrade's names; lower is better. They are asked thousands of times, so
/// they take bare numbers: `profits` are the trades' `profit_abs` in closing order, stake currency.

/// OnlyProfit: minus the sum of profits, stake currency. O(trades).
public func onlyProfitLoss(_ profits: [Double]) -> Double { -sum(profits) }

/// Sharpe: minus freqtrade's `sharpe`; nil where that is not defined. `days` are whole days from the
/// first to the last candle, at least 1. O(trades).
public func sharpeLoss(_ profits: [Double], startingBalance: Double, days: Int) -> Double? {
    let returns = profits.map { $0 / startingBalance }
    guard let deviation = deviation(returns, freedom: 0) else { return nil }
    return -(sum(returns) / Double(max(1, days)) / deviation * sqrt(365))
}

/// freqtrade's `max_drawdown_account`; nil without a starting balance. O(trades).
public func maximumDrawdownAccount(_ profits: [Double], startingBalance: Double) -> Double? {
    RealisedDrawdown(profits: profits, startingBalance: startingBalance).accountRatio
}
