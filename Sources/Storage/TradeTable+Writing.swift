internal import JSONL
internal import Market
internal import Records
internal import SQLite

extension TradeTable {
    /// Writes trades of one kind, in one transaction; the second argument counts.
    typealias Writer = (ArraySlice<Trade>, inout Changes) throws -> Void

    func writeBots(_ trades: [Trade]) throws -> Changes {
        guard !trades.isEmpty else { return Changes() }
        let write = try botTradeWriter(of: nil, count: trades.count)
        return try store.write("bot_trade", trades) { trades, changes in
            try openGenerations(of: trades)
            try write(trades, &changes)
        }
    }

    func writeRuns(_ trades: [Trade]) throws -> Changes {
        guard !trades.isEmpty else { return Changes() }
        return try store.write("run_trade", trades, runTradeWriter(count: trades.count))
    }

    /// A writer of bots' trades under the identity given, or each under its own; `count` is how many
    /// there are in all transactions together.
    func botTradeWriter(
        of owner: (bot: String, generation: Int)?, count: Int
    ) throws -> Writer {
        let key = ["bot", "generation", "trade_id"]
        let columns = ["bot", "generation"] + Self.columns
        let types = (
            String, Int, Int, String, String, Bool, Int, Int?, Double, Double?, Double, Double,
            Double?, Double, Double, Double, Double?, Double?, String?, String?, Double?,
            Double?, Double?, Double?, Double, String, String, String
        ).self
        let database = store.database
        let upsert = try Upsert(database, table: "bot_trade", key: key, columns: columns, types)
        let insertion = try Insertion(
            database, table: "bot_trade", key: key, columns: columns, count: count, types)
        return { trades, changes in
            try upsert.run(trades, by: insertion, counting: &changes) { trade, statement, count in
                guard let owner = owner ?? trade.owner else {
                    preconditionFailure("a run's trade among bots' trades")
                }
                try statement.bind(
                    behind: count, owner.bot, owner.generation, trade.tradeID, trade.pair.symbol,
                    trade.side.rawValue, trade.isOpen, trade.openMs, trade.closeMs,
                    trade.openRate, trade.closeRate, trade.amount, trade.stakeAmount,
                    trade.maxStakeAmount, trade.feeOpen, trade.feeClose, trade.leverage,
                    trade.profitAbs, trade.profitRatio, trade.enterTag, trade.exitReason,
                    trade.minRate, trade.maxRate, trade.initialStopLossAbs, trade.stopLossAbs,
                    trade.fundingFees, trade.strategy, trade.timeframe.description,
                    trade.ordersText)
            }
        }
    }

    private func runTradeWriter(count: Int) throws -> Writer {
        let (key, columns) = (["run", "trade_id"], ["run"] + Self.columns)
        let types = (
            String, Int, String, String, Bool, Int, Int?, Double, Double?, Double, Double,
            Double?, Double, Double, Double, Double?, Double?, String?, String?, Double?,
            Double?, Double?, Double?, Double, String, String, String
        ).self
        let database = store.database
        let upsert = try Upsert(database, table: "run_trade", key: key, columns: columns, types)
        let insertion = try Insertion(
            database, table: "run_trade", key: key, columns: columns, count: count, types)
        return { trades, changes in
            try upsert.run(trades, by: insertion, counting: &changes) { trade, statement, count in
                guard case .run(let run) = trade.origin else {
                    preconditionFailure("a bot's trade among runs' trades")
                }
                try statement.bind(
                    behind: count, run, trade.tradeID, trade.pair.symbol, trade.side.rawValue,
                    trade.isOpen, trade.openMs, trade.closeMs, trade.openRate, trade.closeRate,
                    trade.amount, trade.stakeAmount, trade.maxStakeAmount, trade.feeOpen,
                    trade.feeClose, trade.leverage, trade.profitAbs, trade.profitRatio,
                    trade.enterTag, trade.exitReason, trade.minRate, trade.maxRate,
                    trade.initialStopLossAbs, trade.stopLossAbs, trade.fundingFees,
                    trade.strategy, trade.timeframe.description, trade.ordersText)
            }
        }
    }

    private func openGenerations(of trades: ArraySlice<Trade>) throws {
        var seen: Set<Origin> = []
        for trade in trades where seen.insert(trade.origin).inserted {
            guard case .bot(let bot, let generation) = trade.origin else { continue }
            try openGeneration(bot, generation, reason: "given with its trades")
        }
    }

    func openGeneration(_ bot: String, _ generation: Int, reason: String) throws {
        try store.database.run(
            "INSERT OR IGNORE INTO bot_generation VALUES (?, ?, ?)", bot, generation, reason)
        if store.database.changes > 0 { try store.raise("bot_generation") }
    }
}

extension Trade {
    /// The bot and its generation; nil for a run's trade.
    var owner: (bot: String, generation: Int)? {
        guard case .bot(let bot, let generation) = origin else { return nil }
        return (bot, generation)
    }

    /// The orders as they stand in the column of that name.
    var ordersText: String {
        if orders.isEmpty { return "[]" }
        var writer = JSONWriter()
        TradeOrder.write(orders, to: &writer)
        return writer.text
    }
}
