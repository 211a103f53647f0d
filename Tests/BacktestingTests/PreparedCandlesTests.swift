import Market
import Testing

@testable import Backtesting

struct PreparedCandlesTests {
    static let minute = 60_000

    /// Candles of 5 minutes at the given steps, with prices that tell them apart.
    static func series(_ steps: [Int], prices: [Double]? = nil) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "x", pair: try Pair("A/B"), timeframe: try Timeframe("5m"))
        for (index, step) in steps.enumerated() {
            let price = prices?[index] ?? Double(10 + step)
            series.append(
                try Candle(
                    openMs: step * 5 * minute, open: price, high: price + 1, low: price - 1,
                    close: price + 0.5, volume: Double(index + 1)))
        }
        return series
    }

    @Test("gaps become flat candles without volume")
    func fillsGaps() throws {
        let prepared = PreparedCandles(
            try Self.series([3, 4, 7]), fromMs: nil, throughMs: nil, startup: 0, marketTick: 0.1)
        let series = try #require(prepared).series
        #expect(series.openMs.map { $0 / (5 * Self.minute) } == [3, 4, 5, 6, 7])
        #expect(series.close == [13.5, 14.5, 14.5, 14.5, 17.5])
        #expect(series.low == [12, 13, 14.5, 14.5, 16])
        #expect(series.volume == [1, 2, 0, 0, 3])
    }

    @Test("repeated instants are grouped: first, max, min, last, max; order does not matter")
    func groupsRepeats() throws {
        let prepared = PreparedCandles(
            try Self.series([4, 3, 3, 4], prices: [20, 10, 30, 5]), fromMs: nil, throughMs: nil,
            startup: 0, marketTick: 0.1)
        let series = try #require(prepared).series
        #expect(series.open == [10, 20])
        #expect(series.high == [31, 21])
        #expect(series.low == [9, 4])
        #expect(series.close == [30.5, 5.5])
        #expect(series.volume == [3, 4])
    }

    @Test("start-up rows come before the start and are dropped by count; both ends are included")
    func clips() throws {
        let all = try Self.series(Array(0..<100))
        let from = 50 * 5 * Self.minute
        let prepared = try #require(
            PreparedCandles(
                all, fromMs: from, throughMs: 60 * 5 * Self.minute, startup: 7, marketTick: 0.1))
        #expect(prepared.series.openMs.first == 43 * 5 * Self.minute)
        #expect(prepared.firstMs == from)
        #expect(prepared.lastMs == 60 * 5 * Self.minute)
        // Data that begin late lose the same number of rows.
        let late = try #require(
            PreparedCandles(all, fromMs: 0, throughMs: nil, startup: 7, marketTick: 0.1))
        #expect(late.firstMs == 7 * 5 * Self.minute)
        #expect(
            PreparedCandles(all, fromMs: nil, throughMs: nil, startup: 100, marketTick: 1) == nil)
        // Without start-up rows the start is a date.
        let plain = try #require(
            PreparedCandles(all, fromMs: from, throughMs: nil, startup: 0, marketTick: 0.1))
        #expect(plain.firstMs == from)
    }

    @Test("a month's tick is its longest price's; a month of whole prices has the one before")
    func ticks() throws {
        let days = [
            (Timestamp(year: 2026, month: 1, day: 5), 10.0),
            (Timestamp(year: 2026, month: 2, day: 5), 10.25),
            (Timestamp(year: 2026, month: 3, day: 5), 12.0),
            (Timestamp(year: 2026, month: 4, day: 5), 0.5001),
        ]
        var series = CandleSeries(
            exchange: "x", pair: try Pair("A/B"), timeframe: try Timeframe("5m"))
        for (day, price) in days {
            series.append(
                try Candle(
                    openMs: day.milliseconds, open: price, high: price, low: price, close: price,
                    volume: 1))
        }
        let ticks = PriceTicks(series, fallback: 0.05)
        #expect(days.map { ticks.tick(atMs: $0.0.milliseconds) } == [0.05, 0.01, 0.01, 0.0001])
    }
}
