internal import Market
internal import SQLite

/// One UTC month of candles, packed: six columns of eight-byte words, one after the other.
enum CandleBlock {
    static let bytesPerCandle = CandleSeries.bytesPerCandle

    /// The month of an instant, such as `2026-11`.
    static func month(_ openMs: Int) -> String {
        String(Timestamp(milliseconds: openMs).day.dropLast(3))
    }

    /// The month's first instant and the next month's, Unix milliseconds UTC.
    static func span(of openMs: Int) -> Range<Int> {
        let (year, month, _) = Timestamp(milliseconds: openMs).date
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        return Timestamp(year: year, month: month, day: 1)
            .milliseconds..<Timestamp(
                year: next.0, month: next.1, day: 1
            ).milliseconds
    }

    /// What a month of candles takes at most.
    static func bytes(ofMonth timeframe: Timeframe) -> Int {
        (31 * 86_400_000 / timeframe.milliseconds + 1) * bytesPerCandle
    }

    /// The rows of `range` as bytes. O(rows).
    static func packed(_ series: CandleSeries, rows range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count * bytesPerCandle)
        series.openMs[range].withUnsafeBytes { bytes.append(contentsOf: $0) }
        for column in [series.open, series.high, series.low, series.close, series.volume] {
            column[range].withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Columns that grow block by block, one copy a column.
    struct Columns {
        var openMs: [Int] = []
        var open: [Double] = []
        var high: [Double] = []
        var low: [Double] = []
        var close: [Double] = []
        var volume: [Double] = []

        /// Makes room for `count` candles.
        mutating func reserve(_ count: Int) {
            openMs.reserveCapacity(count)
            open.reserveCapacity(count)
            high.reserveCapacity(count)
            low.reserveCapacity(count)
            close.reserveCapacity(count)
            volume.reserveCapacity(count)
        }

        func series(exchange: String, pair: Pair, timeframe: Timeframe) -> CandleSeries {
            CandleSeries(
                exchange: exchange, pair: pair, timeframe: timeframe, openMs: openMs, open: open,
                high: high, low: low, close: close, volume: volume)
        }

        /// Appends a block of `count` candles; its checksum, found on the way.
        mutating func append(_ block: UnsafeRawBufferPointer, count: Int) -> String {
            var hash = XXH64()
            Self.append(block, 0, count, to: &openMs, &hash)
            Self.append(block, 1, count, to: &open, &hash)
            Self.append(block, 2, count, to: &high, &hash)
            Self.append(block, 3, count, to: &low, &hash)
            Self.append(block, 4, count, to: &close, &hash)
            Self.append(block, 5, count, to: &volume, &hash)
            return hash.hexadecimal
        }

        private static func append<Word>(
            _ block: UnsafeRawBufferPointer, _ index: Int, _ count: Int, to column: inout [Word],
            _ hash: inout XXH64
        ) {
            let words = UnsafeRawBufferPointer(
                rebasing: block[index * count * 8..<(index + 1) * count * 8])
            column.append(addingCapacity: count) { span in
                span.withUnsafeMutableBufferPointer { room, filled in
                    guard let start = room.baseAddress else { return }
                    hash.add(words: words, copyingTo: start + filled)
                    filled += count
                }
            }
        }

        /// Appends the candles of a block whose instants lie in `range`.
        mutating func append(_ block: UnsafeRawBufferPointer, count: Int, in range: Range<Int>) {
            func column<Word>(_ index: Int, as type: Word.Type) -> UnsafeBufferPointer<Word> {
                let start = index * count * 8
                return UnsafeRawBufferPointer(rebasing: block[start..<start + count * 8])
                    .assumingMemoryBound(to: Word.self)
            }
            let instants = column(0, as: Int.self)
            let first = instants.firstRow(atOrAfter: range.lowerBound)
            let rows = first..<max(first, instants.firstRow(atOrAfter: range.upperBound))
            func add(_ index: Int, to prices: inout [Double]) {
                prices.append(
                    contentsOf: UnsafeBufferPointer(
                        rebasing: column(index, as: Double.self)[rows]))
            }
            openMs.append(contentsOf: UnsafeBufferPointer(rebasing: instants[rows]))
            add(1, to: &open)
            add(2, to: &high)
            add(3, to: &low)
            add(4, to: &close)
            add(5, to: &volume)
        }
    }
}
