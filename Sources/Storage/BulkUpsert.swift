internal import SQLite

/// Writes many rows of a table as `Upsert` does one by one, but inserts those that are new by a
/// statement that takes many: opening a table and its indices costs as much as writing a row into
/// them.
struct BulkUpsert: ~Copyable {
    /// Binds the values of the row at an index, in the order of the columns.
    typealias Bind = (Int, inout RowBinding) throws(DatabaseError) -> Void

    private let database: Database
    private let text: UpsertText
    private let insertMany: Statement<>
    private let insert: Statement<>
    private let rowsAtOnce: Int

    /// `columns` are all columns but `changed`, which every row gets as its last, in the order of the
    /// table and of the values, `key` those that identify a row; `count` is about how many rows are to be
    /// written in all.
    init(_ database: Database, table: String, key: [String], columns: [String], count: Int) throws {
        let text = UpsertText(table: table, key: key, columns: columns, clock: [])
        precondition(text.isStamped, "only facts that are followed come in bulk")
        let rowsAtOnce = Self.rowsAtOnce(of: count)
        let insertMany = try database.prepareRows(text.insertion(rows: rowsAtOnce))
        let insert = try database.prepareRows(text.insertion(rows: 1))
        self.rowsAtOnce = rowsAtOnce
        self.insertMany = insertMany
        self.insert = insert
        self.text = text
        self.database = database
    }

    /// A place for a value takes as long to prepare as some rows to write: where rows are few, a
    /// statement takes fewer. They divide into as many statements as one takes rows, with few left.
    private static func rowsAtOnce(of count: Int) -> Int {
        let statements = max(1, Int(Double(count).squareRoot()))
        return max(1, min(count / statements, 100))
    }

    /// Writes rows in the transaction that is under way.
    borrowing func run(
        _ rows: Range<Int>, stamp: Int, counting changes: inout Changes, _ bind: Bind
    ) throws {
        var known: [Range<Int>] = []
        var start = rows.lowerBound
        while start < rows.upperBound {
            let isFull = rows.upperBound - start >= rowsAtOnce
            let chunk = start..<start + (isFull ? rowsAtOnce : 1)
            let inserted =
                isFull
                ? try add(chunk, insertMany, stamp, bind) : try add(chunk, insert, stamp, bind)
            changes.inserted += inserted
            changes.unchanged += chunk.count - inserted
            if inserted < chunk.count { known.append(chunk) }
            start = chunk.upperBound
        }
        let updated = known.isEmpty ? 0 : try renew(known.joined(), stamp, bind)
        changes.updated += updated
        changes.unchanged -= updated
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

    /// Updates the rows that were there; those that were just inserted do not differ. How many did.
    private borrowing func renew(
        _ rows: some Sequence<Int>, _ stamp: Int, _ bind: Bind
    ) throws -> Int {
        let update = try database.prepareRows(text.update)
        try update.bind(number: stamp, behind: text.columns.count)
        var updated = 0
        for index in rows {
            var binding = update.binding(behind: 0)
            try bind(index, &binding)
            try update.run()
            updated += database.changes
        }
        return updated
    }
}
