import JSONL
import Market
import Metrics
import Records
import TestSupport
import Testing

@testable import Backtesting

/// The wallet at each candle's open, and what freqtrade reads from it.
struct WalletCurveTests {
    @Test("counts money plus coins before each candle is traded")
    func valuesByHand() throws {
        #expect(try Self.curve().points().map(\.equity) == Self.values)
        #expect(try Self.curve().points().first?.atMs == Self.start + Self.step)
    }

    @Test("a hand-made wallet has the measures that freqtrade 2026.9 computes of it")
    func measuresOfFreqtrade() throws {
        let stats: JSONValue = [
            "wallet_stats": [
                "start_balance": 1000.0, "end_balance": 747.0, "high_balance": 1010.0,
                "low_balance": 747.0, "sharpe": -20.860897313813094, "sortino": -26.802057362759776,
                "calmar": -928.116691119947, "low_ts": 1767456000000, "high_ts": 1767312000000,
                "max_drawdown_account": 0.2603960396039604,
                "max_relative_drawdown": 0.2603960396039604, "max_drawdown_abs": 263.0,
                "drawdown_start_ts": 1767312000000, "drawdown_end_ts": 1767456000000,
                "drawdown_duration_s": 144000.0, "max_drawdown_low": -253.0,
                "max_drawdown_high": 10.0,
            ]
        ]
        try Self.expect(Self.curve().points(), toGive: stats)
    }

    @Test("what a wallet of one candle does not define is absent, with its reason")
    func undefined() throws {
        let measures = walletMeasures([(0, 1000)], run: "r", currency: "USDT")
        let absent = measures.filter { $0.value == nil }
        #expect(
            absent.map(\.name) == [
                "wallet_sharpe", "wallet_sortino", "wallet_calmar", "wallet_drawdown_start_ms",
                "wallet_drawdown_end_ms", "wallet_drawdown_duration",
            ])
        #expect(absent.allSatisfy { $0.reason != nil })
        #expect(walletMeasures([], run: "r", currency: "USDT").isEmpty)
    }

    @Test(
        "agrees with freqtrade where trades close between two candles",
        .enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"))
    func detail() throws {
        let run = try #require(OracleRun("S14Detail_1m"))
        let inputs = try OracleInputs(run)
        let candles = try inputs.pairInputs().map(\.candles.series)
        let holdings = try #require(run.json("trades.json").array).map { trade in
            let amount = try #require(trade["amount"]?.double)
            let rate = try #require(trade["open_rate"]?.double)
            return WalletCurve.Holding(
                pair: try #require(candles.firstIndex { $0.pair.symbol == trade["pair"]?.string }),
                filledMs: try #require(trade["open_timestamp"]?.int),
                closedMs: try #require(trade["close_timestamp"]?.int),
                // The file's own stake is rounded to 8 decimals.
                stake: amount * rate, amount: amount,
                profit: try #require(trade["profit_abs"]?.double))
        }
        let curve = WalletCurve(
            startingBalance: try #require(inputs.stats["starting_balance"]?.double),
            holdings: holdings, candles: candles,
            startMs: try #require(inputs.stats["backtest_start_ts"]?.int),
            endMs: try #require(inputs.stats["backtest_end_ts"]?.int))
        try Self.expect(curve.points(), toGive: inputs.stats)
    }

    /// Compares every measure of the wallet with `wallet_stats` of freqtrade's statistics.
    static func expect(
        _ wallet: [(atMs: Int, equity: Double)], toGive stats: JSONValue
    ) throws {
        let measures = walletMeasures(wallet, run: "r", currency: "BTC")
        #expect(measures.count == 17)
        for measure in measures {
            let name = String(measure.name.dropFirst("wallet_".count))
            let isDuration = name == "drawdown_duration"
            let key = isDuration ? name + "_s" : name.replacing("_ms", with: "_ts")
            let expected = try #require(stats["wallet_stats"]?[key]?.double, "\(key)")
            let value = try #require(measure.value, "\(name): \(measure.reason ?? "")")
            #expect(
                abs(value * (isDuration ? 60 : 1) - expected) <= abs(expected) * 1e-9 + 1e-12,
                "\(name): \(value), expected \(expected)")
        }
    }

    /// 2026-01-01T08:00:00Z, and eight hours.
    private static let start = 1_767_254_400_000
    private static let step = 28_800_000

    /// After 1000: B/Q has no candle before the third and after the seventh.
    private static let values: [Double] = [1000, 1010, 980, 930, 999, 987, 747, 747]

    private static func curve() throws -> WalletCurve {
        func holding(
            _ pair: Int, _ from: Int, _ to: Int, stake: Double, profit: Double
        ) -> WalletCurve.Holding {
            WalletCurve.Holding(
                pair: pair, filledMs: start + from * step, closedMs: start + to * step,
                stake: stake, amount: 10, profit: profit)
        }
        return WalletCurve(
            startingBalance: 1000,
            holdings: [
                holding(0, 1, 4, stake: 110, profit: -31),
                holding(0, 5, 5, stake: 100, profit: -2),
                holding(1, 3, 8, stake: 220, profit: 19),
            ],
            candles: [
                try series("A/Q", from: 0, opens: [10, 11, 12, 9, 8, 10, 12, 13, 11]),
                try series("B/Q", from: 2, opens: [20, 22, 18, 25, 24]),
            ], startMs: start, endMs: start + 8 * step)
    }

    private static func series(
        _ pair: String, from row: Int, opens: [Double]
    ) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "x", pair: try Pair(pair), timeframe: try Timeframe("8h"))
        for (index, open) in opens.enumerated() {
            series.append(
                try Candle(
                    openMs: start + (row + index) * step, open: open, high: open + 1,
                    low: open - 1, close: open, volume: 1))
        }
        return series
    }
}
