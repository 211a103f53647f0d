import Foundation
import TestSupport
import Testing

@testable import Archive

func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: golden("ArchiveTests", name)))
}

/// The bytes with some of their bits turned over.
func flipped(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
    var chance = Chance(seed: seed)
    var bytes = bytes
    for _ in 0...Int.random(in: 0...2, using: &chance) {
        bytes[Int.random(in: bytes.indices, using: &chance)] ^=
            1 << UInt8.random(in: 0..<8, using: &chance)
    }
    return bytes
}

@Suite("Zip archives")
struct ZipTests {
    @Test("Archives of Python's zipfile give their files, deflated, stored, empty and streamed")
    func reads() throws {
        let zip = try ZipReader(fixture("backtest.zip"))
        #expect(zip.entries.map(\.name) == ["result.json", "folder/stored ü.txt", "empty"])
        let notes = try fixture("notes.json")
        #expect(try zip.bytes(of: zip.entries[0]) == notes)
        #expect(try zip.bytes(of: zip.entries[1]) == Array("stored\n".utf8))
        #expect(try zip.bytes(of: zip.entries[2]).isEmpty)
        let streamed = try ZipReader(fixture("streamed.zip"))
        let entry = try #require(streamed.entry(named: "streamed.json"))
        #expect(try streamed.bytes(of: entry) == notes)
    }

    @Test(
        "Hostile and foreign archives are refused by name",
        arguments: [
            ("parent.zip", "it holds the unsafe name \"../up.json\""),
            ("absolute.zip", "it holds the unsafe name \"/etc/x\""),
            ("windows.zip", "it holds the unsafe name \"c:\\x\""),
            ("twice.zip", "it holds \"x\" twice"),
            ("bzip2.zip", "\"x\" is packed by method 12, expected deflate or none"),
            ("zip64.zip", "it needs zip64, which is not supported"),
            ("notes.json", "it is no zip archive, or cut off"),
        ])
    func refuses(name: String, reason: String) throws {
        let bytes = try fixture(name)
        #expect(throws: ArchiveError.self) { try ZipReader(bytes) }
        do { _ = try ZipReader(bytes) } catch { #expect(error.reason == reason) }
    }

    @Test("What a file unpacks to has a limit, which is checked before it is unpacked")
    func limits() throws {
        let bomb = try ZipReader(fixture("bomb.zip"))
        let zeros = bomb.entries[0]
        #expect(zeros.count == 1 << 21)
        #expect(throws: ArchiveError.tooLarge("\"zeros\"", limit: 1 << 20)) {
            try bomb.bytes(of: zeros, limit: 1 << 20)
        }
        #expect(try bomb.bytes(of: zeros).count == 1 << 21)
    }

    @Test("A file that swells beyond what the archive says stops there")
    func lies() throws {
        var bytes = try fixture("bomb.zip")
        // The size in the directory: one byte instead of two megabytes.
        let directory = try #require(
            bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
        bytes.replaceSubrange(directory + 24..<directory + 28, with: [1, 0, 0, 0])
        let bomb = try ZipReader(bytes)
        #expect(throws: ArchiveError("\"zeros\" is larger than the archive says")) {
            try bomb.bytes(of: bomb.entries[0])
        }
    }

    @Test(
        "A cut archive is refused, wherever it is cut", arguments: ["backtest.zip", "streamed.zip"])
    func truncation(name: String) throws {
        let bytes = try fixture(name)
        for count in bytes.indices {
            #expect(throws: ArchiveError.self) { try ZipReader(Array(bytes[..<count])) }
        }
    }

    @Test("Flipped bits give an error or the right files", arguments: fiftySeeds)
    func flips(seed: UInt64) throws {
        let bytes = try fixture("backtest.zip")
        let zip = try ZipReader(bytes)
        var right: [String: [UInt8]] = [:]
        for entry in zip.entries { right[entry.name] = try zip.bytes(of: entry) }
        for round in 0..<20 {
            guard let damaged = try? ZipReader(flipped(bytes, seed: seed * 1_000 + UInt64(round)))
            else { continue }
            for entry in damaged.entries {
                guard let content = try? damaged.bytes(of: entry) else { continue }
                #expect(content == right[entry.name])
            }
        }
    }

    @Test("Written archives are the same every time and give their files back")
    func writes() throws {
        let files: [(String, [UInt8], ZipWriter.Method)] = [
            ("result.json", try fixture("notes.json"), .deflated),
            ("folder/ü.txt", Array("stored".utf8), .stored), ("empty", [], .deflated),
        ]
        var first = ZipWriter()
        var second = ZipWriter()
        for (name, content, method) in files {
            try first.add(name, content, method: method)
            try second.add(name, content, method: method)
        }
        let bytes = first.finish()
        #expect(bytes == second.finish())
        let archive = try ZipReader(bytes)
        #expect(archive.entries.map(\.name) == files.map(\.0))
        for (entry, file) in zip(archive.entries, files) {
            #expect(try archive.bytes(of: entry) == file.1)
        }
        #expect(try ZipReader(ZipWriter().finish()).entries.isEmpty)
    }
}
