import Foundation
import Pipelines
import Testing

struct FileDigestsTests {
    @Test("contents and names count, dates do not")
    func folders() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let inner = folder.appending(path: "inner")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ text: String, _ name: String) throws {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        try write("a", "inner/x")
        let digests = FileDigests()
        let first = try #require(digests.digest(folder.path))
        try write("a", "inner/x")
        #expect(digests.digest(folder.path) == first)
        try write("", "inner/x-shm")
        try write("index", "y-shm")
        try write("", "y-wal")
        #expect(digests.digest(folder.path) == first, "a database that was only read")
        try write("log", "y-wal")
        #expect(digests.digest(folder.path) != first)
        try write("", "y-wal")
        try write("b", "inner/x")
        #expect(digests.digest(folder.path) != first)
        try write("a", "inner/x")
        #expect(digests.digest(folder.path) == first)
        try FileManager.default.moveItem(
            at: inner.appending(path: "x"), to: inner.appending(path: "z"))
        #expect(digests.digest(folder.path) != first)
        #expect(digests.digest(folder.appending(path: "nothing").path) == nil)
    }
}
