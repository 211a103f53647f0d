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

/// A row to print, with rows that belong to it.
struct PrintedRow {
    var kind: String
    var columns: [String]
    var cells: [Cell]
    /// Rows under a name of their own; only JSON has a place for them.
    var nested: (name: String, rows: [PrintedRow])?
}

/// Prints rows as JSON Lines or CSV while they come, or as a table once all are there.
final class RowPrinter {
    let format: Format
    private var writer = JSONWriter(descriptor: 1)
    private var table: TextTable?
    private var text = ""

    init(format: Format) { self.format = format }

    /// Says which columns there are, should no row come.
    func expect(_ columns: [String]) {
        guard table == nil else { return }
        table = TextTable(header: columns)
        if format == .csv { text += commaSeparated(columns.map { .text($0) }) }
    }

    func row(_ row: PrintedRow) throws {
        expect(row.columns)
        switch format {
        case .json:
            object(row)
            try endLine()
        case .csv:
            text += commaSeparated(row.cells)
            if text.utf8.count > 1 << 16 { try writeText() }
        case .table: table?.add(row.cells)
        }
    }

    func row(kind: String, _ columns: [String], _ cells: [Cell]) throws {
        try row(PrintedRow(kind: kind, columns: columns, cells: cells))
    }

    func finish() throws {
        if format == .table, let table { text += table.text }
        try flush()
    }

    /// Writes what has gathered, so that a reader has every row printed so far.
    func flush() throws {
        try writeText()
        do throws(WriteError) {
            try writer.flush()
        } catch {
            throw Diagnostic(.inputOutput, "cannot write stdout: \(error.reason)")
        }
    }

    private func writeText() throws(Diagnostic) {
        try writeOutput(text)
        text = ""
    }
}

// MARK: JSON

extension RowPrinter {
    /// A trade belongs to a bot or to a run: its line leaves the other out, as records do.
    private static let owners: Set<String> = ["bot", "generation", "run"]

    private func object(_ row: PrintedRow) {
        writer.beginObject()
        writer.field("kind", row.kind)
        for (column, cell) in zip(row.columns, row.cells) {
            if row.kind == "trade", cell == .null, Self.owners.contains(column) { continue }
            writer.key(named: column)
            value(cell)
        }
        if let nested = row.nested {
            writer.key(named: nested.name)
            writer.beginList()
            for row in nested.rows { object(row) }
            writer.endList()
        }
        writer.endObject()
    }

    private func value(_ cell: Cell) {
        switch cell {
        case .null: writer.null()
        case .flag(let flag): writer.value(flag)
        case .integer(let number): writer.value(number)
        case .real(let number): writer.value(number)
        case .text(let text): writer.value(text)
        case .json(let text): json(text)
        }
    }

    /// The store holds only valid JSON, and its tools write it on one line; somebody else's is
    /// read and written again.
    private func json(_ text: String) {
        if text.utf8.contains(where: { $0 < 0x20 }), let value = try? JSONValue(parsing: text) {
            writer.value(value)
        } else {
            writer.value(json: text)
        }
    }

    private func endLine() throws(Diagnostic) {
        do throws(WriteError) {
            try writer.endLine()
        } catch {
            throw Diagnostic(.inputOutput, "cannot write stdout: \(error.reason)")
        }
    }
}

// MARK: Connections

extension RowPrinter {
    /// Prints rows as one connection of the Relay specification, while they come: `rows` hands over
    /// each with its cursor and tells in the end what lies around them.
    func connection(
        totalCount: Int?, _ rows: ((PrintedRow, String) -> Void) throws -> PageInfo
    ) throws {
        writer.beginObject()
        writer.field("kind", "connection")
        writer.key("edges")
        writer.beginList()
        let info = try rows { row, cursor in
            writer.beginObject()
            writer.field("cursor", cursor)
            writer.key("node")
            object(row)
            writer.endObject()
        }
        writer.endList()
        writer.key("pageInfo")
        writer.beginObject()
        writer.field("hasNextPage", info.hasNextPage)
        writer.field("hasPreviousPage", info.hasPreviousPage)
        writer.field("startCursor", info.startCursor)
        writer.field("endCursor", info.endCursor)
        writer.endObject()
        if let totalCount { writer.field("totalCount", totalCount) }
        writer.endObject()
        try endLine()
    }
}
