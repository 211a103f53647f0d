public import Market

/// What happened inside of the candles of a pair: candles of a shorter timeframe, without gaps.
///
/// As with freqtrade's `--timeframe-detail` signals stay those of the longer candles; prices, orders, stops and
/// durations follow the shorter ones.
public struct DetailCandles: Sendable {
    /// From the first instant of the longer candles on, so that the rows of both are found by time. What cannot be
    /// traded has the longer candles' prices.
    let prepared: PreparedCandles
    /// The candles, as they are traded on.
    public var series: CandleSeries { prepared.series }

    /// How many of them are one longer candle.
    let perCandle: Int

    /// nil unless the shorter timeframe is part of the longer one and the candles reach from the first tradable
    /// candle of `main` to its last.
    public init?(_ candles: CandleSeries, of main: PreparedCandles, fromMs: Int?, throughMs: Int?) {
        let (length, whole) = (
            candles.timeframe.milliseconds, main.series.timeframe.milliseconds
        )
        guard length < whole, whole % length == 0,
            let filled = PreparedCandles(
                candles, fromMs: fromMs, throughMs: throughMs, startup: 0, marketTick: 1)?.series
        else { return nil }
        perCandle = whole / length
        let start = main.startupRows + 1
        guard start < main.series.count, let first = filled.openMs.first,
            let last = filled.openMs.last, first <= main.series.openMs[start],
            last >= main.lastMs
        else { return nil }
        let row = (main.series.openMs[start] - first) / length
        let end = min(filled.count, row + (main.series.count - start) * perCandle)
        let (own, parts) = (main.series, perCandle)
        func joined(_ column: (CandleSeries) -> [Double]) -> [Double] {
            column(own)[..<start].flatMap { repeatElement($0, count: parts) }
                + column(filled)[row..<end]
        }
        let count = start * parts + end - row
        let origin = own.openMs[0]
        let series = CandleSeries(
            exchange: own.exchange, pair: own.pair, timeframe: filled.timeframe,
            openMs: (0..<count).map { origin + $0 * length }, open: joined(\.open),
            high: joined(\.high), low: joined(\.low), close: joined(\.close),
            volume: joined(\.volume))
        prepared = PreparedCandles(series, startupRows: start * parts - 1, ticks: main.ticks)
    }
}
