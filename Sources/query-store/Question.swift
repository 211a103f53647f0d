internal import CLI
internal import Doors
internal import Storage

/// Options of a question to one table.
let questionOptions = [
    Option(
        "where", short: "w", value: "CONDITION", repeats: true,
        help: "only rows with column=value, also != < <= > >=; may be repeated"),
    Option(
        "order", short: "o", value: "COLUMN", repeats: true,
        help: "sort by a column, COLUMN:desc downwards; may be repeated"),
    Option(
        "limit", short: "n", value: "N", type: .integer(0...Int.max),
        help: "at most this many rows: the first, or with --before the last"),
    Option(
        "last", value: "N", type: .integer(0...Int.max),
        help: "at most this many rows: the last"),
    Option("after", value: "CURSOR", help: "only rows behind the one of this cursor"),
    Option("before", value: "CURSOR", help: "only rows before the one of this cursor"),
    Option("columns", value: "NAMES", help: "only these columns: pair,profit_abs"),
    Option("cursors", help: "print each row's cursor as a last column"),
    Option(
        "connection", help: "print one JSON object with edges and pageInfo, as Relay has it"),
    Option("total-count", help: "--connection: count all rows that meet the conditions"),
    Option(
        "with", value: "WHAT",
        help: "bots, runs, strategies: each with its newest trades, trades:N for N (default: 20)"),
    Option(
        "follow", short: "f",
        help: "go on: print rows that come or change, in the order in which they do"),
]

/// What the command line asks of a table.
struct Question {
    enum Form { case rows, connection, follow }

    var query: Query
    let form: Form
    let showsCursors: Bool
    let countsAll: Bool
    /// How many trades go with each row; nil for none.
    let tradesEach: Int?

    init(_ table: String, _ arguments: Arguments, _ format: Format) throws(Diagnostic) {
        query = Query(table: table)
        query.columns = arguments.value("columns")?.split(separator: ",").map { name in
            String(name.drop { $0 == " " })
        }
        for text in arguments.values("where") {
            query.conditions.append(try condition(text, nowMs: arguments.nowMs))
        }
        for text in arguments.values("order") { query.order.append(try order(text)) }
        (query.after, query.before) = (arguments.value("after"), arguments.value("before"))
        (query.first, query.last) = (arguments.integer("limit"), arguments.integer("last"))
        if query.before != nil, query.after == nil, query.last == nil {
            // The rows next to the cursor, as with --after.
            (query.first, query.last) = (nil, query.first)
        }
        form =
            arguments.flag("follow")
            ? .follow : arguments.flag("connection") ? .connection : .rows
        showsCursors = arguments.flag("cursors")
        countsAll = arguments.flag("total-count")
        tradesEach = try arguments.value("with").map(tradesEach(of:))
        try check(arguments, format)
    }

    private func check(_ arguments: Arguments, _ format: Format) throws(Diagnostic) {
        if arguments.flag("follow"), arguments.flag("connection") {
            throw Diagnostic(.usage, "--follow and --connection exclude each other")
        }
        if form == .connection, format != .json {
            throw Diagnostic(.usage, "--connection is JSON")
        }
        if countsAll, form != .connection {
            throw Diagnostic(.usage, "--total-count belongs to --connection")
        }
        if tradesEach != nil, format != .json || form == .follow {
            throw Diagnostic(.usage, "--with is JSON of what is there: rows lie inside rows")
        }
        guard form == .follow else { return }
        if format == .table {
            throw Diagnostic(
                .usage, "--table is laid out at the end, and --follow has none",
                hint: "use --json or --csv")
        }
        if !query.order.isEmpty || query.before != nil {
            throw Diagnostic(.usage, "--follow prints rows in the order in which they come")
        }
    }
}

/// `column=value`; the first comparison in the text counts, so that values may hold others.
private func condition(_ text: String, nowMs: Int) throws(Diagnostic) -> Query.Condition {
    let signs = Set("=<>!")
    guard let start = text.firstIndex(where: { signs.contains($0) }), start > text.startIndex,
        let comparison = Query.Comparison.allCases.first(where: {
            text[start...].hasPrefix($0.rawValue)
        })
    else {
        throw Diagnostic(
            .usage, "--where: \"\(text)\" compares nothing",
            hint: "write column=value, also != < <= > >=")
    }
    let column = String(text[..<start])
    var value: String? = String(text[start...].dropFirst(comparison.rawValue.count))
    if value == "null" {
        value = nil
    } else if let date = value, column.hasSuffix("_ms"), Int(date) == nil {
        guard let instant = instantMs(date, nowMs: nowMs) else {
            throw Diagnostic(
                .usage, "--where: \"\(date)\" is no instant",
                hint: "write Unix milliseconds, 2026-11-20, 2026-11-20T07:30:00Z or -24h")
        }
        value = String(instant)
    }
    return Query.Condition(column: column, comparison: comparison, value: value)
}

private func order(_ text: String) throws(Diagnostic) -> Query.Order {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.count == 1 || parts[1] == "desc" || parts[1] == "asc" else {
        throw Diagnostic(
            .usage, "--order: \"\(text)\" is no order", hint: "write column or column:desc")
    }
    return Query.Order(column: String(parts[0]), isDescending: parts.last == "desc")
}

/// The number of `trades:N`.
private func tradesEach(of text: String) throws(Diagnostic) -> Int {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts[0] == "trades", parts.count < 3 else {
        throw Diagnostic(
            .usage, "--with: \"\(text)\" is unknown, expected trades or trades:N")
    }
    guard let count = parts.count == 1 ? 20 : Int(parts[1]), (1...1_000).contains(count) else {
        throw Diagnostic(.usage, "--with: \"\(text)\" is no number of trades from 1 to 1000")
    }
    return count
}
