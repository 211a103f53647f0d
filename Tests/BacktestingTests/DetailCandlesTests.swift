import Market
import Testing

@testable import Backtesting

struct DetailCandlesTests {
    private static let minute = 60_000

    /// Candles that open at these minutes, the price that minute and a hundred.
    private static func series(_ minutes: [Int], _ frame: String) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "x", pair: try Pair("A/B"), timeframe: try Timeframe(frame))
        for at in minutes {
            let price = Double(100 + at)
            series.append(
                try Candle(
                    openMs: at * minute, open: price, high: price, low: price, close: price,
                    volume: 1))
        }
        return series
    }

    /// Six candles of three minutes, the first for the signals of the second; in them those of these minutes.
    private static func detail(_ minutes: [Int], through: Int? = nil) throws -> DetailCandles? {
        let main = PreparedCandles(
            try series(Array(stride(from: 0, to: 18, by: 3)), "3m"), fromMs: nil, throughMs: nil,
            startup: 0, marketTick: 1)
        return DetailCandles(
            try series(minutes, "1m"), of: try #require(main), fromMs: nil,
            throughMs: through.map { $0 * minute })
    }

    @Test(
        "where there are no shorter candles the longer one is visited, once; a gap is filled",
        arguments: [
            // Minutes of shorter candles, and what is visited at each minute from the third on: `-` is nothing.
            (Array(0..<18), "3 4 5 6 7 8 9 10 11 12 13 14 15 16 17"),
            ([0, 3, 16], "3 4 5 6 7 8 9 10 11 12 13 14 15 16"),
            (Array(6..<18), "3 - - 6 7 8 9 10 11 12 13 14 15 16 17"),
            (Array(0..<10), "3 4 5 6 7 8 9 - - 12 - - 15 - -"),
            ([7, 9], "3 - - 7 8 - 9 - - 12 - - 15 - -"),
            ([8, 10], "3 - - 8 - - 9 10 - 12 - - 15 - -"),
            ([7], "3 - - 7 - - 9 - - 12 - - 15 - -"),
            ([16], "3 - - 6 - - 9 - - 12 - - 16 - -"),
        ])
    func visits(minutes: [Int], visited: String) throws {
        let detail = try #require(try Self.detail(minutes))
        let rows = (3..<18).map { minute in
            guard minute < detail.series.count else { return String?.none }
            guard let turns = detail.turns else { return "\(minute)" }
            return turns.row(at: minute).map { "\($0)" } ?? "-"
        }
        #expect(rows.compactMap { $0 }.joined(separator: " ") == visited)
        #expect(detail.perCandle == 3)
        #expect((detail.turns == nil) == !visited.contains("-"))
    }

    @Test("a visited row has the prices of its own candle, the longer one's where there is none")
    func prices() throws {
        let detail = try #require(try Self.detail([7, 9, 10]))
        #expect(detail.series.open[3] == 103 && detail.series.open[12] == 112)
        #expect(detail.series.open[7...10] == [107, 107, 109, 110])
    }

    @Test("where there is not one shorter candle to trade on there is no detail")
    func none() throws {
        #expect(try Self.detail([]) == nil)
        #expect(try Self.detail([0, 1]) == nil)
        #expect(try Self.detail([18, 19]) == nil)
        #expect(try Self.detail([5, 6], through: 4) == nil)
    }
}
