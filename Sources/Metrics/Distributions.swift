internal import Glibc
internal import Market
public import Records

/// How often returns lie where, in bins as wide as a round number (1, 2 or 5 times a power of ten), with
/// one border at 0 and at most `bins` of them; none for no returns. O(n).
public func returnHistogram(_ returns: [Double], bins: Int) -> [HistogramBin] {
    let numbers = returns.filter(\.isFinite)
    guard bins > 0, let low = numbers.min(), let high = numbers.max() else { return [] }
    let width = binWidth(low: low, high: high, bins: bins)
    let place = { (number: Double) in Int((number / width).rounded(.down)) }
    let first = place(low)
    var counts = [Int](repeating: 0, count: place(high) - first + 1)
    for number in numbers { counts[place(number) - first] += 1 }
    return counts.enumerated().map { index, count in
        HistogramBin(
            lower: Double(first + index) * width, upper: Double(first + index + 1) * width,
            count: count)
    }
}

/// Daily returns of an equity curve as `returnHistogram`.
public func dailyReturnHistogram(_ equity: [EquityPoint], bins: Int) -> [HistogramBin] {
    returnHistogram(dailyReturns(equity).map(\.ratio), bins: bins)
}

/// Closed trades by the weekday and hour of their opening, UTC: 168 cells, Monday's first hour first.
/// O(n).
public func weekdayHourTable(_ trades: [Trade]) -> [WeekdayHour] {
    var cells = [(profits: [Double], ratios: [Double])](repeating: ([], []), count: 168)
    for index in trades.indices where !trades[index].isOpen {
        let opening = Timestamp(milliseconds: trades[index].openMs)
        let cell = opening.weekday * 24 + opening.hour
        cells[cell].profits.append(trades[index].profitAbs ?? 0)
        cells[cell].ratios.append(trades[index].profitRatio ?? 0)
    }
    return cells.enumerated().map { cell, closed in
        WeekdayHour(
            weekday: cell / 24, hour: cell % 24, tradeCount: closed.profits.count,
            wins: closed.profits.count { $0 > 0 }, profitAbs: sum(closed.profits),
            profitMean: mean(closed.ratios))
    }
}

/// Closed trades by how long they were held, from the first to the last span that has any. O(n).
public func holdingTimes(_ trades: [Trade]) -> [HoldingTime] {
    let borders = [0, 5, 15, 30, 60, 120, 240, 480, 1_440, 2_880, 5_760, 10_080, 20_160, 40_320]
    var groups: [Int: [Double]] = [:]
    for index in trades.indices where !trades[index].isOpen {
        let openMs = trades[index].openMs
        let minutes = ((trades[index].closeMs ?? openMs) - openMs) / 60_000
        let span = borders.lastIndex { $0 <= minutes } ?? 0
        groups[span, default: []].append(trades[index].profitAbs ?? 0)
    }
    guard let first = groups.keys.min(), let last = groups.keys.max() else { return [] }
    return (first...last).map { index in
        let profits = groups[index] ?? []
        let (wins, losses) = (profits.count { $0 > 0 }, profits.count { $0 < 0 })
        return HoldingTime(
            fromMinutes: borders[index],
            toMinutes: index + 1 < borders.count ? borders[index + 1] : nil, wins: wins,
            draws: profits.count - wins - losses, losses: losses, profitAbs: sum(profits))
    }
}

/// The smallest round width with which `bins` are enough.
private func binWidth(low: Double, high: Double, bins: Int) -> Double {
    let span = high - low
    guard span > 0 else { return max(abs(low), 1e-12) }
    var power = pow(10, (log10(span / Double(bins))).rounded(.down))
    while true {
        for factor in [1.0, 2, 5] {
            let width = factor * power
            let count = (high / width).rounded(.down) - (low / width).rounded(.down) + 1
            if count <= Double(max(bins, 2)) { return width }
        }
        power *= 10
    }
}
