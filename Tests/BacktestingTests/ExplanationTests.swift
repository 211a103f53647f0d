import Market
import Records
import Strategies
import TestSupport
import Testing

@testable import Backtesting

/// What is said of a trade is what the engine did, on the trades of a busy strategy.
struct ExplanationTests {
    private static let strategy =
        LookAheadTests.strategy + """

            custom_exit:
              - {when: trade.minutes > 300 and rsi > 50, tag: tired}
            custom_entry_price: proposed_rate * 0.9992
            confirm_trade_entry: current_time.hour != 5
            """

    private static func testbed(_ text: String) throws -> Testbed {
        let strategy = try Strategy(parsing: text, source: "busy")
        let market = SyntheticMarket(seed: 7)
        let pairs = try ["BTC/USDT", "ETH/USDT", "XRP/USDT"].map { try Pair($0) }
        let configuration = TradingConfiguration(
            maxOpenTrades: 2, stakeCurrency: "USDT", stakeAmount: .unlimited,
            entryTimeoutMinutes: 15, pairWhitelist: pairs)
        return try Testbed(
            strategy: strategy, configuration: configuration,
            pairs: pairs.map { pair in
                let series = market.series(
                    pair: pair, timeframe: try Timeframe("5m"), fromMs: LookAheadTests.start,
                    toMs: LookAheadTests.start + 86_400_000)
                let facts = try market.facts(pair: pair)
                let prepared = PreparedCandles(
                    series, fromMs: nil, throughMs: nil, startup: 30, marketTick: facts.priceTick)
                return (candles: try #require(prepared), facts: facts)
            })
    }

    @Test("the last steps of a trade are its exit, its fill and its numbers")
    func everyTrade() throws {
        for text in [LookAheadTests.strategy, Self.strategy] {
            let testbed = try Self.testbed(text)
            let values = testbed.strategy.defaults
            let trades = try testbed.backtest(values, run: "r").trades
            #expect(trades.count > 15)
            for trade in trades where trade.tradeID % 3 == 1 {
                let explanation = try #require(
                    testbed.explanation(of: .trade(trade.tradeID), values, run: "r"))
                #expect(explanation.openMs == trade.openMs && explanation.pair == trade.pair)
                #expect(explanation.exitReason == trade.exitReason)
                check(explanation.steps, of: trade)
                let times = explanation.steps.map(\.atMs)
                #expect(times == times.sorted())
            }
        }
    }

    private func check(_ steps: [Explanation.Step], of trade: Trade) {
        func number(_ name: String, _ step: Explanation.Step?) -> Double? {
            step?.numbers.first { $0.name == name }?.value
        }
        let (exit, close) = (steps.last { $0.step == .exit }, steps.last)
        #expect(number("rate", exit) == trade.closeRate, "\(trade.tradeID)")
        #expect(number("profit_abs", close) == trade.profitAbs)
        #expect(number("close_rate", close) == trade.closeRate)
        let order = steps.first { $0.step == .order }
        #expect(number("amount", order) == trade.amount)
        #expect(number("open_rate", steps.first { $0.step == .fill }) == trade.openRate)
        let stops = steps.filter { $0.step == .stop }
        #expect(stops.isEmpty || number("stop", stops.last) == trade.stopLossAbs)
        #expect(steps[0].step == .signal && steps[0].atMs < trade.openMs)
        let tags = steps.filter { $0.step == .signal }.map(\.text)
        #expect(trade.enterTag.map { tag in tags.contains { $0.contains("\"\(tag)\"") } } != false)
    }

    @Test("a candle without an entry is told why")
    func refusals() throws {
        let testbed = try Self.testbed(Self.strategy)
        let values = testbed.strategy.defaults
        var reasons: Set<String> = []
        for (pair, candles) in testbed.candles.enumerated() {
            let rows = stride(from: candles.startupRows + 1, to: candles.series.count, by: 17)
            for row in rows {
                let time = candles.series.openMs[row]
                let explanation = try #require(
                    testbed.explanation(of: .candle(pair: pair, atMs: time), values, run: "r"))
                guard explanation.tradeID == nil else { continue }
                let last = try #require(explanation.steps.last)
                #expect([.refusal, .withdrawal].contains(last.step), "\(last.text)")
                reasons.insert(String(last.text.prefix { !$0.isNumber && $0 != ":" }))
            }
        }
        #expect(reasons.count >= 4, "\(reasons)")
    }
}
