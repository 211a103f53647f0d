import Market
import Records
import Strategies
import TestSupport
import Testing

@testable import Backtesting

/// What has happened does not change when what follows is removed or altered.
struct LookAheadTests {
    static let strategy = """
        strategy: Busy
        timeframe: 5m
        startup_candle_count: 30
        indicators:
          rsi: rsi(close, 7)
          fast: ema(close, 5)
          slow: ema(close, 21)
          hourly: at(1h, sma(close, 3))
        enter_long:
          - {when: "rsi < 45 and close < hourly * 1.05", tag: low}
          - {when: "crossed_above(fast, slow)", tag: cross}
        exit_long:
          - {when: "rsi > 75", tag: high}
        minimal_roi: {0: 0.015, 47: 0.008, 240: -1}
        stoploss: -0.006
        trailing_stop: true
        trailing_stop_positive: 0.003
        trailing_stop_positive_offset: 0.005
        trailing_only_offset_is_reached: true
        protections:
          - {method: CooldownPeriod, stop_duration_candles: 2}
          - {method: StoplossGuard, trade_limit: 3, lookback_period_candles: 40, stop_duration_candles: 9}
        """

    static let timeframe = 5 * 60_000
    static let start = Timestamp(year: 2026, month: 8, day: 1).milliseconds
    static let end = start + 6 * 86_400_000

    /// The market's pairs, each changed by `change`.
    static func trades(_ change: (CandleSeries) throws -> CandleSeries) throws -> [Trade] {
        let strategy = try Strategy(parsing: Self.strategy, source: "busy")
        let market = SyntheticMarket(seed: 7)
        let pairs = try ["BTC/USDT", "ETH/USDT", "XRP/USDT"].map { try Pair($0) }
        let configuration = TradingConfiguration(
            maxOpenTrades: 2, stakeCurrency: "USDT", stakeAmount: .unlimited, pairWhitelist: pairs)
        let testbed = try Testbed(
            strategy: strategy, configuration: configuration,
            pairs: pairs.map { pair in
                let series = market.series(
                    pair: pair, timeframe: try Timeframe("5m"), fromMs: start, toMs: end)
                let facts = try market.facts(pair: pair)
                let prepared = PreparedCandles(
                    try change(series), fromMs: nil, throughMs: nil, startup: 30,
                    marketTick: facts.priceTick)
                return (candles: try #require(prepared), facts: facts)
            })
        return try testbed.backtest(strategy.defaults, run: "r").trades
    }

    /// Trades that ended before the last candle before `cut`: the last one forces trades out, and
    /// allows no entry.
    static func settled(_ trades: [Trade], before cut: Int) -> [Trade] {
        trades.filter { ($0.closeMs ?? .max) < cut - timeframe }
    }

    @Test("50 cuts: removing or altering later candles leaves earlier trades as they were")
    func whole() throws {
        let whole = try Self.trades { $0 }
        #expect(whole.count > 100)
        #expect(Set(whole.compactMap(\.exitReason)).count >= 5)
        for seed in fiftySeeds {
            var chance = Chance(seed: seed)
            let steps = Int.random(in: 60..<1_700, using: &chance)
            let cut = Self.start + steps * Self.timeframe
            let expected = Self.settled(whole, before: cut)
            let removed = try Self.trades { series in
                series.rows(0..<(series.openMs.firstIndex { $0 >= cut } ?? series.count))
            }
            #expect(Self.settled(removed, before: cut) == expected, "removed from \(steps)")
            let altered = try Self.trades { try Self.altered($0, from: cut, &chance) }
            #expect(Self.settled(altered, before: cut) == expected, "altered from \(steps)")
        }
    }

    /// Other prices on the same tick: a month's tick is inferred from all its candles, as freqtrade does.
    private static func altered(
        _ series: CandleSeries, from cut: Int, _ chance: inout Chance
    ) throws -> CandleSeries {
        var changed = CandleSeries(
            exchange: series.exchange, pair: series.pair, timeframe: series.timeframe)
        let tick = Step(try SyntheticMarket(seed: 7).facts(pair: series.pair).priceTick)
        for row in 0..<series.count {
            let factor = series.openMs[row] < cut ? 1 : 0.8 + 0.4 * chance.unit()
            func price(_ price: Double) -> Double {
                factor == 1 ? price : Precision.nearest(price * factor, tick: tick)
            }
            changed.append(
                try Candle(
                    openMs: series.openMs[row], open: price(series.open[row]),
                    high: price(series.high[row]), low: price(series.low[row]),
                    close: price(series.close[row]), volume: series.volume[row] * factor))
        }
        return changed
    }
}
