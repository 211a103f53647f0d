import Foundation
import Pipelines
import Testing

/// What is remembered of files from run to run, and when it is not believed.
struct DigestMemoryTests {
    private let folder: URL
    private let file: URL
    private let memory: String
    /// Any file written now has rested long before it.
    private let later = Int(Date().timeIntervalSince1970 * 1_000) + 3_600_000

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        file = folder.appending(path: "file")
        memory = folder.appending(path: "digests").path
        try write("a")
    }

    private func write(_ letter: Character) throws {
        try String(repeating: letter, count: 100_000).write(
            to: file, atomically: true, encoding: .utf8)
    }

    /// The digest in a run of its own that takes `nowMs` for the start.
    private func digest(nowMs: Int) -> String? {
        let digests = FileDigests(remembering: memory, nowMs: nowMs)
        defer { digests.remember() }
        return digests.digest(file.path)
    }

    /// Puts other digests into the memory, so that one that comes from there is known.
    private func forge() throws {
        let text = try String(contentsOfFile: memory, encoding: .utf8)
        let forged = text.split(separator: "\n").map {
            String($0.dropLast(64)) + String(repeating: "0", count: 64) + "\n"
        }.joined()
        try forged.write(toFile: memory, atomically: true, encoding: .utf8)
    }

    @Test("a file that rested is not read again until it changes")
    func rested() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try #require(digest(nowMs: later))
        try forge()
        #expect(digest(nowMs: later) == String(repeating: "0", count: 64))
        try write("b")
        let second = try #require(digest(nowMs: later))
        #expect(second != first && second.contains { $0 != "0" })
        try write("a")
        #expect(digest(nowMs: later) == first)
    }

    @Test("a file that changed just now is read again: it could change within the clock's tick")
    func fresh() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try #require(digest(nowMs: later - 3_600_000))
        #expect(!FileManager.default.fileExists(atPath: memory))
        #expect(digest(nowMs: later) == first)
    }

    @Test(
        "a memory that makes no sense is done without",
        arguments: ["x\n", "1 2 3 4 5 6\n", "\u{0}"])
    func nonsense(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try #require(digest(nowMs: later))
        try text.write(toFile: memory, atomically: true, encoding: .utf8)
        #expect(digest(nowMs: later) == first)
    }
}
