import Market
import Testing

struct CandleQualityTests {
    /// Candles of five minutes at the given places, 0 being the first; close and volume are given.
    private func series(
        _ rows: [(place: Int, close: Double, volume: Double)]
    ) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "e", pair: try Pair("BTC/USDT"), timeframe: try Timeframe("5m"))
        for row in rows {
            series.append(
                try Candle(
                    openMs: row.place * 300_000, open: row.close, high: row.close, low: row.close,
                    close: row.close, volume: row.volume))
        }
        return series
    }

    @Test("counts candles, gaps, repeats and silence")
    func counts() throws {
        let quality = try #require(
            try series([
                (0, 100, 1), (1, 101, 1), (1, 101, 1), (1, 102, 1), (5, 100, 1), (6, 101, 1),
            ]).quality)
        #expect(quality.count == 4)
        #expect(quality.duplicates == 1 && quality.conflicts == 1)
        #expect(quality.gaps.map(\.count) == [3])
        #expect(quality.gaps.map(\.fromMs) == [600_000])
        #expect(quality.firstMs == 0 && quality.lastMs == 1_800_000)
        #expect(quality.silence(asOfMs: 2_100_000) == 0)
        #expect(quality.silence(asOfMs: 5_700_000) == 3_600_000)
    }

    @Test("an outlier moves more than twenty times as far as the median candle; a gap hides it")
    func outliers() throws {
        let calm = (0..<40).map { (place: $0, close: $0.isMultiple(of: 2) ? 100.0 : 100.1, 1.0) }
        #expect(try series(calm.map { ($0.place, $0.close, $0.2) }).quality?.outliers == [])
        var wild = calm.map { (place: $0.place, close: $0.close, volume: $0.2) }
        wild[30].close = 103
        let found = try #require(try series(wild).quality?.outliers)
        #expect(found.map(\.atMs) == [30 * 300_000, 31 * 300_000])
        #expect(found[0].move > 0 && found[1].move < 0)
        #expect(abs(found[0].medians - 29) < 1)
        let apart = wild.map { (place: $0.place >= 30 ? $0.place + 5 : $0.place, $0.close, 1.0) }
        #expect(try series(apart).quality?.outliers.map(\.atMs) == [36 * 300_000])
    }

    @Test("three candles in a row without volume are a run; a gap ends it")
    func idle() throws {
        let volumes = [0.0, 0, 1, 0, 0, 0, 1, 0, 0]
        let rows = volumes.enumerated().map { (place: $0, close: 100.0, volume: $1) }
        let runs = try #require(try series(rows).quality?.idleRuns)
        #expect(runs.map(\.count) == [3])
        #expect(runs.map(\.fromMs) == [900_000] && runs.map(\.toMs) == [1_500_000])
        let apart = rows.map {
            (place: $0.place >= 5 ? $0.place + 1 : $0.place, $0.close, $0.volume)
        }
        #expect(try series(apart).quality?.idleRuns == [])
        let ending = (0..<4).map { (place: $0, close: 100.0, volume: 0.0) }
        #expect(try series(ending).quality?.idleRuns.map(\.count) == [4])
    }

    @Test("no candles have no quality")
    func empty() throws {
        #expect(try series([]).quality == nil)
        #expect(try series([(0, 1, 0)]).quality?.outliers == [])
    }
}
