import JSONL
import Market
import Records
import Reconciliation

/// Minutes since 2026-08-01T00:00Z as Unix milliseconds.
func minute(_ count: Int) -> Int { 1_785_542_400_000 + count * 60_000 }

/// A finished trade of bot `alpha`, ten minutes after it opened; its profit is what rates, amount and
/// fees make of it after the change.
func trade(
    _ id: Int, _ symbol: String = "ETH/USDT", at minutes: Int, amount: Double = 2,
    origin: Origin = .bot(name: "alpha", generation: 1),
    _ change: (inout Trade) -> Void = { _ in }
) throws -> Trade {
    var trade = try Trade(
        origin: origin, tradeID: id, pair: Pair(symbol), side: .long, isOpen: false,
        openMs: minute(minutes), closeMs: minute(minutes + 10), openRate: 100, closeRate: 101,
        amount: amount, stakeAmount: 200, maxStakeAmount: 200, feeOpen: 0.001, feeClose: 0.001,
        leverage: 1, profitAbs: 1.6, profitRatio: 0.008, enterTag: "up", exitReason: "roi",
        minRate: 99, maxRate: 102, initialStopLossAbs: 95, stopLossAbs: 95, fundingFees: 0,
        strategy: "EmaCross", timeframe: Timeframe("5m"), orders: [])
    change(&trade)
    trade.profitAbs = trade.closeRate.map { closeRate in
        let sign = trade.side == .long ? 1.0 : -1
        let gross = sign * trade.amount * (closeRate - trade.openRate)
        let fees =
            trade.amount * (closeRate * trade.feeClose + trade.openRate * trade.feeOpen)
        return ((gross - fees) * 1e8).rounded() / 1e8
    }
    return trade
}

func bot(
    _ name: String = "alpha", _ config: JSONValue = .object([]), database: String? = nil
) -> Bot {
    Bot(
        bot: name, exchange: "synthetic", mode: .dryRun, strategy: "EmaCross", timeframe: "5m",
        config: config, database: database, generation: 1, observedMs: nil)
}

func backtest(_ trades: [Trade], days: Int = 1) -> BotSources.TestedRun {
    let run = Run(
        run: "r1", tool: "run-backtest", status: .completed, strategy: "EmaCross",
        strategyHash: "h", parameters: .object([]), fromMs: minute(0), toMs: minute(days * 1_440),
        config: .object([]), startedMs: 0, completedMs: 0, error: nil)
    return BotSources.TestedRun(run: run, trades: trades)
}

/// Breaks of bot `alpha`, whose desk, books and store agree unless told otherwise.
func breaks(
    bot trades: [Trade], stored: [Trade]? = nil, backtest expected: [Trade]? = nil,
    unreadable: [BotSources.UnreadableTrade] = []
) -> [Break] {
    reconcile([
        BotSources(
            bot: "alpha", desired: bot(), reported: bot(), trades: trades, unreadable: unreadable,
            stored: stored, backtest: expected.map { backtest($0) })
    ])
}

extension Break {
    /// The words of a table: code, trade, field.
    var summary: String {
        [code, tradeID.map { "\($0)" } ?? "-", field ?? "-"].joined(separator: " ")
    }
}
