public import Records
internal import SQLite

/// Breaks that the last reconciliation found and that are still open.
public struct BreakTable {
    let store: Store

    private static let columns = [
        "id", "code", "severity", "bot", "pair", "trade_id", "open_ms", "field", "expected",
        "actual", "delta", "tolerance", "money_at_risk", "currency", "message",
    ]

    /// Makes `breaks` all that is open, of the bots named or of every one: those that are gone are
    /// removed.
    public func replace(_ breaks: [Break], bots: Set<String>? = nil) throws -> Changes {
        try store.write("reconciliation_break") { changes in
            let kept = Set(breaks.map(\.id))
            for open in try all() where bots?.contains(open.bot) != false {
                guard !kept.contains(open.id) else { continue }
                try store.database.run("DELETE FROM reconciliation_break WHERE id = ?", open.id)
                changes.removed += 1
            }
            let upsert = try Upsert(
                store.database, table: "reconciliation_break", key: ["id"],
                columns: Self.columns,
                (
                    String, String, String, String, String?, Int?, Int?, String?, String?, String?,
                    Double?, Double?, Double?, String?, String
                ).self)
            for found in breaks {
                try upsert.run(
                    found.id, found.code, found.severity.rawValue, found.bot, found.pair,
                    found.tradeID, found.openMs, found.field, found.expected, found.actual,
                    found.delta, found.tolerance, found.moneyAtRisk, found.currency,
                    found.message, counting: &changes)
            }
        }
    }

    /// Every open break: the most severe first, then by money at risk, bot and time.
    public func all() throws -> [Break] {
        var breaks: [Break] = []
        try store.database.rows(
            """
            SELECT \(Self.columns.joined(separator: ", ")) FROM reconciliation_break
            ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END,
                coalesce(money_at_risk, 0) DESC, bot, coalesce(open_ms, 0), code, id
            """
        ) { row in
            guard let severity = Break.Severity(rawValue: row.read(2)) else {
                throw store.damaged("break \(row.read(0) as String) has an unknown severity")
            }
            breaks.append(
                Break(
                    id: row.read(0), code: row.read(1), severity: severity, bot: row.read(3),
                    pair: row.read(4), tradeID: row.read(5), openMs: row.read(6),
                    field: row.read(7), expected: row.read(8), actual: row.read(9),
                    delta: row.read(10), tolerance: row.read(11), moneyAtRisk: row.read(12),
                    currency: row.read(13), message: row.read(14)))
        }
        return breaks
    }
}
