internal import SQLite

/// Brings a store forward to the schema of this version, and never back.
enum Migrations {
    /// The schema that this version of AnyTrade reads and writes. Whoever changes `Schema` raises
    /// it and records a fixture (`make golden`); `Rebuild` knows what older rows do not say.
    static let current = 5

    /// Marks the file as ours in SQLite's header: "ATrd".
    static let applicationID = 0x4154_7264

    static func prepare(_ database: Database, access: Store.Access) throws {
        let version = try check(database)
        if version == current { return }
        guard access == .readWrite else {
            throw StoreError.older(path: database.path, version: version, known: current)
        }
        try database.transaction {
            // Another tool may have been faster while we waited for the lock.
            switch try check(database) {
            case current: return
            case 0: try database.execute(Schema.text)
            default: try Rebuild(database: database).run()
            }
            try database.execute(
                "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(current)")
        }
    }

    /// The file's schema version; 0 for an empty file.
    ///
    /// - Throws: `StoreError` for another program's file and for a newer schema.
    static func check(_ database: Database) throws -> Int {
        let path = database.path
        // Together, or a store that another tool makes meanwhile looks like a stranger's.
        let (version, isOurs) = try database.snapshot {
            let version = try database.value("PRAGMA user_version", as: Int.self) ?? 0
            let owner = try database.value("PRAGMA application_id", as: Int.self) ?? 0
            if owner == applicationID { return (version, true) }
            // Asked last: to count tables, SQLite reads and parses the whole schema.
            let tables = try database.value("SELECT count(*) FROM sqlite_schema", as: Int.self) ?? 0
            return (version, owner == 0 && version == 0 && tables == 0)
        }
        guard isOurs else {
            throw StoreError.notAStore(path: path, reason: "it is another program's database")
        }
        guard version <= current else {
            throw StoreError.newer(path: path, version: version, known: current)
        }
        return version
    }
}
