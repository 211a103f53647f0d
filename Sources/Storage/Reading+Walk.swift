internal import SQLite

/// Which index a page is read by, where a condition has one and the order has another.
extension Reading {
    /// How many rows at the beginning of an order are looked at.
    private static let lookedAt = 2_000

    /// Columns that alone, or first in an index, find rows.
    private static let found: Set<String> = ["bot", "run", "strategy"]

    /// Columns whose index gives an order.
    private static let walked: Set<String> = ["open_ms", "close_ms"]

    /// The condition as it is to be written.
    ///
    /// Rows are found by the condition and sorted, which takes the longer the more they are. Where
    /// as many as are asked for lie near the beginning of the order, it is quicker to walk that and
    /// pass over the others; then the condition is kept from its index.
    func written(
        _ condition: Restriction, within range: Restriction, of source: Listing.Source,
        _ stretch: Stretch, by order: [Listing.Term]
    ) throws -> Restriction {
        let columns = condition.columns
        guard let limit = stretch.limit, limit <= Self.lookedAt, let first = order.first,
            Self.walked.contains(first.expression), !columns.isDisjoint(with: Self.found),
            // An index has both.
            !(columns == ["strategy"] && first.expression == "open_ms"),
            // An index of open trades alone is short.
            !columns.contains("is_open")
        else { return condition }
        var values: [Value] = []
        let beginning = """
            SELECT \(columns.sorted().joined(separator: ", ")) FROM \(source.from)
            WHERE \(range.sql(&values)) ORDER BY \(first.expression + direction(first, stretch))
            LIMIT \(Self.lookedAt)
            """
        var count = 0
        try database.rows(
            "SELECT count(*) FROM (\(beginning)) WHERE \(condition.sql(&values))", values
        ) { count = $0.read(0) }
        return count >= limit ? condition.unindexed(Self.found) : condition
    }
}
