import Market
import Testing

struct ResamplingTests {
    @Test("resampling twice is resampling once", arguments: 1...50)
    func idempotent(seed: Int) throws {
        let market = SyntheticMarket(seed: UInt64(seed))
        let series = market.series(
            pair: try Pair("BTC/USDT"), timeframe: try Timeframe("5m"),
            fromMs: SyntheticMarketTests.augustMs + seed * 300_000,
            toMs: SyntheticMarketTests.augustMs + 86_400_000)
        let hour = try Timeframe("1h")
        let once = series.resampled(to: hour)
        #expect(once.resampled(to: hour) == once)
        let (day, viaHours) = (series.resampled(to: try Timeframe("1d")), once)
        let again = viaHours.resampled(to: try Timeframe("1d"))
        #expect(day.open == again.open && day.high == again.high && day.low == again.low)
        #expect(day.close == again.close && day.openMs == again.openMs)
    }

    @Test("a longer candle is the first open, the extremes, the last close and all volume")
    func hour() throws {
        var series = CandleSeries(
            exchange: "test", pair: try Pair("A/B"), timeframe: try Timeframe("30m"))
        for (openMs, open, high, low, close) in [
            (1_800_000, 5.0, 6.0, 4.0, 5.5), (3_600_000, 5.5, 7.0, 5.0, 6.0),
            (5_400_000, 6.0, 6.5, 3.0, 4.0),
        ] {
            series.append(
                try Candle(
                    openMs: openMs, open: open, high: high, low: low, close: close, volume: 2))
        }
        let hours = series.resampled(to: try Timeframe("1h"))
        #expect(hours.openMs == [0, 3_600_000])
        #expect(hours.open == [5, 5.5] && hours.high == [6, 7])
        #expect(hours.low == [4, 3] && hours.close == [5.5, 4] && hours.volume == [2, 4])
    }

    @Test(
        "candles open on multiples of their length, weeks on Monday",
        arguments: [
            ("5m", "2026-11-20T07:34:59Z", "2026-11-20T07:30:00Z"),
            ("4h", "2026-11-20T07:34:59Z", "2026-11-20T04:00:00Z"),
            ("1d", "2026-11-20", "2026-11-20"),
            ("1w", "2026-11-20T07:34:59Z", "2026-11-16"),
            ("1w", "2026-11-16", "2026-11-16"),
            ("1d", "1969-12-31T23:00:00Z", "1969-12-31"),
        ])
    func opens(timeframe: String, instant: String, open: String) throws {
        let openMs = try Timeframe(timeframe)
            .openMs(containing: Timestamp(instant).milliseconds)
        #expect(Timestamp(milliseconds: openMs) == (try Timestamp(open)))
    }
}

struct GapsTests {
    static func series(_ opens: [Int]) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "test", pair: try Pair("A/B"), timeframe: try Timeframe("5m"))
        for open in opens {
            series.append(
                try Candle(openMs: open * 300_000, open: 1, high: 1, low: 1, close: 1, volume: 0))
        }
        return series
    }

    @Test("missing candles are found and counted, repeats are none")
    func gaps() throws {
        let gaps = try Self.series([1, 2, 2, 5, 6, 8]).gaps
        #expect(gaps.map(\.count) == [2, 1])
        #expect(gaps.map(\.fromMs) == [900_000, 2_100_000])
        #expect(gaps.map(\.toMs) == [1_500_000, 2_400_000])
    }

    @Test("no candle and one candle have no gap", arguments: [[], [7]])
    func none(opens: [Int]) throws {
        #expect(try Self.series(opens).gaps.isEmpty)
    }
}

struct SplitMix64Tests {
    @Test("the numbers are those of the reference implementation")
    func reference() {
        // Output of splitmix64.c for the state 1234567, as Rosetta Code lists it.
        var chance = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in chance.next() } == expected)
    }

    @Test("bells have mean 0 and deviation 1, units lie in 0 ..< 1")
    func distribution() {
        var chance = SplitMix64(seed: 1)
        let bells = (0..<20_000).map { _ in chance.bell() }
        #expect(abs(bells.reduce(0, +) / 20_000) < 0.03)
        #expect(abs(bells.reduce(0) { $0 + $1 * $1 } / 20_000 - 1) < 0.03)
        #expect((0..<1_000).map { _ in chance.unit() }.allSatisfy { $0 >= 0 && $0 < 1 })
    }
}
