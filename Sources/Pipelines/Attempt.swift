internal import Glibc
internal import Shell

/// One attempt at a step: its processes, its deadline, and the file its output grows in.
final class Attempt {
    let step: Step
    let startedMs: Int
    let group: ProcessGroup
    /// What the programs say.
    let talk: StepLog
    private(set) var deadline: ContinuousClock.Instant?
    private(set) var isOutOfTime = false
    private var isKilled = false
    private let partial: String?
    private let streams: [MaskedStream]
    /// The step's lock, which goes with us.
    private let lock: HeldLock?

    /// What an attempt is given.
    struct Setting {
        /// The id of the pipeline's run.
        var run: String
        var surroundings: Surroundings
        /// A lock that the programs hold on to; nil for none.
        var lockDescriptor: Int32?
        var logPath: String
        /// Unix milliseconds.
        var startedMs: Int
        /// The step's lock, taken for this attempt; nil for none.
        var lock: HeldLock?
    }

    /// Starts the step's programs.
    ///
    /// - Throws: `ShellError` where a program, a file or a folder is not to be had.
    init(_ step: Step, _ setting: Setting) throws(ShellError) {
        self.step = step
        startedMs = setting.startedMs
        lock = setting.lock
        partial = step.output.map(Self.partialPath)
        for case .file(let path) in step.allOutputs { try makeFolder(above: path) }
        try makeFolder(above: setting.logPath)
        talk = StepLog(path: setting.logPath)
        var process = Subprocess(
            stages: try Self.stages(step, in: setting.surroundings.programFolders),
            environment: setting.surroundings.environment(of: step, run: setting.run))
        process.diesWithUs = true
        process.inherited = setting.lockDescriptor
        process.limits = step.limits
        process.input = step.input.map { .file($0) } ?? .nothing
        process.error = .appending(setting.logPath)
        process.output = step.isShown ? .descriptor(1) : .appending(setting.logPath)
        if let partial { process.output = .file(partial) }
        streams = try Self.mask(&process, step, partial, setting)
        group = try process.start()
        for stream in streams { stream.pipe.closeWriteEnd() }
        deadline = step.timeout.map { ContinuousClock.now + $0 }
    }

    private static func stages(
        _ step: Step, in folders: [String]
    ) throws(ShellError) -> [Subprocess.Stage] {
        var stages: [Subprocess.Stage] = []
        for command in step.commands {
            guard let path = programPath(command[0], in: folders) else {
                throw ShellError(deed: "find", subject: "program \(command[0])", code: ENOENT)
            }
            stages.append(.init(path: path, arguments: command))
        }
        return stages
    }

    /// Leads what the programs write past the masker, where there is something to hide.
    private static func mask(
        _ process: inout Subprocess, _ step: Step, _ partial: String?, _ setting: Setting
    ) throws(ShellError) -> [MaskedStream] {
        let masker = setting.surroundings.masker
        guard !masker.isEmpty else { return [] }
        let log = try MaskedStream(into: setting.logPath, truncating: false, masker: masker)
        process.error = .descriptor(log.pipe.writeEnd)
        guard partial != nil || step.isShown else {
            process.output = process.error
            return [log]
        }
        let output = try MaskedStream(into: partial, truncating: true, masker: masker)
        process.output = .descriptor(output.pipe.writeEnd)
        return [log, output]
    }

    /// Descriptors that can be read when the programs wrote something that we pass on.
    var readable: [Int32] { streams.filter { !$0.isEnded }.map(\.pipe.readEnd) }

    /// Passes on what the programs wrote.
    func pump() { for stream in streams { stream.pump() } }

    /// How the programs ended; nil while one runs, and while something they started outlives them
    /// that was asked to end and has time left for it.
    func reap() -> [ProcessEnd]? {
        guard let ends = group.reap() else { return nil }
        if isOutOfTime, !isKilled, group.isAlive { return nil }
        for stream in streams { stream.finish() }
        return ends
    }

    /// When to look again; nil for not before an end is heard of.
    var nextLook: ContinuousClock.Instant? {
        // Nobody tells us of the end of a process that our programs started: so look.
        guard isOutOfTime, group.reap() != nil else { return deadline }
        return ContinuousClock.now + (isKilled ? .zero : .milliseconds(20))
    }

    /// Asks the programs to end once time is up, and a while later makes them.
    func enforceDeadline(grace: Duration) {
        guard let limit = deadline, ContinuousClock.now >= limit else { return }
        group.signal(isOutOfTime ? SIGKILL : SIGTERM)
        isKilled = isOutOfTime
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
