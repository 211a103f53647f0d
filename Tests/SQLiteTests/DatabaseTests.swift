import Foundation
import SQLite
import Testing

struct DatabaseTests {
    private func memory() throws -> Database {
        let database = try Database(path: ":memory:", access: .readWrite)
        try database.execute(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT, weight REAL, raw BLOB) STRICT")
        return database
    }

    @Test("pages that are lent say the same, and what is written afterwards is seen")
    func lentPages() throws {
        let path = FileManager.default.temporaryDirectory.path + "/lent-\(UUID()).sqlite"
        defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
        let large = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }
        let database = try Database(path: path, access: .readWrite)
        try database.execute("CREATE TABLE note (raw BLOB) STRICT")
        for round in 1...3 {
            try database.run("INSERT INTO note VALUES (?)", large)
            var found: [[UInt8]] = []
            try database.mapped {
                try database.prepare("SELECT raw FROM note").rows(as: [UInt8].self) {
                    (raw: [UInt8]) in found.append(raw)
                }
            }
            #expect(found == Array(repeating: large, count: round))
            try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    @Test("values come back as they were bound")
    func roundTrip() throws {
        let database = try memory()
        let insert = try database.prepare(
            "INSERT INTO note VALUES (?, ?, ?, ?)", (Int, String?, Double?, [UInt8]?).self)
        try insert.run(1, "", 0.1, [])
        try insert.run(2, "café 🚀", -.leastNonzeroMagnitude, [0, 255])
        try insert.run(3, "a\u{0}b", nil, nil)
        try insert.run(.max, nil, .infinity, [7])

        var rows: [String] = []
        let query = try database.prepare("SELECT * FROM note WHERE id > ? ORDER BY id", Int.self)
        try query.rows(0, as: (Int, String?, Double?, [UInt8]?).self) {
            rows.append("\($0) \($1 as Any) \($2 as Any) \($3 as Any)")
        }
        #expect(
            rows == [
                "1 Optional(\"\") Optional(0.1) Optional([])",
                "2 Optional(\"café 🚀\") Optional(-5e-324) Optional([0, 255])",
                "3 Optional(\"a\\0b\") nil nil",
                "\(Int.max) nil Optional(inf) Optional([7])",
            ])
    }

    @Test("a text is asked again: with other values, while it is read, after another schema")
    func askedAgain() throws {
        let database = try memory()
        for id in 1...3 { try database.run("INSERT INTO note (id) VALUES (?)", id) }
        let count = "SELECT count(*) FROM note WHERE id > ?"
        let counts = try (0...3).map { try database.value(count, $0, as: Int.self) }
        #expect(counts == [3, 2, 1, 0])

        let all = "SELECT * FROM note ORDER BY id"
        var pairs: [String] = []
        try database.rows(all) { outer in
            let one = outer[0].integer ?? 0
            try database.rows(all) { inner in pairs.append("\(one)\(inner[0].integer ?? 0)") }
        }
        #expect(pairs == ["11", "12", "13", "21", "22", "23", "31", "32", "33"])

        try database.execute("ALTER TABLE note ADD COLUMN more TEXT DEFAULT 'new'")
        var last: [String?] = []
        try database.rows(all) { last.append($0[4].text) }
        #expect(last == ["new", "new", "new"])
    }

    @Test("a statement of several rows takes the texts of each, however long")
    func severalRows() throws {
        let database = try memory()
        let insert = try database.prepareRows(
            "INSERT INTO note (id, text) VALUES (?, ?), (?, ?), (?, ?)")
        let texts = [
            "", "é", "a\u{0}b", String(repeating: "x", count: 70_000), nil,
            String(repeating: "y", count: 60_000), "short", String(repeating: "z", count: 9_000),
            "end",
        ]
        for start in [0, 3, 6] {
            for row in 0..<3 {
                var binding = insert.binding(behind: row * 2)
                try binding.add(start + row)
                try binding.add(texts[start + row])
            }
            try insert.run()
            #expect(database.changes == 3)
        }
        var found: [String?] = []
        try database.rows("SELECT text FROM note ORDER BY id") { row in found.append(row.read(0)) }
        #expect(found == texts)
    }

    @Test("a row has its own values, whatever of the row before stays bound")
    func repeatedValues() throws {
        let database = try memory()
        try database.execute("CREATE TABLE loose (value)")
        let insert = try database.prepareRows("INSERT INTO loose VALUES (?)")
        let values: [Value] = [
            .null, .null, .integer(0), .integer(0), .real(0), .real(0), .integer(1), .real(1),
            .text("1"), .text("1"), .integer(1), .null, .text(""), .real(1.5), .real(1.5), .null,
        ]
        for value in values {
            var binding = insert.binding(behind: 0)
            switch value {
            case .integer(let number): try binding.add(number)
            case .real(let number): try binding.add(number)
            case .text(let text): try binding.add(text)
            default: try binding.add(nil as Int?)
            }
            try insert.run()
        }
        var found: [Value] = []
        try database.rows("SELECT value FROM loose ORDER BY rowid") { row in found.append(row[0]) }
        #expect(found == values)
    }

    @Test("a row of unknown shape says its names, types and values")
    func dynamicRows() throws {
        let database = try memory()
        try database.run("INSERT INTO note VALUES (?, ?, ?, ?)", 1, "one", 1.5, [1, 2] as [UInt8])
        var seen: [Value] = []
        try database.rows(
            "SELECT *, NULL AS none FROM note WHERE text = ?", [.text("one")]
        ) { row in
            #expect(row.columns == ["id", "text", "weight", "raw", "none"])
            #expect(row["weight"]?.real == 1.5)
            #expect(row["absent"] == nil)
            #expect(row.withBlob(3) { $0.count } == 2)
            seen = (0..<row.count).map { row[$0] }
        }
        #expect(seen == [.integer(1), .text("one"), .real(1.5), .blob([1, 2]), .null])
    }

    @Test("an error names the statement and never the values")
    func errorsKeepSecrets() throws {
        let database = try memory()
        let insert = try database.prepare(
            "INSERT INTO note (id, text) VALUES (?, ?)", (Int, String).self)
        try insert.run(1, "first")
        let error = #expect(throws: DatabaseError.self) { try insert.run(1, "hunter2") }
        #expect(error?.code == 19)
        #expect(error?.isConstraint == true)
        #expect(error?.description.contains("INSERT INTO note") == true)
        #expect(error?.description.contains("hunter2") == false)
        // The statement can be used again.
        try insert.run(2, "second")
        #expect(try database.value("SELECT count(*) FROM note", as: Int.self) == 2)
    }

    @Test("a strict table refuses a value of another type")
    func strict() throws {
        let database = try memory()
        let error = #expect(throws: DatabaseError.self) {
            try database.run("INSERT INTO note (weight) VALUES (?)", "heavy")
        }
        #expect(error?.code == 19)
    }

    @Test("a transaction that throws leaves nothing, and an inner one undoes only itself")
    func transactions() throws {
        struct Stop: Error {}
        let database = try memory()
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.run("INSERT INTO note (id) VALUES (?)", 1)
                throw Stop()
            }
        }
        try database.transaction {
            try database.run("INSERT INTO note (id) VALUES (?)", 2)
            #expect(throws: Stop.self) {
                try database.transaction {
                    try database.run("INSERT INTO note (id) VALUES (?)", 3)
                    throw Stop()
                }
            }
            try database.transaction { try database.run("INSERT INTO note (id) VALUES (?)", 4) }
        }
        var ids: [Int] = []
        try database.rows("SELECT id FROM note ORDER BY id") { ids.append($0[0].integer ?? -1) }
        #expect(ids == [2, 4])
    }

    @Test("first gives nil where there is no row")
    func firstRow() throws {
        let database = try memory()
        let row = try database.first("SELECT id, text FROM note", as: (Int, String).self)
        #expect(row == nil)
    }
}

/// Two connections to one file, as two tools have them.
struct SharedFileTests {
    @Test("a reader sees a foreign database while another connection writes it")
    func readsWhileWriting() throws {
        try withFolder { folder in
            let path = folder + "/bot.sqlite"
            let writer = try Database(path: path, access: .readWrite)
            try writer.execute("CREATE TABLE trades (id INTEGER PRIMARY KEY, pair VARCHAR)")
            try writer.execute("INSERT INTO trades VALUES (1, 'ETH/BTC')")
            #expect(try writer.value("PRAGMA journal_mode", as: String.self) == "wal")
            try writer.execute("BEGIN IMMEDIATE; INSERT INTO trades VALUES (2, 'XRP/BTC')")
            let reader = try Database.foreign(path: path)
            #expect(try reader.value("SELECT count(*) FROM trades", as: Int.self) == 1)
            try writer.execute("COMMIT")
            #expect(try reader.value("SELECT count(*) FROM trades", as: Int.self) == 2)
            let error = #expect(throws: DatabaseError.self) {
                try reader.execute("DELETE FROM trades")
            }
            #expect(error?.code == 8)
        }
    }

    @Test("a snapshot does not move while others write")
    func snapshot() throws {
        try withFolder { folder in
            let path = folder + "/one.sqlite"
            let writer = try Database(path: path, access: .readWrite)
            try writer.execute("CREATE TABLE note (id INTEGER); INSERT INTO note VALUES (1)")
            let reader = try Database(path: path, access: .readOnly)
            try reader.snapshot {
                #expect(try reader.value("SELECT count(*) FROM note", as: Int.self) == 1)
                try writer.execute("INSERT INTO note VALUES (2)")
                #expect(try reader.value("SELECT count(*) FROM note", as: Int.self) == 1)
            }
            #expect(try reader.value("SELECT count(*) FROM note", as: Int.self) == 2)
        }
    }

    @Test("a missing file and a file of something else are told apart")
    func missingAndForeign() throws {
        try withFolder { folder in
            let missing = #expect(throws: DatabaseError.self) {
                try Database.foreign(path: folder + "/missing.sqlite")
            }
            #expect(missing?.isCannotOpen == true)
            try String(repeating: "no database at all ", count: 100)
                .write(toFile: folder + "/text.sqlite", atomically: true, encoding: .utf8)
            let wrong = #expect(throws: DatabaseError.self) {
                try Database.foreign(path: folder + "/text.sqlite")
            }
            #expect(wrong?.isDamaged == true)
        }
    }

    @Test(
        "who is trusted is not asked about CHECKs and references, and everybody is again afterwards"
    )
    func trusted() throws {
        let database = try Database(path: ":memory:", access: .readWrite)
        try database.execute(
            """
            CREATE TABLE run (run TEXT PRIMARY KEY) STRICT;
            CREATE TABLE point (run TEXT NOT NULL REFERENCES run (run), at INTEGER CHECK (at > 0)) STRICT
            """)
        func insert(_ run: String?, _ at: Int) throws {
            try database.run("INSERT INTO point VALUES (?, ?)", run, at)
        }
        try database.transaction {
            try database.trusting {
                try insert("none", 0)
                #expect(throws: DatabaseError.self) { try insert(nil, 1) }
            }
            #expect(throws: DatabaseError.self) { try insert("none", 1) }
            try database.run("INSERT INTO run VALUES (?)", "one")
            #expect(throws: DatabaseError.self) { try insert("one", 0) }
            try insert("one", 1)
        }
        #expect(try database.value("SELECT count(*) FROM point", as: Int.self) == 2)
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/sqlite-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
