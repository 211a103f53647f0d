import Foundation
import JSONL
import Market
import Records
import TestSupport
import Testing

/// run-backtest from candles to trades, through the built tool, against freqtrade's own results.
struct BacktestToolTests {

    private static let golden = Package.folder.appending(path: "Tests/BacktestingTests/Golden").path

    @Test(
        "strategies as a person writes them give exactly freqtrade's trades",
        .enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"),
        arguments: [
            ("S01EmaCross", "S01EmaCross", ""), ("S01EmaCross_fee0", "S01EmaCross", "--fee 0"),
            ("S02RsiMeanRev", "S02RsiMeanRev", ""),
            ("S03BbRsi", "S03BbRsi", ""), ("S05Trailing", "S05Trailing", ""),
            ("S05bTrailingPlain", "S05bTrailingPlain", ""), ("S06MultiRoi", "S06MultiRoi", ""),
            ("S10Protections", "S10Protections", ""), ("S11Contention", "S11Contention", ""),
            ("S13CustomStop", "S13CustomStop", ""), ("S08FuturesLS", "S08FuturesLS", ""),
            ("S14Detail_nodetail", "S14Detail", ""),
            ("S14Detail_1m", "S14Detail", "--timeframe-detail 1m"),
        ])
    func conformance(name: String, strategy: String, more: String) throws {
        let run = try #require(OracleRun(name))
        let scratch = try Scratch()
        try run.prepare(in: scratch)
        let days =
            name == "S08FuturesLS"
            ? "20211115-20211122"
            : name.hasPrefix("S14") ? "20171105-20171114" : "20180110-20180130"
        let ask =
            "run-backtest --store desk.sqlite -c config.json --timerange \(days) "
            + "-s '\(Self.golden)/\(strategy).strategy.yaml' \(more)"
        let answer = try scratch.run(ask)
        #expect(answer.status == 0, "\(scratch.complaint)")
        let expected = try #require(run.json("trades.json").array)
        let trades = try answer.lines.filter { $0.hasPrefix("{\"kind\":\"trade\"") }.map {
            TradeFields(try Trade(line: $0))
        }
        let different = TradeFields.differences(
            trades, from: expected.map(TradeFields.init(reference:)))
        #expect(different.isEmpty, "\(different)")
        let stats = try run.json("stats.json")
        var measures: [String: Double] = [:]
        for line in answer.lines where line.hasPrefix("{\"kind\":\"measure\"") {
            let measure = try Measure(line: line)
            measures[measure.name] = measure.value
        }
        #expect(measures["rejected_signals"] == stats["rejected_signals"]?.double)
        for (mine, theirs) in [
            ("final_balance", "final_balance"), ("profit_total", "profit_total"),
            ("market_change", "market_change"), ("sharpe", "sharpe"),
        ] {
            let (value, reference) = (measures[mine], stats[theirs]?.double)
            let (found, wanted) = (try #require(value), try #require(reference))
            #expect(abs(found - wanted) <= 1e-9 * max(1, abs(wanted)), "\(mine)")
        }
        // Asking again finds the run and changes nothing; a pipe gives the same without a store.
        let again = try scratch.run(ask)
        #expect(again.lines == answer.lines)
        #expect(try scratch.read("error").contains("+0 ~0 "))
        let piped = try scratch.run(
            "{ cat markets.jsonl funding.jsonl; query-store candles --store desk.sqlite --json; } | "
                + ask.replacing("--store desk.sqlite", with: "") + " -")
        #expect(piped.status == 0, "\(scratch.complaint)")
        #expect(piped.lines == answer.lines)
    }
}
