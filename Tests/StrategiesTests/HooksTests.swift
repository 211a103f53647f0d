import Foundation
import Market
import Strategies
import TestSupport
import Testing

@Suite("Hooks")
struct HooksTests {
    static let text = """
        strategy: Hooks
        timeframe: 5m
        stoploss: -0.1
        can_short: false
        parameters:
          patience: {type: integer, low: 10, high: 600, default: 360}
        indicators:
          mean: sma(close, 2)
        enter_long:
          - {when: close > open}
        custom_stoploss: |
          if trade.profit_ratio > 0.03 then stoploss_from_open(0.02)
          else if trade.profit_ratio > 0.015 then stoploss_from_open(0.005) else -0.05
        custom_exit:
          - {when: trade.minutes > patience and trade.profit_ratio > 0, tag: time_profit}
          - {when: current_rate < mean - 1 or trade.is_short}
        custom_stake_amount: "max(min_stake, proposed_stake * (if close > mean then 0.5 else 1))"
        confirm_trade_entry: current_time.hour != 13
        leverage: min(3, max_leverage)
        custom_entry_price: proposed_rate * 0.999
        adjust_trade_position: "if trade.entries < 2 then trade.stake_amount / 2 else mean / 0 - mean / 0"
        """

    private func hooks(
        _ change: (inout ParameterValues) -> Void = { _ in }
    ) throws -> Hooks {
        let strategy = try Strategy(parsing: Self.text, source: "hooks.yaml")
        let candles = try Sample.candles(closes: [1, 3, 2, 5, 4])
        var values = strategy.defaults
        change(&values)
        return try Evaluation(strategy: strategy, candles: candles).hooks(for: values)
    }

    @Test("the stop follows the profit, as a ratio of the current rate")
    func stoploss() throws {
        let stop = try #require(try hooks()[.customStoploss])
        func ask(_ profit: Double) -> Double? {
            stop.evaluate(
                row: 0, trade: TradeFacts(profitRatio: profit, currentRate: 1, currentMs: 0))
        }
        #expect(ask(0) == -0.05)
        #expect(ask(0.04) == 1 - 1.02 / 1.04)
        #expect(ask(0.02) == 1 - 1.005 / 1.02)
        #expect(ask(.nan) == -0.05)
    }

    @Test("custom exits are asked in order, with candles, parameters and the trade")
    func exits() throws {
        let exits = try hooks().customExits
        #expect(exits.map(\.tag) == ["time_profit", "custom_exit"])
        var trade = TradeFacts(profitRatio: 0.1, minutes: 361, currentRate: 3, currentMs: 0)
        #expect(exits[0].program.evaluate(row: 1, trade: trade) == 1)
        trade.minutes = 360
        #expect(exits[0].program.evaluate(row: 1, trade: trade) == 0)
        let hasty = try hooks { $0["patience"] = .integer(100) }.customExits
        #expect(hasty[0].program.evaluate(row: 1, trade: trade) == 1)
        // The mean is missing, 2, 2.5, 3.5, 4.5.
        #expect(
            (0..<5).map { exits[1].program.evaluate(row: $0, trade: trade) } == [0, 0, 0, 0, 1])
        trade.isShort = true
        #expect(exits[1].program.evaluate(row: 0, trade: trade) == 1)
    }

    @Test("stakes, prices and leverage start from what was proposed")
    func proposals() throws {
        let hooks = try hooks()
        let trade = TradeFacts(
            currentRate: 3, currentMs: 0, proposed: 100, least: 60, greatest: 5)
        let stake = try #require(hooks[.customStakeAmount])
        #expect(stake.evaluate(row: 1, trade: trade) == 60)
        #expect(stake.evaluate(row: 2, trade: trade) == 100)
        #expect(hooks[.leverage]?.evaluate(row: 0, trade: trade) == 3)
        #expect(hooks[.customEntryPrice]?.evaluate(row: 0, trade: trade) == 99.9)
        #expect(hooks[.customExitPrice] == nil)
    }

    @Test("who is asked for an entry knows its side, and the stake's asker its leverage")
    func sides() throws {
        let text = """
            strategy: Sides
            timeframe: 5m
            stoploss: -0.1
            enter_long:
              - {when: close > open}
            custom_stake_amount: 'if entry_side == "short" then proposed_stake / entry_leverage else 7'
            confirm_trade_entry: entry_side != "long"
            """
        let strategy = try Strategy(parsing: text, source: "sides.yaml")
        let hooks = try Evaluation(
            strategy: strategy, candles: try Sample.candles(closes: [1, 3])
        ).hooks(for: strategy.defaults)
        let stake = try #require(hooks[.customStakeAmount])
        let consent = try #require(hooks[.confirmTradeEntry])
        var entry = TradeFacts(currentRate: 3, leverage: 4, currentMs: 0, proposed: 100)
        #expect(stake.evaluate(row: 0, trade: entry) == 7)
        #expect(consent.evaluate(row: 0, trade: entry) == 0)
        entry.isShort = true
        #expect(stake.evaluate(row: 0, trade: entry) == 25)
        #expect(consent.evaluate(row: 0, trade: entry) == 1)
    }

    @Test("a column is known so many candles ago as the trade says, as many as freqtrade shows")
    func ago() throws {
        let text = """
            strategy: Ago
            timeframe: 5m
            stoploss: -0.1
            enter_long:
              - {when: close > open}
            custom_exit_price: ago(close, trade.minutes / 5)
            """
        let closes = (1...1_200).map(Double.init)
        let hooks = try Evaluation(
            strategy: try Strategy(parsing: text, source: "ago.yaml"),
            candles: try Sample.candles(closes: closes)
        ).hooks(for: try Strategy(parsing: text, source: "ago.yaml").defaults)
        let price = try #require(hooks[.customExitPrice])
        func ask(_ row: Int, _ minutes: Double) -> Double? {
            price.evaluate(
                row: row, trade: TradeFacts(minutes: minutes, currentRate: 1, currentMs: 0))
        }
        #expect(ask(9, 0) == 10 && ask(9, 5) == 9 && ask(9, 14) == 8 && ask(9, 45) == 1)
        #expect(ask(9, 50) == nil && ask(9, -1) == nil && ask(9, .nan) == nil)
        #expect(ask(1_100, 999 * 5) == 102 && ask(1_100, 1_000 * 5) == nil)
    }

    @Test("a missing answer is nil")
    func missing() throws {
        let adjust = try #require(try hooks().adjustments.first).stake
        var trade = TradeFacts(
            currentRate: 3, stakeAmount: 50, currentMs: 0, history: TradeHistory(entries: 1))
        #expect(adjust.evaluate(row: 0, trade: trade) == 25)
        trade.history.entries = 2
        #expect(adjust.evaluate(row: 3, trade: trade) == nil)
        #expect(adjust.evaluate(row: 99, trade: trade) == nil)
    }

    @Test("the moment is the trade's, not the candle's")
    func moment() throws {
        let confirm = try #require(try hooks()[.confirmTradeEntry])
        func ask(_ hour: Int) -> Double? {
            confirm.evaluate(
                row: 0, trade: TradeFacts(currentRate: 1, currentMs: hour * 3_600_000))
        }
        #expect(ask(12) == 1 && ask(13) == 0)
        let strategy = try Strategy(parsing: Self.text, source: "hooks.yaml")
        #expect(strategy.hookNames.contains(.customExit))
        #expect(!strategy.hookNames.contains(.customExitPrice))
    }

    @Test("rules of adjustments are asked in order, with what the orders have brought about")
    func adjustments() throws {
        let rules = """
            adjust_trade_position:
              - {when: trade.entries < 3 and current_rate < trade.last_entry_rate, stake: trade.first_stake * 2, tag: dip}
              - when: trade.exits == 0 and trade.minutes_since_fill > 30 and not trade.has_open_orders
                stake: -(trade.max_stake_amount - trade.realized_profit) / 4
            """
        let start = try #require(Self.text.range(of: "adjust_trade_position")).lowerBound
        let text = String(Self.text[..<start]) + rules
        let strategy = try Strategy(parsing: text, source: "hooks.yaml")
        let candles = try Sample.candles(closes: [1, 3])
        let found = try Evaluation(strategy: strategy, candles: candles)
            .hooks(for: strategy.defaults).adjustments
        #expect(found.map(\.tag) == ["dip", nil])
        var trade = TradeFacts(
            currentRate: 3, currentMs: 0,
            history: TradeHistory(
                entries: 2, minutesSinceFill: 31, firstEntry: OrderFacts(stake: 10),
                lastEntry: OrderFacts(rate: 4), maxStakeAmount: 50, realizedProfit: 2))
        func holds() -> [Bool] {
            found.map { $0.condition?.evaluate(row: 0, trade: trade) == 1 }
        }
        #expect(holds() == [true, true])
        #expect(found.map { $0.stake.evaluate(row: 0, trade: trade) } == [20, -12])
        (trade.history.entries, trade.history.hasOpenOrders) = (3, true)
        #expect(holds() == [false, false])
    }
}
