public import Market
internal import SQLite

/// What became of candles that were appended.
public struct CandleImport: Hashable, Sendable {
    /// Candles that were new, conflicting ones among them.
    public var inserted = 0
    /// Candles that the store already held, value by value.
    public var repeated = 0
    /// Candles that were kept beside a different one of the same instant, in order of arrival.
    public var conflicts: [Candle] = []

    public init() {}

    public var conflicting: Int { conflicts.count }
    public var changes: Changes { Changes(inserted: inserted, unchanged: repeated) }

    public static func += (left: inout CandleImport, right: CandleImport) {
        left.inserted += right.inserted
        left.repeated += right.repeated
        left.conflicts += right.conflicts
    }
}

/// What the store holds of one series.
public struct CandleSummary: Hashable, Sendable {
    public let exchange: String
    public let pair: Pair
    public let timeframe: Timeframe
    public let count: Int
    /// Start of the first and of the last candle, Unix milliseconds UTC.
    public let firstMs: Int
    public let lastMs: Int
    public let conflicting: Int
}

/// Candles as they came, packed by month.
///
/// A candle that is there already is counted and dropped; one that says something else about an
/// instant is kept behind the first, so that nothing that a source said is lost.
public struct CandleTable {
    let store: Store

    /// Adds candles in any order, one transaction a month.
    ///
    /// - Throws: `DatabaseError`, or `StoreError.damaged` for a stored block that fails its checksum.
    public func append(_ series: CandleSeries) throws -> CandleImport {
        var result = CandleImport()
        let order = series.openMs.indices.sorted {
            (series.openMs[$0], $0) < (series.openMs[$1], $1)
        }
        var start = 0
        while start < order.count {
            let span = CandleBlock.span(of: series.openMs[order[start]])
            var end = start
            while end < order.count, series.openMs[order[end]] < span.upperBound { end += 1 }
            let rows = order[start..<end]
            result += try store.database.transaction { try merge(series, rows, span) }
            start = end
        }
        return result
    }

    /// The candles of a series whose instants lie in `fromMs..<toMs`, in ascending order.
    ///
    /// - Throws: `StoreError.damaged` for a block that fails its checksum.
    public func series(
        exchange: String, pair: Pair, timeframe: Timeframe, fromMs: Int? = nil, toMs: Int? = nil
    ) throws -> CandleSeries {
        try stored(
            exchange: exchange, pair: pair, timeframe: timeframe, fromMs: fromMs, toMs: toMs
        ).series
    }

    /// The same, with what is known of the whole of each month of them.
    ///
    /// - Throws: `StoreError.damaged` for a block that fails its checksum.
    public func stored(
        exchange: String, pair: Pair, timeframe: Timeframe, fromMs: Int? = nil, toMs: Int? = nil
    ) throws -> (series: CandleSeries, months: [CandleMonth]) {
        var columns = CandleBlock.Columns()
        var months: [CandleMonth] = []
        let from = fromMs ?? .min
        let range = from..<max(from, toMs ?? .max)
        let statement = try store.database.prepare(
            """
            SELECT columns, count, checksum, first_ms, last_ms, month, price_decimals
            FROM candle_block
            WHERE exchange = ? AND pair = ? AND timeframe = ? AND last_ms >= ? AND first_ms < ?
                AND month > ? ORDER BY month LIMIT ?
            """, (String, String, String, Int, Int, String, Int).self)
        columns.reserve(try room(exchange, pair, timeframe, range))
        // Few enough at once that some megabytes of the file are lent at most.
        let slice = max(1, Self.lentBytes / CandleBlock.bytes(ofMonth: timeframe))
        var (month, count) = ("", slice)
        try store.snapshot {
            while count == slice {
                count = 0
                try store.database.mapped {
                    try statement.rows(
                        exchange, pair.symbol, timeframe.description, range.lowerBound,
                        range.upperBound, month, slice
                    ) { row in
                        guard columns.append(row, in: range) else {
                            throw damaged(exchange, pair, timeframe)
                        }
                        months.append(Self.month(row))
                        (month, count) = (row.read(5), count + 1)
                    }
                }
            }
        }
        return (columns.series(exchange: exchange, pair: pair, timeframe: timeframe), months)
    }

    private static func month(_ row: borrowing Row) -> CandleMonth {
        CandleMonth(
            firstMs: row.read(3), lastMs: row.read(4), priceDecimals: row.read(6),
            checksum: row.read(2))
    }

    /// What would be known of each month of a series if it was stored; nothing where candles do not
    /// ascend. O(n).
    public static func months(of series: CandleSeries) -> [CandleMonth] {
        guard zip(series.openMs, series.openMs.dropFirst()).allSatisfy({ $0 < $1 }) else {
            return []
        }
        return series.monthRows.map { rows in
            CandleMonth(
                firstMs: series.openMs[rows.lowerBound], lastMs: series.openMs[rows.upperBound - 1],
                priceDecimals: PriceDecimals.largest(in: series, rows: rows),
                checksum: checksum(of: series, rows: rows))
        }
    }

    /// The checksum that some rows would have as a block.
    public static func checksum(of series: CandleSeries, rows: Range<Int>) -> String {
        CandleBlock.packed(series, rows: rows).withUnsafeBytes { XXH64.hexadecimal($0) }
    }

    private static let lentBytes = 8_000_000

    /// How many candles the stored ones of a range would be without gaps, which whoever trades on them
    /// fills; no more than twice as many as there are.
    private func room(
        _ exchange: String, _ pair: Pair, _ timeframe: Timeframe, _ range: Range<Int>
    ) throws -> Int {
        let found = try store.database.first(
            """
            SELECT sum(count), min(first_ms), max(last_ms) FROM candle_block
            WHERE exchange = ? AND pair = ? AND timeframe = ? AND last_ms >= ? AND first_ms < ?
            """, exchange, pair.symbol, timeframe.description, range.lowerBound, range.upperBound,
            as: (Int?, Int?, Int?).self)
        guard case (let count?, let first?, let last?)? = found else { return 0 }
        let steps =
            (min(last, range.upperBound) - max(first, range.lowerBound)) / timeframe.milliseconds
        return max(0, min(steps + 1, 2 * count))
    }

    /// Every series of the store, ordered by exchange, pair and timeframe.
    public func list() throws -> [CandleSummary] {
        var summaries: [CandleSummary] = []
        try store.database.rows(
            """
            SELECT exchange, pair, timeframe, sum(count), min(first_ms), max(last_ms),
                sum(conflicting)
            FROM candle_block GROUP BY exchange, pair, timeframe ORDER BY exchange, pair, timeframe
            """
        ) { row in
            summaries.append(
                CandleSummary(
                    exchange: row.read(0), pair: try Pair(row.read(1)),
                    timeframe: try Timeframe(row.read(2)), count: row.read(3),
                    firstMs: row.read(4), lastMs: row.read(5), conflicting: row.read(6)))
        }
        return summaries
    }
}

extension CandleBlock.Columns {
    /// Appends a stored block's candles of a range; false for one that is not as it was written.
    fileprivate mutating func append(_ row: borrowing Row, in range: Range<Int>) -> Bool {
        let (count, firstMs, lastMs): (Int, Int, Int) = (row.read(1), row.read(3), row.read(4))
        let checksum = row[2].text
        return row.withBlob(0) { block in
            guard block.count == count * CandleBlock.bytesPerCandle else { return false }
            if range.contains(firstMs), range.contains(lastMs) {
                return append(block, count: count) == checksum
            }
            guard XXH64.hexadecimal(block) == checksum else { return false }
            append(block, count: count, in: range)
            return true
        }
    }
}

// MARK: Merging

extension CandleTable {
    /// Merges rows of one month, sorted by instant and arrival, into the stored block.
    private func merge(
        _ series: CandleSeries, _ rows: ArraySlice<Int>, _ span: Range<Int>
    ) throws -> CandleImport {
        let stored = try self.series(
            exchange: series.exchange, pair: series.pair, timeframe: series.timeframe,
            fromMs: span.lowerBound, toMs: span.upperBound)
        var merge = CandleMerge(stored)
        for row in rows { try merge.add(series, row) }
        if merge.result.inserted > 0 {
            try write(merge.finish())
            try store.raise("candle_block")
        }
        return merge.result
    }

    private func write(_ month: CandleSeries) throws {
        let blob = CandleBlock.packed(month, rows: 0..<month.count)
        let conflicting = (1..<max(1, month.count)).count {
            month.openMs[$0] == month.openMs[$0 - 1]
        }
        let key = (month.exchange, month.pair.symbol, month.timeframe.description)
        try store.addExchange(key.0)
        try store.database.run(
            "INSERT OR IGNORE INTO candle_series VALUES (?, ?, ?)", key.0, key.1, key.2)
        if store.database.changes > 0 { try store.raise("candle_series") }
        try store.database.run(
            """
            INSERT OR REPLACE INTO candle_block (
                exchange, pair, timeframe, month, count, first_ms, last_ms, conflicting,
                price_decimals, layout, checksum, columns
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
            """,
            key.0, key.1, key.2, CandleBlock.month(month.openMs[0]), month.count, month.openMs[0],
            month.openMs[month.count - 1], conflicting,
            PriceDecimals.largest(in: month, rows: 0..<month.count),
            blob.withUnsafeBytes { XXH64.hexadecimal($0) }, blob)
    }

    private func damaged(_ exchange: String, _ pair: Pair, _ timeframe: Timeframe) -> StoreError {
        .damaged(
            path: store.path,
            what: "a block of candles of \(exchange) \(pair) \(timeframe) fails its checksum")
    }
}

/// A merge of stored candles with newer ones, both ascending.
private struct CandleMerge {
    private let stored: CandleSeries
    private var merged: CandleSeries
    private var next = 0
    private(set) var result = CandleImport()

    init(_ stored: CandleSeries) {
        self.stored = stored
        merged = stored.rows(0..<0)
    }

    mutating func add(_ series: CandleSeries, _ row: Int) throws {
        let candle = try series.candle(row)
        while next < stored.count, stored.openMs[next] <= candle.openMs {
            merged.append(try stored.candle(next))
            next += 1
        }
        var (other, isConflict) = (merged.count - 1, false)
        while other >= 0, merged.openMs[other] == candle.openMs {
            if try merged.candle(other) == candle { return result.repeated += 1 }
            (other, isConflict) = (other - 1, true)
        }
        merged.append(candle)
        result.inserted += 1
        if isConflict { result.conflicts.append(candle) }
    }

    mutating func finish() throws -> CandleSeries {
        while next < stored.count {
            merged.append(try stored.candle(next))
            next += 1
        }
        return merged
    }
}

extension CandleSeries {
    fileprivate func candle(_ row: Int) throws -> Candle {
        try Candle(
            openMs: openMs[row], open: open[row], high: high[row], low: low[row],
            close: close[row], volume: volume[row])
    }
}
