import Foundation
import TestSupport
import Testing

@testable import Archive

/// A column of expected.json: a number, the bits of a double, or null.
private enum Expected: Decodable, Equatable {
    case integer(Int)
    case real(UInt64)
    case missing

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .missing
        } else if let number = try? value.decode(Int.self) {
            self = .integer(number)
        } else {
            self = .real(try #require(UInt64(try value.decode(String.self), radix: 16)))
        }
    }
}

private func values(_ file: ArrowFile, _ column: Int) throws -> [Expected] {
    var result: [Expected] = []
    for index in 0..<file.batchCount {
        let batch = try file.batch(index)
        switch file.fields[column].type {
        case .float32, .float64:
            result += try batch.reals(column).map { $0.map { .real($0.bitPattern) } ?? .missing }
        default:
            result += try batch.integers(column).map { $0.map { .integer($0) } ?? .missing }
        }
    }
    return result
}

@Suite("Arrow files")
struct ArrowFileTests {
    @Test(
        "Columns hold what pyarrow reads, to the last bit",
        arguments: [
            "candles-lz4", "candles-plain", "candles-batches", "candles-none", "holes",
            "holes-plain",
        ])
    func reads(name: String) throws {
        let all = try JSONDecoder().decode(
            [String: [String: [Expected]]].self,
            from: Data(contentsOf: golden("ArchiveTests", "expected.json")))
        let expected = try #require(all[name])
        let file = try ArrowFile(fixture("\(name).feather"))
        #expect(expected.count >= 6)
        for (column, right) in expected {
            let index = try #require(file.column(named: column))
            #expect(try values(file, index) == right, "\(column)")
        }
    }

    @Test("Types are told with unit and zone, and a column without values says so when asked")
    func types() throws {
        let file = try ArrowFile(fixture("holes.feather"))
        #expect(
            file.fields.map(\.type) == [
                .timestamp(unit: .seconds, zone: nil),
                .timestamp(unit: .milliseconds, zone: "UTC"),
                .timestamp(unit: .microseconds, zone: "Europe/Berlin"),
                .timestamp(unit: .nanoseconds, zone: "UTC"), .other("text"), .other("boolean"),
                .other("null"), .int64, .uint64, .float32, .float64,
            ])
        let batch = try file.batch(0)
        #expect(
            throws: ArchiveError("its column \"text\" has the type text, expected numbers")
        ) { try batch.reals(4) }
        #expect(
            throws: ArchiveError(
                "its column \"double\" has fractions, expected 64-bit whole numbers or instants")
        ) { try batch.integers(10) }
        #expect(try ArrowFile(fixture("candles-batches.feather")).batchCount == 3)
    }

    @Test(
        "What cannot be read is refused by name",
        arguments: [
            ("dictionary.feather", "its column \"pair\" is a dictionary, which is not supported"),
            (
                "list.feather",
                "its column \"orders\" of type list is not flat, which is not supported"
            ),
            ("version-1.feather", "it is feather version 1"),
            ("candles-zstd.feather", "it is packed by zstd, which is not supported"),
            (
                "large.feather",
                "its column \"large\" holds 18446744073709551615, which is too large"
            ),
            ("notes.json", "it is no Arrow file, or cut off"),
        ])
    func refuses(name: String, reason: String) throws {
        let bytes = try fixture(name)
        do {
            _ = try values(ArrowFile(bytes), 0)
            Issue.record("\(name) was read")
        } catch let error as ArchiveError {
            #expect(error.reason == reason)
        }
    }

    @Test("A column has a limit")
    func limits() throws {
        let file = try ArrowFile(fixture("candles-lz4.feather"), limit: 399)
        #expect(throws: ArchiveError.tooLarge("a column", limit: 399)) {
            try file.batch(0).integers(0)
        }
    }

    @Test(
        "A cut file is refused, wherever it is cut",
        arguments: ["candles-lz4", "candles-plain", "candles-batches", "holes"])
    func truncation(name: String) throws {
        let bytes = try fixture("\(name).feather")
        for count in bytes.indices {
            #expect(throws: ArchiveError.self) { try ArrowFile(Array(bytes[..<count])) }
        }
    }

    /// Reads everything that a file gives; how much that was.
    private func readEverything(_ bytes: [UInt8]) -> Int {
        guard let file = try? ArrowFile(bytes, limit: 1 << 20) else { return 0 }
        var count = 0
        for index in 0..<file.batchCount {
            guard let batch = try? file.batch(index) else { continue }
            for column in file.fields.indices {
                count += (try? batch.integers(column).count) ?? 0
                count += (try? batch.reals(column).count) ?? 0
            }
        }
        return count
    }

    @Test("Flipped bits give an error or values, never a trap", arguments: fiftySeeds)
    func flips(seed: UInt64) throws {
        let names = ["candles-lz4", "candles-plain", "candles-batches", "holes", "dictionary"]
        for name in names {
            let bytes = try fixture("\(name).feather")
            for round in 0..<20 {
                _ = readEverything(flipped(bytes, seed: seed * 1_000 + UInt64(round)))
            }
        }
    }

    @Test("Any byte of footer and headers may be any other, never a trap")
    func everyByte() throws {
        let bytes = try fixture("candles-none.feather")
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] where value != bytes[index] {
                var damaged = bytes
                damaged[index] = value
                _ = readEverything(damaged)
            }
        }
        #expect(readEverything(bytes) == 0)
        #expect(try readEverything(fixture("candles-lz4.feather")) == 50 * 6)
    }
}
