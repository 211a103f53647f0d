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
        let number = Dictionary(
            uniqueKeysWithValues: columns.enumerated().map { ($1, "?\($0 + 1)") })
        let values = columns.filter { !key.contains($0) }
        func list(_ names: [String], _ separator: String, _ comparison: String) -> String {
            names.map { "\($0) \(comparison) \(number[$0] ?? "NULL")" }.joined(separator: separator)
        }
        let (found, set) = (list(key, " AND ", "="), list(values, ", ", "="))
        let facts = list(values.filter { !clock.contains($0) }, " OR ", "IS NOT")
        let places = columns.map { number[$0] ?? "" }.joined(separator: ", ")
        let stamp = try Schema.stampedTables.contains(table) ? Self.stamp(database) : nil
        let insert = try database.prepare(
            """
            INSERT INTO \(table) (\(columns.joined(separator: ", "))\(stamp == nil ? "" : ", changed"))
            VALUES (\(places)\(stamp.map { ", \($0)" } ?? ""))
            ON CONFLICT (\(key.joined(separator: ", "))) DO NOTHING
            """, types)
        let update = try database.prepare(
            """
            UPDATE \(table) SET \(set)\(stamp.map { ", changed = \($0)" } ?? "")
            WHERE \(found) AND (\(facts.isEmpty ? "FALSE" : facts))
            """, types)
        let touch = try database.prepare("UPDATE \(table) SET \(set) WHERE \(found)", types)
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

    /// What rows written now remember as the change that wrote them: every change raises a revision
    /// before its transaction ends, and one waits for the other, so that their sum only grows.
    private static func stamp(_ database: Database) throws -> Int {
        try database.value("SELECT total(revision) + 1 FROM revision", as: Int.self) ?? 1
    }
}
