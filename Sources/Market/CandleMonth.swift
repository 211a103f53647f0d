/// What was found out of a calendar month (UTC) of candles when they were stored.
public struct CandleMonth: Hashable, Sendable {
    /// Start of the first and of the last candle, Unix milliseconds.
    public let firstMs: Int
    public let lastMs: Int
    /// The largest number of decimals of any open, high, low or close: see `PriceDecimals`.
    public let priceDecimals: Int
    /// Of the candles as they are packed.
    public let checksum: String

    public init(firstMs: Int, lastMs: Int, priceDecimals: Int, checksum: String) {
        self.firstMs = firstMs
        self.lastMs = lastMs
        self.priceDecimals = priceDecimals
        self.checksum = checksum
    }
}

extension CandleSeries {
    /// The rows of each month in which a candle starts; candles must ascend. O(months log n).
    public var monthRows: [Range<Int>] {
        var months: [Range<Int>] = []
        var start = 0
        while start < count {
            let date = Timestamp(milliseconds: openMs[start]).date
            let (year, month) = date.month == 12 ? (date.year + 1, 1) : (date.year, date.month + 1)
            let next = Timestamp(year: year, month: month, day: 1).milliseconds
            let end = openMs.firstRow(atOrAfter: next)
            months.append(start..<end)
            start = end
        }
        return months
    }
}

extension [CandleMonth] {
    /// What is known of some rows of a series that has no repetitions and whose gaps are filled: of a
    /// whole month as it was stored, but for its gaps; nil for any other rows.
    ///
    /// What fills a gap repeats the close before it, so it has no decimals of its own.
    public func fact(of series: CandleSeries, rows: Range<Int>) -> CandleMonth? {
        first {
            $0.firstMs == series.openMs[rows.lowerBound]
                && $0.lastMs == series.openMs[rows.upperBound - 1]
        }
    }
}
