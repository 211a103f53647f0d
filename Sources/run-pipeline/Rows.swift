import CLI
import Doors
import Pipelines
import Records
import Storage

// What `plan`, `status` and `history` print as rows: for spreadsheets and for people who like columns.

/// Prints the steps of a run.
func print(_ steps: [PipelineStep], as format: Format) throws -> ExitStatus {
    try printRows(
        "step",
        [
            "run", "step", "status", "attempt", "exit_status", "started_ms", "completed_ms",
            "reason",
        ], as: format,
        steps.map { step in
            [
                .text(step.run), .text(step.step), .text(step.status.rawValue),
                .integer(step.attempt), cell(step.exitStatus), cell(step.startedMs),
                cell(step.completedMs), .text(step.reason),
            ]
        })
}

/// Prints runs with the numbers of their steps.
func print(_ nights: [RunHistory.Night], as format: Format) throws -> ExitStatus {
    let statuses: [PipelineStep.Status] = [.completed, .warned, .failed, .reused, .skipped]
    return try printRows(
        "pipeline",
        ["run", "date", "status", "started_ms", "completed_ms", "exit_status"]
            + statuses.map(\.rawValue), as: format,
        nights.map { night in
            let run = night.run
            return [
                .text(run.run), run.date.map { .text($0) } ?? .null, .text(run.status.rawValue),
                .integer(run.startedMs), cell(run.completedMs), cell(run.exitStatus),
            ]
                + statuses.map { status in
                    .integer(night.latest.count { $0.status == status })
                }
        })
}

/// Prints what a plan would do with each step.
func print(_ rows: [(word: String, step: String, reason: String)], as format: Format) throws
    -> ExitStatus
{
    try printRows(
        "plan", ["step", "verdict", "reason"], as: format,
        rows.map { [.text($0.step), .text($0.word), .text($0.reason)] })
}

private func printRows(
    _ kind: String, _ columns: [String], as format: Format, _ rows: [[Cell]]
) throws -> ExitStatus {
    let printer = RowPrinter(format: format)
    printer.expect(columns)
    for row in rows { try printer.row(kind: kind, columns, row) }
    try printer.finish()
    return .done
}

private func cell(_ number: Int?) -> Cell { number.map { .integer($0) } ?? .null }
