internal import CSQLite
internal import Glibc

/// How a connection is made and made ready.
extension Database {
    /// What a writer keeps in memory of the file's pages: rows in another order come back to them.
    private static let writerCacheKiB = 32_768

    /// The pages of a file that is made: every page costs two system calls in the log and two more when it
    /// moves into the file, while a small change writes a few whole pages. Files that are there keep theirs.
    public static let newPageBytes = 8_192

    /// Once in a process, before its first connection.
    private static let isConfigured =
        csqlite_count_no_memory() == SQLITE_OK && csqlite_keep_undo_in_memory() == SQLITE_OK

    static let writing = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE

    static func open(
        _ name: String, _ flags: Int32, named path: String
    ) throws(DatabaseError) -> OpaquePointer {
        _ = isConfigured
        var connection: OpaquePointer?
        let code = sqlite3_open_v2(
            name, &connection, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let connection else {
            let message = String(
                cString: connection.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
            let systemCode = systemCode(code, connection)
            sqlite3_close_v2(connection)
            throw DatabaseError(
                extendedCode: code, message: message, sql: path, systemCode: systemCode)
        }
        sqlite3_busy_timeout(connection, busyTimeoutMilliseconds)
        return connection
    }

    /// A file is not read before the first statement: this one finds out that it is no database.
    func prepareReading() throws(DatabaseError) {
        try execute("PRAGMA query_only = ON; PRAGMA schema_version")
    }

    func prepareWriting() throws(DatabaseError) {
        try execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL")
        try execute(
            "PRAGMA page_size = \(Self.newPageBytes); PRAGMA cache_size = -\(Self.writerCacheKiB)")
        // Entering write-ahead mode does not wait for locks by itself: two tools may create a
        // file at the same moment.
        let attempts = Int(Self.busyTimeoutMilliseconds) / 10
        for attempt in 1...attempts {
            do {
                return try execute("PRAGMA journal_mode = WAL")
            } catch  where error.isBusy && attempt < attempts {
                usleep(10_000)
            }
        }
    }

    static func hasLog(_ path: String) -> Bool {
        var status = stat()
        return stat(path + "-wal", &status) == 0 && status.st_size > 0
    }
}
