internal import SQLite

extension Store {
    /// Every table, then every view, by name.
    public func tables() throws -> [TableInfo] {
        try Schema.tables.sorted().map { try info($0, isView: false) }
            + Schema.views.keys.sorted().map { try info($0, isView: true) }
    }

    /// What a table or view holds.
    ///
    /// - Throws: `QueryError` for a name that is neither.
    public func table(_ name: String) throws -> TableInfo {
        let isView = Schema.views[name] != nil
        guard isView || Schema.tables.contains(name) else {
            throw QueryError.unknownTable(
                name, known: Schema.tables.sorted() + Schema.views.keys.sorted())
        }
        return try info(name, isView: isView)
    }

    /// How many rows a table or view has.
    public func count(of table: TableInfo) throws -> Int {
        try database.value("SELECT count(*) FROM \(table.name)", as: Int.self) ?? 0
    }

    /// Hands the rows that answer a query to `body`, each with the names of its columns.
    ///
    /// - Throws: `QueryError` for names that are not in the schema.
    public func rows(
        _ query: Query, _ body: (_ columns: [String], _ cells: [Cell]) throws -> Void
    ) throws {
        let table = try table(query.table)
        let known = try columns(of: table.name)
        let columns = query.columns ?? table.columns
        for name in columns + query.conditions.map(\.column) + query.order.map(\.column)
        where !known.contains(name) {
            throw QueryError.unknownColumn(name, table: table.name, known: known)
        }
        var values: [Value] = []
        var sql = "SELECT \(columns.joined(separator: ", ")) FROM \(Schema.source(of: table.name))"
        let conditions = try query.conditions.map { try Self.clause($0, &values) }
        if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
        let order = query.order.map { $0.column + ($0.isDescending ? " DESC NULLS LAST" : "") }
        let orders = order + (Schema.orders[table.name].map { [$0] } ?? [])
        if !orders.isEmpty { sql += " ORDER BY " + orders.joined(separator: ", ") }
        if let limit = query.limit {
            sql += " LIMIT ?"
            values.append(.integer(limit))
        }
        let types = columns.map { Schema.CellType(column: $0) }
        try database.rows(sql, values) { row in
            try body(columns, types.indices.map { types[$0].cell(row[$0]) })
        }
    }

    private func info(_ name: String, isView: Bool) throws -> TableInfo {
        let hidden = Schema.hiddenColumns[name] ?? []
        return TableInfo(
            name: name, isView: isView, kind: Schema.kinds[name] ?? name,
            columns: try columns(of: name).filter { !hidden.contains($0) })
    }

    /// The columns of what a query of a table reads, in their order.
    private func columns(of name: String) throws -> [String] {
        try database.columns("SELECT * FROM \(Schema.source(of: name))")
    }

    /// A condition as SQL; its value is bound.
    ///
    /// What looks like a number is tried as a number and as a text, because a view's columns do
    /// not say what they are.
    private static func clause(
        _ condition: Query.Condition, _ values: inout [Value]
    ) throws -> String {
        let (column, comparison) = (condition.column, condition.comparison)
        guard let text = condition.value else {
            switch comparison {
            case .equal: return "\(column) IS NULL"
            case .notEqual: return "\(column) IS NOT NULL"
            default: throw QueryError.comparisonWithNull(column: column)
            }
        }
        let number: Value? =
            if Schema.flagColumns.contains(column), text == "true" || text == "false" {
                .integer(text == "true" ? 1 : 0)
            } else {
                Int(text).map { .integer($0) } ?? Double(text).map { .real($0) }
            }
        switch (comparison, number) {
        case (.equal, let number?):
            values += [.text(text), number]
            return "(\(column) = ? OR \(column) = ?)"
        case (.notEqual, let number?):
            values += [.text(text), number]
            return "(\(column) IS NOT ? AND \(column) IS NOT ?)"
        case (.notEqual, nil):
            values.append(.text(text))
            return "\(column) IS NOT ?"
        default:
            values.append(number ?? .text(text))
            return "\(column) \(comparison.rawValue) ?"
        }
    }
}

extension Schema {
    /// The kinds of record that tables hold; any other table is a kind of its own.
    static let kinds = [
        "bot_trade": "trade", "run_trade": "trade", "backtest": "run", "hyperopt": "run",
        "reconciliation_break": "break", "pipeline_run": "pipeline", "pipeline_step": "step",
    ]

    /// Columns that a table needs and its records do not have.
    static let hiddenColumns = ["candle_block": ["columns"], "measure": ["position"]]

    /// The order of the rows where a question leaves it open, or where rows are equal in its order.
    static let orders = [
        "exchange": "exchange", "market": "exchange, pair",
        "candle_series": "exchange, pair, timeframe",
        "candle_block": "exchange, pair, timeframe, month", "strategy": "strategy",
        "strategy_version": "strategy, hash", "bot": "bot", "bot_generation": "bot, generation",
        "bot_trade": "bot, generation, trade_id", "run": "started_ms, run",
        "run_trade": "run, trade_id", "measure": "run, position", "equity": "run, at_ms",
        "trial": "run, epoch",
        "reconciliation_break": """
        CASE severity WHEN 'critical' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END,
        coalesce(money_at_risk, 0) DESC, bot, coalesce(open_ms, 0), code, id
        """,
        "pipeline_run": "started_ms, run", "pipeline_step": "run, started_ms, step, attempt",
        "trade": "bot, generation, run, trade_id", "backtest": "started_ms, run",
        "hyperopt": "started_ms, run", "trade_view": "origin, trade_id",
        "trade_order": "bot, generation, run, trade_id, position", "run_view": "started, run",
        "bot_view": "bot", "candle_view": "exchange, pair, timeframe", "equity_view": "run, at",
        "break_view": """
        CASE severity WHEN 'critical' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END,
        coalesce(money_at_risk, 0) DESC, bot, opened, code, field
        """,
        "pipeline_run_view": "started, run", "pipeline_step_view": "run, started, step, attempt",
    ]

    /// What a question to a table reads: a bot's record has its generation, its row has not.
    static func source(of table: String) -> String {
        guard table == "bot" else { return table }
        return """
            (SELECT bot, exchange, mode, strategy, timeframe, config, database,
                (SELECT max(generation) FROM bot_generation WHERE bot_generation.bot = bot.bot)
                    AS generation, since_ms, observed_ms
            FROM bot)
            """
    }

    /// How a column's values are told apart that SQLite keeps alike.
    enum CellType {
        case flag, json, plain

        init(column: String) {
            self =
                flagColumns.contains(column)
                ? .flag : jsonColumns.contains(column) ? .json : .plain
        }

        func cell(_ value: Value) -> Cell {
            switch (self, value) {
            case (_, .null): .null
            case (.flag, .integer(let number)): .flag(number != 0)
            case (.json, .text(let text)): .json(text)
            case (_, .integer(let number)): .integer(number)
            case (_, .real(let number)): .real(number)
            case (_, .text(let text)): .text(text)
            case (_, .blob(let bytes)): .text(bytes.withUnsafeBytes { XXH64.hexadecimal($0) })
            }
        }
    }
}
