import Foundation
import JSONL
import Records
import TestSupport
import Testing

/// What run-backtest counts of fills that candles do not decide. Each case is one trade, bought at 100 with the
/// open of a candle, whose stop is 95 and whose ROI is reached at 105.
struct FillTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Open, high, low, close of the candles from the entry on.
        let candles: [[Double]]
        var more = ""
        var counts: [String: Double] = [:]
    }

    private static let still = [100.0, 100, 100, 100]

    static let cases = [
        Case(testDescription: "only the ROI is reached", candles: [still, [100, 106, 99, 105]]),
        Case(testDescription: "only the stop is reached", candles: [still, [100, 101, 94, 95]]),
        Case(
            testDescription: "one candle reaches both", candles: [still, [100, 106, 94, 100]],
            counts: ["order_dependent_count": 1, "order_dependent_profit": -50]),
        Case(
            testDescription: "the candle that opened the trade reaches both",
            candles: [[100, 106, 94, 100]],
            counts: [
                "order_dependent_count": 1, "order_dependent_profit": -50, "same_candle_count": 1,
            ]),
        Case(
            testDescription: "a trailing stop is raised and reached by one candle",
            candles: [still, [100, 104, 98, 99]], more: "trailing_stop: true",
            counts: ["order_dependent_count": 1, "order_dependent_profit": -12]),
        Case(
            testDescription: "a trailing stop that was raised before is reached",
            candles: [still, [100, 104, 99, 104], [104, 104, 98, 99]],
            more: "trailing_stop: true"),
        Case(
            testDescription: "the price jumps over the stop and stays there",
            candles: [still, [93, 94, 92, 93]], counts: ["gapped_stop_count": 1]),
        Case(
            testDescription: "the price jumps over the stop and comes back to it",
            candles: [still, [93, 96, 92, 93]],
            counts: ["gapped_stop_count": 1, "gap_gift": 20]),
        Case(
            testDescription: "the price jumps over the stop and reaches the ROI later",
            candles: [still, [93, 106, 92, 93]],
            counts: ["gapped_stop_count": 1, "gap_gift": 20]),
    ]

    @Test("a back-test says what hangs on the order of prices", arguments: cases)
    func fills(one: Case) throws {
        let scratch = try Scratch()
        let rows = [Self.still, Self.still] + one.candles + [Self.still]
        try scratch.write(Self.records(rows), to: "candles.jsonl")
        try scratch.write(
            """
            strategy: Once
            timeframe: 5m
            stoploss: -0.05
            enter_long:
              - {when: volume == 7}
            minimal_roi: {0: 0.05}
            \(one.more)

            """, to: "once.strategy.yaml")
        try scratch.write(
            """
            {"max_open_trades": 1, "stake_amount": 1000, "stake_currency": "USDT", "dry_run_wallet": 2000,
             "exchange": {"name": "binance", "pair_whitelist": ["AAA/USDT"]}}
            """, to: "config.json")
        let answer = try scratch.run(
            "run-backtest -s once.strategy.yaml -c config.json --fee 0 - <candles.jsonl")
        #expect(answer.status == 0, "\(scratch.complaint)")
        var found: [String: Double] = [:]
        for line in answer.lines where line.hasPrefix("{\"kind\":\"measure\"") {
            let measure = try Measure(line: line)
            found[measure.name] = measure.value
        }
        #expect(found["trade_count"] == 1)
        for name in [
            "order_dependent_count", "order_dependent_profit", "same_candle_count",
            "gapped_stop_count", "gap_gift",
        ] {
            let value = try #require(found[name])
            #expect(abs(value - one.counts[name, default: 0]) < 1e-9, "\(name)")
        }
    }

    private static func records(_ rows: [[Double]]) -> String {
        var lines = [
            """
            {"kind":"market","exchange":"binance","pair":"AAA/USDT","amount_step":0.01,\
            "price_tick":0.01,"min_amount":0.01,"max_amount":9000.0,"min_cost":5.0,"max_cost":null,\
            "maker":0.001,"taker":0.001}
            """
        ]
        for (row, prices) in rows.enumerated() {
            let openMs = 1_785_542_400_000 + row * 300_000
            lines.append(
                """
                {"kind":"candle","exchange":"binance","pair":"AAA/USDT","timeframe":"5m",\
                "open_ms":\(openMs),"open":\(prices[0]),"high":\(prices[1]),"low":\(prices[2]),\
                "close":\(prices[3]),"volume":\(row == 1 ? 7 : 1)}
                """)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
