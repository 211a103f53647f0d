internal import Market
internal import Records
internal import SQLite

/// The statements over freqtrade's tables, fitted to the columns that a database has.
struct TradeQuery {
    private let database: Database
    private let tradeColumns: [String]
    private let orderColumns: [String]

    /// - Throws: `FreqtradeError.notFreqtrade` where a table or a column is missing that every
    ///   version has.
    init(database: Database, path: String) throws {
        self.database = database
        tradeColumns = try Self.fitted(FreqtradeTrade.columns, "trades", database, path)
        orderColumns = try Self.fitted(FreqtradeOrder.columns, "orders", database, path)
    }

    /// The column of each field, `NULL` where this version has none.
    private static func fitted(
        _ columns: [Column], _ table: String, _ database: Database, _ path: String
    ) throws -> [String] {
        var names: Set<String> = []
        try database.prepare("SELECT name FROM pragma_table_info(?)", String.self)
            .rows(table, as: String.self) { (name: String) in names.insert(name) }
        guard !names.isEmpty else {
            throw FreqtradeError.notFreqtrade(path: path, reason: "it has no table \(table)")
        }
        return try columns.map { column in
            if let name = column.spellings.first(where: names.contains) {
                return "\(table).\"\(name)\""
            }
            guard column.isOptional else {
                throw FreqtradeError.notFreqtrade(
                    path: path, reason: "its table \(table) has no column \(column.spellings[0])")
            }
            return "NULL"
        }
    }

    /// Hands over every row of trades, by id, as a trade or as what is wrong with it.
    func forEachTrade(
        defaults: FreqtradeTrade.Defaults,
        _ body: (Result<Trade, FreqtradeDatabase.UnreadableTrade>) throws -> Void
    ) throws {
        var pending: (trade: Cells, orders: [Cells])?
        func hand(_ row: (trade: Cells, orders: [Cells])) throws {
            guard let id = row.trade.id else { return }
            try body(read(row.trade, row.orders, defaults).mapError { .init(id, $0.reason) })
        }
        try database.prepare(
            """
            SELECT \((tradeColumns + orderColumns).joined(separator: ", "))
            FROM trades LEFT JOIN orders ON orders.ft_trade_id = trades.id
            ORDER BY trades.id, orders.id
            """
        ).rows { row in
            let trade = Cells(row, FreqtradeTrade.columns, from: 0)
            let order = Cells(row, FreqtradeOrder.columns, from: tradeColumns.count)
            if let last = pending, last.trade.id != trade.id {
                try hand(last)
                pending = nil
            }
            if pending == nil { pending = (trade, []) }
            if order.id != nil { pending?.orders.append(order) }
        }
        if let pending { try hand(pending) }
    }

    private func read(
        _ trade: Cells, _ orders: [Cells], _ defaults: FreqtradeTrade.Defaults
    ) -> Result<Trade, CellError> {
        do throws(CellError) {
            let wire = try FreqtradeTrade(trade, orders: orders, defaults: defaults)
            do throws(RecordError) {
                return .success(try wire.trade(bot: defaults.bot))
            } catch {
                throw CellError(reason: FreqtradeTrade.freqtradeSpelling(error.message))
            }
        } catch {
            return .failure(error)
        }
    }

    /// What the newest trade and its orders tell of the bot.
    func facts() throws -> FreqtradeDatabase.Facts {
        var facts = FreqtradeDatabase.Facts()
        try database.prepare(
            "SELECT \(tradeColumns.joined(separator: ", ")) FROM trades ORDER BY id DESC LIMIT 1"
        ).rows { row in
            let cells = Cells(row, FreqtradeTrade.columns, from: 0)
            facts.exchange = cells.words("exchange")
            facts.strategy = cells.words("strategy")
            facts.stakeCurrency = cells.words("stake_currency")
            facts.timeframe = try? cells.timeframe("timeframe")
        }
        try database.prepare("SELECT order_id FROM orders ORDER BY id DESC LIMIT 1").rows { row in
            facts.isDryRun = row[0].text.map { $0.hasPrefix("dry_run_") }
        }
        facts.sinceMs = try since()
        facts.seenMs = try lastSign()
        return facts
    }

    /// Where freqtrade writes down when something happened; not every version has every column.
    private static let signs = [
        ("trades", "open_date"), ("trades", "close_date"), ("orders", "order_date"),
        ("orders", "order_filled_date"), ("orders", "order_update_date"),
        ("pairlocks", "lock_time"), ("wallet_history", "timestamp"),
        ("KeyValueStore", "datetime_value"),
    ]

    /// The newest of all instants; nil where there is none.
    private func lastSign() throws -> Int? {
        let known = "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?"
        var signs: [Int] = []
        for (table, column) in Self.signs {
            guard try database.value(known, table, column, as: Int.self) == 1 else { continue }
            let newest = try database.value(
                "SELECT max(\"\(column)\") FROM \"\(table)\"", as: String?.self)
            let instant = newest.flatMap { $0 }.flatMap { try? Timestamp($0).milliseconds }
            if let instant { signs.append(instant) }
        }
        return signs.max()
    }

    /// freqtrade notes since 2023 when a database was first used.
    private func since() throws -> Int? {
        let table = "SELECT count(*) FROM sqlite_schema WHERE name = 'KeyValueStore'"
        guard try database.value(table, as: Int.self) == 1 else { return nil }
        let started = try database.value(
            "SELECT datetime_value FROM KeyValueStore WHERE \"key\" = 'bot_start_time'",
            as: String?.self)
        return started.flatMap { $0 }.flatMap { try? Timestamp($0).milliseconds }
    }
}
