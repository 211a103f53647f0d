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

    /// The rates with the mark price at whose open they were paid, ascending; those without one are left out, as
    /// in freqtrade.
    public func priced() throws(MarketError) -> [FundingRate] {
        guard let first = marks.openMs.first else { return [] }
        let length = marks.timeframe.milliseconds
        var found: [FundingRate] = []
        for (atMs, rate) in rates.sorted(by: { $0.key < $1.key }) {
            let row = (atMs - first) / length
            guard atMs >= first, row < marks.count, marks.openMs[row] == atMs else { continue }
            found.append(try FundingRate(atMs: atMs, rate: rate, markPrice: marks.open[row]))
        }
        return found
    }

    /// How many rates have no price.
    public func unpricedCount() throws(MarketError) -> Int { rates.count - (try priced().count) }
}
