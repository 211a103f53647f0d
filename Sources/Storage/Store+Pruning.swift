internal import SQLite

extension Store {
    /// How many rows of a table are old, or were removed.
    public struct Pruned: Hashable, Sendable {
        public let table: String
        public let rows: Int
    }

    /// A table of runs and the tables whose rows belong to them.
    private struct History {
        let owner: String
        let owned: [String]
        /// What a run is the latest of.
        let subject: [String]

        /// Old runs after which another one of the same subject was completed: the latest of each
        /// stays, and the latest that was completed.
        var oldRuns: String {
            let same = subject.map { "newer.\($0) = old.\($0)" }.joined(separator: " AND ")
            return """
                SELECT run FROM \(owner) AS old WHERE started_ms < ?1 AND EXISTS (
                    SELECT 1 FROM \(owner) AS newer WHERE \(same) AND newer.status = 'completed'
                        AND (newer.started_ms, newer.run) > (old.started_ms, old.run))
                """
        }
    }

    private static let histories = [
        History(
            owner: "run", owned: ["run_trade", "measure", "equity", "trial", "observation"],
            subject: ["tool", "strategy"]),
        History(owner: "pipeline_run", owned: ["pipeline_step"], subject: ["pipeline"]),
    ]

    /// What `prune` would remove, table by table.
    public func prunable(before startedMs: Int) throws -> [Pruned] {
        try snapshot {
            try Self.histories.flatMap { history in
                try ([history.owner] + history.owned).map { table in
                    let sql = "\(Self.count(table)) IN (\(history.oldRuns))"
                    let rows = try database.value(sql, startedMs, as: Int.self) ?? 0
                    return Pruned(table: table, rows: rows)
                }
            }
        }
    }

    /// Forgets runs of tools and of pipelines that started before an instant, with all that belongs to
    /// them; of each tool and strategy, and of each pipeline, the latest stay.
    ///
    /// Each run goes in a transaction of its own: nobody waits long, and what is interrupted goes on
    /// when it is asked for again.
    public func prune(before startedMs: Int) throws -> [Pruned] {
        try Self.histories.flatMap { history in
            var counts: [String: Int] = [:]
            var runs: [String] = []
            try database.rows(history.oldRuns, [.integer(startedMs)]) { runs.append($0.read(0)) }
            for run in runs {
                try database.transaction { try remove(run, of: history, counting: &counts) }
            }
            return ([history.owner] + history.owned).map {
                Pruned(table: $0, rows: counts[$0] ?? 0)
            }
        }
    }

    /// A query that counts rows; the text ends before which runs they are of.
    private static func count(_ table: String) -> String {
        table == TradePages.runs.table
            ? "SELECT coalesce(sum(trades), 0) FROM \(TradePages.runs.name) WHERE page_run"
            : "SELECT count(*) FROM \(table) WHERE run"
    }

    private static func isOfRun(_ table: String) -> String {
        table == TradePages.runs.table
            ? "place IN (SELECT place FROM \(TradePages.runs.joined) WHERE page_run = ?)"
            : "run = ?"
    }

    private func remove(
        _ run: String, of history: History, counting counts: inout [String: Int]
    ) throws {
        for table in history.owned + [history.owner] {
            try database.run("DELETE FROM \(table) WHERE \(Self.isOfRun(table))", run)
            guard database.changes > 0 else { continue }
            counts[table, default: 0] += database.changes
            try raise(table)
        }
    }
}
