import Market
import Strategies
import Testing

@testable import Backtesting

/// The words of freqtrade's `plugins/protections`, as its own back-tests have them.
struct LockReasonTests {
    @Test(
        "a lock says why in freqtrade's words",
        arguments: [
            (
                "method: CooldownPeriod, stop_duration_candles: 3",
                "Cooldown period for for 3 candles."
            ),
            (
                "method: CooldownPeriod, unlock_at: '09:05'", "Cooldown period for until 09:05."
            ),
            (
                "method: StoplossGuard, trade_limit: 4, lookback_period_candles: 48, stop_duration: 1",
                "4 stoplosses in 240 min, locking for 1 minute."
            ),
            (
                "method: MaxDrawdown, trade_limit: 5, lookback_period: 2282, stop_duration_candles: 8, "
                    + "max_allowed_drawdown: 0.05",
                "0.361667180147354 passed 0.05 in 2282 minutes, locking for 8 candles."
            ),
            (
                "method: LowProfitPairs, lookback_period_candles: 1, required_profit: 0",
                "0.361667180147354 < 0 in 1 candle, locking for 60 minutes."
            ),
            (
                "method: LowProfitPairs, lookback_period: 90",
                "0.361667180147354 < 0.0 in 90 minutes, locking for 60 minutes."
            ),
        ])
    func words(settings: String, expected: String) throws {
        let strategy = try Strategy(
            parsing: """
                strategy: Any
                timeframe: 5m
                stoploss: -0.1
                minimal_roi: {0: 1}
                enter_long:
                  - {when: 'close > open'}
                protections:
                  - {\(settings)}
                """, source: "any")
        let rule = try #require(
            try ProtectionRule(
                strategy.protections[0], timeframe: Timeframe("5m"),
                values: ParameterValues(defaultsOf: [])))
        #expect(rule.reason(0.361667180147354) == expected)
    }
}
