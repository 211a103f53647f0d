internal import CLI
internal import Doors
internal import Glibc
internal import Storage

/// What a question is put to: a table or view of the store, or rows computed from it.
struct Subject {
    let info: TableInfo
    let rows: (Query, (Edge) throws -> Void) throws -> PageInfo
    let count: (Query) throws -> Int

    init(_ name: String, of store: Store) throws {
        info = try store.table(name)
        rows = { try store.rows($0, $1) }
        count = { try store.count($0) }
    }

    init(_ table: ComputedTable) {
        info = table.info
        rows = { try table.rows($0, $1) }
        count = { try table.count($0) }
    }
}

/// Prints the rows that answer what the command line asks of a subject.
func answer(
    _ arguments: Arguments, _ subject: Subject, _ store: Store, _ printer: RowPrinter
) throws {
    let question = try Question(subject.info.name, arguments, printer.format)
    let columns = question.query.columns ?? subject.info.columns
    printer.expect(columns + (question.showsCursors ? ["cursor"] : []))
    switch question.form {
    case .rows:
        try store.snapshot {
            _ = try rows(question, subject, store) { row, _ in try printer.row(row) }
        }
    case .connection:
        try store.snapshot {
            let count = try question.countsAll ? subject.count(question.query) : nil
            try printer.connection(totalCount: count) { edge in
                try rows(question, subject, store) { edge($0, $1.cursor) }
            }
        }
    case .follow:
        try follow(question.query, store) { edge in
            try printer.row(printed(edge, question, subject))
        } written: {
            try printer.flush()
        }
    }
}

/// Hands over the rows of an answer, with their trades where the question asks for them.
private func rows(
    _ question: Question, _ subject: Subject, _ store: Store,
    _ body: (PrintedRow, Edge) throws -> Void
) throws -> PageInfo {
    guard let most = question.tradesEach else {
        return try subject.rows(question.query) {
            try body(printed($0, question, subject), $0)
        }
    }
    var query = question.query
    if query.first == nil, query.last == nil { query.first = mostParents }
    var found: [(row: PrintedRow, edge: Edge)] = []
    let info = try subject.rows(query) { found.append((printed($0, question, subject), $0)) }
    let nested = try trades(of: found.map(\.row), most: most, subject.info.name, store)
    for ((row, edge), trades) in zip(found, nested) {
        var row = row
        row.nested = ("trades", trades)
        try body(row, edge)
    }
    return info
}

private func printed(_ edge: Edge, _ question: Question, _ subject: Subject) -> PrintedRow {
    var row = PrintedRow(kind: subject.info.kind, columns: edge.columns, cells: edge.cells)
    if question.showsCursors {
        row.columns.append("cursor")
        row.cells.append(.text(edge.cursor))
    }
    return row
}

// MARK: Trades inside rows

/// At most so many rows are given their trades at once.
private let mostParents = 100

/// The newest trades of each row, found by one query.
private func trades(
    of rows: [PrintedRow], most: Int, _ table: String, _ store: Store
) throws -> [[PrintedRow]] {
    let owners: [String: (TradeTable.Owner, column: String)] = [
        "bot": (.bot, "bot"), "bot_view": (.bot, "bot"), "run": (.run, "run"),
        "backtest": (.run, "run"), "strategy": (.strategy, "strategy"),
        "strategy_performance": (.strategy, "strategy"),
    ]
    guard let (owner, column) = owners[table] else {
        throw Diagnostic(
            .usage, "\(table) has no trades to go with it",
            hint: "--with goes with " + owners.keys.sorted().joined(separator: ", "))
    }
    let names = try rows.map { row in
        guard let place = row.columns.firstIndex(of: column) else {
            throw Diagnostic(.usage, "--with needs the column \(column) among --columns")
        }
        return row.cells[place].plainText
    }
    var found: [String: [PrintedRow]] = [:]
    try store.trades.newest(of: Array(Set(names)).sorted(), as: owner, most: most) {
        found[$0, default: []].append(PrintedRow(kind: "trade", columns: $1, cells: $2))
    }
    return names.map { found[$0] ?? [] }
}

// MARK: Following

/// Hands over the rows that are there, or the last of them, then every row that comes or changes, in
/// the order of their changes, until the limit is reached or nobody reads any more.
///
/// Between two looks it sleeps; a look costs one read of the store's header unless somebody wrote.
private func follow(
    _ query: Query, _ store: Store, _ body: (Edge) throws -> Void, written: () throws -> Void
) throws {
    var query = query
    guard Store.listings.contains(where: { $0.name == query.table }),
        try store.canFollow(query.table)
    else {
        throw Diagnostic(
            .usage, "\(query.table) does not remember what changed",
            hint: "--follow goes with tables that grow: trade, run, measure, trial, pipeline_step")
    }
    query.order = [Query.Order(column: "changed", isDescending: false)]
    var left = query.first ?? .max
    if query.last == 0 {
        // Nothing of what is there: it begins behind the last row.
        query.last = 1
        query.after = try store.rows(query) { _ in }.endCursor ?? query.after
        query.last = nil
    }
    while true {
        let version = try store.dataVersion()
        query.first = left == .max ? nil : left
        let page = try store.rows(query) { edge in
            try body(edge)
            left -= left == .max ? 0 : 1
        }
        try written()
        (query.after, query.last) = (page.endCursor ?? query.after, nil)
        if left == 0 { return }
        while try store.dataVersion() == version {
            guard readerIsThere(waitingMilliseconds: 200) else { return }
        }
    }
}

/// Sleeps; false as soon as whoever reads our output went away.
private func readerIsThere(waitingMilliseconds timeout: Int32) -> Bool {
    var output = pollfd(fd: 1, events: 0, revents: 0)
    return poll(&output, 1, timeout) <= 0 || output.revents & Int16(POLLERR | POLLHUP) == 0
}
