import Foundation
import Market
import Records
import TestSupport
import Testing

@testable import Metrics

/// Series and tables against pandas and numpy: `Golden/figures.json`, written by `Golden/figures.py`.
@Suite("Figures of pages") struct FigureTests {
    private let file: [String: Any]
    private let first: [EquityPoint]
    private let second: [EquityPoint]
    private let trades: [Trade]

    init() throws {
        file = try Oracle.golden("figures.json")
        first = try Self.points(file["first"])
        second = try Self.points(file["second"])
        trades = try #require(file["trades"] as? [[String: Any]]).map(Self.trade)
    }

    @Test("rolling Sharpe and volatility are pandas'")
    func rolling() throws {
        let window = try Oracle.integer(file["window"])
        for (name, mine) in [
            ("rolling_sharpe", rollingSharpe(first, days: window)),
            ("rolling_volatility", rollingVolatility(first, days: window)),
        ] {
            let expected = try #require(file[name] as? [Double])
            #expect(mine.count == expected.count)
            for (point, want) in zip(mine, expected) {
                #expect(abs(try #require(point.value) - want) <= 1e-9 * max(1, abs(want)))
            }
            #expect(mine.first?.atMs == first[window].atMs)
            #expect(mine.last?.atMs == first.last?.atMs)
        }
        #expect(rollingSharpe(first, days: 41).isEmpty)
        #expect(rollingSharpe([], days: 1).isEmpty)
    }

    @Test("where nothing moves there is no Sharpe, and no volatility")
    func still() {
        let flat = (0..<5).map {
            EquityPoint(
                run: "r", atMs: $0 * 86_400_000, equity: 9, drawdownRatio: 0, benchmark: nil)
        }
        #expect(rollingSharpe(flat, days: 3).map(\.value) == [nil, nil])
        #expect(rollingVolatility(flat, days: 3).map(\.value) == [0, 0])
        #expect(dailyCorrelation(flat, flat) == nil)
    }

    @Test("the correlation of two runs is that of the days both have")
    func correlates() throws {
        let want = try #require(file["correlation"] as? Double)
        #expect(abs(try #require(dailyCorrelation(first, second)) - want) < 1e-12)
        #expect(dailyCorrelation(first, second) == dailyCorrelation(second, first))
        #expect(abs(try #require(dailyCorrelation(first, first)) - 1) < 1e-12)
        #expect(dailyCorrelation(first, Array(second.prefix(2))) == nil)
    }

    @Test("a histogram has round borders, one at 0, and numpy's counts")
    func histogram() throws {
        let expected = try #require(file["histogram"] as? [[Double]])
        let bins = dailyReturnHistogram(first, bins: 12)
        #expect(bins.map(\.count).reduce(0, +) == 40)
        for bin in bins {
            let want = try #require(expected.first { abs($0[0] - bin.lower) < 1e-12 })
            #expect(bin.count == Int(want[1]), "\(bin.lower)")
        }
        #expect(bins.contains { $0.lower == 0 })
        #expect(returnHistogram([], bins: 10).isEmpty)
        #expect(returnHistogram([0.02, 0.02], bins: 10).map(\.count) == [2])
        #expect(returnHistogram([0, 0], bins: 10).map(\.count) == [2])
    }

    @Test("weekdays and hours, and holding times, hold every trade once")
    func tables() throws {
        let cells = weekdayHourTable(trades)
        #expect(cells.count == 168)
        let hours = try #require(file["hours"] as? [[Double]])
        #expect(cells.filter { $0.tradeCount > 0 }.count == hours.count)
        for want in hours {
            let cell = cells[Int(want[0]) * 24 + Int(want[1])]
            #expect(cell.weekday == Int(want[0]) && cell.hour == Int(want[1]))
            #expect(cell.tradeCount == Int(want[2]) && cell.wins == Int(want[3]))
            #expect(abs(cell.profitAbs - want[4]) < 1e-12)
            #expect(abs(try #require(cell.profitMean) - want[5]) < 1e-14)
        }
        let spans = holdingTimes(trades)
        let held = try #require(file["held"] as? [[Double]])
        #expect(spans.filter { $0.wins + $0.draws + $0.losses > 0 }.count == held.count)
        for want in held {
            let span = try #require(spans.first { $0.fromMinutes == Int(want[0]) })
            #expect([span.wins, span.draws, span.losses] == want[1...3].map { Int($0) })
            #expect(abs(span.profitAbs - want[4]) < 1e-12)
        }
        #expect(holdingTimes([]).isEmpty)
    }

    @Test("excursions are measured against the side and with the leverage of a trade")
    func excursion() throws {
        let adverse = try #require(file["adverse"] as? [Double])
        let favourable = try #require(file["favourable"] as? [Double])
        let mine = excursions(trades)
        #expect(mine.count == adverse.count)
        for (index, excursion) in mine.enumerated() {
            #expect(abs(excursion.adverseRatio - adverse[index]) < 1e-12)
            #expect(abs(excursion.favourableRatio - favourable[index]) < 1e-12)
            #expect(excursion.tradeID == trades[index].tradeID)
        }
        var unknown = trades[0]
        unknown.minRate = nil
        #expect(excursions([unknown]).isEmpty)
    }

    @Test("the drawdown table is deepest first and keeps what is ongoing")
    func falls() {
        let curve = [100.0, 101, 99, 98, 97, 101, 99].enumerated().map {
            EquityPoint(
                run: "r", atMs: $0.offset * 86_400_000, equity: $0.element, drawdownRatio: 0,
                benchmark: nil)
        }
        let table = drawdownTable(curve, limit: 5)
        #expect(table.map(\.peakMs) == [86_400_000, 5 * 86_400_000])
        #expect(table.map(\.recoveryMs) == [5 * 86_400_000, nil])
        #expect(drawdownTable(curve, limit: 1).count == 1)
    }

    private static func points(_ rows: Any?) throws -> [EquityPoint] {
        try #require(rows as? [[Double]]).map {
            EquityPoint(
                run: "r", atMs: Int($0[0]), equity: $0[1], drawdownRatio: 0, benchmark: nil)
        }
    }

    private static func trade(_ row: [String: Any]) throws -> Trade {
        var trade = try Oracle.trade(
            id: Oracle.integer(row["id"]), profit: #require(row["profit_abs"] as? Double),
            closeMs: Oracle.integer(row["close_ms"]))
        trade.openMs = try Oracle.integer(row["open_ms"])
        trade.profitRatio = row["profit_ratio"] as? Double
        trade.leverage = try #require(row["leverage"] as? Double)
        trade.side = row["side"] as? String == "short" ? .short : .long
        (trade.openRate, trade.minRate) = (100, row["min_rate"] as? Double)
        trade.maxRate = row["max_rate"] as? Double
        return trade
    }
}
