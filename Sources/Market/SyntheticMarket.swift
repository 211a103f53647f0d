/// An invented exchange: candles that look like a market's and are made from a seed alone.
///
/// A candle depends on (seed, pair, instant) only, never on the range that is asked for, and every
/// timeframe is a view of the same minutes. Nothing but integers, sums, products and square roots
/// is used, so that the same seed gives the same candles on every machine.
///
/// Pairs share a market factor. Days come in regimes (range, rise, fall, turmoil) that persist;
/// within a day volatility clusters, follows the hour and carries volume with it.
public struct SyntheticMarket: Hashable, Sendable {
    /// The exchange that all records made here name.
    public static let exchange = "synthetic"

    /// The pairs of the sample desk. Others can be asked for and get facts of a plain kind.
    public static let pairs: [Pair] = SyntheticListing.all.compactMap { try? Pair($0.symbol) }

    /// The first day on which the invented exchange traded: 2017-01-01. Before it there are no candles.
    public static let firstMs = Timestamp(year: 2017, month: 1, day: 1).milliseconds

    public let seed: UInt64

    public init(seed: UInt64) { self.seed = seed }

    /// What the exchange says of a pair; the fees are those of many spot exchanges, 0.001.
    ///
    /// - Throws: never for a pair that exists; `MarketFacts` checks what it is given.
    public func facts(pair: Pair) throws(MarketError) -> MarketFacts {
        let listing = SyntheticListing(pair)
        return try MarketFacts(
            exchange: Self.exchange, pair: pair, amountStep: 1 / listing.amountScale,
            priceTick: 1 / listing.priceScale, minAmount: 1 / listing.amountScale,
            maxAmount: 9_000_000, minCost: 5, maxCost: 9_000_000, maker: 0.001, taker: 0.001)
    }

    /// The candles that open in `fromMs ..< toMs` (Unix milliseconds UTC), each of them whole and none missing.
    ///
    /// Complexity: O(minutes), plus the days since 2017.
    public func series(
        pair: Pair, timeframe: Timeframe, fromMs: Int, toMs: Int
    ) -> CandleSeries {
        var series = CandleSeries(exchange: Self.exchange, pair: pair, timeframe: timeframe)
        let before = timeframe.openMs(containing: max(fromMs, Self.firstMs) - 1)
        let firstOpen = before + timeframe.milliseconds
        guard firstOpen < toMs else { return series }
        let lastOpen = timeframe.openMs(containing: toMs - 1)
        var forming = FormingCandle(
            openMs: firstOpen, timeframe: timeframe, listing: SyntheticListing(pair))
        var path = SyntheticPath(seed: seed, pair: pair, fromMs: firstOpen)
        for openMs in stride(
            from: firstOpen, to: lastOpen + timeframe.milliseconds, by: 60_000)
        {
            if let candle = forming.add(path.minute(), openMs: openMs) { series.append(candle) }
        }
        if let candle = forming.finished() { series.append(candle) }
        return series
    }
}

/// What a pair of the invented exchange is like.
struct SyntheticListing {
    let symbol: String
    /// Around which the price wanders, quote currency.
    let price: Double
    /// Price steps and amount steps to one unit: powers of ten.
    let priceScale: Double
    let amountScale: Double
    /// How much the pair follows the market, and how much it moves on its own, both relative to the market's deviation.
    let beta: Double
    let own: Double

    static let all = [
        SyntheticListing("BTC/USDT", 64_000, 100, 100_000, 0.9, 0.5),
        SyntheticListing("ETH/USDT", 2_600, 100, 10_000, 1.1, 0.7),
        SyntheticListing("SOL/USDT", 150, 100, 1_000, 1.3, 1.1),
        SyntheticListing("XRP/USDT", 2.2, 10_000, 10, 1.0, 1.2),
        SyntheticListing("ADA/USDT", 0.75, 10_000, 10, 1.1, 1.1),
        SyntheticListing("LTC/USDT", 95, 100, 1_000, 0.9, 0.9),
        SyntheticListing("DOGE/USDT", 0.21, 100_000, 1, 1.3, 1.4),
        SyntheticListing("LINK/USDT", 17, 1_000, 100, 1.2, 1.0),
        SyntheticListing("DOT/USDT", 6.4, 1_000, 100, 1.1, 1.0),
        SyntheticListing("AVAX/USDT", 28, 1_000, 100, 1.2, 1.2),
    ]

    init(
        _ symbol: String, _ price: Double, _ priceScale: Double, _ amountScale: Double,
        _ beta: Double, _ own: Double
    ) {
        self.symbol = symbol
        self.price = price
        self.priceScale = priceScale
        self.amountScale = amountScale
        self.beta = beta
        self.own = own
    }

    /// The listing of a pair; one that is not on the list is of a plain kind.
    init(_ pair: Pair) {
        self =
            Self.all.first { $0.symbol == pair.symbol }
            ?? SyntheticListing(pair.symbol, 10, 10_000, 100, 1.0, 1.0)
    }
}

/// Minutes on their way to a candle, in whole price and amount steps so that sums are exact.
private struct FormingCandle {
    let timeframe: Timeframe
    let listing: SyntheticListing
    var openMs: Int
    var (open, high, low, close, volume) = (0, 0, 0, 0, 0)
    var isEmpty = true

    init(openMs: Int, timeframe: Timeframe, listing: SyntheticListing) {
        self.openMs = openMs
        self.timeframe = timeframe
        self.listing = listing
    }

    /// Takes one more minute; the candle before it when that minute starts a new one.
    mutating func add(_ minute: SyntheticMinute, openMs minuteMs: Int) -> Candle? {
        var before: Candle?
        if minuteMs >= openMs + timeframe.milliseconds {
            before = finished()
            openMs += timeframe.milliseconds
            isEmpty = true
        }
        if isEmpty {
            (open, high, low, volume) = (steps(minute.open), 0, .max, 0)
            isEmpty = false
        }
        high = max(high, steps(minute.high))
        low = min(low, steps(minute.low))
        close = steps(minute.close)
        volume += max(1, Int(minute.value / listing.price * listing.amountScale))
        return before
    }

    func finished() -> Candle? {
        guard !isEmpty else { return nil }
        let price = { (steps: Int) in Double(steps) / listing.priceScale }
        return try? Candle(
            openMs: openMs, open: price(open), high: price(high), low: price(low),
            close: price(close), volume: Double(volume) / listing.amountScale)
    }

    /// A price relative to the listing's as a whole number of ticks, at least one.
    private func steps(_ relative: Double) -> Int {
        max(1, Int(relative * listing.price * listing.priceScale + 0.5))
    }
}
