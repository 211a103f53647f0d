import Foundation
import Market
import Records
import TestSupport
import Testing

@testable import Metrics

@Suite("R-multiples") struct RMultipleTests {
    @Test("are what decimals by hand give", .enabled(if: Oracle.exists))
    func vectors() throws {
        let file = try Oracle.object("vectors/r-multiples.json")
        let rows = try #require(file["trades"] as? [[String: String]])
        for row in rows {
            let trade = try Self.trade(row)
            let (gross, net) = (try Self.number(row, "r_gross"), try Self.number(row, "r_net"))
            #expect(abs(try #require(grossRMultiple(trade)) - gross) < 1e-12)
            #expect(abs(try #require(rMultiple(trade)) - net) < 1e-12)
        }
        let measures = tearsheet(
            run: "r", trades: try rows.map(Self.trade), equity: [], startingBalance: 1_000,
            currency: "USDT", fromMs: 0, toMs: 0)
        let values = Dictionary(uniqueKeysWithValues: measures.map { ($0.name, $0.value) })
        for (name, key) in [
            ("r_mean_gross", "average_r_gross"), ("r_expectancy", "expectancy_r"),
            ("r_deviation", "stdev_r"), ("r_sqn", "sqn"), ("winrate", "win_rate"),
        ] {
            let want = try #require(file[key] as? Double)
            let value = try #require(values[name] ?? nil)
            #expect(abs(value - want) < 1e-12, "\(name)")
        }
    }

    @Test("there are none without an initial stop, or with one that is no loss")
    func none() throws {
        var trade = try Oracle.trade(id: 1, profit: 1, closeMs: 1)
        #expect(rMultiple(trade) == nil && grossRMultiple(trade) == nil)
        for stop in [1.0, 1.5] {
            trade.initialStopLossAbs = stop
            #expect(rMultiple(trade) == nil && grossRMultiple(trade) == nil)
        }
        trade.initialStopLossAbs = 0.5
        #expect(rMultiple(trade) == 2)
        (trade.isOpen, trade.closeMs) = (true, nil)
        #expect(rMultiple(trade) == nil)
    }

    @Test("a partial exit does not lower what was at risk")
    func partialExit() throws {
        var trade = try Oracle.trade(id: 1, profit: 1, closeMs: 1)
        (trade.initialStopLossAbs, trade.amount) = (0.5, 1)
        trade.orders = [
            try TradeOrder(
                side: .buy, status: "closed", amount: 4, filled: 4, price: 1, cost: 4, filledMs: 0,
                tag: nil)
        ]
        #expect(rMultiple(trade) == 0.5)
    }

    static func number(_ row: [String: String], _ name: String) throws -> Double {
        try #require(row[name].flatMap(Double.init))
    }

    /// A trade of the vectors.
    static func trade(_ row: [String: String]) throws -> Trade {
        let profit = try number(row, "gross") - number(row, "fee")
        var trade = try Oracle.trade(id: 1, profit: profit, closeMs: 1)
        trade.side = row["side"] == "short" ? .short : .long
        (trade.openRate, trade.closeRate) = (try number(row, "entry"), try number(row, "exit"))
        (trade.initialStopLossAbs, trade.amount) = (
            try number(row, "stop"), try number(row, "qty")
        )
        return trade
    }
}
