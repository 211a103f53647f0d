import Foundation
import JSONL
import TestSupport
import Testing

/// The reject list and the edge cases, each line read in three ways.
struct GoldenLinesTests {
    /// Number of a line of `bad.jsonl`, and what must be said of it; nil where it is a good line.
    static let refusals: [(line: Int, message: String?)] = [
        (1, "271: expected ',' or '}', found the end of the line"),
        (2, "273: x follows the end of the value"),
        (3, #"113: "open_rate" is 01.5, expected a number without leading zeros"#),
        (4, #"113: "open_rate" is 1., expected digits after the point"#),
        (5, #"113: "open_rate" is .5, expected a number"#),
        (6, #"113: "open_rate" is "1.5", expected a number"#),
        (7, #"29: "trade_id" is 1.5, expected a whole number"#),
        (8, #"56: "is_open" is tru, expected true or false"#),
        (9, #"31: expected ',' or '}', found "pair""#),
        (10, "272: expected a key in quotes, found '}'"),
        (11, "250: half a surrogate pair in a text"),
        (12, "250: unknown escape in a text"),
        (13, #"1: "bot_id" is missing"#),
        (14, #"12: "bot_id" is null, expected a text"#),
        (15, "1: expected an object, found a list"),
        (16, "1: expected an object, found the end of the line"),
        (
            17,
            #"29: "trade_id" is 99999999999999999999, expected a whole number of at most 64 bits"#
        ),
        (18, #"113: "open_rate" is 1e999, expected a number that a Double can hold"#),
        (19, nil),
        (20, "250: invalid UTF-8 in a text"),
    ]

    private func lines(_ name: String) throws -> [Data] {
        var lines = try Data(contentsOf: golden("JSONLTests", name))
            .split(separator: 0x0A, omittingEmptySubsequences: false).map { Data($0) }
        lines.removeLast()
        return lines
    }

    @Test("every line of the reject list is refused at its place", arguments: refusals)
    func refused(line: Int, message: String?) throws {
        let bytes = try lines("bad.jsonl")[line - 1]
        var said: String?
        do {
            _ = try WireTrade.pull(bytes)
        } catch {
            said = "\(error.offset + 1): \(error.message)"
        }
        #expect(said == message)
        guard let text = String(data: bytes, encoding: .utf8) else { return }
        var saidByCodable: String?
        do {
            _ = try LineDecoder().decode(WireTrade.self, from: text)
        } catch {
            saidByCodable = "\(error.offset + 1): \(error.message)"
        }
        #expect((saidByCodable == nil) == (message == nil), "\(saidByCodable ?? "accepted")")
    }

    @Test("edge cases read as Foundation reads them")
    func edges() throws {
        let lines = try lines("edge.jsonl")
        #expect(lines.count > 50)
        try compare(lines)
    }

    @Test(
        "all edge cases of the reference read as Foundation reads them",
        .enabled(if: sharedFolder != nil, "needs ../shared"))
    func allEdges() throws {
        let file = try #require(sharedFolder) + "/reference/swift-patterns/edge.jsonl"
        let lines = try Data(contentsOf: URL(filePath: file)).split(separator: 0x0A).map {
            Data($0)
        }
        #expect(lines.count > 3_000)
        try compare(lines)
    }

    private func compare(_ lines: [Data]) throws {
        for line in lines {
            let expected = try JSONDecoder().decode(WireTrade.self, from: line)
            #expect(try WireTrade.pull(line) == expected)
            let text = try #require(String(data: line, encoding: .utf8))
            #expect(try LineDecoder().decode(WireTrade.self, from: text) == expected)
            #expect(
                try LineDecoder().decode(WireTrade.self, from: LineEncoder().line(expected))
                    == expected)
        }
    }
}
