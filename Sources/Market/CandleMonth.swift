/// What was found out of a calendar month (UTC) of candles when they were stored.
public struct CandleMonth: Hashable, Sendable {
    public let count: Int
    /// Start of the first and of the last candle, Unix milliseconds.
    public let firstMs: Int
    public let lastMs: Int
    /// The largest number of decimals of any open, high, low or close: see `PriceDecimals`.
    public let priceDecimals: Int
    /// Of the candles as they are packed.
    public let checksum: String

    public init(count: Int, firstMs: Int, lastMs: Int, priceDecimals: Int, checksum: String) {
        self.count = count
        self.firstMs = firstMs
        self.lastMs = lastMs
        self.priceDecimals = priceDecimals
        self.checksum = checksum
    }
}

extension CandleSeries {
    /// The rows of each month in which a candle starts, where candles ascend. O(months log n).
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
    /// What is known of some rows of a series without gaps or repetitions: of a whole month that is as
    /// it was stored; nil for any other rows.
    public func fact(of series: CandleSeries, rows: Range<Int>) -> CandleMonth? {
        first {
            $0.count == rows.count && $0.firstMs == series.openMs[rows.lowerBound]
                && $0.lastMs == series.openMs[rows.upperBound - 1]
        }
    }
}
