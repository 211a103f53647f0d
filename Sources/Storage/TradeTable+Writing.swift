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

    /// `orders` are those of each trade as JSON, where somebody has made it already.
    func writeRuns(_ trades: [Trade], orders: [String]? = nil) throws -> Changes {
        guard !trades.isEmpty else { return Changes() }
        let writer = try TradeWriter(store.database, .runs, count: trades.count)
        return try store.write("run_trade", trades) { trades, changes in
            try writer.run(
                trades, of: nil, orders: orders?[trades.indices], counting: &changes)
        }
    }

    /// A writer of bots' trades under the identity given, or each under its own; `count` is about how
    /// many there are in all transactions together.
    func botTradeWriter(
        of owner: (bot: String, generation: Int)?, count: Int
    ) throws -> Writer {
        let writer = try TradeWriter(store.database, .bots, count: count)
        let owner = owner.map { Origin.bot(name: $0.bot, generation: $0.generation) }
        return { trades, changes in try writer.run(trades, of: owner, counting: &changes) }
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
