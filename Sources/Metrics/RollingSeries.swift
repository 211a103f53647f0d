internal import Glibc
internal import Market
public import Records

/// `daily_sharpe` of the last `days` daily returns, one point a day from the first day that has as
/// many; nil where they do not deviate. A point bears the end of its day. `equity` comes in the order
/// of time. O(n × days).
public func rollingSharpe(_ equity: [EquityPoint], days: Int) -> [DatedNumber] {
    rolling(equity, days: days) { returns in
        guard let mean = mean(returns), let spread = deviation(returns, freedom: 1) else {
            return nil
        }
        return mean / spread * sqrt(365)
    }
}

/// `daily_volatility` of the last `days` daily returns, as `rollingSharpe`; a ratio, 0 where nothing
/// moved.
public func rollingVolatility(_ equity: [EquityPoint], days: Int) -> [DatedNumber] {
    rolling(equity, days: days) { returns in
        returns.count < 2 ? nil : (deviation(returns, freedom: 1) ?? 0) * sqrt(365)
    }
}

/// Pearson's correlation of the daily returns of two runs over the days that both have; nil with fewer
/// than three of them or where one does not deviate. O(n).
public func dailyCorrelation(_ first: [EquityPoint], _ second: [EquityPoint]) -> Double? {
    let other = Dictionary(
        uniqueKeysWithValues: dailyReturns(second).map { ($0.period, $0.ratio) })
    let pairs = dailyReturns(first).compactMap { day in
        other[day.period].map { (day.ratio, $0) }
    }
    return pairs.count < 3 ? nil : correlation(pairs.map(\.0), pairs.map(\.1))
}

/// Pearson's; nil where one of the two does not deviate. Both have the same count.
func correlation(_ first: [Double], _ second: [Double]) -> Double? {
    guard let left = mean(first), let right = mean(second), deviation(first, freedom: 0) != nil,
        deviation(second, freedom: 0) != nil
    else { return nil }
    let product = sum(zip(first, second).map { ($0 - left) * ($1 - right) })
    return min(max(product / sqrt(momentSum(first, 2) * momentSum(second, 2)), -1), 1)
}

private func rolling(
    _ equity: [EquityPoint], days: Int, _ value: ([Double]) -> Double?
) -> [DatedNumber] {
    let returns = dailyReturns(equity).map(\.ratio)
    guard let first = equity.first, let last = equity.last, days > 0, returns.count >= days else {
        return []
    }
    let start = Timestamp(milliseconds: first.atMs).dayNumber
    return (days...returns.count).map { end in
        DatedNumber(
            atMs: min((start + end) * 86_400_000, last.atMs),
            value: value(Array(returns[(end - days)..<end])))
    }
}
