internal import SQLite

/// One text of a strategy file, never overwritten.
public struct StrategyVersion: Hashable, Sendable {
    public var strategy: String
    /// Digest of the text.
    public var hash: String
    public var source: String

    public init(strategy: String, hash: String, source: String) {
        self.strategy = strategy
        self.hash = hash
        self.source = source
    }
}

/// Strategies with every version that ever ran.
public struct StrategyTable {
    let store: Store

    /// Stores a version and makes it the strategy's current one.
    public func save(_ version: StrategyVersion) throws -> Changes {
        try store.transaction {
            let strategy = try store.write("strategy") { changes in
                let upsert = try Upsert(
                    store.database, table: "strategy", key: ["strategy"],
                    columns: ["strategy", "hash"], (String, String).self)
                try upsert.run(version.strategy, version.hash, counting: &changes)
            }
            let text = try store.write("strategy_version") { changes in
                try store.database.run(
                    "INSERT OR IGNORE INTO strategy_version VALUES (?, ?, ?)", version.strategy,
                    version.hash, version.source)
                if store.database.changes > 0 {
                    changes.inserted += 1
                } else {
                    changes.unchanged += 1
                }
            }
            return strategy + text
        }
    }

    /// A version by its hash, or the current one; nil where there is none.
    public func version(strategy: String, hash: String? = nil) throws -> StrategyVersion? {
        let found = try store.database.first(
            """
            SELECT hash, source FROM strategy_version
            WHERE strategy = ?1
                AND hash = coalesce(?2, (SELECT hash FROM strategy WHERE strategy = ?1))
            """, strategy, hash, as: (String, String).self)
        return found.map { StrategyVersion(strategy: strategy, hash: $0.0, source: $0.1) }
    }

    /// The hashes of a strategy's versions in alphabetical order.
    public func hashes(strategy: String) throws -> [String] {
        var hashes: [String] = []
        try store.database.rows(
            "SELECT hash FROM strategy_version WHERE strategy = ? ORDER BY hash", [.text(strategy)]
        ) { hashes.append($0.read(0)) }
        return hashes
    }
}
