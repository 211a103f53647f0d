internal import JSONL
internal import Market
public import Records
internal import SQLite

/// Trades of bots, by generation, and of back-tests.
public struct TradeTable {
    let store: Store

    static let columns = [
        "trade_id", "pair", "side", "is_open", "open_ms", "close_ms", "open_rate", "close_rate",
        "amount", "stake_amount", "max_stake_amount", "fee_open", "fee_close", "leverage",
        "profit_abs", "profit_ratio", "enter_tag", "exit_reason", "min_rate", "max_rate",
        "initial_stop_loss_abs", "stop_loss_abs", "funding_fees", "strategy", "timeframe",
        "orders",
    ]

    /// Stores trades under the identity they come with; a back-test's run must be stored before.
    ///
    /// What a bot's database says goes through `ingest`, which finds out the generation.
    public func upsert(_ trades: [Trade]) throws -> Changes {
        var bots: [Trade] = []
        var runs: [Trade] = []
        for trade in trades {
            if case .bot = trade.origin { bots.append(trade) } else { runs.append(trade) }
        }
        return try writeBots(bots) + writeRuns(runs)
    }

    /// Stores trades of back-tests likewise; `orders` are those of each as JSON.
    public func upsert(runs trades: [Trade], orders: [String]) throws -> Changes {
        precondition(orders.count == trades.count, "orders of other trades")
        return try writeRuns(trades, orders: orders)
    }

    /// A run's trades in closing order, open ones last.
    public func trades(run: String) throws -> [Trade] {
        // They mostly lie in that order already, which SQLite could not know.
        try read(
            "\(TradePages.runs.joined) WHERE page_run = ?", [.text(run)], origin: .run(run)
        ).inClosingOrder
    }

    /// The trades of one generation of a bot by their ids; the current generation if none is named.
    public func trades(bot: String, generation: Int? = nil) throws -> [Trade] {
        guard let generation = try generation ?? store.bots.generation(bot: bot) else { return [] }
        return try read(
            """
            \(TradePages.bots.joined) WHERE page_bot = ? AND page_generation = ?
            ORDER BY page_number, place
            """, [.text(bot), .integer(generation)], origin: .bot(name: bot, generation: generation)
        )
    }

    private func read(_ from: String, _ values: [Value], origin: Origin) throws -> [Trade] {
        var trades: [Trade] = []
        var pairs: [String: Pair] = [:]
        var timeframes: [String: Timeframe] = [:]
        try store.database.rows(
            "SELECT \(Self.columns.joined(separator: ", ")) FROM \(from)", values
        ) { row in
            let (symbol, length): (String, String) = (row.read(1), row.read(24))
            let pair = try pairs[symbol] ?? Pair(symbol)
            let timeframe = try timeframes[length] ?? Timeframe(length)
            (pairs[symbol], timeframes[length]) = (pair, timeframe)
            trades.append(try trade(row, origin, pair, timeframe))
        }
        return trades
    }

    private func trade(
        _ row: borrowing Row, _ origin: Origin, _ pair: Pair, _ timeframe: Timeframe
    ) throws -> Trade {
        guard let side = Side(rawValue: row.read(2)) else {
            throw store.damaged("trade \(row.read(0) as Int) has an unknown side")
        }
        return try Trade(
            origin: origin, tradeID: row.read(0), pair: pair, side: side, isOpen: row.read(3),
            openMs: row.read(4), closeMs: row.read(5), openRate: row.read(6),
            closeRate: row.read(7), amount: row.read(8), stakeAmount: row.read(9),
            maxStakeAmount: row.read(10), feeOpen: row.read(11), feeClose: row.read(12),
            leverage: row.read(13), profitAbs: row.read(14), profitRatio: row.read(15),
            enterTag: row.read(16), exitReason: row.read(17), minRate: row.read(18),
            maxRate: row.read(19), initialStopLossAbs: row.read(20), stopLossAbs: row.read(21),
            fundingFees: row.read(22), strategy: row.read(23), timeframe: timeframe,
            orders: try JSONReader.read(row.read(25), TradeOrder.list))
    }
}
