internal import CLI
internal import JSONL
internal import Storage

/// How rows are printed.
enum Format {
    case json, csv, table

    init(_ arguments: Arguments) throws(Diagnostic) {
        let wanted = [("json", Format.json), ("csv", .csv), ("table", .table)]
            .filter { arguments.flag($0.0) }
        guard wanted.count < 2 else {
            throw Diagnostic(.usage, "--json, --csv and --table exclude each other")
        }
        self = wanted.first?.1 ?? .json
    }
}

/// Prints rows as JSON Lines or CSV while they come, or as a table once all are there.
final class RowPrinter {
    /// Wider texts are cut in tables for people.
    private static let widest = 60

    let format: Format
    private var writer = JSONWriter(descriptor: 1)
    private var header: [String]?
    private var lines: [[(text: String, isNumber: Bool)]] = []
    private var text = ""

    init(format: Format) { self.format = format }

    /// Says which columns there are, should no row come.
    func expect(_ columns: [String]) {
        guard header == nil else { return }
        header = columns
        if format == .csv { text += columns.map(Self.quoted).joined(separator: ",") + "\n" }
    }

    func row(kind: String, _ columns: [String], _ cells: [Cell]) throws {
        expect(columns)
        switch format {
        case .json: try json(kind, columns, cells)
        case .csv:
            text += cells.map { Self.quoted(Self.text($0)) }.joined(separator: ",") + "\n"
            if text.utf8.count > 1 << 16 { try flush() }
        case .table:
            lines.append(cells.map { (Self.cut(Self.text($0)), Self.isNumber($0)) })
        }
    }

    func finish() throws {
        if format == .table { layOut() }
        try flush()
        do throws(WriteError) {
            try writer.flush()
        } catch {
            throw Diagnostic(.inputOutput, "cannot write stdout: \(error.reason)")
        }
    }

    private func flush() throws(Diagnostic) {
        try writeOutput(text)
        text = ""
    }
}

// MARK: JSON Lines

extension RowPrinter {
    /// A trade belongs to a bot or to a run: its line leaves the other out, as records do.
    private static let owners: Set<String> = ["bot", "generation", "run"]

    private func json(_ kind: String, _ columns: [String], _ cells: [Cell]) throws {
        writer.beginObject()
        writer.field("kind", kind)
        for (column, cell) in zip(columns, cells) {
            if kind == "trade", cell == .null, Self.owners.contains(column) { continue }
            writer.key(named: column)
            switch cell {
            case .null: writer.null()
            case .flag(let flag): writer.value(flag)
            case .integer(let number): writer.value(number)
            case .real(let number): writer.value(number)
            case .text(let text): writer.value(text)
            case .json(let text): writer.value(try JSONValue(parsing: text))
            }
        }
        writer.endObject()
        do throws(WriteError) {
            try writer.endLine()
        } catch {
            throw Diagnostic(.inputOutput, "cannot write stdout: \(error.reason)")
        }
    }
}

// MARK: Text

extension RowPrinter {
    private func layOut() {
        guard let header else { return }
        var widths = header.map(\.count)
        for line in lines {
            for (index, cell) in line.enumerated() {
                widths[index] = max(widths[index], cell.text.count)
            }
        }
        let isNumber = header.indices.map { index in
            !lines.isEmpty && lines.allSatisfy { $0[index].isNumber || $0[index].text.isEmpty }
        }
        add(header, widths, isNumber)
        for line in lines { add(line.map(\.text), widths, isNumber) }
    }

    private func add(_ cells: [String], _ widths: [Int], _ isNumber: [Bool]) {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[index] - cell.count)
            line += (index > 0 ? "  " : "") + (isNumber[index] ? padding + cell : cell + padding)
        }
        while line.last == " " { line.removeLast() }
        text += line + "\n"
    }

    private static func text(_ cell: Cell) -> String {
        switch cell {
        case .null: ""
        case .flag(let flag): flag ? "true" : "false"
        case .integer(let number): number.description
        case .real(let number): number.description
        case .text(let text), .json(let text): text
        }
    }

    private static func isNumber(_ cell: Cell) -> Bool {
        switch cell {
        case .integer, .real: true
        default: false
        }
    }

    private static func cut(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > widest ? line.prefix(widest - 1) + "…" : line
    }

    /// A CSV value: in quotes where it holds a comma, a quote or a line's end.
    private static func quoted(_ text: String) -> String {
        let special = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        guard special else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
