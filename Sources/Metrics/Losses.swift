internal import Glibc
public import Records

/// Losses of hyperopt under freqtrade's names; lower is better.

/// OnlyProfit: minus the sum of profits, stake currency. O(trades).
public func onlyProfitLoss(_ trades: [Trade]) -> Double {
    -sum(trades.compactMap(\.profitAbs))
}

/// Sharpe: minus freqtrade's `sharpe`; nil where that is not defined. `days` are whole days from the
/// first to the last candle, at least 1. O(trades).
public func sharpeLoss(_ trades: [Trade], startingBalance: Double, days: Int) -> Double? {
    let returns = trades.compactMap(\.profitAbs).map { $0 / startingBalance }
    guard let deviation = deviation(returns, freedom: 0) else { return nil }
    return -(sum(returns) / Double(max(1, days)) / deviation * sqrt(365))
}
