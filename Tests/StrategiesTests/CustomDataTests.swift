import Strategies
import TestSupport
import Testing
import YAML

@Suite("Custom data")
struct CustomDataTests {
    private func hooks(_ data: String) throws -> Hooks {
        let text = """
            strategy: Keeps
            timeframe: 5m
            stoploss: -0.1
            enter_long:
              - {when: close > open}
            custom_exit:
              - {when: asked > 1 and not is_late}
            custom_stoploss: if is_missing(first) then -0.5 else first
            custom_data:
            \(data)
            """
        let strategy = try Strategy(parsing: text, source: "keeps.yaml")
        return try Evaluation(strategy: strategy, candles: Sample.candles(closes: [1, 3, 2, 5, 4]))
            .hooks(for: strategy.defaults)
    }

    private static let data = """
          asked: {default: 0, custom_exit: asked + 1}
          is_late: {default: false, custom_exit: is_late or asked >= 2, custom_stoploss: "false"}
          first: {custom_stoploss: if is_missing(first) then -trade.profit_ratio else first}
        """

    @Test("a hook answers from the defaults before any hook changed something")
    func defaults() throws {
        let hooks = try hooks(Self.data)
        let trade = TradeFacts(currentRate: 1, currentMs: 0)
        #expect(hooks.customExits[0].program.evaluate(row: 1, trade: trade) == 0)
        #expect(hooks[.customStoploss]?.evaluate(row: 1, trade: trade) == -0.5)
    }

    @Test("all values become new ones at once, from those that were kept before")
    func changes() throws {
        let hooks = try hooks(Self.data)
        var trade = TradeFacts(profitRatio: 0.25, currentRate: 1, currentMs: 0)
        var flags: [Double] = []
        for _ in 0..<4 {
            trade.kept = try #require(hooks.kept(after: .customExit, row: 1, trade: trade))
            flags.append(trade.kept[1])
        }
        // The third time it had been asked twice before.
        #expect(trade.kept[0] == 4 && flags == [0, 0, 1, 1])
        #expect(hooks.customExits[0].program.evaluate(row: 1, trade: trade) == 0)
        trade.kept = try #require(hooks.kept(after: .customStoploss, row: 1, trade: trade))
        #expect(trade.kept == [4, 0, -0.25])
        trade.profitRatio = 0.5
        #expect(hooks.kept(after: .customStoploss, row: 1, trade: trade) == [4, 0, -0.25])
        #expect(hooks[.customStoploss]?.evaluate(row: 1, trade: trade) == -0.25)
    }

    @Test("hooks that change nothing keep nothing")
    func others() throws {
        let trade = TradeFacts(currentRate: 1, currentMs: 0)
        #expect(try hooks(Self.data).kept(after: .confirmTradeExit, row: 1, trade: trade) == nil)
    }

    @Test("a parameter that decides only what is kept is used")
    func parameters() throws {
        let text = """
            strategy: Keeps
            timeframe: 5m
            stoploss: -0.1
            parameters:
              step: {type: integer, low: 1, high: 9, default: 2}
            enter_long:
              - {when: close > open}
            custom_exit:
              - {when: asked > 1}
            custom_data:
              asked: {default: 0, custom_exit: asked + step}
            """
        #expect(try Strategy(parsing: text, source: "keeps.yaml").usedParameters == ["step"])
    }

    @Test("what a configuration puts out of force changes nothing either")
    func ignored() throws {
        let text = """
            strategy: Keeps
            timeframe: 5m
            stoploss: -0.1
            enter_long:
              - {when: close > open}
            custom_exit:
              - {when: asked > 1}
            custom_stoploss: -0.05
            custom_data:
              asked: {default: 0, custom_exit: asked + 1, custom_stoploss: asked - 1}
            """
        let document = try YAMLNode(parsing: text, source: "keeps.yaml")
        let strategy = try Strategy(document, ignoring: ["custom_stoploss"])
        #expect(strategy.customData.map { Array($0.changes.keys) } == [[.customExit]])
    }
}
