internal import JSONL
public import Records
internal import SQLite

/// The run log of pipelines: it grows, and is never rewritten.
public struct PipelineTable {
    let store: Store

    private static let runColumns = [
        "run", "pipeline", "file", "date", "status", "started_ms", "completed_ms", "exit_status",
    ]
    private static let stepColumns = [
        "run", "pipeline", "step", "needs", "status", "reason", "attempt", "exit_status",
        "fingerprint", "started_ms", "completed_ms", "log_tail",
    ]

    /// Stores a run of a pipeline, or what has become of it.
    public func save(_ run: PipelineRun) throws -> Changes {
        try store.write("pipeline_run") { changes in
            let upsert = try Upsert(
                store.database, table: "pipeline_run", key: ["run"], columns: Self.runColumns,
                (String, String, String, String?, String, Int, Int?, Int?).self)
            try upsert.run(
                run.run, run.pipeline, run.file, run.date, run.status.rawValue, run.startedMs,
                run.completedMs, run.exitStatus, counting: &changes)
        }
    }

    /// Stores attempts at steps; the first real attempt takes the place of the line that said
    /// that the step was not started.
    public func save(_ steps: [PipelineStep]) throws -> Changes {
        try store.write("pipeline_step", steps) { steps, changes in
            let upsert = try Upsert(
                store.database, table: "pipeline_step", key: ["run", "step", "attempt"],
                columns: Self.stepColumns,
                (
                    String, String, String, String, String, String, Int, Int?, String?, Int?, Int?,
                    String?
                ).self)
            for step in steps {
                if step.attempt > 0 {
                    try store.database.run(
                        "DELETE FROM pipeline_step WHERE run = ? AND step = ? AND attempt = 0",
                        step.run, step.step)
                }
                try upsert.run(
                    step.run, step.pipeline, step.step,
                    JSONValue.list(step.needs.map { .text($0) }).text, step.status.rawValue,
                    step.reason, step.attempt, step.exitStatus, step.fingerprint, step.startedMs,
                    step.completedMs, step.logTail, counting: &changes)
            }
        }
    }

    /// The runs of a pipeline, or of every one, oldest first.
    public func runs(pipeline: String? = nil) throws -> [PipelineRun] {
        var runs: [PipelineRun] = []
        try store.database.rows(
            """
            SELECT \(Self.runColumns.joined(separator: ", ")) FROM pipeline_run
            WHERE pipeline = coalesce(?1, pipeline) ORDER BY started_ms, rowid
            """, [pipeline.map { .text($0) } ?? .null]
        ) { row in
            guard let status = PipelineRun.Status(rawValue: row.read(4)) else {
                throw store.damaged("pipeline run \(row.read(0) as String) has an unknown status")
            }
            runs.append(
                PipelineRun(
                    run: row.read(0), pipeline: row.read(1), file: row.read(2), date: row.read(3),
                    status: status, startedMs: row.read(5), completedMs: row.read(6),
                    exitStatus: row.read(7)))
        }
        return runs
    }

    /// The steps of a pipeline's run in the order in which they were stored.
    public func steps(run: String) throws -> [PipelineStep] {
        var steps: [PipelineStep] = []
        try store.database.rows(
            """
            SELECT \(Self.stepColumns.joined(separator: ", ")) FROM pipeline_step
            WHERE run = ? ORDER BY rowid
            """, [.text(run)]
        ) { row in
            guard let status = PipelineStep.Status(rawValue: row.read(4)) else {
                throw store.damaged("step \(row.read(2) as String) has an unknown status")
            }
            steps.append(
                PipelineStep(
                    run: row.read(0), pipeline: row.read(1), step: row.read(2),
                    needs: try JSONValue(parsing: row.read(3)).array?.compactMap(\.string) ?? [],
                    status: status, reason: row.read(5), attempt: row.read(6),
                    exitStatus: row.read(7), fingerprint: row.read(8), startedMs: row.read(9),
                    completedMs: row.read(10), logTail: row.read(11)))
        }
        return steps
    }
}
