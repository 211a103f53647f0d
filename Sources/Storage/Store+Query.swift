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
        return try snapshot { try reading.page(query, body) }
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
        let source = listing.sources.count == 1 ? listing.sources[0] : nil
        let from = source.flatMap { $0.pages == nil ? $0.from : nil } ?? listing.name
        return try database.columns("SELECT * FROM \(from)").map {
            SchemaColumn(name: $0.name, isDeclared: $0.isDeclared)
        }
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
