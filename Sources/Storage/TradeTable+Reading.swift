internal import JSONL
public import Records
internal import SQLite

extension TradeTable {
    /// A bot's trade without its prices, or that a generation has none.
    public struct BotOutcome {
        public let bot: String
        public let generation: Int
        /// Whether the bot has no later generation.
        public let isCurrent: Bool
        /// nil, once, for a generation without trades.
        public let outcome: TradeOutcome?
    }

    static let outcomesQuery = """
        SELECT known.bot, known.generation,
            known.generation = (SELECT max(generation) FROM bot_generation AS other
                WHERE other.bot = known.bot),
            trade_id, pair, strategy, is_open, open_ms, close_ms, stake_amount, profit_abs,
            profit_ratio
        FROM bot_generation AS known
            LEFT JOIN bot_trade_page ON page_bot = known.bot AND page_generation = known.generation
            LEFT JOIN bot_trade ON \(TradePages.bots.isInside)
        WHERE ?1 = '[]' OR known.bot IN (SELECT value FROM json_each(?1))
        """

    /// Hands over every trade of the bots named, or of all, one generation after the other.
    public func outcomes(bots: [String] = [], _ body: (BotOutcome) throws -> Void) throws {
        let names = JSONValue.list(bots.map { .text($0) }).text
        let statement = try store.database.prepare(Self.outcomesQuery, String.self)
        try statement.rows(names) { row in
            let id: Int? = row.read(3)
            try body(
                BotOutcome(
                    bot: row.read(0), generation: row.read(1), isCurrent: row.read(2),
                    outcome: id.map {
                        TradeOutcome(
                            tradeID: $0, pair: row.read(4), strategy: row.read(5),
                            isOpen: row.read(6), openMs: row.read(7), closeMs: row.read(8),
                            stakeAmount: row.read(9), profitAbs: row.read(10),
                            profitRatio: row.read(11))
                    }))
        }
    }

    /// Whose trades are asked for.
    public enum Owner: Sendable {
        /// A bot's current generation.
        case bot
        case run
        /// Bots and back-tests of a strategy.
        case strategy
    }

    /// Hands over the newest trades of each owner, at most so many of each, newest first, with the
    /// columns of `trade`: one query, however many owners there are.
    public func newest(
        of owners: [String], as owner: Owner, most: Int,
        _ body: (_ owner: String, _ columns: [String], _ cells: [Cell]) throws -> Void
    ) throws {
        let columns = try store.table("trade").columns
        let types = columns.map { Schema.CellType(column: $0) }
        let names = JSONValue.list(owners.map { .text($0) }).text
        var counts: [String: Int] = [:]
        try store.database.rows(
            Self.newestQuery(owner, columns), [.text(names), .integer(most)]
        ) { row in
            let name: String = row.read(1)
            counts[name, default: 0] += 1
            guard counts[name, default: 0] <= most else { return }
            try body(name, columns, types.indices.map { types[$0].cell(row[$0 + 4]) })
        }
    }

    static func newestQuery(_ owner: Owner, _ columns: [String]) -> String {
        let pages: [TradePages] =
            switch owner {
            case .bot: [.bots]
            case .run: [.runs]
            case .strategy: [.bots, .runs]
            }
        return pages.map { newest(owner, in: $0, columns) }.joined(separator: " UNION ALL ")
            + " ORDER BY 1, 3 DESC, 4 DESC"
    }

    /// The trades of one table: place and name of the owner, what they are sorted by, all columns.
    private static func newest(
        _ owner: Owner, in pages: TradePages, _ columns: [String]
    ) -> String {
        let absent: Set = pages == .bots ? ["run"] : ["bot", "generation"]
        let outputs = columns.map { absent.contains($0) ? "NULL" : "trade." + $0 }
        let (condition, order) =
            switch owner {
            case .bot:
                (
                    """
                    page_bot = owner.value AND page_generation = (SELECT max(generation)
                        FROM bot_generation AS known WHERE known.bot = owner.value)
                    """, "page_number DESC, place"
                )
            case .run: ("page_run = owner.value", "page_number DESC, place")
            case .strategy: (newestOfStrategy(in: pages), "open_ms")
            }
        return """
            SELECT owner.key, owner.value, trade.\(owner == .strategy ? "open_ms" : "trade_id"),
                trade.trade_id, \(outputs.joined(separator: ", "))
            FROM json_each(?1) AS owner CROSS JOIN \(pages.table) AS trade
            WHERE trade.place IN (SELECT place FROM \(pages.joined)
                WHERE \(condition) ORDER BY \(order) DESC LIMIT ?2)
            """
    }

    /// Trades of a strategy, none of them older than the newest on each of as many pages as trades are
    /// asked for.
    private static func newestOfStrategy(in pages: TradePages) -> String {
        """
        strategy = owner.value AND low_strategy <= owner.value AND high_strategy >= owner.value
            AND high_open_ms >= coalesce((SELECT high_open_ms FROM \(pages.name)
                WHERE low_strategy = owner.value AND high_strategy = owner.value
                ORDER BY high_open_ms DESC LIMIT 1 OFFSET ?2 - 1), high_open_ms)
        """
    }
}
