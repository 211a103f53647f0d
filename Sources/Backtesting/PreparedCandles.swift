public import Market

/// The candles of one pair as a simulation sees them: one per step of time, without gaps.
///
/// Follows freqtrade: candles from `startup` steps before the start up to and including the stop;
/// repeated instants are grouped (first open, highest high, lowest low, last close, largest volume);
/// gaps become flat candles of volume 0; the first `startup` rows feed indicators only.
///
/// A class, for to copy so many columns means to count one more holder of each.
public final class PreparedCandles: Sendable {
    public let series: CandleSeries
    /// Rows at the start that are never traded; less than `series.count`.
    public let startupRows: Int
    public let ticks: PriceTicks
    let extremes: BlockExtremes
    let prices: CandlePrices
    /// What is known of whole months of the candles; none where candles of one instant were merged.
    public let months: [CandleMonth]

    /// nil when no row is left to trade on.
    ///
    /// - Parameters:
    ///   - candles: As they were stored, in any order; columns that nobody else holds are not copied.
    ///   - fromMs: Start of trading, nil for the first candle.
    ///   - throughMs: Open of the last candle, itself included, nil for the last one.
    ///   - startup: Rows that the indicators need.
    ///   - marketTick: The tick for months whose candles do not show one.
    ///   - months: What is known of whole months of them.
    public init?(
        _ candles: consuming CandleSeries, fromMs: Int?, throughMs: Int?, startup: Int,
        marketTick: Double, months: [CandleMonth] = []
    ) {
        let length = candles.timeframe.milliseconds
        let (count, runs) = (candles.count, candles.runs)
        let isPlain = Self.isPlain(candles, runs)
        let first = fromMs.map { $0 - startup * length } ?? Int.min
        let last = throughMs ?? Int.max
        var filled =
            isPlain
            ? Self.clipped(candles, from: first, through: last)
            : Self.grouped(candles, from: first, through: last)
        filled.fillGaps(between: isPlain && filled.count == count ? runs : filled.runs)
        var dropped = startup
        if startup == 0, let fromMs {
            dropped = filled.openMs.firstRow(atOrAfter: fromMs)
        }
        guard dropped < filled.count else { return nil }
        series = filled
        startupRows = dropped
        self.months = isPlain ? months : []
        ticks = PriceTicks(filled, fallback: marketTick, months: self.months)
        extremes = BlockExtremes(filled)
        prices = CandlePrices(filled)
    }

    /// Candles without gaps whose ticks are known.
    init(_ series: CandleSeries, startupRows: Int, ticks: PriceTicks) {
        self.series = series
        self.startupRows = startupRows
        self.ticks = ticks
        months = []
        extremes = BlockExtremes(series)
        prices = CandlePrices(series)
    }

    /// The same with something else in the place of the other's.
    private init(
        _ other: PreparedCandles, series: CandleSeries? = nil, prices: CandlePrices? = nil,
        ticks: PriceTicks? = nil
    ) {
        self.series = series ?? other.series
        self.prices = prices ?? other.prices
        self.ticks = ticks ?? other.ticks
        (startupRows, extremes, months) = (other.startupRows, other.extremes, other.months)
    }

    /// The same with other candles' instants where they are the same: nobody needs them twice in memory.
    public func sharingInstants(of other: PreparedCandles) -> PreparedCandles {
        let (one, two) = (series, other.series)
        // Neither has gaps.
        guard one.timeframe == two.timeframe, one.openMs.first == two.openMs.first,
            one.count == two.count
        else { return self }
        var series = series
        series.shareInstants(of: two)
        return PreparedCandles(self, series: series)
    }

    /// The same without the volumes, where nobody will ask for them.
    public func withoutVolumes() -> PreparedCandles {
        var series = series
        series.leaveOutVolumes()
        return PreparedCandles(self, series: series)
    }

    /// The same with the prices of each candle side by side, beside the columns.
    func sideBySide() -> PreparedCandles {
        PreparedCandles(self, prices: CandlePrices(sideBySide: series))
    }

    /// The same columns for a thread of its own, in whose way no other thread gets by counting holders.
    func apart() -> PreparedCandles { PreparedCandles(self, ticks: ticks.apart()) }

    /// Open of the first and of the last row that may be traded, Unix milliseconds.
    public var firstMs: Int { series.openMs[startupRows] }
    public var lastMs: Int { series.openMs[series.count - 1] }

    /// Whether there is at most one candle a step of time, at its beginning, in ascending order.
    private static func isPlain(_ candles: CandleSeries, _ runs: [Range<Int>]) -> Bool {
        guard let first = candles.openMs.first else { return true }
        guard candles.timeframe.openMs(containing: first) == first else { return false }
        let length = candles.timeframe.milliseconds
        return runs.dropFirst().allSatisfy { run in
            let step = candles.openMs[run.lowerBound] - candles.openMs[run.lowerBound - 1]
            return step > 0 && step % length == 0
        }
    }

    /// The plain candles that open between two instants, both included.
    private static func clipped(
        _ candles: consuming CandleSeries, from first: Int, through last: Int
    ) -> CandleSeries {
        let start = candles.openMs.firstRow(atOrAfter: first)
        let end = last == .max ? candles.count : candles.openMs.firstRow(atOrAfter: last + 1)
        if start == 0, end == candles.count { return candles }
        return candles.rows(start..<max(start, end))
    }

    /// One candle per instant, ascending.
    private static func grouped(
        _ candles: CandleSeries, from first: Int, through last: Int
    ) -> CandleSeries {
        let instants = candles.openMs
        var order = instants.indices.filter { instants[$0] >= first && instants[$0] <= last }
        if !zip(order, order.dropFirst()).allSatisfy({ instants[$0] <= instants[$1] }) {
            order.sort { (instants[$0], $0) < (instants[$1], $1) }
        }
        var columns = Columns()
        for row in order {
            let start = candles.timeframe.openMs(containing: instants[row])
            if columns.openMs.last == start {
                columns.merge(candles, row: row, isSameInstant: instants[row] == columns.last)
            } else {
                columns.append(candles, row: row, openMs: start)
            }
            columns.last = instants[row]
        }
        return columns.series(like: candles)
    }
}

/// Columns under construction.
private struct Columns {
    var openMs: [Int] = []
    var open: [Double] = []
    var high: [Double] = []
    var low: [Double] = []
    var close: [Double] = []
    var volume: [Double] = []
    /// The instant that was added last, which may lie inside its step of time.
    var last = Int.min

    mutating func append(_ candles: CandleSeries, row: Int, openMs instant: Int) {
        openMs.append(instant)
        open.append(candles.open[row])
        high.append(candles.high[row])
        low.append(candles.low[row])
        close.append(candles.close[row])
        volume.append(candles.volume[row])
    }

    /// Repeats of one instant keep the largest volume, parts of one step add theirs up.
    mutating func merge(_ candles: CandleSeries, row: Int, isSameInstant: Bool) {
        let index = openMs.count - 1
        high[index] = max(high[index], candles.high[row])
        low[index] = min(low[index], candles.low[row])
        close[index] = candles.close[row]
        volume[index] =
            isSameInstant
            ? max(volume[index], candles.volume[row]) : volume[index] + candles.volume[row]
    }

    func series(like candles: CandleSeries) -> CandleSeries {
        CandleSeries(
            exchange: candles.exchange, pair: candles.pair, timeframe: candles.timeframe,
            openMs: openMs, open: open, high: high, low: low, close: close, volume: volume)
    }
}
