/// One candle: what a pair did between `openMs` and the next multiple of its timeframe.
///
/// Prices are in the quote currency, `volume` in the base currency. A candle that exists is valid:
/// every number is finite, prices are above zero and `low` and `high` enclose `open` and `close`.
public struct Candle: Hashable, Sendable {
    /// Start of the candle, Unix milliseconds UTC.
    public let openMs: Int
    public let open: Double
    public let high: Double
    public let low: Double
    public let close: Double
    public let volume: Double

    /// - Throws: `MarketError.invalidCandle` naming the rule that the numbers break.
    public init(
        openMs: Int, open: Double, high: Double, low: Double, close: Double, volume: Double
    ) throws(MarketError) {
        for (name, price) in [("open", open), ("high", high), ("low", low), ("close", close)]
        where !(price > 0 && price.isFinite) {
            throw .invalidCandle(reason: "\"\(name)\" is \(price), expected a price above zero")
        }
        guard volume >= 0, volume.isFinite else {
            throw .invalidCandle(reason: "\"volume\" is \(volume), expected zero or more")
        }
        guard low <= min(open, close), high >= max(open, close) else {
            throw .invalidCandle(reason: "open and close must lie between \"low\" and \"high\"")
        }
        self.openMs = openMs
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}

/// What makes a market value impossible.
public enum MarketError: Error, Hashable, Sendable {
    case invalidCandle(reason: String)
    case invalidPair(String)
    case invalidTimeframe(String)
    case invalidInstant(String)
    case invalidMarket(reason: String)
}
