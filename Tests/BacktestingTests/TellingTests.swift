import Market
import Records
import Strategies
import Testing

@testable import Backtesting

struct TellingTests {
    @Test("a long simulation tells how far it is, and comes out the same")
    func tells() throws {
        let strategy = try Strategy(
            parsing: """
                strategy: Busy
                timeframe: 5m
                stoploss: -0.005
                minimal_roi: {0: 0.0001}
                enter_long:
                  - {when: close > 0}
                """, source: "busy.yaml")
        let market = SyntheticMarket(seed: 42)
        let pair = try Pair("BTC/USDT")
        let facts = try market.facts(pair: pair)
        let candles = try #require(
            PreparedCandles(
                market.series(
                    pair: pair, timeframe: strategy.rules.timeframe, fromMs: 1_785_542_400_000,
                    toMs: 1_785_542_400_000 + 90 * 86_400_000),
                fromMs: nil, throughMs: nil, startup: 0, marketTick: facts.priceTick))
        let testbed = try Testbed(
            strategy: strategy,
            configuration: TradingConfiguration(
                maxOpenTrades: 1, stakeCurrency: "USDT", stakeAmount: .fixed(100),
                dryRunWallet: 1_000, pairWhitelist: [pair]),
            pairs: [(candles: candles, facts: facts)])
        var instants: [Int] = []
        let told = try testbed.backtest(strategy.defaults, run: "r") { instants.append($0) }
        #expect(instants.count >= 2 && instants == instants.sorted())
        #expect(instants.allSatisfy { testbed.span.contains($0) })
        #expect(try testbed.backtest(strategy.defaults, run: "r").trades == told.trades)
    }
}
