internal import SQLite

extension Reading {
    /// Hands over the rows that a query's cursors and limits leave, and says what lies around them.
    func page(_ query: Query, _ body: (Edge) throws -> Void) throws -> PageInfo {
        var page = Page(
            reading: self,
            after: try query.after.map { (text) throws in try coder.place(text) },
            before: try query.before.map { (text) throws in try coder.place(text) })
        try page.read(first: query.first, last: query.last, body)
        return page.info
    }
}

/// The rows between two cursors, and what is learnt on the way of those around them.
private struct Page {
    let reading: Reading
    let after: [Value]?
    let before: [Value]?
    private(set) var info = PageInfo()
    private var lastEdge: Edge?

    init(reading: Reading, after: [Value]?, before: [Value]?) {
        self.reading = reading
        self.after = after
        self.before = before
    }

    mutating func read(first: Int?, last: Int?, _ body: (Edge) throws -> Void) throws {
        if let first {
            info.hasNextPage = try forward(first, last, body)
        } else {
            if let last {
                try backward(last, body)
            } else {
                try reading.walk(Reading.Stretch(start: after, end: before)) {
                    try give($0, body)
                }
            }
            info.hasNextPage = try lies(behind: before, isForward: true)
        }
        if last == nil { info.hasPreviousPage = try lies(behind: after, isForward: false) }
        info.endCursor = lastEdge?.cursor
    }

    /// The first rows, or the last of those; whether there are more behind them.
    private mutating func forward(
        _ first: Int, _ last: Int?, _ body: (Edge) throws -> Void
    ) throws -> Bool {
        var (count, kept) = (0, [Edge]())
        let limit = first == .max ? first : first + 1
        try reading.walk(Reading.Stretch(start: after, end: before, limit: limit)) { edge in
            count += 1
            if count > first { return }
            if last == nil { return try give(edge, body) }
            kept.append(edge)
        }
        if let last {
            info.hasPreviousPage = count > last
            for edge in kept.suffix(last) { try give(edge, body) }
        }
        return count > first
    }

    /// The last rows, read from the end and handed over in the order.
    private mutating func backward(_ last: Int, _ body: (Edge) throws -> Void) throws {
        var kept: [Edge] = []
        let limit = last == .max ? last : last + 1
        try reading.walk(
            Reading.Stretch(isForward: false, start: before, end: after, limit: limit)
        ) { kept.append($0) }
        info.hasPreviousPage = kept.count > last
        for edge in kept.prefix(last).reversed() { try give(edge, body) }
    }

    private mutating func give(_ edge: Edge, _ body: (Edge) throws -> Void) throws {
        if info.startCursor == nil { info.startCursor = edge.cursor }
        lastEdge = edge
        try body(edge)
    }

    /// Whether there is a row at a cursor or on its far side; false without one.
    private func lies(behind place: [Value]?, isForward: Bool) throws -> Bool {
        guard let place else { return false }
        return try reading.hasRows(
            Reading.Stretch(isForward: isForward, start: place, includesStart: true))
    }
}
