internal import SQLite

/// One question made ready: names checked, the order completed, statements to run.
struct Reading {
    let listing: Listing
    let columns: [String]
    let terms: [Listing.Term]
    let coder: CursorCoder
    private let condition: Restriction
    let database: Database

    /// - Throws: `QueryError` for names that are not in the schema.
    init(_ query: Query, _ listing: Listing, known: [SchemaColumn], _ database: Database) throws {
        let names = known.map(\.name)
        columns = query.columns ?? names.filter { !listing.hidden.contains($0) }
        for name in columns + query.conditions.map(\.column) + query.order.map(\.column)
        where !names.contains(name) {
            throw QueryError.unknownColumn(
                name, table: listing.name, known: names.filter { !listing.hidden.contains($0) })
        }
        let declared = Set(known.filter(\.isDeclared).map(\.name))
        condition = .all(
            try query.conditions.map {
                try Restriction($0, isDeclared: declared.contains($0.column))
            })
        let asked = query.order.map {
            Listing.Term(
                listing.sortedAs[$0.column] ?? $0.column, isDescending: $0.isDescending)
        }
        terms = Self.unrepeated((asked.isEmpty ? listing.order : asked) + listing.key)
        coder = CursorCoder(listing: listing, terms: terms)
        self.listing = listing
        self.database = database
    }

    /// A column that was named before decides nothing any more.
    private static func unrepeated(_ terms: [Listing.Term]) -> [Listing.Term] {
        var seen: Set<String> = []
        return terms.filter { seen.insert($0.expression).inserted }
    }

    /// A stretch of the order, walked in one direction.
    struct Stretch {
        var isForward = true
        /// Where it begins; nil for the end of the order that lies behind.
        var start: [Value]?
        var includesStart = false
        /// Where it stops, before that row; nil for the other end.
        var end: [Value]?
        var limit: Int?
    }

    /// Hands the rows of a stretch to `body`, in the direction walked.
    func walk(_ stretch: Stretch, _ body: (Edge) throws -> Void) throws {
        let types = columns.map { Schema.CellType(column: $0) }
        var left = stretch.limit ?? .max
        for statement in try statements(stretch) where left > 0 {
            let limit = stretch.limit == nil ? [] : [Value.integer(left)]
            try database.rows(statement.sql, statement.values + limit) { row in
                left -= 1
                try body(
                    Edge(
                        columns: columns,
                        cells: types.indices.map { types[$0].cell(row[$0]) },
                        place: terms.indices.map { row[columns.count + $0] }, coder: coder))
            }
        }
    }

    /// Whether a stretch has any row.
    func hasRows(_ stretch: Stretch) throws -> Bool {
        var (stretch, found) = (stretch, false)
        stretch.limit = 1
        try walk(stretch) { _ in found = true }
        return found
    }

    /// How many rows meet the conditions.
    func count() throws -> Int {
        var total = 0
        for source in listing.sources {
            let resolved = condition.resolved(absent: source.absent)
            if resolved.isNever { continue }
            var values: [Value] = []
            let rows = source.restricted(resolved).sql(&values)
            let sql =
                if resolved.isAlways, source.fold == nil, let pages = source.pages {
                    "SELECT coalesce(sum(trades), 0) FROM \(pages.name)"
                } else {
                    "SELECT count(*) FROM \(source.from) WHERE \(rows)"
                }
            try database.rows(sql, values) { total += $0.read(0) as Int }
        }
        return total
    }
}

// MARK: Statements

extension Reading {
    /// One statement of a stretch, which follow each other. The limit is the value behind the last.
    struct Statement {
        var sql: String
        var values: [Value]
    }

    func statements(_ stretch: Stretch) throws -> [Statement] {
        var parts = [Restriction.always]
        if let start = stretch.start {
            parts = Restriction.ranges(
                behind: start, in: terms, isForward: stretch.isForward,
                includingPlace: stretch.includesStart)
        }
        let end =
            stretch.end.map { Restriction.before($0, in: terms, isForward: stretch.isForward) }
            ?? .always
        return try parts.compactMap { try statement(.all([$0, end]), stretch) }
    }

    /// nil where no source can have such rows.
    private func statement(_ range: Restriction, _ stretch: Stretch) throws -> Statement? {
        var (selects, values) = ([String](), [Value]())
        for source in listing.sources {
            guard let restriction = try restriction(range, on: source, stretch) else { continue }
            let order = order(of: source)
            selects.append(
                select(
                    source, restriction, stretch, by: source.pages?.order(order) ?? order, &values))
        }
        let limit = stretch.limit == nil ? "" : " LIMIT ?\(values.count + 1)"
        guard selects.count > 1 else {
            return selects.first.map { Statement(sql: $0 + limit, values: values) }
        }
        // Each table is walked in the order of its own index; what they give is little to sort.
        let union = selects.map { "SELECT * FROM (\($0)\(limit))" }
            .joined(separator: " UNION ALL ")
        let order = terms.indices.map {
            "\(columns.count + $0 + 1)" + direction(terms[$0], stretch)
        }
        return Statement(
            sql: "\(union) ORDER BY \(order.joined(separator: ", "))\(limit)", values: values)
    }

    private func order(of source: Listing.Source) -> [Listing.Term] {
        terms.filter { !source.absent.contains($0.expression) }
    }

    /// What the rows of a source must be; nil where it can have none.
    func restriction(
        _ range: Restriction, on source: Listing.Source, _ stretch: Stretch
    ) throws -> Restriction? {
        let condition = condition.resolved(absent: source.absent)
        let range = range.resolved(absent: source.absent)
        if condition.isNever || range.isNever { return nil }
        var restriction = Restriction.all([condition, range])
        if let first = order(of: source).first, let limit = stretch.limit {
            let near = try near(first, limit, restriction, of: source, stretch)
            restriction = .all([restriction, near])
        }
        return source.restricted(restriction)
    }

    private func select(
        _ source: Listing.Source, _ restriction: Restriction, _ stretch: Stretch,
        by order: [Listing.Term], _ values: inout [Value]
    ) -> String {
        let outputs = (columns + terms.map(\.expression)).map {
            source.absent.contains($0) ? "NULL" : $0
        }
        let rows = folded(source, restriction, stretch, order, &values) ?? source.from
        var sql = "SELECT \(outputs.joined(separator: ", ")) FROM \(rows)"
        if !restriction.isAlways { sql += " WHERE " + restriction.sql(&values) }
        return sql + ordered(by: order, stretch)
    }

    /// The source cut to what can be in the answer, so that only that is sorted: each row of the table
    /// gives at least one row, so as many of them as rows are asked for are enough, if their order is
    /// the answer's and all conditions can be told from them. nil where that is not so.
    private func folded(
        _ source: Listing.Source, _ restriction: Restriction, _ stretch: Stretch,
        _ order: [Listing.Term], _ values: inout [Value]
    ) -> String? {
        guard let fold = source.fold, let limit = stretch.limit,
            let pages = source.pages, order.last?.expression == "position",
            fold.columns.union(pages.columns + ["place"])
                .isSuperset(of: order.dropLast().map(\.expression)),
            fold.columns.isSuperset(of: condition.columns)
        else { return nil }
        var sql = "SELECT * FROM \(pages.joined) WHERE json_array_length(orders) > 0"
        let known = restriction.loosened(to: fold.columns.union(pages.columns))
        if !known.isAlways { sql += " AND " + known.sql(&values) }
        sql += ordered(by: order.dropLast(), stretch) + " LIMIT \(limit)"
        return "(\(Schema.tradeOrders(of: pages.table, in: pages, among: "(\(sql))")))"
    }

    private func ordered(by terms: some Sequence<Listing.Term>, _ stretch: Stretch) -> String {
        " ORDER BY "
            + terms.map { $0.expression + direction($0, stretch) }.joined(separator: ", ")
    }

    func direction(_ term: Listing.Term, _ stretch: Stretch) -> String {
        term.isDescending == stretch.isForward ? " DESC" : ""
    }
}

/// A column of what a question reads.
struct SchemaColumn: Hashable {
    let name: String
    /// Whether a table declares it: a view's expressions have no type.
    let isDeclared: Bool
}
