internal import CSQLite

/// What SQLite refused, and the statement it refused; never the values that were bound to it.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLite's primary result code, such as 5 (busy) or 19 (constraint).
    public let code: Int32
    /// SQLite's extended result code, such as 517 (busy: snapshot is old).
    public let extendedCode: Int32
    /// SQLite's own words.
    public let message: String
    /// The statement, or the path for a file that does not open.
    public let sql: String

    public init(extendedCode: Int32, message: String, sql: String) {
        code = extendedCode & 0xFF
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
    }

    /// Another process holds the lock for longer than the busy timeout: trying again may help.
    public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }

    /// The file cannot be opened: it is missing, or its folder cannot be read.
    public var isCannotOpen: Bool { code == SQLITE_CANTOPEN }

    /// The file is no database, or a damaged one.
    public var isDamaged: Bool { code == SQLITE_NOTADB || code == SQLITE_CORRUPT }

    /// The file or its folder must not be written.
    public var isReadOnly: Bool { code == SQLITE_READONLY || code == SQLITE_PERM }

    /// A constraint of the schema refused a row.
    public var isConstraint: Bool { code == SQLITE_CONSTRAINT }

    public var description: String { "sqlite \(extendedCode): \(message) (\(sql))" }
}
