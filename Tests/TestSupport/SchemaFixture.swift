internal import Foundation
public import SQLite

/// A store as an older AnyTrade left it: one SQL dump under `Golden/schemas`, named by its schema.
/// Letters tell the layouts apart that schema 1 had while the house was built.
public struct SchemaFixture: CustomStringConvertible, Sendable {
    public let name: String

    public init(name: String) { self.name = name }

    public var description: String { "schema \(name)" }
    public var version: Int { Int(name.prefix { $0.isNumber }) ?? 0 }
    /// Whether it was recorded.
    public var exists: Bool { FileManager.default.fileExists(atPath: file.path) }
    private var file: URL { golden("StorageTests", "schemas/\(name).sql") }

    public static let all: [SchemaFixture] = {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: golden("StorageTests", "schemas").path)
        return (names ?? []).filter { $0.hasSuffix(".sql") }.sorted()
            .map { SchemaFixture(name: String($0.dropLast(4))) }
    }()

    /// The newest: what the stores of this version look like.
    public static var newest: SchemaFixture? { all.max { $0.version < $1.version } }

    /// Makes the store that was dumped, at `path`.
    public func restore(to path: String) throws {
        let database = try Database(path: path, access: .readWrite)
        try database.execute("PRAGMA foreign_keys = OFF")
        try database.transaction {
            try database.execute(String(contentsOf: file, encoding: .utf8))
        }
    }

    /// Dumps a store as SQL that makes it again.
    public func record(_ database: Database) throws {
        var text = "-- A store of schema \(name), made by the code that wrote it.\n"
        for table in try Self.names(of: "table", in: database) {
            text += try Self.list("SELECT sql FROM sqlite_schema WHERE name = '\(table)'", database)
                .map { $0 + ";\n" }.joined()
            let values = try Self.columns(of: table, in: database).map { "quote(\($0))" }
            let row = values.joined(separator: " || ',' || ")
            text += try Self.list("SELECT \(row) FROM \(table)", database)
                .map { "INSERT INTO \(table) VALUES(\($0));\n" }.joined()
        }
        let others = "type <> 'table' AND sql IS NOT NULL"
        text += try Self.list("SELECT sql FROM sqlite_schema WHERE \(others)", database)
            .map { $0 + ";\n" }.joined()
        for pragma in ["application_id", "user_version"] {
            let value = try Self.list("SELECT * FROM pragma_\(pragma)", database)
            text += "PRAGMA \(pragma) = \(value.joined());\n"
        }
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    public static func names(of type: String, in database: Database) throws -> [String] {
        try list(
            "SELECT name FROM sqlite_schema WHERE type = '\(type)' AND sql IS NOT NULL", database)
    }

    public static func columns(of table: String, in database: Database) throws -> [String] {
        try list("SELECT name FROM pragma_table_info('\(table)')", database)
    }

    /// The first column of a query as text.
    public static func list(_ sql: String, _ database: Database) throws -> [String] {
        var texts: [String] = []
        try database.rows("SELECT * FROM (\(sql))") { row in
            texts.append(row[0].text ?? row[0].integer.map(String.init) ?? "")
        }
        return texts
    }
}
