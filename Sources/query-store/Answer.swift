internal import CLI
internal import Glibc
internal import Storage

/// Prints the rows that answer a question, in the form that it asks for.
func answer(_ question: Question, _ store: Store, _ printer: RowPrinter) throws {
    let table = try store.table(question.query.table)
    let columns = question.query.columns ?? table.columns
    printer.expect(columns + (question.showsCursors ? ["cursor"] : []))
    func row(_ edge: Edge) -> PrintedRow {
        var row = PrintedRow(kind: table.kind, columns: edge.columns, cells: edge.cells)
        if question.showsCursors {
            row.columns.append("cursor")
            row.cells.append(.text(edge.cursor))
        }
        return row
    }
    switch question.form {
    case .rows: try store.rows(question.query) { try printer.row(row($0)) }
    case .connection:
        try store.snapshot {
            let count = try question.countsAll ? store.count(question.query) : nil
            try printer.connection(totalCount: count) { edge in
                try store.rows(question.query) { edge(row($0), $0.cursor) }
            }
        }
    case .follow:
        try follow(question.query, store) {
            try printer.row(row($0))
        } written: {
            try printer.flush()
        }
    }
}

/// Hands over the rows that are there, or the last of them, then every row that comes or changes, in
/// the order of their changes, until the limit is reached or nobody reads any more.
///
/// Between two looks it sleeps; a look costs one read of the store's header unless somebody wrote.
private func follow(
    _ query: Query, _ store: Store, _ body: (Edge) throws -> Void, written: () throws -> Void
) throws {
    var query = query
    guard try store.canFollow(query.table) else {
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
