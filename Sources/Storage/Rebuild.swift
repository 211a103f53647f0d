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
        let tables = ["revision"] + Schema.tables
        let older = try names("table").filter { tables.contains($0) }
        for name in try names("view") { try database.execute("DROP VIEW \(name)") }
        for name in try names("index") { try database.execute("DROP INDEX \(name)") }
        for table in older {
            try database.execute("ALTER TABLE \(table) RENAME TO older_\(table)")
        }
        try database.execute(Schema.text)
        let copied = tables.filter(older.contains)
        for table in copied { try copy(table) }
        for table in copied.reversed() { try database.execute("DROP TABLE older_\(table)") }
    }

    private func copy(_ table: String) throws {
        let known = try columns(of: "older_" + table)
        var (columns, values): ([String], [String]) = ([], [])
        for column in try self.columns(of: table) {
            let unsaid = Self.unsaid["\(table).\(column)"] ?? Self.unsaid[column]
            guard let value = known.contains(column) ? column : unsaid else { continue }
            columns.append(column)
            values.append(value)
        }
        try database.execute(
            """
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", ")) FROM older_\(table)
            """)
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
