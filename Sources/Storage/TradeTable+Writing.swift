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

    /// A writer of bots' trades under the identity given, or each under its own; `count` is about how
    /// many there are in all transactions together.
    func botTradeWriter(
        of owner: (bot: String, generation: Int)?, count: Int
    ) throws -> Writer {
        let key = ["bot", "generation", "trade_id"]
        let upsert = try BulkUpsert<Trade>(
            store.database, table: "bot_trade", key: key,
            columns: ["bot", "generation"] + Self.columns, count: count
        ) { (trade, binding) throws(DatabaseError) in
            guard let owner = owner ?? trade.owner else {
                preconditionFailure("a run's trade among bots' trades")
            }
            try binding.add(owner.bot)
            try binding.add(owner.generation)
            try trade.bind(to: &binding)
        }
        return { trades, changes in try upsert.run(trades, counting: &changes) }
    }

    private func runTradeWriter(count: Int) throws -> Writer {
        let upsert = try BulkUpsert<Trade>(
            store.database, table: "run_trade", key: ["run", "trade_id"],
            columns: ["run"] + Self.columns, count: count
        ) { (trade, binding) throws(DatabaseError) in
            guard case .run(let run) = trade.origin else {
                preconditionFailure("a bot's trade among runs' trades")
            }
            try binding.add(run)
            try trade.bind(to: &binding)
        }
        return { trades, changes in try upsert.run(trades, counting: &changes) }
    }

    private func openGenerations(of trades: ArraySlice<Trade>) throws {
        var seen: Set<Origin> = []
        for trade in trades where seen.insert(trade.origin).inserted {
            guard case .bot(let bot, let generation) = trade.origin else { continue }
            try openGeneration(bot, generation)
        }
    }

    /// Makes sure that a generation is known; `reset` says why it is not the first, nil where its
    /// trades told it from others.
    func openGeneration(_ bot: String, _ generation: Int, reset: String? = nil) throws {
        let reason = reset ?? (generation == 1 ? "first seen" : "given with its trades")
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

    /// Binds what `TradeTable.columns` name.
    fileprivate func bind(to binding: inout RowBinding) throws(DatabaseError) {
        try binding.add(tradeID)
        try binding.add(pair.symbol)
        try binding.add(side.rawValue)
        try binding.add(isOpen)
        try binding.add(openMs)
        try binding.add(closeMs)
        try binding.add(openRate)
        try binding.add(closeRate)
        try binding.add(amount)
        try binding.add(stakeAmount)
        try binding.add(maxStakeAmount)
        try binding.add(feeOpen)
        try binding.add(feeClose)
        try binding.add(leverage)
        try binding.add(profitAbs)
        try binding.add(profitRatio)
        try binding.add(enterTag)
        try binding.add(exitReason)
        try binding.add(minRate)
        try binding.add(maxRate)
        try binding.add(initialStopLossAbs)
        try binding.add(stopLossAbs)
        try binding.add(fundingFees)
        try binding.add(strategy)
        try binding.add(timeframe.description)
        try binding.add(ordersText)
    }

    /// The orders as they stand in the column of that name.
    private var ordersText: String {
        if orders.isEmpty { return "[]" }
        var writer = JSONWriter()
        TradeOrder.write(orders, to: &writer)
        return writer.text
    }
}
