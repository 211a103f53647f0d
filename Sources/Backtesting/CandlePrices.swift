internal import CHints
internal import Market

/// The prices of a pair's candles, as trades ask for them.
struct CandlePrices: Sendable {
    let open: PriceColumn
    let high: PriceColumn
    let low: PriceColumn
    let close: PriceColumn

    /// Each price in a column of its own, as the candles have them: nothing is copied.
    init(_ candles: CandleSeries) {
        open = PriceColumn(candles.open)
        high = PriceColumn(candles.high)
        low = PriceColumn(candles.low)
        close = PriceColumn(candles.close)
    }

    /// The four prices of each candle side by side. O(n), and as much memory as the columns.
    ///
    /// A trade begins and ends anywhere: of columns that are larger than the processor's memory it waits for
    /// each of a candle's prices, of these for one of them.
    init(sideBySide candles: CandleSeries) {
        let (opens, highs) = (candles.open, candles.high)
        let (lows, closes) = (candles.low, candles.close)
        let prices = [Double](unsafeUninitializedCapacity: candles.count * 4) { prices, filled in
            for row in 0..<candles.count {
                prices[row * 4] = opens[row]
                prices[row * 4 + 1] = highs[row]
                prices[row * 4 + 2] = lows[row]
                prices[row * 4 + 3] = closes[row]
            }
            filled = prices.count
        }
        open = PriceColumn(prices, place: 0)
        high = PriceColumn(prices, place: 1)
        low = PriceColumn(prices, place: 2)
        close = PriceColumn(prices, place: 3)
    }
}

/// One price of each candle, by row.
struct PriceColumn: Sendable {
    private let prices: [Double]
    /// The first candle's place, and how far the next one is from it, as a power of two.
    private let place: Int
    private let step: Int

    init(_ prices: [Double]) { (self.prices, place, step) = (prices, 0, 0) }

    /// Of four prices a candle the one at `place`.
    init(_ prices: [Double], place: Int) {
        (self.prices, self.place, step) = (prices, place, 2)
    }

    subscript(row: Int) -> Double {
        @inline(__always) get { prices[row &<< step &+ place] }
    }

    /// Lets the memory bring a candle's price, which will be asked for soon.
    @inline(__always)
    func expect(_ row: Int) {
        prices.withUnsafeBufferPointer { prices in
            guard let start = prices.baseAddress else { return }
            chints_expect(start + (row &<< step &+ place))
        }
    }
}
