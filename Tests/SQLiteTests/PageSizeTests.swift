import Foundation
import SQLite
import Testing

struct PageSizeTests {
    @Test("a new file has larger pages, and one that is there keeps its own")
    func pages() throws {
        let path = FileManager.default.temporaryDirectory.path + "/pages-\(UUID()).sqlite"
        defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
        for (asked, bytes) in [("", 8_192), ("PRAGMA page_size = 4096", 4_096)] {
            unlink(path)
            do {
                let database = try Database(path: path, access: .readWrite)
                try database.execute("PRAGMA journal_mode = DELETE; \(asked); VACUUM")
            }
            let database = try Database(path: path, access: .readWrite)
            try database.execute("CREATE TABLE note (id INTEGER) STRICT")
            #expect(try database.value("PRAGMA page_size", as: Int.self) == bytes)
        }
    }
}
