public import CLI
internal import JSONL
public import Storage

/// How rows are printed.
public enum Format: Sendable {
    case json, csv, table

    /// The options that choose a form; a tool that prints tables lists them.
    public static let options: [Option] = [.json, .csv, .table]

    /// What the command line asks for; JSON Lines where it asks for nothing.
    public init(_ arguments: Arguments) throws(Diagnostic) {
        self = try Self.chosen(arguments) ?? .json
    }

    /// What the command line asks for; nil where it asks for nothing.
    public static func chosen(_ arguments: Arguments) throws(Diagnostic) -> Format? {
        let wanted = [("json", Format.json), ("csv", .csv), ("table", .table)]
            .filter { arguments.flag($0.0) }
        guard wanted.count < 2 else {
            throw Diagnostic(.usage, "--json, --csv and --table exclude each other")
        }
        return wanted.first?.1
    }
}

/// A row to print, with rows that belong to it.
public struct PrintedRow {
    public var kind: String
    public var columns: [String]
    public var cells: [Cell]
    /// Rows under a name of their own; only JSON has a place for them.
    public var nested: (name: String, rows: [PrintedRow])?

    public init(kind: String, columns: [String], cells: [Cell]) {
        self.kind = kind
        self.columns = columns
        self.cells = cells
    }
}

/// Prints rows as JSON Lines or CSV while they come, or as a table once all are there.
public final class RowPrinter {
    public let format: Format
    private var writer = JSONWriter(descriptor: 1)
    private var table: TextTable?
    private var text = ""

    public init(format: Format) { self.format = format }

    /// Says which columns there are, should no row come.
    public func expect(_ columns: [String]) {
        guard table == nil else { return }
        table = TextTable(header: columns)
        if format == .csv { text += commaSeparated(columns.map { .text($0) }) }
    }

    public func row(_ row: PrintedRow) throws {
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

    public func row(kind: String, _ columns: [String], _ cells: [Cell]) throws {
        try row(PrintedRow(kind: kind, columns: columns, cells: cells))
    }

    public func finish() throws {
        if format == .table, let table { text += table.text }
        try flush()
    }

    /// Writes what has gathered, so that a reader has every row printed so far.
    public func flush() throws {
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
    /// What lines leave out where it is nothing, as records do: a trade belongs to a bot or to a run, and only
    /// futures have tiers.
    private static let leftOut: [String: Set<String>] = [
        "trade": ["bot", "generation", "run"], "market": ["leverage_tiers"],
    ]

    private func object(_ row: PrintedRow) {
        writer.beginObject()
        writer.field("kind", row.kind)
        let leftOut = Self.leftOut[row.kind]
        for (column, cell) in zip(row.columns, row.cells) {
            if cell == .null, leftOut?.contains(column) == true { continue }
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
    public func connection(
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
