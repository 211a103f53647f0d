import TestSupport
import Testing

@testable import Archive

@Suite("Gzip files")
struct GzipTests {
    @Test("Files of Python's gzip unpack, with names, several members and zeros behind")
    func reads() throws {
        let notes = try fixture("notes.json")
        #expect(try Gzip.unpacked(fixture("named.gz")) == notes)
        #expect(try Gzip.unpacked(fixture("two-members.gz")) == notes + Array("second".utf8))
    }

    @Test("A file that comes byte by byte unpacks to the same")
    func streams() throws {
        let bytes = try fixture("two-members.gz")
        var result: [UInt8] = []
        var reader = GzipReader()
        for byte in bytes {
            try withUnsafeBytes(of: byte) { one in
                try reader.read(one) { part in result += part }
            }
        }
        try reader.finish()
        #expect(try result == Gzip.unpacked(bytes))
    }

    @Test("What a file unpacks to has a limit")
    func limits() throws {
        let bytes = try fixture("bomb.gz")
        #expect(throws: ArchiveError.tooLarge("it", limit: 1 << 20)) {
            try Gzip.unpacked(bytes, limit: 1 << 20)
        }
        #expect(try Gzip.unpacked(bytes).count == 1 << 21)
    }

    @Test("A cut file is refused, wherever it is cut")
    func truncation() throws {
        let bytes = try fixture("named.gz")
        for count in bytes.indices {
            #expect(throws: ArchiveError.self) { try Gzip.unpacked(Array(bytes[..<count])) }
        }
    }

    @Test("Something else behind the data is refused")
    func trailer() throws {
        let bytes = try fixture("two-members.gz")
        #expect(throws: ArchiveError.self) { try Gzip.unpacked(bytes + [1]) }
        #expect(throws: ArchiveError.self) { try Gzip.unpacked(fixture("named.gz") + [1, 2, 3]) }
    }

    @Test("Flipped bits give an error or the right bytes", arguments: fiftySeeds)
    func flips(seed: UInt64) throws {
        let bytes = try fixture("named.gz")
        let notes = try fixture("notes.json")
        for round in 0..<20 {
            let damaged = flipped(bytes, seed: seed * 1_000 + UInt64(round))
            if let content = try? Gzip.unpacked(damaged) { #expect(content == notes) }
        }
    }

    @Test(
        "What is packed unpacks to itself, and is the same every time", arguments: [0, 1, 200_000])
    func roundTrip(count: Int) throws {
        var chance = Chance(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...200, using: &chance) }
        #expect(try Gzip.unpacked(Gzip.packed(bytes)) == bytes)
        #expect(Gzip.packed(bytes) == Gzip.packed(bytes))
        #expect(Gzip.isGzip(Gzip.packed(bytes)))
    }
}
