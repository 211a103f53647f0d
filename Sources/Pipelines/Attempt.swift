internal import Glibc
internal import Shell

/// One attempt at a step: its processes, its deadline, and the file its output grows in.
final class Attempt {
    let step: Step
    let number: Int
    let reason: Reason
    /// What the step was just before it started.
    let before: Fingerprint
    let startedMs: Int
    let group: ProcessGroup
    /// What the programs say.
    let talk: StepLog
    private(set) var deadline: ContinuousClock.Instant?
    private(set) var isOutOfTime = false
    private let partial: String?

    /// Starts the step's programs.
    ///
    /// - Throws: `ShellError` where a program, a file or a folder is not to be had.
    init(
        _ step: Step, number: Int, reason: Reason, before: Fingerprint, startedMs: Int,
        settings: Driver.Settings, logPath: String
    ) throws(ShellError) {
        self.step = step
        self.number = number
        self.reason = reason
        self.before = before
        self.startedMs = startedMs
        partial = step.output.map(Self.partialPath)
        for case .file(let path) in step.allOutputs { try makeFolder(above: path) }
        try makeFolder(above: logPath)
        talk = StepLog(path: logPath)
        var stages: [Subprocess.Stage] = []
        for command in step.commands {
            guard let path = programPath(command[0], in: settings.programFolders) else {
                throw ShellError(deed: "find", subject: "program \(command[0])", code: ENOENT)
            }
            stages.append(.init(path: path, arguments: command))
        }
        var process = Subprocess(
            stages: stages,
            environment: settings.environment.merging(step.environment) { $1 })
        process.diesWithUs = true
        process.inherited = settings.lockDescriptor
        process.error = .appending(logPath)
        process.input = step.input.map { .file($0) } ?? .nothing
        process.output = step.isShown ? .descriptor(1) : .appending(logPath)
        if let partial { process.output = .file(partial) }
        group = try process.start()
        deadline = step.timeout.map { ContinuousClock.now + $0 }
    }

    /// Asks the programs to end once time is up, and a while later makes them.
    func enforceDeadline(grace: Duration) {
        guard let limit = deadline, ContinuousClock.now >= limit else { return }
        group.signal(isOutOfTime ? SIGKILL : SIGTERM)
        deadline = isOutOfTime ? nil : ContinuousClock.now + grace
        isOutOfTime = true
    }

    /// Forwards a signal that is meant to end us all.
    func stop(_ signal: Int32, grace: Duration) {
        group.signal(signal)
        isOutOfTime = true
        deadline = ContinuousClock.now + grace
    }

    /// The step's exit status: that of the last program that failed, 0 if none did.
    ///
    /// A program that lost its reader did not fail if the reader had enough and ended well.
    static func status(of ends: [ProcessEnd]) -> Int {
        let failed = ends.indices.last { index in
            let lostReader = index + 1 < ends.count && ends[index].status == 128 + SIGPIPE
            return ends[index].status != 0 && !lostReader
        }
        return failed.map { Int(ends[$0].status) } ?? 0
    }

    /// Puts what was written in its place: on the disk first, then under its name.
    func commitOutput() throws(ShellError) {
        guard let partial, let output = step.output else { return }
        let descriptor = open(partial, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ShellError(deed: "finish", subject: output, code: errno)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0, rename(partial, output) == 0 else {
            throw ShellError(deed: "finish", subject: output, code: errno)
        }
    }

    /// Takes away what a failed attempt wrote.
    func dropOutput() {
        if let partial { unlink(partial) }
    }

    private static func partialPath(_ path: String) -> String {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        return folder + "." + path.dropFirst(folder.count) + ".partial"
    }
}

private func makeFolder(above path: String) throws(ShellError) {
    guard let end = path.lastIndex(of: "/") else { return }
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path[..<end].split(separator: "/") {
        prefix += part
        guard mkdir(prefix, 0o755) == 0 || errno == EEXIST else {
            throw ShellError(deed: "create folder", subject: prefix, code: errno)
        }
        prefix += "/"
    }
}
