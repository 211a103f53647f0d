internal import SQLite

/// Writes many rows of a table as `Upsert` does one by one, but inserts those that are new by a
/// statement that takes many: opening a table and its indices costs as much as writing a row into
/// them.
struct BulkUpsert: ~Copyable {
    /// Binds the values of the row at an index, in the order of the columns.
    typealias Bind = (Int, inout RowBinding) throws(DatabaseError) -> Void

    private let database: Database
    private let insertMany: Statement<>
    private let insert: Statement<>
    private let update: Statement<>
    private let rowsAtOnce: Int
    private let columnCount: Int

    /// `columns` are all columns but `changed`, which every row gets as its last, in the order of the
    /// table and of the values, `key` those that identify a row; `count` is about how many rows are to be
    /// written in all.
    init(_ database: Database, table: String, key: [String], columns: [String], count: Int) throws {
        let text = UpsertText(table: table, key: key, columns: columns, clock: [])
        precondition(text.isStamped, "only facts that are followed come in bulk")
        let rowsAtOnce = max(1, min(count, 100))
        let insertMany = try database.prepareRows(text.insertion(rows: rowsAtOnce))
        let insert = try database.prepareRows(text.insertion(rows: 1))
        let update = try database.prepareRows(text.update)
        self.rowsAtOnce = rowsAtOnce
        self.insertMany = insertMany
        self.insert = insert
        self.update = update
        columnCount = columns.count
        self.database = database
    }

    /// Writes rows in the transaction that is under way.
    borrowing func run(
        _ rows: Range<Int>, stamp: Int, counting changes: inout Changes, _ bind: Bind
    ) throws {
        try update.bind(number: stamp, behind: columnCount)
        var start = rows.lowerBound
        while start < rows.upperBound {
            let isFull = rows.upperBound - start >= rowsAtOnce
            let chunk = start..<start + (isFull ? rowsAtOnce : 1)
            let inserted =
                isFull
                ? try add(chunk, insertMany, stamp, bind) : try add(chunk, insert, stamp, bind)
            changes.inserted += inserted
            if inserted < chunk.count {
                try renew(chunk, besides: inserted, counting: &changes, bind)
            }
            start = chunk.upperBound
        }
    }

    /// Inserts rows that are not there; how many they were.
    private borrowing func add(
        _ rows: Range<Int>, _ insert: borrowing Statement<>, _ stamp: Int, _ bind: Bind
    ) throws -> Int {
        var binding = insert.binding(behind: 0)
        for index in rows {
            try bind(index, &binding)
            try binding.add(stamp)
        }
        try insert.run()
        return database.changes
    }

    /// Updates the rows that were there; those that were just inserted do not differ.
    private borrowing func renew(
        _ rows: Range<Int>, besides inserted: Int, counting changes: inout Changes, _ bind: Bind
    ) throws {
        var updated = 0
        for index in rows {
            var binding = update.binding(behind: 0)
            try bind(index, &binding)
            try update.run()
            updated += database.changes
        }
        changes.updated += updated
        changes.unchanged += rows.count - inserted - updated
    }
}
