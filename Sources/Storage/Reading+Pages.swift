internal import SQLite

/// How far a page of rows reaches into an order that no index has, but that the pages of trades bound.
extension Reading {
    /// Columns whose first and last values pages of trades know.
    private static let bounded: Set<String> = ["open_ms", "close_ms", "changed"]

    /// At how many pages of trades is looked first.
    private static let lookedAt = 32

    /// A condition that the first `limit` of the rows meet, and few others: up to which value of the
    /// order's first column they reach at most.
    ///
    /// Some pages, those that reach furthest, are looked at, then twice as many, until they have
    /// as many rows as are asked for on this side of all that lies in others.
    func near(
        _ first: Listing.Term, _ limit: Int, _ restriction: Restriction,
        of source: Listing.Source, _ stretch: Stretch
    ) throws -> Restriction {
        guard let pages = source.pages, Self.bounded.contains(first.expression) else {
            return .always
        }
        let goesUp = first.isDescending != stretch.isForward
        var count = Self.lookedAt
        while let value = try bound(behind: count, of: first.expression, goesUp, restriction, pages)
        {
            let near = Restriction.upTo(first.expression, value, goesUp: goesUp)
            let rows = source.restricted(.all([restriction, near]))
            var values: [Value] = []
            let sql = "SELECT 1 FROM \(source.from) WHERE \(rows.sql(&values))"
            values.append(.integer(limit))
            var found = 0
            try database.rows(
                "SELECT count(*) FROM (\(sql) LIMIT ?\(values.count))", values
            ) { found = $0.read(0) }
            if found >= limit { return near }
            count *= 2
        }
        return .always
    }

    /// How far the first page reaches that is not among the first `count`; nil where there is none.
    private func bound(
        behind count: Int, of column: String, _ goesUp: Bool, _ restriction: Restriction,
        _ pages: TradePages
    ) throws -> Value? {
        var values: [Value] = []
        let bound = (goesUp ? "low_" : "high_") + column
        let condition = pages.restriction(restriction).simplified.sql(&values)
        var value: Value?
        try database.rows(
            """
            SELECT \(bound) FROM \(pages.name) WHERE \(condition)
            ORDER BY \(bound) \(goesUp ? "ASC" : "DESC") LIMIT 1 OFFSET \(count)
            """, values
        ) { value = $0[0] }
        return value
    }
}

extension Listing.Source {
    /// The restriction, and what follows from it for the pages that the rows lie in.
    func restricted(_ rows: Restriction) -> Restriction {
        guard let pages else { return rows.simplified }
        return Restriction.all([pages.restriction(rows), rows]).simplified
    }
}
