import CLI
import Glibc
import Pipelines
import Records
import Shell
import Storage

/// One run of a pipeline, from taking its lock to its last word.
struct Night {
    private let request: Request
    private let arguments: Arguments

    init(_ request: Request) {
        self.request = request
        arguments = request.arguments
    }

    func run() throws -> ExitStatus {
        try makeFolder(request.stateFolder)
        // A program caught between its birth and its first step holds a copy for a moment.
        guard let lock = try lock("lock", everyMilliseconds: 10, attempts: 10) else {
            throw Diagnostic(
                .tryAgain, "another run of \(request.pipeline.name) is at work",
                hint: "wait for it, or give this one another --state")
        }
        return try withExtendedLifetime(lock) {
            try diagnosing(.inputOutput) {
                // The programs of a run hold this lock with it. Those of a killed run end with their
                // driver, but what they started themselves may not: that is waited for, not for ever.
                if let work = try self.lock("work", everyMilliseconds: 100, attempts: 100) {
                    return try run(holding: work.descriptor)
                }
                command.say("programs of a killed run are still at work; going on beside them")
                return try run(holding: nil)
            }
        }
    }

    private func path(_ name: String) -> String { "\(request.stateFolder)/\(name)" }

    /// A lock of the state folder; nil when it is still held after so many attempts.
    private func lock(
        _ name: String, everyMilliseconds pause: UInt32, attempts: Int
    ) throws(Diagnostic) -> FileLock? {
        for attempt in 0..<attempts {
            if attempt > 0 { usleep(pause * 1_000) }
            let lock = try diagnosing(.inputOutput) { try FileLock(path: path(name)) }
            if let lock { return lock }
        }
        return nil
    }

    private func run(holding work: Int32?) throws -> ExitStatus {
        let log = try RunLog(path: path("log.jsonl"))
        let store = try request.storePath.map { try Store(path: $0, access: .readWrite) }
        let known = try store?.pipelineRuns.runs(pipeline: request.pipeline.name) ?? []
        let ledger = Ledger(log: log, store: store)
        try ledger.catchUp(known: known)
        let resumed = arguments.flag("fresh") ? nil : log.interrupted
        var run = resumed ?? newRun(number: max(log.runCount, known.count) + 1)
        run.status = .running
        try ledger.note(run)
        let talk = Talk(command: command, arguments: arguments, steps: request.chosen.steps.count)
        talk.begin(run, resumed: resumed != nil)
        // A resumed run that this store has not seen made its results in another store.
        let seen = Set(known.map(\.run)).union(resumed == nil ? [run.run] : [])
        let world = request.world(store: store, storeRuns: seen)
        let plan = Plan(
            request.chosen, memory: log.memory, world: world, resuming: resumed?.run,
            forced: request.forced)
        let driver = Driver(
            request.chosen, plan: plan, world: world, log: log,
            settings: settings(run.run, work),
            inbox: try SignalInbox(catching: [SIGINT, SIGTERM])
        ) { step, event in
            ledger.note(step)
            talk.tell(step, event)
        }
        let (steps, signal) = try driver.run()
        return try end(run, steps, signal, ledger, talk)
    }

    private func newRun(number: Int) -> PipelineRun {
        PipelineRun(
            run: "\(request.pipeline.name)-\(number)", pipeline: request.pipeline.name,
            file: request.pipeline.file, status: .running, startedMs: nowMs(), completedMs: nil,
            exitStatus: nil)
    }

    private func end(
        _ run: PipelineRun, _ steps: [PipelineStep], _ signal: Int32?, _ ledger: Ledger,
        _ talk: Talk
    ) throws -> ExitStatus {
        var run = run
        let failed = steps.first { $0.status == .failed }
        let warned = steps.contains { $0.status == .warned }
        var status = failed.map { Self.status(of: $0) } ?? .done
        if failed == nil, warned, arguments.value("fail-on") == "warn" { status = .no }
        run.status = signal != nil ? .interrupted : failed != nil ? .failed : .completed
        run.completedMs = signal == nil ? nowMs() : nil
        run.exitStatus = signal.map { 128 + Int($0) } ?? Int(status.rawValue)
        try ledger.note(run)
        talk.end(run, steps)
        if let signal { exit(128 + signal) }
        try show(steps)
        return status
    }

    /// Prints what shown steps left in their files, also that of an earlier run that still stands.
    private func show(_ steps: [PipelineStep]) throws {
        for step in request.chosen.steps where step.isShown {
            let isGood = steps.contains {
                $0.step == step.id && [.completed, .warned, .reused].contains($0.status)
            }
            guard isGood, let path = step.output else { continue }
            try writeOutput(String(decoding: try readFile(path), as: UTF8.self))
        }
    }

    /// The failed step's own status where it means the same for the whole, else 69.
    private static func status(of step: PipelineStep) -> ExitStatus {
        let own = step.exitStatus.flatMap { ExitStatus(rawValue: Int32($0)) }
        switch own {
        case .badData, .missingInput, .cannotCreate, .inputOutput, .tryAgain, .permission,
            .badConfiguration:
            return own ?? .unavailable
        default: return .unavailable
        }
    }

    private func settings(_ run: String, _ work: Int32?) -> Driver.Settings {
        var environment = arguments.wholeEnvironment
        environment["PATH"] = request.programFolders.joined(separator: ":")
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return Driver.Settings(
            run: run, jobs: arguments.integer("jobs") ?? request.pipeline.jobs ?? max(1, cores),
            programFolders: request.programFolders, environment: environment,
            lockDescriptor: work, logFolder: "\(request.stateFolder)/logs/\(run)", nowMs: nowMs)
    }

    /// Unix milliseconds; stands still where a time was given to take for now.
    private func nowMs() -> Int {
        if arguments.flag("as-of") || arguments.environmentValue("SOURCE_DATE_EPOCH") != nil {
            return arguments.nowMs
        }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
