public import Market

/// The funding of one pair as freqtrade's files have it: rates in one, the prices to apply them to in another.
public struct FundingHistory {
    private var rates: [Int: Double] = [:]
    private let marks: CandleSeries

    /// `marks` are candles of mark prices; those that do not ascend step by step are left out, and gaps filled.
    public init(marks: CandleSeries) {
        var kept = CandleSeries(
            exchange: marks.exchange, pair: marks.pair, timeframe: marks.timeframe)
        for row in 0..<marks.count {
            let openMs = marks.openMs[row]
            guard openMs > kept.openMs.last ?? .min,
                marks.timeframe.openMs(containing: openMs) == openMs,
                let candle = try? Candle(
                    openMs: openMs, open: marks.open[row], high: marks.high[row],
                    low: marks.low[row], close: marks.close[row], volume: marks.volume[row])
            else { continue }
            kept.append(candle)
        }
        kept.fillGaps()
        self.marks = kept
    }

    public mutating func add(atMs: Int, rate: Double) { rates[atMs] = rate }

    /// The mark prices, each with the rate that was paid at its candle's open, if any; ascending. Rates without
    /// a price are left out, as in freqtrade.
    public func priced() throws(MarketError) -> [FundingRate] {
        var found: [FundingRate] = []
        for (openMs, price) in zip(marks.openMs, marks.open) {
            found.append(try FundingRate(atMs: openMs, rate: rates[openMs], markPrice: price))
        }
        return found
    }

    public var rateCount: Int { rates.count }
}
