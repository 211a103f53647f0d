public import Market
internal import Strategies

/// What happened inside of the candles of a pair: candles of a shorter timeframe, without gaps.
///
/// As with freqtrade's `--timeframe-detail` signals stay those of the longer candles; prices, orders, stops and
/// durations follow the shorter ones. A longer candle inside of which there are none is one step, as without detail.
public struct DetailCandles: Sendable {
    /// From the first instant of the longer candles on, so that the rows of both are found by time. What cannot be
    /// traded, and what has no shorter candles, has the longer candles' prices.
    let prepared: PreparedCandles
    /// The candles, as they are traded on.
    public var series: CandleSeries { prepared.series }

    /// How many of them are one longer candle.
    let perCandle: Int

    /// Which of them are visited; nil where all are, for they reach over all of the longer candles.
    let turns: Turns?

    /// nil unless the shorter timeframe is part of the longer one and there are candles that may be traded.
    public init?(_ candles: CandleSeries, of main: PreparedCandles, fromMs: Int?, throughMs: Int?) {
        let (own, length) = (main.series, candles.timeframe.milliseconds)
        let whole = own.timeframe.milliseconds
        guard length < whole, whole % length == 0,
            let filled = PreparedCandles(
                candles, fromMs: fromMs, throughMs: throughMs, startup: 0, marketTick: 1)?.series
        else { return nil }
        let parts = whole / length
        let (start, end) = ((main.startupRows + 1) * parts, own.count * parts)
        let origin = own.openMs[0]
        let lead = (filled.openMs[0] - origin) / length
        let (first, last) = (max(start, lead), min(end, lead + filled.count))
        guard first < last else { return nil }
        let known = first..<last
        let isWhole = known.lowerBound == start && known.upperBound > end - parts
        turns = isWhole ? nil : Turns(known: known, parts: parts, count: end)
        let count = isWhole ? known.upperBound : end
        func joined(_ column: (CandleSeries) -> [Double]) -> [Double] {
            let long = column(own)
            return (0..<first).map { long[$0 / parts] }
                + column(filled)[(first - lead)..<(last - lead)]
                + (last..<count).map { long[$0 / parts] }
        }
        let series = CandleSeries(
            exchange: own.exchange, pair: own.pair, timeframe: filled.timeframe,
            openMs: (0..<count).map { origin + $0 * length }, open: joined(\.open),
            high: joined(\.high), low: joined(\.low), close: joined(\.close),
            volume: joined(\.volume))
        perCandle = parts
        prepared = PreparedCandles(series, startupRows: start - 1, ticks: main.ticks)
    }
}

extension DetailCandles {
    /// Which rows are visited when, where shorter candles begin later than the longer ones or end earlier.
    struct Turns: Sendable {
        /// The shorter candles that there are, and the first row of each longer one that has none.
        let rows: Bitmap
        /// Rows of the longer candle inside of which the shorter ones begin: freqtrade visits these one after the
        /// other from its open on, each before its time. Empty where they begin with it.
        let hasty: Range<Int>
        /// By so many rows.
        let haste: Int

        /// `known` are the rows of shorter candles, of `count` rows of which `parts` make a longer one.
        init(known: Range<Int>, parts: Int, count: Int) {
            let first = known.lowerBound / parts * parts
            haste = known.lowerBound - first
            hasty = haste > 0 ? first..<(first + parts) : first..<first
            let filled = first..<((known.upperBound + parts - 1) / parts * parts)
            rows = Bitmap(
                (0..<count).map {
                    filled.contains($0) ? known.contains($0) : $0.isMultiple(of: parts)
                })
        }

        /// The row whose turn it is when `row` opens, nil for none.
        func row(at row: Int) -> Int? {
            let visited = hasty.contains(row) ? row + haste : row
            guard visited == row || visited < hasty.upperBound, rows[visited] else { return nil }
            return visited
        }
    }
}
