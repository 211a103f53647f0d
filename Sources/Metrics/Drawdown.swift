public import Records

/// One fall of an account from a peak until it is as high again.
public struct Drawdown: Hashable, Sendable {
    /// Unix milliseconds UTC.
    public var peakMs: Int
    public var troughMs: Int
    /// nil while the fall is ongoing.
    public var recoveryMs: Int?
    /// Depth of the trough as a ratio of the peak, above 0.
    public var ratio: Double
    /// Depth of the trough, stake currency.
    public var amount: Double
}

/// Every fall of a curve from a peak, in the order of time; the last may be ongoing. `curve` says what
/// the account was worth at instants (Unix milliseconds, ascending). O(n).
public func drawdowns(_ curve: [(atMs: Int, equity: Double)]) -> [Drawdown] {
    guard var peak = curve.first else { return [] }
    var (result, current) = ([Drawdown](), Drawdown?.none)
    for point in curve.dropFirst() {
        if point.equity >= peak.equity {
            if var over = current {
                over.recoveryMs = point.atMs
                result.append(over)
            }
            (current, peak) = (nil, point)
        } else {
            let amount = peak.equity - point.equity
            guard amount > (current?.amount ?? 0) else { continue }
            current = Drawdown(
                peakMs: peak.atMs, troughMs: point.atMs, recoveryMs: nil,
                ratio: amount / peak.equity, amount: amount)
        }
    }
    return result + (current.map { [$0] } ?? [])
}

/// The deepest falls of an equity curve, deepest first, at most `limit`; equal ones in the order of
/// time. Points in the order of time. O(n + falls log falls).
public func drawdownTable(_ equity: [EquityPoint], limit: Int) -> [Drawdown] {
    deepest(drawdowns(equity.map { ($0.atMs, $0.equity) }), limit: limit)
}

func deepest(_ falls: [Drawdown], limit: Int) -> [Drawdown] {
    Array(falls.sorted { ($0.ratio, $1.peakMs) > ($1.ratio, $0.peakMs) }.prefix(limit))
}

/// The drawdown of realised profit as freqtrade defines it: a running sum that starts with a row of
/// zero, against its highest value so far. Rows are trades in the order of their closing.
struct RealisedDrawdown {
    /// Largest fall, stake currency, and the running sums at its top and bottom.
    var amount = 0.0
    var high = 0.0
    var low = 0.0
    /// Rows of the trades at the top and bottom; nil for the zero row.
    var highRow: Int?
    var lowRow: Int?

    /// Fall of each row as a ratio of starting balance plus highest sum, at the largest absolute fall
    /// and the largest of all; nil when that sum is not above zero.
    var accountRatio: Double?
    var relativeRatio: Double?

    /// Of the rows so far: their sum, its highest value and where that was.
    private var total = 0.0
    private var highest = 0.0
    private var top: Int?
    private let start: Double

    /// Of no rows.
    init(startingBalance: Double?) {
        start = startingBalance ?? 0
        if start > 0 { (accountRatio, relativeRatio) = (0, 0) }
    }

    init(profits: [Double], startingBalance: Double?) {
        self.init(startingBalance: startingBalance)
        for (row, profit) in profits.enumerated() { add(profit, row: row) }
    }

    /// Takes the next row.
    mutating func add(_ profit: Double, row: Int) {
        total += profit
        if total > highest { (highest, top) = (total, row) }
        let fall = highest - total
        let ratio = start > 0 ? fall / (start + highest) : nil
        if fall > amount {
            (amount, high, low) = (fall, highest, total)
            (highRow, lowRow, accountRatio) = (top, row, ratio)
        }
        if let ratio, ratio > relativeRatio ?? 0 { relativeRatio = ratio }
    }
}
