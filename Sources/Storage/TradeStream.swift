public import Records

/// Trades of many bots as they come in, mixed and without end.
///
/// Trades of bots that are new to the store are written while others still come, so that memory does
/// not grow with the stream. Those of known bots wait for its end: only all of them together tell
/// whether a bot's database was reset.
///
/// A stream that tells generations of a bot apart knows better than a comparison of ids.
public final class TradeStream {
    /// What became of the trades of one bot's generation, as the stream named it.
    private struct Part {
        let bot: String
        let generation: Int
        var trades: [Trade] = []
        /// Whether its trades wait for the end of the stream.
        var waits = false
        var changes = Changes()
    }

    private let store: Store
    private let atOnce: Int
    /// In the order of their first trades.
    private var parts: [Part] = []
    private var places: [Origin: Int] = [:]
    /// The part that came last of those whose origins look alike: most desks have few, and looking here
    /// costs less than hashing.
    private var recent = [Int](repeating: 0, count: 256)
    /// Whether the store knew a bot before the stream; nil where nobody looked yet.
    private var isKnown: [String: Bool] = [:]
    private var waiting = 0
    private var write: TradeTable.Writer?

    /// - Parameters:
    ///   - store: Where the trades go.
    ///   - atOnce: How many trades of new bots wait to be written together, each bot's in turn.
    public init(_ store: Store, atOnce: Int = 20_000) {
        self.store = store
        self.atOnce = atOnce
    }

    /// Takes a trade; its origin is a bot.
    public func add(_ trade: Trade) throws {
        let place = place(of: trade.origin)
        parts[place].trades.append(trade)
        if parts[place].waits { return }
        waiting += 1
        if waiting >= atOnce { try writeNew() }
    }

    private func place(of origin: Origin) -> Int {
        guard case .bot(let bot, let generation) = origin else {
            preconditionFailure("a run's trade among bots' trades")
        }
        let letters = bot.utf8.span
        var looks = UInt(bitPattern: generation)
        for index in letters.indices { looks = looks &* 31 &+ UInt(letters[index]) }
        let place = recent[Int(looks & 255)]
        if place < parts.count, parts[place].generation == generation, parts[place].bot == bot {
            return place
        }
        let found = places[origin] ?? parts.count
        if found == parts.count {
            places[origin] = found
            parts.append(Part(bot: bot, generation: generation))
        }
        recent[Int(looks & 255)] = found
        return found
    }

    /// Writes the trades of bots that the store does not know, under the generations they name.
    private func writeNew() throws {
        let write = try write ?? store.trades.botTradeWriter(of: nil, count: waiting)
        self.write = write
        _ = try store.write("bot_trade") { total in
            for place in parts.indices where !parts[place].waits {
                parts[place].waits = try isKnown(parts[place].bot)
                if parts[place].waits { continue }
                var changes = Changes()
                try store.trades.openGeneration(parts[place].bot, parts[place].generation)
                try write(parts[place].trades[...], &changes)
                parts[place].trades.removeAll(keepingCapacity: true)
                parts[place].changes += changes
                total += changes
            }
        }
        waiting = 0
    }

    private func isKnown(_ bot: String) throws -> Bool {
        if let known = isKnown[bot] { return known }
        let known = try store.bots.generation(bot: bot) != nil
        isKnown[bot] = known
        return known
    }

    /// Writes what still waits, and says what became of each bot and generation, in the order of their
    /// first trades.
    public func finish() throws -> [BotImport] {
        try writeNew()
        return try parts.map { part in
            let isTold = parts.contains { $0.bot == part.bot && $0.generation > 1 }
            if isTold || isKnown[part.bot] == false {
                return BotImport(
                    bot: part.bot, generation: part.generation, isTold: isTold, reset: nil,
                    changes: part.changes + (try store.trades.upsert(part.trades)))
            }
            return try store.trades.ingest(bot: part.bot, trades: part.trades, isComplete: false)
        }
    }
}
