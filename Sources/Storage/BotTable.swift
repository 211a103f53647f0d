internal import JSONL
public import Records
internal import SQLite

/// The desk's bots as their databases or the desk file describe them.
public struct BotTable {
    let store: Store

    /// Stores bots by name; `generation` is not taken from them but from what was ingested.
    public func upsert(_ bots: [Bot]) throws -> Changes {
        try store.write("bot", bots) { bots, changes in
            let upsert = try Upsert(
                store.database, table: "bot", key: ["bot"],
                columns: [
                    "bot", "exchange", "mode", "strategy", "timeframe", "config", "database",
                    "since_ms", "seen_ms", "observed_ms",
                ], clock: ["observed_ms"],
                (String, String, String, String, String, String, String?, Int?, Int?, Int?).self)
            for bot in bots {
                try store.addExchange(bot.exchange)
                try upsert.run(
                    bot.bot, bot.exchange, bot.mode.rawValue, bot.strategy, bot.timeframe,
                    bot.config.text, bot.database, bot.sinceMs, bot.seenMs, bot.observedMs,
                    counting: &changes)
            }
        }
    }

    /// Every bot, by name.
    public func all() throws -> [Bot] {
        var bots: [Bot] = []
        try store.database.rows(
            """
            SELECT bot, exchange, mode, strategy, timeframe, config, database, since_ms, seen_ms,
                observed_ms, (SELECT max(generation) FROM bot_generation AS known WHERE known.bot = bot.bot)
            FROM bot ORDER BY bot
            """
        ) { row in
            guard let mode = Bot.Mode(rawValue: row.read(2)) else {
                throw store.damaged("bot \(row.read(0) as String) has an unknown mode")
            }
            bots.append(
                Bot(
                    bot: row.read(0), exchange: row.read(1), mode: mode, strategy: row.read(3),
                    timeframe: row.read(4), config: try JSONValue(parsing: row.read(5)),
                    database: row.read(6), generation: row.read(10), sinceMs: row.read(7),
                    seenMs: row.read(8), observedMs: row.read(9)))
        }
        return bots
    }

    /// The bot's current generation; nil before its first trade was ingested.
    public func generation(bot: String) throws -> Int? {
        try store.database.value(
            "SELECT max(generation) FROM bot_generation WHERE bot = ?", bot, as: Int?.self) ?? nil
    }

    /// Why each generation after the first one started, oldest first.
    public func resets(bot: String) throws -> [(generation: Int, reason: String)] {
        var resets: [(generation: Int, reason: String)] = []
        try store.database.rows(
            """
            SELECT generation, reason FROM bot_generation WHERE bot = ? AND generation > 1
            ORDER BY generation
            """, [.text(bot)]
        ) { row in resets.append((row.read(0), row.read(1))) }
        return resets
    }
}
