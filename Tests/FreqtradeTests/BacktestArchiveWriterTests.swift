import Archive
import JSONL
import Market
import Metrics
import Records
import TestSupport
import Testing

@testable import Freqtrade

/// What we write must be what freqtrade wrote of the same trades.
struct BacktestArchiveWriterTests {
    @Test(
        "the statistics are freqtrade's own of the same trades",
        .enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"),
        arguments: ["S02RsiMeanRev", "S06MultiRoi", "S08FuturesLS", "S13CustomStop"])
    func statistics(name: String) throws {
        let run = try #require(OracleRun(name))
        let (stats, trades) = (try run.json("stats.json"), try run.json("trades.json"))
        let ours = BacktestStatistics(backtest: try Self.backtest(name, stats, trades)).json
        var compared = 0
        let skipped = ["locks", "periodic_breakdown"]
        for member in ours.members ?? [] where !skipped.contains(member.key) {
            let theirs = member.key == "trades" ? trades : stats[member.key]
            compared += Self.compare(member.value, try #require(theirs), at: member.key)
        }
        #expect(compared > 500)
    }

    @Test(
        "longs and shorts are summed apart, and the first pair with the lowest profit is the worst")
    func sides() throws {
        var short = try Self.trade()
        short.side = .short
        short.profitAbs = -0.002
        let backtest = Self.exported(
            "Some", [try Self.trade(), short], [:], pairs: ["ADA/BTC", "ETH/BTC", "XRP/BTC"])
        let stats = BacktestStatistics(backtest: backtest).json
        for (name, expected) in [
            ("profit_total_long_abs", 0.0003), ("profit_total_short_abs", -0.002),
            ("profit_total_long", 0.0003), ("profit_total_short", -0.002),
            ("profit_total", -0.0017),
        ] {
            let value = try #require(stats[name]?.double)
            #expect(abs(value - expected) < 1e-12, "\(name): \(value)")
        }
        #expect(stats["worst_pair"]?["key"] == "ETH/BTC")
        let idle = Self.exported("Some", [], [:], pairs: ["ADA/BTC", "ETH/BTC"])
        #expect(BacktestStatistics(backtest: idle).json["worst_pair"]?["key"] == "ADA/BTC")
    }

    /// What freqtrade's `optimize_reports.py` writes of no trades, and of trades without a loss.
    @Test(
        "without a trade there are no durations, and without a loss a drawdown at the first closing"
    )
    func nothing() throws {
        let idle = BacktestStatistics(backtest: Self.exported("Some", [], [:], pairs: [])).json
        #expect(idle["daily_profit_list"] == .list([]) && idle["daily_profit"] == nil)
        #expect(idle["drawdown_start"] == "1970-01-01T00:00:00+00:00")
        #expect(idle["drawdown_duration"] == nil && idle["holding_avg_s"] == nil)
        #expect(idle["winner_holding_avg"] == "0:00:00")
        let won = Self.exported("Some", [try Self.trade()], [:], pairs: ["ETH/BTC"])
        let stats = BacktestStatistics(backtest: won).json
        #expect(stats["drawdown_start"] == "2018-01-10 06:50:00")
        #expect(stats["drawdown_end"] == stats["drawdown_start"])
    }

    @Test("an archive holds its parts, and what reads freqtrade's reads it")
    func archive() throws {
        let trade = try Self.trade()
        let backtest = Self.exported("Some", [trade], [:], pairs: ["ETH/BTC"])
        let files = try BacktestArchiveWriter.files(
            [backtest], configuration: ["dry_run": true], madeMs: 1_785_628_800_000)
        let base = "backtest-result-2026-08-02_00-00-00"
        #expect(files.map(\.name) == [base + ".zip", base + ".meta.json", ".last_result.json"])
        let zip = try ZipReader(files[0].bytes)
        #expect(
            zip.entries.map(\.name) == [base + ".json", base + "_config.json", base + "_Some.py"])
        let read = try BacktestArchive(
            files[0].bytes, path: "some.zip",
            notes: String(decoding: files[1].bytes, as: UTF8.self))
        var same = read.results[0].trades[0]
        same.origin = trade.origin
        same.strategy = trade.strategy
        same.timeframe = trade.timeframe
        #expect(read.results.count == 1 && same == trade)
        let last = String(decoding: files[2].bytes, as: UTF8.self)
        #expect(try BacktestArchive.latest(parsing: last, path: "x") == base + ".zip")
    }

    @Test("durations and amounts are written as Python, pandas and freqtrade write them")
    func words() {
        #expect(DurationText.python(1_797) == "1 day, 5:57:00")
        #expect(
            DurationText.python(2_880) == "2 days, 0:00:00" && DurationText.python(9) == "0:09:00")
        #expect(DurationText.days(1_521) == "1d 01:21" && DurationText.days(10) == "0d 00:10")
        #expect(DurationText.pandas(13_865) == "9 days 15:05:00")
        #expect(CoinText.text(338.22882914, currency: "USDT") == "338.229")
        #expect(CoinText.text(12, currency: "BTC") == "12")
        #expect(1_785_632_400_000.spokenInstant == "2026-08-02 01:00:00")
    }

    // MARK: Comparing

    /// How many values were equal: texts and counts exactly, numbers to 1e-9.
    private static func compare(_ ours: JSONValue, _ theirs: JSONValue, at path: String) -> Int {
        switch (ours, theirs) {
        case (.object(let members), .object):
            return members.reduce(0) { count, member in
                // A stop that moved: our trades do not know its ratio.
                if member.key == "stop_loss_ratio" { return count }
                guard let other = theirs[member.key] else {
                    Issue.record("\(path).\(member.key) is not there")
                    return count
                }
                return count + compare(member.value, other, at: "\(path).\(member.key)")
            }
        case (.list(let elements), .list(let others)):
            #expect(elements.count == others.count, "\(path)")
            return zip(elements, others).enumerated().reduce(0) {
                $0 + compare($1.element.0, $1.element.1, at: "\(path)[\($1.offset)]")
            }
        default:
            if let one = ours.double, let other = theirs.double {
                let limit = 1e-9 * max(1, abs(other))
                #expect(abs(one - other) <= limit, "\(path): \(one), expected \(other)")
            } else {
                #expect(ours == theirs, "\(path)")
            }
            return 1
        }
    }

    // MARK: Back-tests

    private static func backtest(
        _ name: String, _ stats: JSONValue, _ trades: JSONValue
    ) throws -> ExportedBacktest {
        let whole = JSONValue.object(
            (stats.members ?? []).filter { $0.key != "trades" } + [.init("trades", trades)])
        let file: JSONValue = ["strategy": .object([.init(name, whole)])]
        let read = try BacktestArchive(Array(file.text.utf8), path: name)
        let pairs = (stats["pairlist"]?.array ?? []).compactMap(\.string)
        return exported(name, read.results[0].trades, stats, pairs: pairs)
    }

    private static func exported(
        _ name: String, _ trades: [Trade], _ stats: JSONValue, pairs: [String]
    ) -> ExportedBacktest {
        let wallet = stats["starting_balance"]?.double ?? 1
        let start = stats["backtest_start_ts"]?.int ?? 1_515_566_400_000
        let end = stats["backtest_end_ts"]?.int ?? 1_515_567_000_000
        return ExportedBacktest(
            className: name, source: "class \(name): pass", trades: trades, locks: [],
            pairs: pairs, currency: stats["stake_currency"]?.string ?? "BTC", timeframe: "5m",
            settings: [.init("stoploss", stats["stoploss"] ?? -0.1)], startMs: start,
            endMs: end, runStartMs: (stats["backtest_run_start_ts"]?.int ?? 0) * 1_000,
            runEndMs: (stats["backtest_run_end_ts"]?.int ?? 0) * 1_000,
            finalBalance: stats["final_balance"]?.double ?? 0,
            rejectedSignals: stats["rejected_signals"]?.int ?? 0,
            marketChange: stats["market_change"]?.double ?? 0, runID: "r"
        ) {
            tearsheet(
                run: "r", trades: $0, equity: [], startingBalance: wallet, currency: "BTC",
                fromMs: start, toMs: end)
        }
    }

    private static func trade() throws -> Trade {
        func order(_ side: TradeOrder.Side, _ price: Double, _ tag: String) throws -> TradeOrder {
            try TradeOrder(
                side: side, status: "closed", amount: 0.5, filled: 0.5, price: price,
                cost: 0.5 * price, filledMs: 1_515_566_400_000, tag: tag)
        }
        return try Trade(
            origin: .run("r"), tradeID: 1, pair: Pair("ETH/BTC"), side: .long, isOpen: false,
            openMs: 1_515_566_400_000, closeMs: 1_515_567_000_000, openRate: 0.08951,
            closeRate: 0.09042, amount: 0.5, stakeAmount: 0.044755, maxStakeAmount: 0.044755,
            feeOpen: 0.001, feeClose: 0.001, leverage: 1, profitAbs: 0.0003,
            profitRatio: 0.008148, enterTag: "low", exitReason: "roi", minRate: 0.0894,
            maxRate: 0.0905, initialStopLossAbs: 0.08056, stopLossAbs: 0.08056, fundingFees: 0,
            strategy: "Some", timeframe: Timeframe("5m"),
            orders: [order(.buy, 0.08951, "low"), order(.sell, 0.09042, "roi")])
    }
}
