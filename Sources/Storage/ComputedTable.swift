internal import SQLite

/// Rows that were computed and not stored, open to the same questions as the store's: conditions,
/// orders, cursors. They live as long as the value.
public final class ComputedTable {
    /// A column with what SQLite is to take its values for.
    public struct Column: Sendable {
        public enum Kind: String, Sendable {
            case text = "TEXT"
            case integer = "INTEGER"
            case real = "REAL"
        }

        public let name: String
        public let kind: Kind

        public init(_ name: String, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    public let info: TableInfo
    private let listing: Listing
    private let known: [SchemaColumn]
    private let database: Database

    /// A table without rows; the columns of `key` tell them apart, and order them where a question
    /// does not.
    public init(_ name: String, summary: String, columns: [Column], key: [String]) throws {
        listing = Listing(name, summary, key: key.map { Listing.Term($0) })
        info = TableInfo(
            name: name, isView: true, kind: name, columns: columns.map(\.name), summary: summary)
        known = columns.map { SchemaColumn(name: $0.name, isDeclared: true) }
        database = try Database(path: ":memory:", access: .readWrite)
        let list = columns.map { "\($0.name) \($0.kind.rawValue)" }.joined(separator: ", ")
        try database.execute("CREATE TABLE \(name) (\(list)) STRICT")
    }

    /// Adds a row; its cells are in the order of the columns.
    public func add(_ cells: [Cell]) throws {
        let places = cells.map { _ in "?" }.joined(separator: ", ")
        try database.rows(
            "INSERT INTO \(info.name) VALUES (\(places))", cells.map(Value.init)
        ) { _ in }
    }

    /// As `Store.rows`.
    @discardableResult
    public func rows(_ query: Query, _ body: (Edge) throws -> Void) throws -> PageInfo {
        try reading(query).page(query, body)
    }

    /// As `Store.count`.
    public func count(_ query: Query) throws -> Int { try reading(query).count() }

    private func reading(_ query: Query) throws -> Reading {
        try Reading(query, listing, known: known, database)
    }
}

extension Value {
    fileprivate init(_ cell: Cell) {
        self =
            switch cell {
            case .null: .null
            case .flag(let flag): .integer(flag ? 1 : 0)
            case .integer(let number): .integer(number)
            case .real(let number): .real(number)
            case .text(let text), .json(let text): .text(text)
            }
    }
}
