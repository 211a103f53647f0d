internal import SQLite

extension Store {
    /// The names of every table, then of every view, with one line for people.
    public static var listings: [(name: String, summary: String)] {
        Listing.all.map { ($0.name, $0.summary) }
    }

    /// A number that stays what it is until another connection changes the store: asking for it is
    /// cheap, and the way to wait for other tools.
    public func dataVersion() throws -> Int {
        try database.value("PRAGMA data_version", as: Int.self) ?? 0
    }

    /// Every table, then every view, by name.
    public func tables() throws -> [TableInfo] { try Listing.all.map(info) }

    /// What a table or view holds.
    ///
    /// - Throws: `QueryError` for a name that is neither.
    public func table(_ name: String) throws -> TableInfo { try info(listing(name)) }

    /// How many rows a table or view has.
    public func count(of table: TableInfo) throws -> Int {
        try reading(Query(table: table.name)).count()
    }

    /// How many rows meet the conditions of a query, whatever its cursors and limits.
    public func count(_ query: Query) throws -> Int { try reading(query).count() }

    /// Hands the rows that answer a query to `body`, and says what lies around them.
    ///
    /// Follows the Relay connection specification: first the cursors cut, then `first`, then
    /// `last`. Memory does not grow with the answer unless `last` is given.
    ///
    /// - Throws: `QueryError` for names that are not in the schema and for cursors that are none.
    @discardableResult
    public func rows(_ query: Query, _ body: (Edge) throws -> Void) throws -> PageInfo {
        let reading = try reading(query)
        let after = try query.after.map { (text) throws in try reading.coder.place(text) }
        let before = try query.before.map { (text) throws in try reading.coder.place(text) }
        return try snapshot {
            var page = Page(reading: reading, after: after, before: before)
            try page.read(first: query.first, last: query.last, body)
            return page.info
        }
    }

    /// Whether the rows of a table or view can be asked for in the order of their changes, by the
    /// hidden column `changed`.
    public func canFollow(_ table: String) throws -> Bool {
        try known(listing(table)).contains { $0.name == "changed" }
    }

    func reading(_ query: Query) throws -> Reading {
        let listing = try listing(query.table)
        return try Reading(query, listing, known: known(listing), database)
    }

    private func listing(_ name: String) throws(QueryError) -> Listing {
        guard let listing = Listing.named(name) else {
            throw .unknownTable(name, known: Listing.all.map(\.name))
        }
        return listing
    }

    private func info(_ listing: Listing) throws -> TableInfo {
        TableInfo(
            name: listing.name, isView: listing.isView, kind: listing.kind,
            columns: try known(listing).map(\.name).filter { !listing.hidden.contains($0) },
            summary: listing.summary)
    }

    /// The columns of what a question to a listing reads, in their order.
    private func known(_ listing: Listing) throws -> [SchemaColumn] {
        let from = listing.sources.count == 1 ? listing.sources[0].from : listing.name
        return try database.columns("SELECT * FROM \(from)").map {
            SchemaColumn(name: $0.name, isDeclared: $0.isDeclared)
        }
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

extension Schema {
    /// How a column's values are told apart that SQLite keeps alike.
    enum CellType {
        case flag, json, plain

        init(column: String) {
            self =
                flagColumns.contains(column)
                ? .flag : jsonColumns.contains(column) ? .json : .plain
        }

        func cell(_ value: Value) -> Cell {
            switch (self, value) {
            case (_, .null): .null
            case (.flag, .integer(let number)): .flag(number != 0)
            case (.json, .text(let text)): .json(text)
            case (_, .integer(let number)): .integer(number)
            case (_, .real(let number)): .real(number)
            case (_, .text(let text)): .text(text)
            case (_, .blob(let bytes)): .text(bytes.withUnsafeBytes { XXH64.hexadecimal($0) })
            }
        }
    }
}
