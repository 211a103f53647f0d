/// The candles of one pair and timeframe as columns, in the order in which they were appended.
///
/// A series holds candles as they came: instants may repeat when a source contradicts itself, and
/// gaps stay gaps. `Backtesting` decides what a simulation makes of either.
public struct CandleSeries: Hashable, Sendable {
    public let exchange: String
    public let pair: Pair
    public let timeframe: Timeframe
    /// Start of each candle, Unix milliseconds UTC.
    public private(set) var openMs: [Int] = []
    public private(set) var open: [Double] = []
    public private(set) var high: [Double] = []
    public private(set) var low: [Double] = []
    public private(set) var close: [Double] = []
    public private(set) var volume: [Double] = []

    public init(exchange: String, pair: Pair, timeframe: Timeframe) {
        self.exchange = exchange
        self.pair = pair
        self.timeframe = timeframe
    }

    /// Takes columns that were checked before they were stored; all must be of one length.
    public init(
        exchange: String, pair: Pair, timeframe: Timeframe, openMs: [Int], open: [Double],
        high: [Double], low: [Double], close: [Double], volume: [Double]
    ) {
        let count = openMs.count
        precondition(
            [open, high, low, close, volume].allSatisfy { $0.count == count },
            "columns of different lengths")
        self.exchange = exchange
        self.pair = pair
        self.timeframe = timeframe
        self.openMs = openMs
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }

    public var count: Int { openMs.count }
    public var isEmpty: Bool { openMs.isEmpty }

    /// Adds a candle at the end.
    public mutating func append(_ candle: Candle) {
        openMs.append(candle.openMs)
        open.append(candle.open)
        high.append(candle.high)
        low.append(candle.low)
        close.append(candle.close)
        volume.append(candle.volume)
    }

    /// The rows in `range`, as a series of their own.
    public func rows(_ range: Range<Int>) -> CandleSeries {
        CandleSeries(
            exchange: exchange, pair: pair, timeframe: timeframe, openMs: Array(openMs[range]),
            open: Array(open[range]), high: Array(high[range]), low: Array(low[range]),
            close: Array(close[range]), volume: Array(volume[range]))
    }
}
