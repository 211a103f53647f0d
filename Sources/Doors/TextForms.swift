public import Storage

extension Cell {
    /// The cell for people and spreadsheets: nothing is empty.
    public var plainText: String {
        switch self {
        case .null: ""
        case .flag(let flag): flag ? "true" : "false"
        case .integer(let number): number.description
        case .real(let number): number.description
        case .text(let text), .json(let text): text
        }
    }

    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .real: true
        default: false
        }
    }
}

// MARK: Comma separated values

/// A line of CSV (RFC 4180, ended by a line feed).
func commaSeparated(_ cells: [Cell]) -> String {
    cells.map { quoted(harmless($0)) }.joined(separator: ",") + "\n"
}

/// A text that a spreadsheet would take for a formula is led by an apostrophe, which the spreadsheet
/// takes for "this is text": pairs, tags and messages come from outside. Numbers stay numbers, also
/// those that are kept as texts.
private func harmless(_ cell: Cell) -> String {
    let text = cell.plainText
    guard case .text = cell, let first = text.utf8.first,
        [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A].contains(first),
        Double(text)?.isFinite != true
    else { return text }
    return "'" + text
}

/// A value in quotes where it holds a comma, a quote or a line's end.
private func quoted(_ text: String) -> String {
    let special = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard special else { return text }
    return "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
}

// MARK: Tables for people

/// Rows laid out in columns, once all are there.
struct TextTable {
    /// Wider texts are cut.
    private static let widest = 60

    private let header: [String]
    private var lines: [[(text: String, isNumber: Bool)]] = []

    init(header: [String]) { self.header = header }

    mutating func add(_ cells: [Cell]) {
        lines.append(cells.map { (Self.cut(Self.visible($0.plainText)), $0.isNumber) })
    }

    var text: String {
        var widths = header.map(\.count)
        for line in lines {
            for (index, cell) in line.enumerated() {
                widths[index] = max(widths[index], cell.text.count)
            }
        }
        let isNumber = header.indices.map { index in
            !lines.isEmpty && lines.allSatisfy { $0[index].isNumber || $0[index].text.isEmpty }
        }
        return Self.line(header, widths, isNumber)
            + lines.map { Self.line($0.map(\.text), widths, isNumber) }.joined()
    }

    private static func line(_ cells: [String], _ widths: [Int], _ isNumber: [Bool]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[index] - cell.count)
            line += (index > 0 ? "  " : "") + (isNumber[index] ? padding + cell : cell + padding)
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    /// The text without anything that a terminal obeys: control characters, and those that turn
    /// the direction of writing, are spelled out; ends of lines become spaces.
    private static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isCommand) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if ["\n", "\r", "\t"].contains(scalar) {
                result += " "
            } else if isCommand(scalar) {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isCommand(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func cut(_ text: String) -> String {
        text.count > widest ? text.prefix(widest - 1) + "…" : text
    }
}
