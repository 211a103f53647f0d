import Foundation
import Market
import Records
import TestSupport
import Testing

@testable import Metrics

@Suite("Tearsheet") struct TearsheetTests {
    static let runs = [
        "S01EmaCross", "S01EmaCross_fee0", "S02RsiMeanRev", "S03BbRsi", "S05Trailing",
        "S05bTrailingPlain", "S06MultiRoi", "S08FuturesLS", "S10Protections", "S11Contention",
        "S13CustomStop", "S14Detail_1m", "S14Detail_nodetail",
    ]

    /// freqtrade's name where ours says the unit differently, and the factor between the units.
    static let renamed: [String: (String, Double)] = [
        "trade_count": ("total_trades", 1), "holding_avg": ("holding_avg_s", 60),
        "winner_holding_avg": ("winner_holding_avg_s", 60),
        "loser_holding_avg": ("loser_holding_avg_s", 60),
        "drawdown_start_ms": ("drawdown_start_ts", 1),
        "drawdown_end_ms": ("drawdown_end_ts", 1),
        "drawdown_duration": ("drawdown_duration_s", 60),
        "winner_holding_min": ("winner_holding_min_s", 60),
        "winner_holding_max": ("winner_holding_max_s", 60),
        "loser_holding_min": ("loser_holding_min_s", 60),
        "loser_holding_max": ("loser_holding_max_s", 60),
    ]

    @Test(
        "agrees with freqtrade's statistics", .enabled(if: Oracle.exists), arguments: runs)
    func agreesWithFreqtrade(run: String) throws {
        let stats = try Oracle.object("freqtrade/\(run)/stats.json.gz")
        let trades = try Oracle.trades(run)
        let measures = tearsheet(
            run: run, trades: trades, equity: [],
            startingBalance: stats["starting_balance"] as? Double, currency: "BTC",
            fromMs: try Oracle.integer(stats["backtest_start_ts"]),
            toMs: try Oracle.integer(stats["backtest_end_ts"]),
            rejectedSignals: try Oracle.integer(stats["rejected_signals"]),
            marketChange: stats["market_change"] as? Double)
        var compared = 0
        for measure in measures where !measure.name.contains("{") {
            let (key, factor) = Self.renamed[measure.name] ?? (measure.name, 1)
            guard let expected = (stats[key] as? NSNumber)?.doubleValue else { continue }
            let value = try #require(measure.value, "\(measure.name): \(measure.reason ?? "")")
            let allowed = abs(expected) * 1e-9 + 1e-12 * (expected == 0 ? 1 : 0)
            #expect(
                abs(value * factor - expected) <= allowed,
                "\(measure.name): \(value * factor), expected \(expected)")
            compared += 1
        }
        #expect(compared >= 50)
        for (name, expected) in ["best_pair", "worst_pair"].map({ ($0, stats[$0]) }) {
            let row = try #require(expected as? [String: Any])
            let pair = try #require(row["key"] as? String)
            let measure = measures.first { $0.name == MeasureName(name, "pair", pair).description }
            let value = try #require(measure?.value, "\(name) \(pair)")
            let want = try #require(row["profit_total_abs"] as? Double)
            #expect(abs(value - want) <= abs(want) * 1e-9)
        }
    }

    @Test("agrees with freqtrade pair by pair", .enabled(if: Oracle.exists), arguments: runs)
    func agreesByGroup(run: String) throws {
        let stats = try Oracle.object("freqtrade/\(run)/stats.json.gz")
        let measures = tearsheet(
            run: run, trades: try Oracle.trades(run), equity: [],
            startingBalance: stats["starting_balance"] as? Double, currency: "BTC", fromMs: 0,
            toMs: 0)
        let values = Dictionary(uniqueKeysWithValues: measures.map { ($0.name, $0.value) })
        let tables = [("pair", "results_per_pair"), ("exit_reason", "exit_reason_summary")]
        for (label, key) in tables {
            let rows = try #require(stats[key] as? [[String: Any]])
            for row in rows {
                guard let group = row["key"] as? String, group != "TOTAL",
                    row["trades"] as? Int != 0
                else { continue }
                for name in ["profit_total_abs", "profit_mean", "winrate", "wins", "losses"] {
                    let full = MeasureName(name, label, group).description
                    let value = try #require(values[full] ?? nil, "\(full)")
                    let expected = try #require((row[name] as? NSNumber)?.doubleValue)
                    #expect(abs(value - expected) <= abs(expected) * 1e-9 + 1e-13, "\(full)")
                }
            }
        }
    }

    @Test("says why a number is undefined, never 0, −100 or 100")
    func undefined() throws {
        let measures = tearsheet(
            run: "r", trades: [], equity: [], startingBalance: 1_000, currency: "USDT", fromMs: 0,
            toMs: 86_400_000)
        let byName = Dictionary(uniqueKeysWithValues: measures.map { ($0.name, $0) })
        for definition in AnatomyCatalogue.rows.map(\.definition)
            + TradeCatalogue.risk.map(\.definition)
        {
            let measure = try #require(byName[definition.name])
            #expect(measure.value == nil)
            #expect(measure.reason == "no closed trades")
        }
        for definition in CurveCatalogue.rows.map(\.definition) {
            #expect(byName[definition.name]?.reason == "fewer than two days of equity")
        }
        for name in ["profit_factor", "expectancy_ratio", "winner_holding_max", "winrate"] {
            #expect(byName[name]?.reason == "no closed trades")
        }
        #expect(byName["profit_total"]?.value == 0)
        #expect(byName["trade_count"]?.value == 0)
        #expect(byName["time_in_market"]?.value == 0)
    }

    @Test("a run without losses has no profit factor")
    func noLosses() throws {
        let trades = try [1.0, 2.0].enumerated().map { index, profit in
            try Oracle.trade(id: index, profit: profit, closeMs: index * 1_000)
        }
        let measures = tearsheet(
            run: "r", trades: trades, equity: [], startingBalance: nil, currency: "USDT",
            fromMs: 0, toMs: 0)
        let byName = Dictionary(uniqueKeysWithValues: measures.map { ($0.name, $0) })
        #expect(byName["profit_factor"]?.reason == "no losing trades")
        #expect(byName["expectancy"]?.value == 1.5)
        #expect(byName["profit_total"]?.reason == "the starting balance is not known")
        #expect(byName["max_drawdown_abs"]?.value == 0)
    }

    @Test("every value is a finite number, and a measure without one says why", arguments: 0..<8)
    func degenerate(seed: Int) throws {
        let lists: [[Double]] = [
            [0], [1], [-1], [0, 0], [2, 2], [-2, -2], [-1_000, 5], [1e-12, -1e-12, 1e-12],
        ]
        let trades = try lists[seed].enumerated().map { index, profit in
            try Oracle.trade(id: index, profit: profit, closeMs: index * 86_400_000)
        }
        let equity = realisedEquity(run: "r", trades: trades, startingBalance: 1_000, fromMs: 0)
        for balance: Double? in [nil, 0, 1_000] {
            let measures = tearsheet(
                run: "r", trades: trades, equity: equity, startingBalance: balance,
                currency: "USDT", fromMs: 0, toMs: 86_400_000)
            for measure in measures {
                #expect(measure.value?.isFinite ?? true, "\(measure.name)")
                #expect((measure.value == nil) == (measure.reason != nil), "\(measure.name)")
            }
        }
    }

    @Test("time in the market counts overlapping trades once, and nothing outside the data")
    func timeInMarket() throws {
        let trades = try [(-5, 10), (5, 20), (40, 60), (50, 55), (90, 200)].enumerated().map {
            var trade = try Oracle.trade(id: $0.offset, profit: 1, closeMs: $0.element.1)
            trade.openMs = $0.element.0
            return trade
        }
        let book = TradeBook(closed: trades, startingBalance: 1, days: 1)
        #expect(book.timeInMarket((0, 100)) == 0.5)
        #expect(book.timeInMarket((0, 0)) == nil)
    }

    @Test("every measure has a definition and every definition a measure")
    func definitions() throws {
        let trades = try [1.0, -2.0].enumerated().map { index, profit in
            try Oracle.trade(id: index, profit: profit, closeMs: index * 86_400_000)
        }
        let equity = realisedEquity(run: "r", trades: trades, startingBalance: 10, fromMs: 0)
        let measures =
            tearsheet(
                run: "r", trades: trades, equity: equity, startingBalance: 10, currency: "USDT",
                fromMs: 0, toMs: 0, wallet: [(0, 10)], fills: FillTally())
            + SelectionVerdictTests.measures + importances(run: "r", of: [("fast", 0.5)])
            + SelectionVerdictTests.candidate
        let defined = measureDefinitions.map(\.name)
        #expect(Set(defined).count == defined.count)
        #expect(Set(measures.map { MeasureName(parsing: $0.name).base }) == Set(defined))
        #expect(Set(measures.map(\.name)).count == measures.count)
    }

    @Test("a fall that is not over has no recovery and says ongoing")
    func ongoing() throws {
        // The curve of an open issue of QuantStats (233), which calls its second fall recovered.
        let curve = [100.0, 101, 99, 98, 97, 101, 99].enumerated().map {
            (atMs: $0.offset * 86_400_000, equity: $0.element)
        }
        let falls = drawdowns(curve)
        #expect(falls.count == 2)
        #expect(abs(falls[0].ratio - 0.03960396) < 1e-8)
        #expect(falls[0].recoveryMs == 5 * 86_400_000)
        #expect(abs(falls[1].ratio - 0.01980198) < 1e-8)
        #expect(falls[1].recoveryMs == nil)
    }
}
