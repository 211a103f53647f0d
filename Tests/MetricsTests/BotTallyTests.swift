import Foundation
import Metrics
import Records
import Testing

/// A bot's tally against what the bot itself answered: recordings of freqtrade 2026.9's REST API.
struct BotTallyTests {
    /// What the bot answered, and its trades then.
    private static func answer<Answer>(_ name: String, as: Answer.Type) throws -> Answer {
        let capture = try Oracle.object("rest/captures/\(name)")
        let response = try #require(capture["response"] as? [String: Any])
        return try #require(response["json"] as? Answer)
    }

    private static func tally() throws -> BotTally {
        let answer = try answer("515_rich_trades.json.gz", as: [String: Any].self)
        let trades = try #require(answer["trades"] as? [[String: Any]])
        var tally = BotTally()
        for trade in trades.shuffled() {
            tally.add(
                TradeOutcome(
                    tradeID: try Oracle.integer(trade["trade_id"]),
                    pair: try #require(trade["pair"] as? String), strategy: "S",
                    isOpen: try #require(trade["is_open"] as? Bool),
                    openMs: try Oracle.integer(trade["open_timestamp"]),
                    closeMs: try Oracle.integer(trade["close_timestamp"]),
                    stakeAmount: try #require(trade["stake_amount"] as? Double),
                    profitAbs: trade["close_profit_abs"] as? Double,
                    profitRatio: trade["close_profit"] as? Double))
        }
        return tally
    }

    @Test(
        "the tally of a bot's trades is what the bot says of its profit",
        .enabled(if: Oracle.exists, "needs ../shared"))
    func profit() throws {
        let profit = try Self.answer("505_rich_profit.json", as: [String: Any].self)
        let tally = try Self.tally()
        #expect(try tally.closedCount == Oracle.integer(profit["closed_trade_count"]))
        #expect(try tally.wins == Oracle.integer(profit["winning_trades"]))
        #expect(try tally.losses == Oracle.integer(profit["losing_trades"]))
        #expect(try tally.firstTradeMs == Oracle.integer(profit["first_trade_timestamp"]))
        #expect(try tally.latestTradeMs == Oracle.integer(profit["latest_trade_timestamp"]))
        #expect(tally.bestPair?.pair == profit["best_pair"] as? String)
        let fall = tally.maximumDrawdown(startingBalance: 0.99)
        let numbers = [
            ("profit_closed_coin", tally.profit), ("winrate", tally.winRate),
            ("profit_factor", tally.profitFactor), ("expectancy", tally.expectancy),
            ("expectancy_ratio", tally.expectancyRatio), ("max_drawdown_abs", fall?.amount),
            ("max_drawdown", fall?.ratio), ("best_pair_profit_abs", tally.bestPair?.profit),
        ]
        for (name, number) in numbers {
            let theirs = try #require(profit[name] as? Double, "\(name)")
            let ours = try #require(number, "\(name)")
            #expect(abs(ours - theirs) <= 1e-9 * max(1, abs(theirs)), "\(name)")
        }
    }

    @Test(
        "the best and the worst pair are those of the bot's list of pairs",
        .enabled(if: Oracle.exists, "needs ../shared"))
    func performance() throws {
        let pairs = try Self.answer("507_rich_performance.json", as: [[String: Any]].self)
        let tally = try Self.tally()
        let best = try #require(pairs.first), worst = try #require(pairs.last)
        #expect(tally.bestPair?.pair == best["pair"] as? String)
        #expect(tally.worstPair?.pair == worst["pair"] as? String)
        let profit = try #require(worst["profit_abs"] as? Double)
        #expect(abs((tally.worstPair?.profit ?? 0) - profit) < 1e-12)
    }

    @Test("without a closed trade, and without a loss, nothing is made up")
    func undefined() {
        var tally = BotTally()
        #expect(tally.winRate == nil && tally.expectancy == nil && tally.profitFactor == nil)
        #expect(tally.bestPair == nil && tally.maximumDrawdown(startingBalance: 1) == nil)
        let trade = TradeOutcome(
            tradeID: 1, pair: "BTC/USDT:USDC", strategy: "S", isOpen: false, openMs: 1, closeMs: 2,
            stakeAmount: 10, profitAbs: 0, profitRatio: 0)
        #expect(trade.currency == "USDC")
        tally.add(trade)
        #expect(tally.wins == 1 && tally.profitFactor == nil && tally.expectancyRatio == nil)
        #expect(tally.maximumDrawdown(startingBalance: nil)?.ratio == nil)
    }
}
