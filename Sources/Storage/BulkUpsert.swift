internal import SQLite

/// Writes many rows of a table as `Upsert` does one by one, but inserts those that are new by a
/// statement that takes many: opening a table and its indices costs as much as writing a row into
/// them.
struct BulkUpsert<Row>: ~Copyable {
    /// Binds the values of a row, in the order of the columns.
    typealias Bind = (Row, inout RowBinding) throws(DatabaseError) -> Void

    private let database: Database
    private let insertMany: Statement<>
    private let insert: Statement<>
    private let update: Statement<>
    private let rowsAtOnce: Int
    private let columnCount: Int
    private let bind: Bind

    /// `columns` are all columns but `changed`, which every row gets, in the order of the values, `key`
    /// those that identify a row; `count` is about how many rows are to be written in all.
    init(
        _ database: Database, table: String, key: [String], columns: [String], count: Int,
        _ bind: @escaping Bind
    ) throws {
        let text = UpsertText(table: table, key: key, columns: columns, clock: [])
        precondition(text.isStamped, "only facts that are followed come in bulk")
        let rowsAtOnce = max(1, min(count, 100))
        let insertMany = try database.prepareRows(text.insertion(rows: rowsAtOnce))
        let insert = try database.prepareRows(text.insert)
        let update = try database.prepareRows(text.update)
        self.rowsAtOnce = rowsAtOnce
        self.insertMany = insertMany
        self.insert = insert
        self.update = update
        columnCount = columns.count
        self.database = database
        self.bind = bind
    }

    /// Writes rows in the transaction that is under way.
    borrowing func run(_ rows: ArraySlice<Row>, counting changes: inout Changes) throws {
        let stamp = try database.stamp()
        try insertMany.bind(number: stamp, behind: 0)
        try insert.bind(number: stamp, behind: columnCount)
        try update.bind(number: stamp, behind: columnCount)
        var start = rows.startIndex
        while rows.endIndex - start >= rowsAtOnce {
            let chunk = rows[start..<start + rowsAtOnce]
            for index in chunk.indices {
                var binding = insertMany.binding(behind: 1 + (index - start) * columnCount)
                try bind(rows[index], &binding)
            }
            try insertMany.run()
            try renew(chunk, besides: database.changes, counting: &changes)
            start += rowsAtOnce
        }
        for index in start..<rows.endIndex {
            var binding = insert.binding(behind: 0)
            try bind(rows[index], &binding)
            try insert.run()
            try renew(rows[index...index], besides: database.changes, counting: &changes)
        }
    }

    /// Counts rows that were inserted, and updates the others, if some were there; those that were
    /// just inserted do not differ.
    private borrowing func renew(
        _ rows: ArraySlice<Row>, besides inserted: Int, counting changes: inout Changes
    ) throws {
        changes.inserted += inserted
        guard inserted < rows.count else { return }
        var updated = 0
        for row in rows {
            var binding = update.binding(behind: 0)
            try bind(row, &binding)
            try update.run()
            updated += database.changes
        }
        changes.updated += updated
        changes.unchanged += rows.count - inserted - updated
    }
}
