public import Market

/// A candle with the words that say whose it is: a line of a candle stream.
public struct CandleRecord: Hashable, Sendable {
    public var exchange: String
    public var pair: Pair
    public var timeframe: Timeframe
    public var candle: Candle

    public init(exchange: String, pair: Pair, timeframe: Timeframe, candle: Candle) {
        self.exchange = exchange
        self.pair = pair
        self.timeframe = timeframe
        self.candle = candle
    }
}
