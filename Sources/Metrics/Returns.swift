internal import Market
public import Records

/// What an account was worth over time, with the returns that follow from it.
struct Curve {
    let points: [(atMs: Int, equity: Double)]
    /// Returns of UTC days: the last equity of a day against that of the day before, the first day
    /// against the first point; a day without a point returns 0.
    let returns: [Double]
    /// The same of the benchmark, where every point has one; else empty.
    let benchmarkReturns: [Double]
    let benchmark: (first: Double, last: Double)?
    let drawdowns: [Drawdown]

    init(_ equity: [EquityPoint]) {
        points = equity.map { ($0.atMs, $0.equity) }
        returns = dailyReturns(points).map(\.ratio)
        let held = equity.compactMap { point in point.benchmark.map { (point.atMs, $0) } }
        let isComplete = held.count == equity.count
        benchmarkReturns = isComplete ? dailyReturns(held).map(\.ratio) : []
        benchmark =
            if isComplete, let first = held.first, let last = held.last {
                (first.1, last.1)
            } else {
                nil
            }
        drawdowns = Metrics.drawdowns(points)
    }

    var deepest: Drawdown? { drawdowns.max { $0.ratio < $1.ratio } }

    /// Total growth as a factor; nil when the curve starts at nothing.
    var growth: Double? {
        guard let first = points.first, let last = points.last, first.equity > 0 else { return nil }
        return last.equity / first.equity
    }

    /// Falls of each day's close below the highest close so far, the first point included.
    var dailyDrawdowns: [Double] {
        var (level, peak) = (1.0, 1.0)
        return returns.map { ratio in
            level *= 1 + ratio
            peak = max(peak, level)
            return 1 - level / peak
        }
    }
}

/// The return of one period, as a ratio.
public struct PeriodReturn: Hashable, Sendable {
    /// `2026-08-01` for a day, `2026-08` for a month.
    public var period: String
    public var ratio: Double
}

/// Returns of UTC days, days without a point included as 0. O(n).
public func dailyReturns(_ curve: [(atMs: Int, equity: Double)]) -> [PeriodReturn] {
    guard let first = curve.first else { return [] }
    let closes = closes(of: curve) { Timestamp(milliseconds: $0).dayNumber }
    var (previous, day, result) = (
        first.equity, Timestamp(milliseconds: first.atMs).dayNumber, [PeriodReturn]()
    )
    for (number, equity) in closes {
        while day <= number {
            let name = Timestamp(milliseconds: day * 86_400_000).day
            let ratio = day == number && previous > 0 ? equity / previous - 1 : 0
            result.append(PeriodReturn(period: name, ratio: ratio))
            day += 1
        }
        previous = equity
    }
    return result
}

/// The same of an equity curve's points, in the order of time.
public func dailyReturns(_ equity: [EquityPoint]) -> [PeriodReturn] {
    dailyReturns(equity.map { ($0.atMs, $0.equity) })
}

/// Returns of calendar months, the first against the first point. O(n).
public func monthlyReturns(_ curve: [(atMs: Int, equity: Double)]) -> [PeriodReturn] {
    var previous = curve.first?.equity ?? 0
    let closes = closes(of: curve) { milliseconds in
        let date = Timestamp(milliseconds: milliseconds).date
        return date.year * 12 + date.month - 1
    }
    return closes.compactMap { number, equity in
        defer { previous = equity }
        guard previous > 0 else { return nil }
        let month = Timestamp(year: number / 12, month: number % 12 + 1, day: 1)
        return PeriodReturn(period: String(month.day.dropLast(3)), ratio: equity / previous - 1)
    }
}

/// The last equity of each period, in the order of time.
private func closes(
    of curve: [(atMs: Int, equity: Double)], period: (Int) -> Int
) -> [(number: Int, equity: Double)] {
    var result: [(number: Int, equity: Double)] = []
    for (index, point) in curve.enumerated() {
        // An instant on a boundary closes the period that ends there, except at the very start.
        let number = max(
            period(index == 0 ? point.atMs : point.atMs - 1), result.last?.number ?? Int.min)
        if result.last?.number == number { result.removeLast() }
        result.append((number, point.equity))
    }
    return result
}

/// The account after each closing, from the starting balance on: the curve of a run that recorded
/// trades alone. Trades in the order of closing.
public func realisedEquity(
    run: String, trades: [Trade], startingBalance: Double, fromMs: Int
) -> [EquityPoint] {
    var (balance, peak) = (startingBalance, startingBalance)
    var points = [
        EquityPoint(
            run: run, atMs: fromMs, equity: balance, drawdownRatio: 0, benchmark: nil)
    ]
    for trade in trades {
        guard let closeMs = trade.closeMs, let profit = trade.profitAbs else { continue }
        balance += profit
        peak = max(peak, balance)
        points.append(
            EquityPoint(
                run: run, atMs: closeMs, equity: balance,
                drawdownRatio: peak > 0 ? (peak - balance) / peak : 0, benchmark: nil))
    }
    return points
}
