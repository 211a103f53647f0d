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
    private let isStamped: Bool
    private let columnCount: Int
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
        if text.isStamped { try Self.stamp(database, insert, update, behind: columns.count) }
        self.database = database
        self.insert = insert
        self.update = update
        self.touch = touch
        isStamped = text.isStamped
        columnCount = columns.count
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

    /// Makes rows written from now on remember the change that is under way as the one that wrote
    /// them: every change raises a revision before its transaction ends, and one waits for the other,
    /// so that their sum only grows.
    @discardableResult
    private static func stamp(
        _ database: Database, _ insert: borrowing Statement<repeat each Parameter>,
        _ update: borrowing Statement<repeat each Parameter>, behind count: Int
    ) throws -> Int {
        let stamp =
            try database.value("SELECT total(revision) + 1 FROM revision", as: Int.self) ?? 1
        try insert.bind(number: stamp, behind: count)
        try update.bind(number: stamp, behind: count)
        return stamp
    }
}

extension Upsert {
    /// Binds the values of one row of many to a statement, behind so many other parameters.
    typealias Binding<Row> = (Row, borrowing Statement<repeat each Parameter>, Int) throws -> Void

    /// Writes many rows in one transaction, as `run` does row by row, but inserts those that are new
    /// by `many`, many with each run of it.
    borrowing func run<Row>(
        _ rows: ArraySlice<Row>, by many: borrowing Insertion<repeat each Parameter>,
        counting changes: inout Changes, _ bind: Binding<Row>
    ) throws {
        precondition(!hasClock, "rows with clocks are written one by one")
        if isStamped {
            let stamp = try Self.stamp(database, insert, update, behind: columnCount)
            try many.statement.bind(number: stamp, behind: 0)
        }
        var start = rows.startIndex
        while rows.endIndex - start >= many.rows {
            let chunk = rows[start..<start + many.rows]
            for (place, row) in chunk.enumerated() {
                try bind(row, many.statement, place * columnCount + (isStamped ? 1 : 0))
            }
            try many.statement.run()
            let inserted = database.changes
            changes.inserted += inserted
            if inserted < many.rows {
                try renew(chunk, besides: inserted, counting: &changes, bind)
            }
            start += many.rows
        }
        for row in rows[start...] {
            try bind(row, insert, 0)
            try insert.run()
            let inserted = database.changes
            changes.inserted += inserted
            if inserted == 0 {
                try renew(CollectionOfOne(row), besides: 0, counting: &changes, bind)
            }
        }
    }

    /// Updates rows that were there; those that were just inserted among them do not differ.
    private borrowing func renew<Rows: Collection>(
        _ rows: Rows, besides inserted: Int, counting changes: inout Changes,
        _ bind: Binding<Rows.Element>
    ) throws {
        var updated = 0
        for row in rows {
            try bind(row, update, 0)
            try update.run()
            updated += database.changes
        }
        changes.updated += updated
        changes.unchanged += rows.count - inserted - updated
    }
}

/// A statement that inserts many rows at once: opening a table and its indices costs as much as
/// writing a row into them.
struct Insertion<each Parameter: Bindable>: ~Copyable {
    /// How many rows it takes.
    let rows: Int
    fileprivate let statement: Statement<repeat each Parameter>

    /// `count` is how many rows are to be written in all.
    init(
        _ database: Database, table: String, key: [String], columns: [String], count: Int,
        _ types: (repeat each Parameter).Type
    ) throws {
        let text = UpsertText(table: table, key: key, columns: columns, clock: [])
        rows = max(1, min(count, 100))
        statement = try database.prepareRows(text.insertion(rows: rows), types)
    }
}

/// The words of an upsert's statements.
private struct UpsertText {
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

    /// The number of the change comes first here, so that no other place needs one: SQLite walks
    /// through all numbered places for each of them.
    func insertion(rows: Int) -> String {
        let places = (isStamped ? ["?1"] : []) + columns.map { _ in "?" }
        let row = "(\(places.joined(separator: ", ")))"
        return """
            INSERT INTO \(table) (\(((isStamped ? ["changed"] : []) + columns).joined(separator: ", ")))
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
