internal import Glibc
internal import SQLite

/// The one file in which a desk keeps its facts: candles, trades, runs, measures, breaks.
///
/// Each family of tables has a door (`store.candles`, `store.trades`, …) that speaks in values of
/// `Market` and `Records`. Writers use short transactions that take their lock at once, so several
/// tools may work on one store; a writer raises its table's revision in the same transaction when a
/// row really changed, and doing the same twice changes nothing.
///
/// Errors: `StoreError` from `init` and where the store contradicts itself, `DatabaseError` from
/// the doors; `StoreError(_:path:)` makes one of the other.
public final class Store {
    /// What may be done with the store.
    public enum Access: Hashable, Sendable {
        case readOnly
        /// Creates a missing file, and brings an older store up to date.
        case readWrite
    }

    /// The version of the schema that this AnyTrade reads and writes, counted from 1.
    public static let schemaVersion = Migrations.current

    /// Names how this AnyTrade lays out a new file: a store of the same name answers as fast.
    public static let layout = "\(Migrations.current)-\(Database.newPageBytes)"

    public let path: String
    let database: Database

    /// Opens the store; `:memory:` makes one that lives as long as the value.
    ///
    /// - Throws: `StoreError`.
    public init(path: String, access: Access) throws {
        self.path = path
        if access == .readOnly, Glibc.access(path, F_OK) != 0 {
            throw StoreError.missing(path: path)
        }
        do {
            // Opening for writing leaves its mark: another program's database is refused before.
            if access == .readWrite, Glibc.access(path, F_OK) == 0 {
                do {
                    _ = try Migrations.check(Database(path: path, access: .readOnly))
                } catch let error as DatabaseError where error.isForbidden {
                    // Its last writer was killed: only the next one can roll back what that left.
                }
            }
            database =
                try access == .readOnly
                ? Database.foreign(path: path) : Database(path: path, access: .readWrite)
            try Migrations.prepare(database, access: access)
            // Pages of trades are few: an index made for one question would be of all trades.
            try database.execute("PRAGMA automatic_index = OFF")
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    public var candles: CandleTable { CandleTable(store: self) }
    public var markets: MarketTable { MarketTable(store: self) }
    public var funding: FundingTable { FundingTable(store: self) }
    public var measures: MeasureTable { MeasureTable(store: self) }
    public var equity: EquityTable { EquityTable(store: self) }
    public var breaks: BreakTable { BreakTable(store: self) }
    public var observations: ObservationTable { ObservationTable(store: self) }
    public var trades: TradeTable { TradeTable(store: self) }
    public var bots: BotTable { BotTable(store: self) }
    public var strategies: StrategyTable { StrategyTable(store: self) }
    public var runs: RunTable { RunTable(store: self) }
    public var trials: TrialTable { TrialTable(store: self) }
    public var pipelineRuns: PipelineTable { PipelineTable(store: self) }

    /// Runs `body` as one transaction over several doors: all of it happens, or nothing.
    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try database.transaction(body)
    }

    /// Runs `body`, which writes what this process has just made of a run that it stored: rows that keep the
    /// rules of their tables, which SQLite would hold each against again, a third of the time.
    public func trusting<Result>(_ body: () throws -> Result) throws -> Result {
        try database.trusting(body)
    }

    /// Runs `body` on one state of the store, whatever other tools write meanwhile.
    public func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
        try database.snapshot(body)
    }
}

// MARK: Writing

extension Store {
    /// Rows in one transaction: few enough that nobody waits long for the lock.
    static let rowsPerTransaction = 5_000

    /// Runs `body` as one transaction and raises the table's revision if a row really changed.
    func write(_ table: String, _ body: (inout Changes) throws -> Void) throws -> Changes {
        try database.transaction {
            var changes = Changes()
            try body(&changes)
            if changes.isReal { try raise(table) }
            return changes
        }
    }

    /// Writes many rows in short transactions; those before one that fails stay.
    func write<Row>(
        _ table: String, _ rows: [Row], _ body: (ArraySlice<Row>, inout Changes) throws -> Void
    ) throws -> Changes {
        try write(table, rows[...], body)
    }

    /// Writes many rows in short transactions; those before one that fails stay.
    func write<Row>(
        _ table: String, _ rows: ArraySlice<Row>,
        _ body: (ArraySlice<Row>, inout Changes) throws -> Void
    ) throws -> Changes {
        var total = Changes()
        for start in stride(from: rows.startIndex, to: rows.endIndex, by: Self.rowsPerTransaction) {
            let end = min(start + Self.rowsPerTransaction, rows.endIndex)
            total += try write(table) { try body(rows[start..<end], &$0) }
        }
        return total
    }

    /// Makes sure that an exchange is known.
    func addExchange(_ name: String) throws {
        try database.run("INSERT OR IGNORE INTO exchange (exchange) VALUES (?)", name)
        if database.changes > 0 { try raise("exchange") }
    }

    func raise(_ table: String) throws {
        try database.run(
            """
            INSERT INTO revision (name, revision) VALUES (?, 1)
            ON CONFLICT (name) DO UPDATE SET revision = revision + 1
            """, table)
    }
}

// MARK: Revisions

extension Store {
    /// How often each table really changed, by name: the fingerprint of a table as an input.
    ///
    /// A table that was never written is absent.
    public func revisions() throws -> [String: Int] {
        var revisions: [String: Int] = [:]
        try database.rows("SELECT name, revision FROM revision") { row in
            if let name = row[0].text, let revision = row[1].integer { revisions[name] = revision }
        }
        return revisions
    }

    /// How often a table, or one of the tables under a view, really changed; nil for an unknown name.
    public func revision(of name: String) throws -> Int? {
        guard let tables = Listing.named(name)?.tables else { return nil }
        let revisions = try revisions()
        return tables.reduce(0) { $0 + (revisions[$1] ?? 0) }
    }
}
