internal import CSQLite
internal import Glibc

/// What SQLite refused, and the statement it refused; never the values that were bound to it.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLite's primary result code, such as 5 (busy) or 19 (constraint).
    public let code: Int32
    /// SQLite's extended result code, such as 517 (busy: snapshot is old).
    public let extendedCode: Int32
    /// SQLite's own words, and the system's where it refused to open a file.
    public let message: String
    /// The system's number of why a file was not opened, read or written; 0 where it had no part.
    public let systemCode: Int32
    /// The statement, or the path for a file that does not open.
    public let sql: String

    public init(extendedCode: Int32, message: String, sql: String, systemCode: Int32 = 0) {
        code = extendedCode & 0xFF
        self.extendedCode = extendedCode
        self.systemCode = systemCode
        let isOpening = code == SQLITE_CANTOPEN && systemCode != 0
        self.message = message + (isOpening ? ": " + String(cString: strerror(systemCode)) : "")
        self.sql = sql
    }

    /// Another process holds the lock for longer than the busy timeout: trying again may help.
    public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }

    /// The file cannot be opened: it is missing, or its folder cannot be read.
    public var isCannotOpen: Bool { code == SQLITE_CANTOPEN }

    /// The file is no database, or a damaged one.
    public var isDamaged: Bool { isNoDatabase || code == SQLITE_CORRUPT }

    /// The file does not begin as a database does.
    public var isNoDatabase: Bool { code == SQLITE_NOTADB }

    /// The file or its folder must not be written, or not be read.
    public var isForbidden: Bool {
        code == SQLITE_READONLY || code == SQLITE_PERM
            || isCannotOpen && [EACCES, EPERM, EROFS].contains(systemCode)
    }

    /// The disk has no room left, or the file may not grow.
    public var isFull: Bool {
        code == SQLITE_FULL || [ENOSPC, EDQUOT, EFBIG].contains(systemCode)
    }

    /// The system failed to read or to write.
    public var isInputOutput: Bool { code == SQLITE_IOERR }

    /// A constraint of the schema refused a row.
    public var isConstraint: Bool { code == SQLITE_CONSTRAINT }

    public var description: String { "sqlite \(extendedCode): \(message) (\(sql))" }
}
