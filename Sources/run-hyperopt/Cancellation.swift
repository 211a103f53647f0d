internal import CLI
internal import Doors
internal import Records
internal import Storage

/// `--cancel`: stops a search from outside. It sees in the store that it is not wanted any more, as soon as
/// an epoch ends, and keeps what it has. One that was killed is told apart, and marked as failed.
enum Cancellation {
    static let options = [
        Option(
            "cancel", value: "RUN",
            help: "stop a search that is at work on the store, by its run or how that begins; "
                + "nothing else is done")
    ]

    /// nil where none was asked for.
    static func run(_ arguments: Arguments) throws -> ExitStatus? {
        guard let name = arguments.value("cancel") else { return nil }
        let path = arguments.storePath
        guard fileExists(path) else {
            throw Diagnostic(.missingInput, "there is no store at \(path)")
        }
        return try withStoreErrors(path) {
            let store = try Store(path: path, access: .readWrite)
            return try store.transaction { try cancel(name, in: store, arguments) }
        }
    }

    private static func cancel(
        _ name: String, in store: Store, _ arguments: Arguments
    ) throws -> ExitStatus {
        let found = try store.runs.all().filter {
            $0.tool == command.name && $0.run.hasPrefix(name)
        }
        guard found.count == 1, var run = found.first else {
            throw Diagnostic(
                .missingInput,
                found.isEmpty
                    ? "there is no search \"\(name)\" in \(arguments.storePath)"
                    : "\(found.count) searches begin with \"\(name)\"",
                hint: "query-store hyperopt_view -w status=running names those at work")
        }
        if let dead = try run.buried(in: store, at: arguments.storePath) { run = dead }
        let isAtWork = run.status == .running || run.status == .pending
        if isAtWork {
            run.status = .cancelled
            run.completedMs = arguments.nowMs
            run.error = "cancelled from outside"
            _ = try store.runs.save(run)
        }
        if !arguments.flag("quiet") {
            let words =
                isAtWork
                ? "cancelled"
                : "it is \(run.status) already" + (run.error.map { ": \($0)" } ?? "")
            command.say("run \(run.run): \(words)")
        }
        return isAtWork ? .done : .no
    }
}
