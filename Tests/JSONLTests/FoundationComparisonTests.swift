import Foundation
import JSONL
import TestSupport
import Testing

/// Random documents and numbers, read as Foundation reads them.
struct FoundationComparisonTests {
    @Test("random documents are the same tree to Foundation and to us", arguments: fiftySeeds)
    func documents(seed: UInt64) throws {
        var documents = RandomDocuments(seed: seed)
        for _ in 0..<20 {
            let value = documents.value(depth: 4)
            let text = documents.text(of: value)
            let parsed = try JSONValue(parsing: text)
            #expect(parsed == value)
            #expect(try JSONValue(parsing: parsed.text) == value)
            let data = Data(text.utf8)
            let theirs = try JSONDecoder().decode(JSONValue.self, from: data)
            #expect(sorted(theirs) == sorted(value))
            #expect(try sorted(LineDecoder().decode(JSONValue.self, from: text)) == sorted(value))
            #expect(try LineEncoder().line(value) == value.text)
        }
    }

    @Test(
        "a document with one byte changed is refused where Foundation refuses it",
        arguments: fiftySeeds)
    func damaged(seed: UInt64) throws {
        var documents = RandomDocuments(seed: seed)
        for _ in 0..<40 {
            var bytes = Array(documents.text(of: documents.value(depth: 3)).utf8)
            let index = documents.int(0...bytes.count - 1)
            bytes[index] =
                Array("{}[]\",:0129eE+-.tnul\\ ~".utf8).randomElement(using: &documents.random) ?? 0
            let text = String(decoding: bytes, as: UTF8.self)
            let theirs = try? JSONSerialization.jsonObject(
                with: Data(bytes), options: .fragmentsAllowed)
            guard (try? JSONValue(parsing: text)) != nil else { continue }
            #expect(theirs != nil, "Foundation refuses \(text)")
        }
    }

    @Test("numbers become the Doubles that strtod finds", arguments: fiftySeeds)
    func numbers(seed: UInt64) throws {
        var random = Chance(seed: seed)
        for _ in 0..<2_000 {
            let digits = String(random.next() >> UInt64.random(in: 0...63, using: &random))
            let point = Int.random(in: 0...digits.count, using: &random)
            let whole = point == 0 ? "0" : String(digits.prefix(point))
            let fraction = point == digits.count ? "" : "." + digits.dropFirst(point)
            let exponent = random.oneIn(2) ? "" : "e\(Int.random(in: -330...330, using: &random))"
            let trimmed = whole.drop { $0 == "0" }
            let text =
                (random.oneIn(2) ? "-" : "") + (trimmed.isEmpty ? "0" : trimmed) + fraction
                + exponent
            let expected = strtod(text, nil)
            for (open, close) in [("", ""), ("[", "]"), ("[", ",\"a text of many letters\"]")] {
                let found = try? double(open, text, close)
                #expect(
                    found?.bitPattern == (expected.isFinite ? expected.bitPattern : nil), "\(text)")
            }
        }
    }

    @Test(
        "a number of more digits than a word holds is no smaller one",
        arguments: [
            "2204385939708878.39178121", "-2204385939708878.39178121", "1844674407370955.1616",
            "1844674407370955.2", "9999999999999999.99999999", "9999999999999999.999",
        ])
    func manyDigits(text: String) throws {
        let found = try double("[", text, ",\"a text of many letters\"]")
        #expect(found == strtod(text, nil))
    }

    /// A number alone or first in a list: what is far from the end of a text is read ahead.
    private func double(
        _ open: String, _ text: String, _ close: String
    ) throws -> Double {
        try JSONReader.read(open + text + close) { (reader) throws(JSONError) in
            guard !open.isEmpty else { return try reader.double() }
            var elements = try reader.beginList()
            _ = try reader.nextElement(in: &elements)
            let number = try reader.double()
            while try reader.nextElement(in: &elements) { _ = try reader.string() }
            return number
        }
    }

    @Test("whole numbers become the Ints that Foundation's digits say", arguments: fiftySeeds)
    func integers(seed: UInt64) throws {
        var random = Chance(seed: seed)
        for _ in 0..<500 {
            let value =
                Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0...63, using: &random)
            for ending in ["", ".5", "e1", "0000000000000000000", ".", "-", "x"] {
                let text = "[\(value)\(ending),\"a text of many letters\"]"
                let found = try? JSONReader.read(text) { (reader) throws(JSONError) in
                    var elements = try reader.beginList()
                    _ = try reader.nextElement(in: &elements)
                    let number = try reader.int()
                    while try reader.nextElement(in: &elements) { _ = try reader.string() }
                    return number
                }
                let isWhole = ending.isEmpty || value != 0 && ending.allSatisfy { $0 == "0" }
                #expect(found == (isWhole ? Int("\(value)\(ending)") : nil), "\(text)")
            }
        }
    }

    @Test("every Double survives its text", arguments: fiftySeeds)
    func doubles(seed: UInt64) throws {
        var random = Chance(seed: seed)
        for _ in 0..<2_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let text = JSONValue.number(value).text
            let found = try JSONReader.read(text) { (reader) throws(JSONError) in
                try reader.double()
            }
            #expect(found.bitPattern == value.bitPattern, "\(text)")
        }
    }

    /// Foundation loses the order of keys.
    private func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .list(let elements): .list(elements.map(sorted))
        case .object(let members):
            .object(members.sorted { $0.key < $1.key }.map { .init($0.key, sorted($0.value)) })
        // Foundation reads 1.0 as an integer.
        case .number(let number): Int(exactly: number).map { .integer($0) } ?? value
        default: value
        }
    }
}

/// Seeded trees, and texts of them with white space and escapes at random.
struct RandomDocuments {
    var random: Chance

    init(seed: UInt64) { random = Chance(seed: seed) }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func value(depth: Int) -> JSONValue {
        switch int(0...(depth > 0 ? 8 : 4)) {
        case 0: return .null
        case 1: return .boolean(random.oneIn(2))
        case 2: return .integer(Int(truncatingIfNeeded: random.next()) >> int(0...62))
        case 3: return .number((random.unit() - 0.5) * [1, 1e-9, 1e15, 1e200][int(0...3)])
        case 4: return .text(word())
        case 5, 6: return .list((0..<int(0...5)).map { _ in value(depth: depth - 1) })
        default:
            return .object(
                (0..<int(0...5)).map { .init("\($0)\(word())", value(depth: depth - 1)) })
        }
    }

    mutating func word() -> String {
        let pieces = [
            "a", "trade", "\"", "\\", "/", "\u{8}", "\n", "\u{1F}", "é", "日", "😀", "\u{2029}", " ",
        ]
        return (0..<int(0...14)).map { _ in pieces[int(0...pieces.count - 1)] }.joined()
    }

    mutating func text(of value: JSONValue) -> String {
        switch value {
        case .list(let elements):
            let inner = elements.map { space() + text(of: $0) + space() }.joined(separator: ",")
            return "[" + (elements.isEmpty ? space() : inner) + "]"
        case .object(let members):
            let inner = members.map {
                space() + quoted($0.key) + space() + ":" + space() + text(of: $0.value) + space()
            }.joined(separator: ",")
            return "{" + (members.isEmpty ? space() : inner) + "}"
        case .text(let text): return quoted(text)
        default: return value.text
        }
    }

    private mutating func space() -> String { ["", "", "", " ", "\t", "\r\n"][int(0...5)] }

    private mutating func quoted(_ text: String) -> String {
        var quoted = "\""
        for unit in text.utf16 {
            let mustEscape = unit < 0x20 || unit == 0x22 || unit == 0x5C || unit > 0x7E
            if mustEscape || random.oneIn(8) {
                let digits = String(unit, radix: 16, uppercase: random.oneIn(2))
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                quoted.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            }
        }
        return quoted + "\""
    }
}
