import Foundation
import SQLite
import TestSupport
import Testing

@testable import Storage

/// What earlier versions wrote stays, and becomes what this one would have written.
struct MigrationTests {
    @Test("every schema that ever was becomes today's", arguments: SchemaFixture.all)
    func sameSchema(fixture: SchemaFixture) throws {
        try Samples.withFolder { folder in
            let (old, new) = (folder + "/old.sqlite", folder + "/new.sqlite")
            try fixture.restore(to: old)
            for path in [old, new] { _ = try Store(path: path, access: .readWrite) }
            let (migrated, fresh) = (
                try Database(path: old, access: .readOnly),
                try Database(path: new, access: .readOnly)
            )
            let declared =
                "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema"
            #expect(
                try SchemaFixture.list(declared, migrated).sorted()
                    == SchemaFixture.list(declared, fresh).sorted())
            for pragma in ["application_id", "user_version"] {
                let ask = "SELECT * FROM pragma_\(pragma)"
                #expect(
                    try SchemaFixture.list(ask, migrated) == SchemaFixture.list(ask, fresh))
            }
            #expect(
                try SchemaFixture.list("SELECT * FROM pragma_integrity_check", migrated) == ["ok"])
            let orphans = "SELECT * FROM pragma_foreign_key_check"
            #expect(try SchemaFixture.list(orphans, migrated) == [])
            try migrated.expectTruePages()
        }
    }

    @Test("every row of every schema stays, to the last value", arguments: SchemaFixture.all)
    func sameRows(fixture: SchemaFixture) throws {
        try Samples.withFolder { folder in
            let (old, new) = (folder + "/old.sqlite", folder + "/new.sqlite")
            for path in [old, new] { try fixture.restore(to: path) }
            _ = try Store(path: new, access: .readWrite)
            let (before, after) = (
                try Database(path: old, access: .readOnly),
                try Database(path: new, access: .readOnly)
            )
            for table in try SchemaFixture.names(of: "table", in: before) {
                let columns = try SchemaFixture.columns(of: table, in: before)
                    .map { "quote(\($0))" }.joined(separator: " || ',' || ")
                let rows = "SELECT \(columns) FROM \(table)"
                let kept = try SchemaFixture.list(rows, after).sorted()
                #expect(try kept == SchemaFixture.list(rows, before).sorted(), "\(table)")
                #expect(!kept.isEmpty, "\(table)")
            }
        }
    }

    @Test("on an older store the same work ends as on a new one", arguments: SchemaFixture.all)
    func sameWork(fixture: SchemaFixture) throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            try fixture.restore(to: path)
            let store = try Store(path: path, access: .readWrite)
            try Desk.fill(store)
            let fresh = try Store(path: ":memory:", access: .readWrite)
            try Desk.fill(fresh)
            #expect(try Desk.dump(store) == Desk.dump(fresh))
        }
    }

    @Test("a store is not brought forward by reading: it is named, with what to do")
    func reading() throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            try SchemaFixture(name: "1f").restore(to: path)
            let older = StoreError.older(path: path, version: 1, known: Store.schemaVersion)
            #expect(throws: older) { try Store(path: path, access: .readOnly) }
            _ = try Store(path: path, access: .readWrite)
            _ = try Store(path: path, access: .readOnly)
        }
    }

    @Test("a migration that fails leaves the older store as it was")
    func failing() throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            try SchemaFixture(name: "1a").restore(to: path)
            let database = try Database(path: path, access: .readWrite)
            try database.execute("CREATE TABLE older_trial (in_the_way INTEGER)")
            let declared = "SELECT sql FROM sqlite_schema"
            let before = try SchemaFixture.list(declared, database)
            #expect(throws: StoreError.self) { try Store(path: path, access: .readWrite) }
            #expect(try SchemaFixture.list(declared, database) == before)
            #expect(try SchemaFixture.list("SELECT * FROM pragma_user_version", database) == ["1"])
            try database.execute("DROP TABLE older_trial")
            _ = try Store(path: path, access: .readWrite)
        }
    }

    @Test("a fixture stands for every schema up to today's")
    func complete() throws {
        let newest = SchemaFixture(name: String(Store.schemaVersion))
        // A new schema's first recording; what was recorded once is never written again.
        if ProcessInfo.processInfo.environment["GOLDEN"] == "record",
            !newest.exists
        {
            try Samples.withFolder { folder in
                let path = folder + "/new.sqlite"
                try Desk.fill(Store(path: path, access: .readWrite))
                try newest.record(Database(path: path, access: .readOnly))
            }
            return
        }
        #expect(Set(SchemaFixture.all.map(\.version)) == Set(1...Store.schemaVersion))
    }
}
