public import Records
internal import SQLite

/// Breaks that comparisons found: those that last, and those that are gone.
///
/// A break keeps its row for good. One that is not found again is resolved; when it comes back, it
/// is the same row again, with the day of its first sight.
public struct BreakTable {
    let store: Store

    private static let historyColumns = [
        "first_seen_ms", "last_seen_ms", "occurrences", "resolved_ms",
    ]

    private static let columns =
        [
            "id", "code", "severity", "bot", "pair", "trade_id", "open_ms", "field", "expected",
            "actual", "delta", "tolerance", "money_at_risk", "currency", "confidence", "message",
            "cause", "command", "waiver_reason", "waiver_until_ms", "waiver_by",
        ] + historyColumns

    /// Makes `breaks` all that lasts, of the bots named or of every one: those that are gone are
    /// resolved, and counted as removed. The comparison took place at `atMs`, Unix milliseconds UTC;
    /// comparing again at the same instant is no further occurrence.
    public func replace(
        _ breaks: [Break], bots: Set<String>? = nil, atMs: Int
    ) throws -> Changes {
        try store.write("reconciliation_break") { changes in
            let kept = Set(breaks.map(\.id))
            let known = try read("ORDER BY id")
            for lasting in known where lasting.history?.resolvedMs == nil {
                guard bots?.contains(lasting.bot) != false, !kept.contains(lasting.id) else {
                    continue
                }
                try store.database.run(
                    """
                    UPDATE reconciliation_break SET status = 'resolved', resolved_ms = ?,
                        changed = (SELECT total(revision) + 1 FROM revision)
                    WHERE id = ?
                    """, atMs, lasting.id)
                changes.removed += 1
            }
            try write(
                breaks, known.reduce(into: [:]) { $0[$1.id] = $1.history }, atMs: atMs,
                counting: &changes)
        }
    }

    private func write(
        _ breaks: [Break], _ histories: [String: Break.History], atMs: Int,
        counting changes: inout Changes
    ) throws {
        let upsert = try Upsert(
            store.database, table: "reconciliation_break", key: ["id"],
            columns: Self.columns + ["status"], clock: Self.historyColumns,
            (
                String, String, String, String, String?, Int?, Int?, String?, String?, String?,
                Double?, Double?, Double?, String?, Double?, String, String?, String?, String?,
                Int?, String?, Int, Int, Int, Int?, String
            ).self)
        for found in breaks {
            let history = histories[found.id].seen(atMs: atMs)
            try upsert.run(
                found.id, found.code, found.severity.rawValue, found.bot, found.pair,
                found.tradeID, found.openMs, found.field, found.expected, found.actual,
                found.delta, found.tolerance, found.moneyAtRisk, found.currency, found.confidence,
                found.message, found.cause, found.command, found.waiver?.reason,
                found.waiver?.untilMs, found.waiver?.by, history.firstSeenMs, history.lastSeenMs,
                history.occurrences, nil, found.waiver == nil ? "open" : "waived",
                counting: &changes)
        }
    }

    /// Every break that lasts, waived ones too: the most severe first, then by money at risk, bot and
    /// time.
    public func all() throws -> [Break] {
        try read(
            """
            WHERE status <> 'resolved'
            ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END,
                coalesce(money_at_risk, 0) DESC, bot, coalesce(open_ms, 0), code, id
            """)
    }

    /// Breaks that are gone since an instant or later, the latest first.
    public func resolved(sinceMs: Int = .min) throws -> [Break] {
        try read(
            """
            WHERE status = 'resolved' AND resolved_ms >= ?
            ORDER BY resolved_ms DESC, code, bot, coalesce(open_ms, 0), id
            """, [.integer(sinceMs)])
    }

    private func read(_ condition: String, _ values: [Value] = []) throws -> [Break] {
        var breaks: [Break] = []
        try store.database.rows(
            """
            SELECT \(Self.columns.joined(separator: ", ")) FROM reconciliation_break \(condition)
            """, values
        ) { row in
            guard let severity = Break.Severity(rawValue: row.read(2)) else {
                throw store.damaged("break \(row.read(0) as String) has an unknown severity")
            }
            breaks.append(read(row, severity))
        }
        return breaks
    }

    private func read(_ row: borrowing Row, _ severity: Break.Severity) -> Break {
        var found = Break(
            id: row.read(0), code: row.read(1), severity: severity, bot: row.read(3),
            pair: row.read(4), tradeID: row.read(5), openMs: row.read(6), field: row.read(7),
            expected: row.read(8), actual: row.read(9), delta: row.read(10),
            tolerance: row.read(11), moneyAtRisk: row.read(12), currency: row.read(13),
            confidence: row.read(14), message: row.read(15), cause: row.read(16),
            command: row.read(17),
            history: Break.History(
                firstSeenMs: row.read(21), lastSeenMs: row.read(22), occurrences: row.read(23),
                resolvedMs: row.read(24)))
        if let reason: String = row.read(18), let untilMs: Int = row.read(19) {
            found.waiver = Break.Waiver(reason: reason, untilMs: untilMs, by: row.read(20))
        }
        return found
    }
}

extension Break.History? {
    /// The history with one more sight at an instant; a new one where there was none.
    fileprivate func seen(atMs: Int) -> Break.History {
        guard var history = self else {
            return Break.History(firstSeenMs: atMs, lastSeenMs: atMs, occurrences: 1)
        }
        if atMs > history.lastSeenMs {
            history.lastSeenMs = atMs
            history.occurrences += 1
        }
        history.resolvedMs = nil
        return history
    }
}
