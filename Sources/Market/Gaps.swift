/// Candles that are missing between two that exist.
public struct Gap: Hashable, Sendable {
    /// Open of the first missing candle, Unix milliseconds UTC.
    public let fromMs: Int
    /// Open of the candle after the gap.
    public let toMs: Int
    /// How many candles are missing, one or more.
    public let count: Int
}

extension CandleSeries {
    /// The gaps between the first and the last candle; candles must ascend, repeats do no harm. O(n).
    public var gaps: [Gap] {
        var gaps: [Gap] = []
        for (before, after) in zip(openMs, openMs.dropFirst()) {
            let expected = before + timeframe.milliseconds
            guard after > expected else { continue }
            let step = timeframe.milliseconds
            let count = (after - expected + step - 1) / step
            gaps.append(Gap(fromMs: expected, toMs: after, count: count))
        }
        return gaps
    }
}
