internal import JSONL
public import Records
internal import SQLite

/// Runs of tools: back-tests and hyperopts.
public struct RunTable {
    let store: Store

    private static let columns = [
        "run", "tool", "status", "strategy", "strategy_hash", "parameters", "from_ms", "to_ms",
        "config", "started_ms", "completed_ms", "error",
    ]

    /// Stores a run, or brings the one of the same id up to date.
    ///
    /// A run that is asked again differs in its instants alone: they are taken over, but count as
    /// a change only if the run thereby becomes the latest of its tool and strategy.
    public func save(_ run: Run) throws -> Changes {
        try store.write("run") { changes in
            let latest = try latest(tool: run.tool, strategy: run.strategy)?.run
            let upsert = try Upsert(
                store.database, table: "run", key: ["run"], columns: Self.columns,
                clock: ["started_ms", "completed_ms"],
                (
                    String, String, String, String, String, String, Int, Int, String, Int, Int?,
                    String?
                ).self)
            try upsert.run(
                run.run, run.tool, run.status.rawValue, run.strategy, run.strategyHash,
                run.parameters.text, run.fromMs, run.toMs, run.config.text, run.startedMs,
                run.completedMs, run.error, counting: &changes)
            let isUnchanged = !changes.isReal
            if isUnchanged, try self.latest(tool: run.tool, strategy: run.strategy)?.run != latest {
                try store.raise("run")
            }
        }
    }

    /// Removes runs of the same tool that started at the same instant: where the clock stands still,
    /// what was done last counts.
    public func removeTwins(of run: Run) throws -> Changes {
        try store.write("run") { changes in
            try store.database.run(
                "DELETE FROM run WHERE tool = ? AND started_ms = ? AND run <> ?", run.tool,
                run.startedMs, run.run)
            changes.removed += store.database.changes
        }
    }

    /// The run of an id; nil where there is none.
    public func run(_ id: String) throws -> Run? {
        try read("WHERE run = ?", [.text(id)]).first
    }

    /// The completed run of a tool that started last, of one strategy or of any; nil for none.
    public func latest(tool: String, strategy: String? = nil) throws -> Run? {
        let condition = "WHERE tool = ? AND status = 'completed'"
        let last = "ORDER BY started_ms DESC, run LIMIT 1"
        guard let strategy else {
            return try read("\(condition) \(last)", [.text(tool)]).first
        }
        return try read(
            "\(condition) AND strategy = ? \(last)", [.text(tool), .text(strategy)]
        ).first
    }

    /// The runs of a tool that are said to be at work or to wait, oldest first.
    public func unfinished(tool: String) throws -> [Run] {
        try read(
            "WHERE tool = ? AND status IN ('pending', 'running') ORDER BY started_ms, run",
            [.text(tool)])
    }

    /// Every run, oldest first.
    public func all() throws -> [Run] { try read("ORDER BY started_ms, run", []) }

    private func read(_ condition: String, _ values: [Value]) throws -> [Run] {
        var runs: [Run] = []
        try store.database.rows(
            "SELECT \(Self.columns.joined(separator: ", ")) FROM run \(condition)", values
        ) { row in
            guard let status = Run.Status(rawValue: row.read(2)) else {
                throw store.damaged("run \(row.read(0) as String) has an unknown status")
            }
            runs.append(
                Run(
                    run: row.read(0), tool: row.read(1), status: status, strategy: row.read(3),
                    strategyHash: row.read(4), parameters: try JSONValue(parsing: row.read(5)),
                    fromMs: row.read(6), toMs: row.read(7),
                    config: try JSONValue(parsing: row.read(8)), startedMs: row.read(9),
                    completedMs: row.read(10), error: row.read(11)))
        }
        return runs
    }
}
