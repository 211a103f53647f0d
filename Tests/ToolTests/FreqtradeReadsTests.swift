import Foundation
import JSONL
import TestSupport
import Testing

private enum FreqtradeAtHand {
    /// A Python that has freqtrade.
    static let python: String? = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? ""
        let cache = environment["XDG_CACHE_HOME"] ?? home + "/.cache"
        let places = [environment["ANYTRADE_FREQTRADE"], cache + "/freqtrade-rig"].compactMap(
            \.self)
        return places.lazy.flatMap { [$0 + "/.venv/bin/python", $0 + "/bin/python"] }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()
}

/// What `run-hyperopt` hands on is read by the real freqtrade: `read-search` runs its commands.
@Suite(.enabled(if: FreqtradeAtHand.python != nil, "freqtrade is not at hand"))
struct FreqtradeReadsTests {
    private static let strategy =
        "-s '\(Package.folder.appending(path: "Tests/BacktestingTests/Golden/S02RsiMeanRev.strategy.yaml").path)'"
    private static let script =
        Package.folder.appending(path: "Tests/FreqtradeTests/Golden/read-search").path

    @Test("freqtrade lists and shows our epochs, and loads the best one's parameters by itself")
    func reads() throws {
        let scratch = try Scratch()
        let made = try scratch.run(
            """
            mkdir -p user/strategies user/data
            fetch-candles --source synthetic --seed 42 --pair BTC/USDT --pair ETH/USDT \
                --from 2026-08-01 --to 2026-08-11 >candles.jsonl
            run-hyperopt \(Self.strategy) --spaces all --sampler random --epochs 12 --loss OnlyProfit \
                --parameters-to user/strategies/S02RsiMeanRev.json --export freqtrade \
                --export-to user/hyperopt_results - <candles.jsonl >searched.jsonl
            run-backtest -q \(Self.strategy) --write-python user/strategies/S02RsiMeanRev.py - \
                <candles.jsonl >/dev/null
            """)
        #expect(made.status == 0, "\(scratch.complaint)")
        try Self.configuration.write(
            to: scratch.folder.appending(path: "user/config.json"), atomically: true,
            encoding: .utf8)
        let read = try scratch.run(
            "'\(FreqtradeAtHand.python ?? "")' '\(Self.script)' user S02RsiMeanRev")
        try #require(read.status == 0 && read.lines.count == 3, "\(scratch.complaint)")
        let (listed, shown, loaded) = (
            try JSONValue(parsing: read.lines[0]), try JSONValue(parsing: read.lines[1]),
            try JSONValue(parsing: read.lines[2])
        )
        let trials = try scratch.read("searched.jsonl").split(separator: "\n").dropFirst().map {
            try JSONValue(parsing: String($0))
        }
        #expect(listed.members?.count == 12)
        for trial in trials {
            let count = listed[trial["epoch"]?.text ?? ""]?.string
            #expect(count == trial["measures"]?["trade_count"]?.text)
        }
        let best = try #require(trials.last { $0["is_best"]?.bool == true })
        let values = try #require(best["parameters"])
        for key in ["buy_rsi", "buy_volume_ratio", "buy_trigger", "buy_trend_filter", "sell_rsi"] {
            #expect(loaded["params"]?[key]?.double == values[key]?.double, "\(key)")
            #expect(loaded["params"]?[key]?.string == values[key]?.string, "\(key)")
            #expect(loaded["params"]?[key]?.bool == values[key]?.bool, "\(key)")
        }
        for key in ["stoploss", "max_open_trades", "trailing_stop_positive"] {
            #expect(loaded[key]?.double == values[key]?.double, "\(key)")
            #expect(shown[key]?.double == values[key]?.double, "\(key)")
        }
        #expect(loaded["trailing_stop"]?.bool == true)
        let file = try JSONValue(parsing: scratch.read("user/strategies/S02RsiMeanRev.json"))
        // freqtrade's reader of JSON is wrong in the last digit now and then.
        for step in try #require(file["params"]?["roi"]?.members) {
            for read in [loaded, shown] {
                let ratio = try #require(read["minimal_roi"]?[step.key]?.double)
                #expect(abs(ratio - (step.value.double ?? 0)) < 1e-15)
            }
        }
    }

    private static let configuration = """
        {"stake_currency": "USDT", "stake_amount": "unlimited", "max_open_trades": 3, "dry_run": true,
         "dry_run_wallet": 1000, "trading_mode": "spot", "pairlists": [{"method": "StaticPairList"}],
         "entry_pricing": {"price_side": "same"}, "exit_pricing": {"price_side": "same"},
         "exchange": {"name": "binance", "pair_whitelist": ["BTC/USDT", "ETH/USDT"]}}
        """
}
