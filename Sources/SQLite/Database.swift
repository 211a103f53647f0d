internal import CSQLite
internal import Glibc

/// One connection to one SQLite file.
///
/// Values are bound, never written into the text of a statement. Writers take their lock at the
/// start of a transaction, because a reader that becomes a writer half-way fails at once, however
/// long its busy timeout is. A connection belongs to one thread at a time.
public final class Database {
    /// What a connection may do.
    public enum Access: Hashable, Sendable {
        /// Reads a file that must exist, also one that another process is writing.
        case readOnly
        /// Reads and writes, and creates a file that is missing.
        case readWrite
    }

    /// How long a statement waits for another process's lock.
    public static let busyTimeoutMilliseconds: Int32 = 15_000

    /// More than any file has; SQLite maps no more than its own limit of it.
    private static let mappedBytes = 1 << 40

    private let connection: OpaquePointer
    public let path: String
    private let shelf = StatementShelf()
    private var depth = 0

    /// Opens `path`; `:memory:` is a database that lives as long as its connection.
    ///
    /// - Throws: `DatabaseError` where the file is missing, is no database or cannot be opened.
    public init(path: String, access: Access) throws(DatabaseError) {
        self.path = path
        let flags = access == .readOnly ? SQLITE_OPEN_READONLY : Self.writing
        connection = try Self.open(path, flags, named: path)
        switch access {
        case .readOnly: try prepareReading()
        case .readWrite: try prepareWriting()
        }
    }

    /// Opens a file in a folder that cannot be written, which nobody has open for writing.
    ///
    /// A database in write-ahead mode needs an index file beside it even for reading. Where that
    /// cannot be made and no log is waiting, the file alone is the whole truth.
    private init(still path: String) throws(DatabaseError) {
        self.path = path
        var escaped = ""
        for scalar in path.unicodeScalars {
            switch scalar {
            case "?": escaped += "%3f"
            case "#": escaped += "%23"
            case "%": escaped += "%25"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        connection = try Self.open(
            "file:\(escaped)?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, named: path)
        try execute("PRAGMA schema_version")
    }

    /// Opens another program's database for reading, wherever it lies, however full its disk, and
    /// whoever writes it.
    ///
    /// - Throws: `DatabaseError` where the file is missing or no database, or where a write-ahead
    ///   log waits in a folder that cannot be written.
    public static func foreign(path: String) throws(DatabaseError) -> Database {
        do {
            return try Database(path: path, access: .readOnly)
        } catch {
            guard error.code == SQLITE_CANTOPEN || error.code == SQLITE_READONLY || error.isFull,
                access(path, R_OK) == 0, !hasLog(path)
            else { throw error }
            return try Database(still: path)
        }
    }

    deinit {
        shelf.close()
        sqlite3_close_v2(connection)
    }

    /// Runs one or more statements without parameters.
    public func execute(_ sql: String) throws(DatabaseError) {
        let code = sqlite3_exec(connection, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql) }
    }

    /// Prepares a statement for values of the types named.
    public func prepare<each Parameter: Bindable>(
        _ sql: String, _ types: (repeat each Parameter).Type = (repeat each Parameter).self
    ) throws(DatabaseError) -> Statement<repeat each Parameter> {
        Statement(try taken(sql), shelf)
    }

    /// Prepares a statement whose values come one by one: see `Statement.binding(behind:)`.
    public func prepareRows(_ sql: String) throws(DatabaseError) -> Statement<> {
        Statement(try compile(sql, keepsTexts: true), shelf)
    }

    /// Runs one statement once.
    @inlinable
    public func run<each Parameter: Bindable>(
        _ sql: String, _ values: repeat each Parameter
    ) throws(DatabaseError) {
        let statement: Statement<repeat each Parameter> = try prepare(sql)
        try statement.run(repeat each values)
    }

    /// The first row of a query, nil where it has none.
    @inlinable
    public func first<each Parameter: Bindable, each Column: Readable>(
        _ sql: String, _ values: repeat each Parameter, as types: (repeat each Column).Type
    ) throws -> (repeat each Column)? {
        let statement: Statement<repeat each Parameter> = try prepare(sql)
        var found: (repeat each Column)?
        try statement.rows(repeat each values, as: types) { (row: repeat each Column) in
            if found == nil { found = (repeat each row) }
        }
        return found
    }

    /// The only column of a query's first row, nil where it has no rows.
    @inlinable
    public func value<each Parameter: Bindable, Column: Readable>(
        _ sql: String, _ values: repeat each Parameter, as type: Column.Type
    ) throws -> Column? {
        let statement: Statement<repeat each Parameter> = try prepare(sql)
        var found: Column?
        try statement.rows(repeat each values, as: type) { (column: Column) in
            if found == nil { found = column }
        }
        return found
    }

    /// Hands the rows of a query to `body`, whose columns and parameters are known only now.
    public func rows(
        _ sql: String, _ values: [Value] = [], _ body: (borrowing Row) throws -> Void
    ) throws {
        let handle = try taken(sql)
        defer { shelf.put(handle) }
        precondition(handle.parameterCount == values.count, "a value for every parameter")
        for (index, value) in values.enumerated() {
            try handle.check(value.bind(to: handle, at: Int32(index + 1)))
        }
        let row = Row(handle)
        while try handle.step() { try body(row) }
    }

    /// The columns that a query gives, and whether each is a table's own, not computed; the query
    /// does not run.
    public func columns(
        _ sql: String
    ) throws(DatabaseError) -> [(name: String, isDeclared: Bool)] {
        let handle = try compile(sql)
        defer { handle.finalize() }
        return (0..<Int32(handle.columnCount)).map {
            (handle.columnName($0), handle.isDeclared($0))
        }
    }

    /// Rows that the last statement inserted, updated or deleted.
    public var changes: Int { Int(sqlite3_changes64(connection)) }

    /// The row id that the last insertion gave.
    public var lastRow: Int { Int(sqlite3_last_insert_rowid(connection)) }

    /// What the system said, where it was the system that refused.
    static func systemCode(_ code: Int32, _ connection: OpaquePointer?) -> Int32 {
        guard let connection else { return 0 }
        switch code & 0xFF {
        case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_FULL:
            return sqlite3_system_errno(connection)
        default: return 0
        }
    }

    func error(_ code: Int32, _ sql: String) -> DatabaseError {
        DatabaseError(
            extendedCode: code, message: String(cString: sqlite3_errmsg(connection)), sql: sql,
            systemCode: Self.systemCode(code, connection))
    }

    private func taken(_ sql: String) throws(DatabaseError) -> Handle {
        if let handle = shelf.take(sql) { handle } else { try compile(sql) }
    }

    private func compile(
        _ sql: String, keepsTexts: Bool = false
    ) throws(DatabaseError) -> Handle {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, 0, &statement, nil)
        guard code == SQLITE_OK, let statement else { throw error(code, sql) }
        return Handle(pointer: statement, keepsTexts: keepsTexts)
    }
}

extension Database {
    /// Runs `body` as one transaction: all of it happens, or, when it throws, nothing.
    ///
    /// The lock is taken at once (`BEGIN IMMEDIATE`). A transaction inside another is a savepoint.
    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        let isOuter = depth == 0
        try execute(isOuter ? "BEGIN IMMEDIATE" : "SAVEPOINT inner_\(depth)")
        return try finish(
            body, commit: isOuter ? "COMMIT" : "RELEASE inner_\(depth)",
            rollback: isOuter
                ? "ROLLBACK" : "ROLLBACK TO inner_\(depth); RELEASE inner_\(depth)")
    }

    /// Runs `body` on one state of the database, whatever others write meanwhile.
    public func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
        guard depth == 0 else { return try body() }
        try execute("BEGIN")
        return try finish(body, commit: "COMMIT", rollback: "ROLLBACK")
    }

    /// Runs `body`, which reads much of the file once: pages are lent by the system's memory of the
    /// file instead of copied into ours. Only as long, for a file that somebody cuts short meanwhile
    /// then ends the process.
    public func mapped<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("PRAGMA mmap_size = \(Self.mappedBytes)")
        defer { try? execute("PRAGMA mmap_size = 0") }
        return try body()
    }

    /// Runs `body`, whose rows keep the tables' CHECKs and refer to rows that are there, as whoever made them
    /// knows: SQLite does not ask again for each. Types, NOT NULL and keys are held in any case. Of
    /// statements that are prepared in it alone, none of which deletes what others refer to.
    public func trusting<Result>(_ body: () throws -> Result) throws -> Result {
        try setTrust(true)
        defer { try? setTrust(false) }
        return try body()
    }

    private func setTrust(_ isTrusting: Bool) throws(DatabaseError) {
        try execute("PRAGMA ignore_check_constraints = \(isTrusting ? "ON" : "OFF")")
        // The pragma of this would do nothing in a transaction.
        csqlite_check_references(connection, isTrusting ? 0 : 1)
    }

    private func finish<Result>(
        _ body: () throws -> Result, commit: String, rollback: String
    ) throws -> Result {
        depth += 1
        defer { depth -= 1 }
        do {
            let result = try body()
            try execute(commit)
            return result
        } catch {
            // SQLite may have rolled back by itself (disk full): then there is nothing to undo.
            try? execute(rollback)
            throw error
        }
    }
}
