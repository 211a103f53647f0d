internal import CLI
internal import JSONL
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

/// A line of CSV: numbers as they are, also those that are kept as texts.
func commaSeparated(_ cells: [Cell]) -> String {
    JSONL.commaSeparated(
        cells.map { cell in
            guard case .text(let text) = cell, Double(text)?.isFinite != true else {
                return .literal(cell.plainText)
            }
            return .words(text)
        })
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
        lines.append(cells.map { (Self.cut(visible($0.plainText)), $0.isNumber) })
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

    private static func cut(_ text: String) -> String {
        text.count > widest ? text.prefix(widest - 1) + "…" : text
    }
}
