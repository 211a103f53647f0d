public import CLI
internal import Market

/// The values of one record of CSV (RFC 4180) and where they stand.
public struct CSVFields {
    public let source: String
    /// The number of its first line, counted from 1.
    public let number: Int
    public private(set) var values: [String] = []
    private let record: [UInt8]
    private var starts: [Int] = []

    public init(_ line: [UInt8], source: String, number: Int) throws(Diagnostic) {
        self.source = source
        self.number = number
        record = line
        var position = 0
        repeat {
            starts.append(position)
            if position < line.count, line[position] == UInt8(ascii: "\"") {
                position = try quoted(line, from: position)
            } else {
                let end = line[position...].firstIndex(of: UInt8(ascii: ",")) ?? line.count
                values.append(
                    String(decoding: Self.trimmed(line[position..<end]), as: UTF8.self))
                position = end
            }
            position += 1
        } while position <= line.count
    }

    /// Takes a value in quotes, in which `""` is a quote; gives the place behind it.
    private mutating func quoted(_ line: [UInt8], from start: Int) throws(Diagnostic) -> Int {
        var value: [UInt8] = []
        var position = start + 1
        while position < line.count {
            if line[position] == UInt8(ascii: "\"") {
                let next = position + 1
                guard next < line.count, line[next] == UInt8(ascii: "\"") else {
                    guard next == line.count || line[next] == UInt8(ascii: ",") else { break }
                    values.append(String(decoding: value, as: UTF8.self))
                    return next
                }
                position = next
            }
            value.append(line[position])
            position += 1
        }
        throw error(
            values.count,
            position < line.count
                ? "a quote does not end before the next comma" : "a quote does not end",
            hint: "inside quotes, a quote is written twice")
    }

    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = field.prefix { $0 == 0x20 || $0 == 0x09 }.endIndex
        let tail = field[start...].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
        return field[start..<(field.endIndex - tail)]
    }

    /// Unix milliseconds of ISO 8601, or of a Unix time whose size tells seconds, milliseconds and
    /// microseconds apart.
    public func instantMs(_ column: Int, _ name: String) throws(Diagnostic) -> Int {
        let text = values[column]
        if let number = Int(text) {
            switch number.magnitude {
            case ..<100_000_000_000: return number * 1_000
            case ..<100_000_000_000_000: return number
            default: return number / 1_000
            }
        }
        guard let instant = try? Timestamp(text) else {
            throw wrong(column, name, "2026-11-20T07:30:00Z or a Unix time")
        }
        return instant.milliseconds
    }

    public func number(_ column: Int, _ name: String) throws(Diagnostic) -> Double {
        let text = values[column]
        let isPlain = text.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2B || $0 == 0x2D
                || $0 | 0x20 == 0x65
        }
        guard isPlain, let number = Double(text), number.isFinite else {
            throw wrong(column, name, "a number")
        }
        return number
    }

    /// What is wrong with a value: `"close" is "n/a", expected a number`.
    public func wrong(_ column: Int, _ name: String, _ expected: String) -> Diagnostic {
        error(column, "\"\(name)\" is \"\(values[column])\", expected \(expected)")
    }

    /// What is wrong, at the place of a value, counted from 0.
    public func error(_ column: Int, _ message: String, hint: String? = nil) -> Diagnostic {
        let start = starts.indices.contains(column) ? starts[column] : 0
        let before = record[..<start]
        let feeds = before.count { $0 == 0x0A }
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Diagnostic(
            .badData, message, hint: hint,
            location: "\(source):\(number + feeds):\(start - lineStart + 1)")
    }
}

/// Whether a value in quotes goes on behind what was read of a record.
struct CSVQuotes {
    private(set) var isOpen = false
    private var isAtStart = true

    mutating func read(_ piece: [UInt8]) {
        for byte in piece {
            let isQuote = byte == UInt8(ascii: "\"")
            // A quote inside a value in quotes is written twice: it ends the value and takes it up again.
            if isQuote, isAtStart || isOpen { isOpen.toggle() }
            isAtStart = !isOpen && (isQuote || byte == UInt8(ascii: ","))
        }
    }
}
