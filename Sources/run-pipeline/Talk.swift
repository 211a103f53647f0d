import CLI
import Pipelines
import Records

/// What a run says on standard error: a line when a step starts, one when it ends, each with the ids
/// of run and step.
final class Talk {
    private let command: Command
    private let isQuiet: Bool
    private let isVerbose: Bool
    private let total: Int
    private var settled = 0
    private var reasons: [String: String] = [:]

    init(command: Command, arguments: Arguments, steps: Int) {
        self.command = command
        isQuiet = arguments.flag("quiet")
        isVerbose = arguments.flag("verbose")
        total = steps
    }

    func begin(_ run: PipelineRun, resumed: Bool) {
        say("\(run.run)" + (resumed ? ", going on after an interruption" : ""))
    }

    func tell(_ step: PipelineStep, _ event: Driver.Event) {
        switch event {
        case .started(let reason):
            reasons[step.step] = step.reason
            say("\(id(step)): starts, \(reason)" + (step.attempt > 1 ? " (again)" : ""))
        case .retrying(let rest):
            say("\(id(step)): \(ending(step)), another try in \(seconds(rest))")
        case .waiting(let lock):
            let holder = HeldLock.holder(of: lock)
            say("\(id(step)): waits, \(Locks.words(for: holder, lock))")
        case .ended(let logPath):
            settled += 1
            if step.status == .failed {
                complain(ended(step), logPath)
            } else {
                say(ended(step))
            }
        }
    }

    func end(_ run: PipelineRun, _ steps: [PipelineStep]) {
        let counted: [(String, [PipelineStep.Status])] = [
            ("ran", [.completed, .warned]), ("reused", [.reused]), ("warned", [.warned]),
            ("failed", [.failed]), ("skipped", [.skipped]), ("stopped", [.cancelled]),
        ]
        var counts: [PipelineStep.Status: Int] = [:]
        for step in steps { counts[step.status, default: 0] += 1 }
        let parts = counted.compactMap { word, statuses -> String? in
            let count = statuses.reduce(0) { $0 + counts[$1, default: 0] }
            return count > 0 ? "\(count) \(word)" : nil
        }
        let time = run.completedMs.map { " in \(seconds(.milliseconds($0 - run.startedMs)))" }
        say("\(run.run): \(run.status.rawValue)\(time ?? ""), " + parts.joined(separator: ", "))
    }

    /// `nightly-3/ingest`, as in what the step's programs say.
    private func id(_ step: PipelineStep) -> String { "\(step.run)/\(step.step)" }

    private func ended(_ step: PipelineStep) -> String {
        "\(id(step)): \(ending(step)) [\(settled)/\(total)]"
    }

    private func ending(_ step: PipelineStep) -> String {
        let time = zip(step.startedMs, step.completedMs).map {
            " in \(seconds(.milliseconds($1 - $0)))"
        }
        switch step.status {
        case .completed: return "done\(time ?? "")"
        case .warned: return "warns, exit \(step.exitStatus ?? 0)\(time ?? "")"
        case .failed:
            // Why it started is no reason why it failed.
            let reason = step.reason == reasons[step.step] ? "" : ": \(step.reason)"
            return "failed, exit \(step.exitStatus ?? 0)\(time ?? "")\(reason)"
        case .reused: return "reused, \(step.reason)"
        case .skipped: return "skipped, \(step.reason)"
        case .cancelled: return "stopped"
        case .pending, .running: return step.status.rawValue
        }
    }

    /// A failure is told even to those who want quiet, with the last lines of what was said.
    private func complain(_ text: String, _ logPath: String) {
        writeError(visible(text) + "\n")
        guard let bytes = try? readFile(logPath) else { return }
        let lines = String(decoding: bytes.suffix(4_096), as: UTF8.self)
            .split(whereSeparator: \.isNewline).suffix(isVerbose ? 50 : 10)
        for line in lines { writeError("    | \(visible(String(line)))\n") }
        writeError("    whole log: \(logPath)\n")
    }

    private func say(_ text: @autoclosure () -> String) {
        if !isQuiet { writeError(visible(text()) + "\n") }
    }

    /// `0.3 s`, `75.2 s`.
    private func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s"
    }
}

private func zip<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
    guard let a, let b else { return nil }
    return (a, b)
}
