internal import SQLite

/// Takes an older store apart and puts it together by today's schema, every row of every table
/// copied, inside the caller's transaction: a store that came a long way equals a new one.
///
/// Schema 1 was one name for several layouts while the house was built, so columns are compared,
/// not version numbers.
struct Rebuild {
    let database: Database

    /// What rows that were written before a column was there say in it; elsewhere they say nothing.
    private static let unsaid: [String: String] = [
        // Who follows a table sees old rows as one change, the store's last.
        "changed": "(SELECT max(total(revision), 1) FROM older_revision)",
        "pipeline_step.needs": "'[]'",
        "reconciliation_break.first_seen_ms": lastKnownMs,
        "reconciliation_break.last_seen_ms": lastKnownMs,
        "reconciliation_break.occurrences": "1",
        "reconciliation_break.status": "'open'",
    ]

    /// Breaks were kept of the latest comparison alone; the latest run is the nearest known instant.
    private static let lastKnownMs = "(SELECT coalesce(max(started_ms), 0) FROM older_run)"

    func run() throws {
        let tables = ["revision"] + Schema.tables + Schema.pageTables
        let older = try names("table").filter { tables.contains($0) }
        for type in ["view", "index", "trigger"] {
            for name in try names(type) { try database.execute("DROP \(type) \(name)") }
        }
        for table in older {
            try database.execute("ALTER TABLE \(table) RENAME TO older_\(table)")
        }
        try database.execute(Schema.text)
        let copied = tables.filter(older.contains)
        for table in copied {
            if let pages = TradePages.all.first(where: { $0.table == table }),
                !older.contains(pages.name)
            {
                try makePages(pages)
            } else {
                try copy(table)
            }
        }
        for table in copied.reversed() { try database.execute("DROP TABLE older_\(table)") }
    }

    private func copy(_ table: String) throws {
        let (columns, values) = try values(for: table)
        try database.execute(
            """
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", ")) FROM older_\(table)
            """)
    }

    /// Copies trades that lay in no pages.
    private func makePages(_ pages: TradePages) throws {
        let older = "older_" + pages.table
        let number = "trade_id >> \(TradePages.bits)"
        let unsaid = TradePages.summary.map {
            $0.column.hasSuffix("close_ms") ? "NULL" : $0.column.hasSuffix("strategy") ? "''" : "0"
        }
        try database.execute(
            """
            INSERT INTO \(pages.name) (\(pages.columns.dropFirst().joined(separator: ", ")))
            SELECT DISTINCT \((pages.owner + [number] + unsaid).joined(separator: ", "))
            FROM \(older) ORDER BY \(pages.owner.joined(separator: ", ")), \(number)
            """)
        let (columns, values) = try values(for: pages.table)
        let first = "page_number << \(TradePages.bits)"
        let own =
            zip(pages.key, pages.owner).map { "\($0) = \($1)" }
            + ["trade_id BETWEEN \(first) AND (\(first)) + \(TradePages.last)"]
        try database.execute(
            """
            INSERT INTO \(pages.table) (place, \(columns.joined(separator: ", ")))
            SELECT \(TradePages.place), \(values.joined(separator: ", "))
            FROM \(pages.name) CROSS JOIN \(older) ON \(own.joined(separator: " AND "))
            ORDER BY 1;
            \(pages.refreshing)
            """)
    }

    /// The columns that can be filled, and with what of the older table.
    private func values(for table: String) throws -> (columns: [String], values: [String]) {
        let known = try columns(of: "older_" + table)
        var (columns, values): ([String], [String]) = ([], [])
        for column in try self.columns(of: table) {
            let unsaid = Self.unsaid["\(table).\(column)"] ?? Self.unsaid[column]
            guard let value = known.contains(column) ? column : unsaid else { continue }
            columns.append(column)
            values.append(value)
        }
        return (columns, values)
    }

    /// What somebody declared, without what SQLite keeps for itself.
    private func names(_ type: String) throws -> [String] {
        try list("SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL", type)
    }

    private func columns(of table: String) throws -> [String] {
        try list("SELECT name FROM pragma_table_info(?)", table)
    }

    private func list(_ sql: String, _ argument: String) throws -> [String] {
        var names: [String] = []
        try database.rows(sql, [.text(argument)]) { names.append($0.read(0)) }
        return names
    }
}
