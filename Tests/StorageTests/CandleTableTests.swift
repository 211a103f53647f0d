import Market
import SQLite
import Storage
import Testing

struct CandleTableTests {
    private let store: Store

    init() throws { store = try Store(path: ":memory:", access: .readWrite) }

    private func read(from: Int? = nil, to: Int? = nil) throws -> CandleSeries {
        try store.candles.series(
            exchange: "synthetic", pair: Pair("BTC/USDT"), timeframe: Timeframe("5m"),
            fromMs: from, toMs: to)
    }

    /// The most decimals of each month, by the month's first candle.
    private func decimalsByMonth() throws -> [Int: Int] {
        let months = try store.candles.stored(
            exchange: "synthetic", pair: Pair("BTC/USDT"), timeframe: Timeframe("5m")
        ).months
        return Dictionary(uniqueKeysWithValues: months.map { ($0.firstMs, $0.priceDecimals) })
    }

    @Test("candles come back as they were, over the border of a month")
    func roundTrip() throws {
        let series = try Samples.series((0..<10_000).map { try Samples.candle($0) })
        let result = try store.candles.append(series)
        #expect(result.inserted == 10_000)
        #expect(result.repeated == 0)
        #expect(try read() == series)
        let summary = try store.candles.list()
        #expect(summary.map(\.count) == [10_000])
        #expect(summary.first?.firstMs == Samples.monthMs)
    }

    @Test(
        "a range is half open and cuts inside blocks",
        arguments: [(0, 1), (7, 9_000), (8_900, 9_999)])
    func ranges(from: Int, to: Int) throws {
        let series = try Samples.series((0..<10_000).map { try Samples.candle($0) })
        _ = try store.candles.append(series)
        let start = Samples.monthMs
        #expect(
            try read(from: start + from * 300_000, to: start + to * 300_000)
                == series.rows(from..<to))
    }

    @Test("years of candles come back whole, or from any month on")
    func years() throws {
        let series = try Samples.series((0..<50).map { try Samples.candle($0 * 8_928) })
        _ = try store.candles.append(series)
        #expect(try read() == series)
        for row in [1, 18, 19, 20, 49] {
            #expect(try read(from: series.openMs[row]) == series.rows(row..<50))
            #expect(try read(to: series.openMs[row]) == series.rows(0..<row))
        }
    }

    @Test("an empty or backward range has no candles")
    func emptyRange() throws {
        _ = try store.candles.append(Samples.series([Samples.candle(0)]))
        #expect(try read(from: Samples.monthMs + 1, to: Samples.monthMs + 1).isEmpty)
        #expect(try read(from: Samples.monthMs + 9, to: Samples.monthMs).isEmpty)
    }

    @Test("the same again is counted and dropped, and raises no revision")
    func repeats() throws {
        let series = try Samples.series((0..<20).map { try Samples.candle($0) })
        _ = try store.candles.append(series)
        let revision = try store.revision(of: "candle_block")
        let again = try store.candles.append(series)
        #expect(again.changes == Changes(unchanged: 20))
        #expect(try store.revision(of: "candle_block") == revision)
        #expect(try read() == series)
    }

    @Test("a different candle of a known instant is kept behind the first and reported once")
    func conflicts() throws {
        let other = try Samples.candle(1, close: 555)
        let first = try Samples.series([Samples.candle(0), Samples.candle(1), Samples.candle(2)])
        _ = try store.candles.append(first)
        let result = try store.candles.append(Samples.series([Samples.candle(0), other]))
        #expect(result.inserted == 1)
        #expect(result.repeated == 1)
        #expect(result.conflicts == [other])
        let stored = try read()
        #expect(stored.close == [first.close[0], first.close[1], 555, first.close[2]])
        let again = try store.candles.append(Samples.series([other, Samples.candle(1)]))
        #expect(again.changes == Changes(unchanged: 2))
        #expect(try store.candles.list().first?.conflicting == 1)
    }

    @Test("candles in any order make the same store", arguments: [1, 2, 3] as [UInt64])
    func shuffled(seed: UInt64) throws {
        let candles = try (0..<400).map { try Samples.candle($0 * 50) }
        var random = SplitMix64(seed: seed)
        let shuffled = candles.shuffled(using: &random)
        for part in stride(from: 0, to: 400, by: 100) {
            _ = try store.candles.append(Samples.series(Array(shuffled[part..<part + 100])))
        }
        #expect(try read() == Samples.series(candles))
    }

    @Test("each month knows the most decimals of its prices")
    func decimals() throws {
        _ = try store.candles.append(
            Samples.series([
                Samples.candle(0), Samples.candle(1, close: 100.12345), Samples.candle(9_000),
            ]))
        #expect(try decimalsByMonth() == [Samples.monthMs: 5, Samples.candle(9_000).openMs: 2])
    }

    @Test("a month's decimals follow what is appended to it and merged into it")
    func decimalsOfMergedBlocks() throws {
        var decimals: [Int] = []
        for part in [
            [try Samples.candle(5)], [try Samples.candle(9, close: 100.125)],
            [try Samples.candle(1, close: 100.0625), try Samples.candle(7)],
            [try Samples.candle(5, close: 100.000001)],
        ] {
            _ = try store.candles.append(Samples.series(part))
            decimals += try decimalsByMonth().values
            #expect(
                PriceDecimals.largest(in: try read(), rows: 0..<(try read().count)) == decimals.last
            )
        }
        #expect(decimals == [2, 3, 4, 6])
    }

    @Test("prices far below one keep all their decimals")
    func tinyPrices() throws {
        let candle = try Candle(
            openMs: Samples.monthMs, open: 5.0712345678901234e-08, high: 6e-08, low: 5e-08,
            close: 5.5e-08, volume: 1)
        _ = try store.candles.append(Samples.series([candle]))
        #expect(try decimalsByMonth() == [Samples.monthMs: 21])
    }

    @Test("a month that is whole is known by what was stored with it, and no other rows are")
    func months() throws {
        let series = try Samples.series((0..<10_000).map { try Samples.candle($0) })
        _ = try store.candles.append(series)
        let (stored, months) = try store.candles.stored(
            exchange: "synthetic", pair: Pair("BTC/USDT"), timeframe: Timeframe("5m"))
        #expect(stored.monthRows == [0..<8_928, 8_928..<10_000])
        #expect(CandleTable.months(of: series) == months)
        for rows in stored.monthRows {
            let month = try #require(months.fact(of: stored, rows: rows))
            #expect(month.priceDecimals == PriceDecimals.largest(in: stored, rows: rows))
            #expect(month.checksum == CandleTable.checksum(of: stored, rows: rows))
            #expect(months.fact(of: stored, rows: rows.dropFirst()) == nil)
            #expect(months.fact(of: stored, rows: rows.dropLast()) == nil)
        }
    }

    @Test("a damaged block is refused")
    func damaged() throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            let store = try Store(path: path, access: .readWrite)
            _ = try store.candles.append(Samples.series([Samples.candle(0)]))
            let database = try Database(path: path, access: .readWrite)
            try database.execute("UPDATE candle_block SET columns = zeroblob(48)")
            let error = #expect(throws: StoreError.self) {
                try store.candles.series(
                    exchange: "synthetic", pair: Pair("BTC/USDT"), timeframe: Timeframe("5m"))
            }
            #expect(error?.description.contains("checksum") == true)
        }
    }
}
