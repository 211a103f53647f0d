internal import SQLite

/// Two statements that insert a row, or update it where it really differs.
///
/// Columns named in `clock` say when something happened, not what: a row that differs in nothing
/// else counts as unchanged, but takes the new instants.
struct Upsert<each Parameter: Bindable>: ~Copyable {
    private let database: Database
    private let insert: Statement<repeat each Parameter>
    private let update: Statement<repeat each Parameter>
    private let touch: Statement<repeat each Parameter>
    private let hasClock: Bool

    /// `columns` are all columns in the order of the values, `key` those that identify a row.
    init(
        _ database: Database, table: String, key: [String], columns: [String],
        clock: [String] = [], _ types: (repeat each Parameter).Type
    ) throws {
        let text = UpsertText(table: table, key: key, columns: columns, clock: clock)
        let insert = try database.prepare(text.insert, types)
        let update = try database.prepare(text.update, types)
        let touch = try database.prepare(text.touch, types)
        if text.isStamped {
            let stamp = try database.stamp()
            try insert.bind(number: stamp, behind: columns.count)
            try update.bind(number: stamp, behind: columns.count)
        }
        self.database = database
        self.insert = insert
        self.update = update
        self.touch = touch
        hasClock = !clock.isEmpty
    }

    borrowing func run(
        _ values: repeat each Parameter, counting changes: inout Changes
    ) throws(DatabaseError) {
        try insert.run(repeat each values)
        if database.changes > 0 { return changes.inserted += 1 }
        try update.run(repeat each values)
        if database.changes > 0 { return changes.updated += 1 }
        changes.unchanged += 1
        if hasClock { try touch.run(repeat each values) }
    }
}

extension Database {
    /// The number of the change that is under way, which rows written in it remember: every change
    /// raises a revision before its transaction ends, and one waits for the other, so that their sum
    /// only grows.
    func stamp() throws -> Int {
        try value("SELECT total(revision) + 1 FROM revision", as: Int.self) ?? 1
    }
}

/// The words of an upsert's statements.
struct UpsertText {
    let table: String
    let key: [String]
    let columns: [String]
    let clock: [String]

    /// Whether rows remember which change wrote them; its number follows the values of one row.
    var isStamped: Bool { Schema.stampedTables.contains(table) }

    var insert: String {
        let places = (1...columns.count + (isStamped ? 1 : 0)).map { "?\($0)" }
        return """
            INSERT INTO \(table) (\((columns + (isStamped ? ["changed"] : [])).joined(separator: ", ")))
            VALUES (\(places.joined(separator: ", "))) \(unlessKnown)
            """
    }

    /// No place has a number here: SQLite walks through all of those that have one for each of them. It
    /// copies no value where the columns are the table's in its order.
    func insertion(rows: Int) -> String {
        let all = columns + (isStamped ? ["changed"] : [])
        let row = "(\(all.map { _ in "?" }.joined(separator: ", ")))"
        return """
            INSERT INTO \(table) (\(all.joined(separator: ", ")))
            VALUES \(Array(repeating: row, count: rows).joined(separator: ", ")) \(unlessKnown)
            """
    }

    private var unlessKnown: String { "ON CONFLICT (\(key.joined(separator: ", "))) DO NOTHING" }

    var update: String {
        let facts = list(values.filter { !clock.contains($0) }, " OR ", "IS NOT")
        let stamp = isStamped ? ", changed = ?\(columns.count + 1)" : ""
        return """
            UPDATE \(table) SET \(list(values, ", ", "="))\(stamp)
            WHERE \(list(key, " AND ", "=")) AND (\(facts.isEmpty ? "FALSE" : facts))
            """
    }

    var touch: String {
        "UPDATE \(table) SET \(list(values, ", ", "=")) WHERE \(list(key, " AND ", "="))"
    }

    private var values: [String] { columns.filter { !key.contains($0) } }

    private func list(_ names: [String], _ separator: String, _ comparison: String) -> String {
        columns.enumerated().filter { names.contains($1) }
            .map { "\($1) \(comparison) ?\($0 + 1)" }.joined(separator: separator)
    }
}
