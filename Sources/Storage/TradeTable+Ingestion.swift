internal import Market
public import Records
internal import SQLite

/// What became of what one bot's database says.
public struct BotImport: Hashable, Sendable {
    public let bot: String
    /// Under which the trades are stored, counted from 1.
    public let generation: Int
    /// Whether the trades themselves told it from others.
    public let isTold: Bool
    /// Why a new generation started; nil where the bot's database goes on, and for its first one.
    public let reset: String?
    public let changes: Changes
}

extension TradeTable {
    /// Stores what a bot's database says now, under the bot's current generation.
    ///
    /// When an id that is known returns with another pair or open time, or when the highest id has
    /// fallen, the database was reset: a new generation starts and the old one stays. A trade
    /// whose entry never filled proves nothing, because freqtrade deletes it and gives its id away
    /// again: it is replaced, or removed once it is gone.
    ///
    /// The trades' own origin is not looked at. `isComplete` says that the trades are
    /// all that the database holds, not only some of them.
    public func ingest(
        bot: String, trades: [Trade], isComplete: Bool = true
    ) throws -> BotImport {
        let isSorted = zip(trades, trades.dropFirst()).allSatisfy { $0.tradeID <= $1.tradeID }
        let sorted = isSorted ? trades : trades.sorted { $0.tradeID < $1.tradeID }
        let first = sorted.prefix(Store.rowsPerTransaction)
        var write: Writer = { _, _ in }
        var generation = 1
        var reset: String?
        var changes = try store.write("bot_trade") { changes in
            (generation, reset) = try settle(bot, sorted, isComplete)
            try openGeneration(bot, generation, reset: reset)
            if isComplete, reset == nil {
                try removeUnfilled(bot, generation, kept: sorted, counting: &changes)
            }
            write = try botTradeWriter(of: (bot, generation), count: sorted.count)
            try write(first, &changes)
        }
        changes += try store.write("bot_trade", sorted.dropFirst(first.count), write)
        return BotImport(
            bot: bot, generation: generation, isTold: false, reset: reset, changes: changes)
    }

    /// The generation that the trades belong to, and why it is a new one.
    private func settle(
        _ bot: String, _ trades: [Trade], _ isComplete: Bool
    ) throws -> (generation: Int, reset: String?) {
        guard let current = try store.bots.generation(bot: bot) else { return (1, nil) }
        var known: [Int: (pair: String, openMs: Int)] = [:]
        let query = try store.database.prepare(
            """
            SELECT trade_id, pair, open_ms FROM \(TradePages.bots.joined)
            WHERE page_bot = ? AND page_generation = ? AND NOT \(Self.isUnfilled)
            """, (String, Int).self)
        try query.rows(bot, current, as: (Int, String, Int).self) {
            (id: Int, pair: String, openMs: Int) in known[id] = (pair, openMs)
        }
        for trade in trades {
            guard let other = known[trade.tradeID],
                other.pair != trade.pair.symbol || other.openMs != trade.openMs
            else { continue }
            if let before = try earlier(bot, before: current, holding: trades) {
                return (before, nil)
            }
            let opened = Timestamp(milliseconds: trade.openMs)
            let before = Timestamp(milliseconds: other.openMs)
            return (
                current + 1,
                "trade \(trade.tradeID) was \(other.pair) opened \(before), "
                    + "is \(trade.pair) opened \(opened)"
            )
        }
        let highest = trades.last?.tradeID ?? 0
        if isComplete, let before = known.keys.max(), before > highest {
            return (current + 1, "the highest trade id fell from \(before) to \(highest)")
        }
        return (current, nil)
    }

    /// The latest earlier generation that knows every one of the trades: the database is an old copy;
    /// nil where none does.
    private func earlier(
        _ bot: String, before current: Int, holding trades: [Trade]
    ) throws -> Int? {
        let query = try store.database.prepare(
            """
            SELECT count(*) FROM \(TradePages.bots.joined)
            WHERE page_bot = ? AND page_generation = ? AND page_number = ?3 >> \(TradePages.bits)
                AND trade_id = ?3 AND pair = ? AND open_ms = ?
            """, (String, Int, Int, String, Int).self)
        for generation in (1..<current).reversed() {
            var isWhole = true
            for trade in trades where isWhole {
                try query.rows(
                    bot, generation, trade.tradeID, trade.pair.symbol, trade.openMs, as: Int.self
                ) { (count: Int) in isWhole = count == 1 }
            }
            if isWhole { return generation }
        }
        return nil
    }

    private func removeUnfilled(
        _ bot: String, _ generation: Int, kept: [Trade], counting changes: inout Changes
    ) throws {
        let ids = Set(kept.map(\.tradeID))
        var gone: [(row: Int, page: Int)] = []
        let query = try store.database.prepare(
            """
            SELECT trade_id, place, page FROM \(TradePages.bots.joined)
            WHERE page_bot = ? AND page_generation = ? AND open_trades > 0 AND \(Self.isUnfilled)
            """, (String, Int).self)
        try query.rows(bot, generation, as: (Int, Int, Int).self) {
            (id: Int, row: Int, page: Int) in
            if !ids.contains(id) { gone.append((row, page)) }
        }
        for trade in gone {
            try store.database.run("DELETE FROM bot_trade WHERE place = ?", trade.row)
        }
        for page in Set(gone.map(\.page)) {
            try store.database.run(
                """
                DELETE FROM bot_trade_page WHERE page = ?
                    AND NOT EXISTS (SELECT 1 FROM bot_trade WHERE \(TradePages.bots.isInside))
                """, page)
            try store.database.run(TradePages.bots.refreshing + " WHERE page = ?", page)
        }
        changes.removed += gone.count
    }

    /// Open, with orders, and none of them filled by any amount.
    private static let isUnfilled = """
        (is_open = 1 AND json_array_length(orders) > 0 AND NOT EXISTS (
            SELECT 1 FROM json_each(orders) AS item WHERE item.value ->> 'filled' > 0))
        """
}
