import CLI
import Doors
import Glibc
import JSONL
import Pipelines
import Records

/// What the run logs tell of earlier runs: `status`, `history` and `logs`.
struct Retrospect {
    private let request: Request
    private let arguments: Arguments
    /// Oldest first.
    private let nights: [RunHistory.Night]

    init(_ request: Request) throws(Diagnostic) {
        self.request = request
        arguments = request.arguments
        var logs = [try Self.nights("\(request.stateFolder)/log.jsonl")]
        let days = "\(request.stateFolder)/days"
        if fileExists(days) {
            for day in try listFolder(days) {
                logs.append(try Self.nights("\(days)/\(day)/log.jsonl"))
            }
        }
        nights = Self.inOrder(logs)
    }

    /// The nights of several logs by their start; those of one log stay as they stand in it, since a
    /// clock may go back.
    private static func inOrder(_ logs: [[RunHistory.Night]]) -> [RunHistory.Night] {
        var latestMs = Int.min
        let dated = logs.flatMap { log in
            latestMs = .min
            return log.map { night in
                latestMs = max(latestMs, night.run.startedMs)
                return (night: night, ms: latestMs)
            }
        }
        let order = dated.indices.sorted { (dated[$0].ms, $0) < (dated[$1].ms, $1) }
        return order.map { dated[$0].night }
    }

    private static func nights(_ path: String) throws(Diagnostic) -> [RunHistory.Night] {
        try diagnosing(.inputOutput) { try RunHistory(path: path).nights }
    }

    /// `status`: how the latest run stands, or stood, step by step.
    func status() throws -> ExitStatus {
        let format = try Format.chosen(arguments)
        guard let night = nights.last else {
            if let format, format != .json { return try print([PipelineStep](), as: format) }
            try writeOutput(format == .json ? "" : "\(request.pipeline.name) never ran\n")
            return .done
        }
        if format == .json {
            for line in [night.run.line] + night.latest.map(\.line) {
                try writeOutput(line + "\n")
            }
            return .done
        }
        if let format { return try print(night.latest, as: format) }
        try writeWords(heading(night.run) + "\n")
        let rows = night.latest.map { step in
            let again = step.attempt > 1 ? ", attempt \(step.attempt)" : ""
            let exit = step.exitStatus.map { $0 == 0 ? "" : ", exit \($0)" } ?? ""
            return [
                step.status.rawValue, step.step, seconds(step.startedMs, step.completedMs),
                step.reason + exit + again,
            ]
        }
        try writeWords(table(rows))
        return .done
    }

    /// `history`: one line for each run, the latest first.
    func history() throws -> ExitStatus {
        let format = try Format.chosen(arguments)
        if let format, format != .json { return try print(nights.reversed(), as: format) }
        for night in nights.reversed() {
            guard format == nil else {
                try writeOutput(night.run.line + "\n")
                continue
            }
            let counts = PipelineStep.Status.allCases.compactMap { status -> String? in
                let count = night.latest.filter { $0.status == status }.count
                return count > 0 ? "\(count) \(status.rawValue)" : nil
            }
            try writeWords("\(heading(night.run)): \(counts.joined(separator: ", "))\n")
        }
        return .done
    }

    /// `logs`: the last words of a run's steps, what failed first; or of one step.
    func logs() throws -> ExitStatus {
        let (night, wanted) = try chosen()
        let order: [PipelineStep.Status] = [
            .failed, .cancelled, .running, .warned, .completed, .reused, .skipped, .pending,
        ]
        let steps = night.latest.enumerated().filter { wanted?.contains($0.element.step) ?? true }
            .map { (order.firstIndex(of: $0.element.status) ?? 0, $0.offset, $0.element) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        for step in steps {
            let exit = step.exitStatus.map { ", exit \($0)" } ?? ""
            let words = try lastWords(of: step, in: night.run)
            guard !words.isEmpty || wanted != nil || step.status == .failed else { continue }
            try writeWords("== \(step.step): \(step.status.rawValue)\(exit)\n")
            // Set in, so that nothing that a program says passes for a line of ours.
            for line in words { try writeWords("    \(line)\n") }
        }
        return .done
    }

    /// The run and the steps that the operands name; the latest run and all of its steps otherwise.
    private func chosen() throws(Diagnostic) -> (RunHistory.Night, Set<String>?) {
        guard let latest = nights.last else {
            throw Diagnostic(.missingInput, "\(request.pipeline.name) never ran")
        }
        var rest = request.rest[...]
        var night = latest
        if let word = rest.first {
            if let named = nights.last(where: { $0.run.run == word }) {
                night = named
                rest = rest.dropFirst()
            } else if rest.count == 2 {
                let near = suggestion(for: word, among: nights.map(\.run.run))
                throw Diagnostic(
                    .missingInput, "there is no run \"\(word)\"",
                    hint: near.map { "did you mean \"\($0)\"?" })
            }
        }
        guard let word = rest.first else { return (night, nil) }
        let steps = night.latest.map(\.step).filter { $0 == word || $0.hasPrefix(word + "[") }
        guard rest.count == 1, !steps.isEmpty else {
            let known = night.latest.map(\.step) + nights.map(\.run.run)
            let near = suggestion(for: word, among: known)
            throw Diagnostic(
                .missingInput, "\(night.run.run) has no step \"\(word)\"",
                hint: near.map { "did you mean \"\($0)\"?" })
        }
        return (night, Set(steps))
    }

    /// The last lines of a step's log; of one that was not started there are none.
    private func lastWords(
        of step: PipelineStep, in run: PipelineRun
    ) throws(Diagnostic) -> [Substring] {
        let folder = run.date.map { "\(request.stateFolder)/days/\($0)" } ?? request.stateFolder
        let path = StepLog.path(of: step.step, in: "\(folder)/logs/\(run.run)")
        guard step.attempt > 0, fileExists(path) else { return [] }
        var lines = String(decoding: try readFile(path), as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.suffix(arguments.integer("lines") ?? 20)
    }

    /// `nightly-3 completed 2026-11-20T02:00:00Z, 93.4 s, exit 0`.
    private func heading(_ run: PipelineRun) -> String {
        var status = run.status.rawValue
        if run.status == .running {
            let holder = HeldLock.holder(of: "\(request.stateFolder)/lock")
            let isAlive = holder.map { kill(pid_t($0.pid), 0) == 0 && $0.run == run.run } ?? false
            status = isAlive ? "running (pid \(holder?.pid ?? 0))" : "killed, to be gone on with"
        }
        let time = seconds(run.startedMs, run.completedMs)
        let exit = run.exitStatus.map { ", exit \($0)" } ?? ""
        return "\(run.run) \(status) \(isoDate(run.startedMs))" + (time.isEmpty ? "" : ", \(time)")
            + exit
    }

    private func seconds(_ start: Int?, _ end: Int?) -> String {
        guard let start, let end else { return "" }
        return "\((end - start) / 1_000).\((end - start) / 100 % 10) s"
    }

    /// Rows of words in columns, the last one as long as it is.
    private func table(_ rows: [[String]]) -> String {
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column < 3 ? padded(cell, widths[column]) : visible(cell)
            }
            return "  " + cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
