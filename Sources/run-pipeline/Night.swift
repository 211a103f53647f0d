import CLI
import Doors
import Glibc
import JSONL
import Pipelines
import Records
import Shell
import Storage

/// One run of a pipeline, or one for each day of a backfill, from taking the locks to the last word.
struct Night {
    private let request: Request
    private let arguments: Arguments
    private let surroundings: Surroundings

    init(_ request: Request) throws(Diagnostic) {
        self.request = request
        arguments = request.arguments
        surroundings = try request.surroundings()
    }

    func run() throws -> ExitStatus {
        guard let locks = try Locks.take(request) else { return .done }
        return try withExtendedLifetime(locks) {
            try diagnosing(.inputOutput) {
                try withStoreErrors(request.storePath ?? "") { try run(under: locks) }
            }
        }
    }

    private func run(under locks: Locks) throws -> ExitStatus {
        // The programs of a run hold this lock with it. Those of a killed run end with their
        // driver, but what they started themselves may not: that is waited for, not for ever.
        let work = try workLock()
        if work == nil {
            command.say("programs of a killed run are still at work; going on beside them")
        }
        return try withExtendedLifetime(work) {
            try runDays(locks: locks, work: work?.descriptor)
        }
    }

    private func workLock() throws(Diagnostic) -> HeldLock? {
        for attempt in 0..<100 {
            if attempt > 0 { usleep(100_000) }
            let lock = try diagnosing(.inputOutput) {
                try HeldLock.take("\(request.stateFolder)/work")
            }
            if let lock { return lock }
        }
        return nil
    }

    /// Runs once, or once for each day that is not done; the first that fails is the last.
    private func runDays(locks: Locks, work: Int32?) throws -> ExitStatus {
        let inbox = try SignalInbox(catching: [SIGINT, SIGTERM])
        guard let days = request.days else {
            return try run(request, nil, locks: locks, work: work, inbox: inbox)
        }
        for day in days {
            let request = try self.request.on(day)
            let log = try RunHistory(path: request.logPath)
            if !request.insists, log.stands(for: request.pipeline), let run = log.nights.last?.run {
                if !arguments.flag("quiet") { writeError("\(day): done already, \(run.run)\n") }
                continue
            }
            let status = try run(request, day, locks: locks, work: work, inbox: inbox)
            guard status == .done else { return status }
        }
        return .done
    }

    private func run(
        _ request: Request, _ day: String?, locks: Locks, work: Int32?, inbox: SignalInbox
    ) throws -> ExitStatus {
        try makeFolder(request.dayFolder)
        request.remember()
        let log = try RunLog(path: request.logPath)
        let store = try request.storePath.map { try Store(path: $0, access: .readWrite) }
        let known = try store?.pipelineRuns.runs(pipeline: request.pipeline.name) ?? []
        let ledger = Ledger(log: log, store: store)
        try ledger.catchUp(known: known)
        let resumed = arguments.flag("fresh") ? nil : log.interrupted
        let number = max(log.runCount, known.filter { $0.date == day }.count) + 1
        var run = resumed ?? request.newRun(number: number, startedMs: nowMs(), day: day)
        run.status = .running
        locks.tell(run.run, sinceMs: nowMs())
        try ledger.begin(run, isResumed: resumed != nil)
        let talk = Talk(command: command, arguments: arguments, steps: request.chosen.steps.count)
        talk.begin(run, resumed: resumed != nil)
        // A resumed run that this store has not seen made its results in another store.
        let seen = Set(known.map(\.run)).union(resumed == nil ? [run.run] : [])
        let digests = FileDigests(remembering: request.digestsPath, nowMs: clockMs())
        let world = request.world(store: store, storeRuns: seen, digests: digests)
        let plan = Plan(
            request.chosen, memory: log.memory, world: world, resuming: resumed?.run,
            forced: request.forced)
        let settings = settings(run.run, request, work)
        let driver = Driver(
            request.chosen, plan: plan, world: world, log: log, settings: settings, inbox: inbox
        ) { step, event in
            ledger.note(step, event)
            talk.tell(step, event)
        }
        let (steps, signal) = try driver.run()
        ledger.flush()
        digests.remember()
        return try end(run, steps, signal, ledger, talk) { run in
            try callHooks(run, steps, request, settings, inbox)
        }
    }

    private func end(
        _ run: PipelineRun, _ steps: [PipelineStep], _ signal: Int32?, _ ledger: Ledger,
        _ talk: Talk, hooks: (PipelineRun) throws -> Void
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
        try hooks(run)
        try show(steps)
        return status
    }

    /// Runs the hooks; one that fails is told of, and that is all.
    private func callHooks(
        _ run: PipelineRun, _ steps: [PipelineStep], _ request: Request,
        _ settings: Driver.Settings, _ inbox: SignalInbox
    ) throws {
        guard !request.pipeline.hooks.commands.isEmpty else { return }
        let file = "\(settings.logFolder)/run.json"
        try makeFolder(settings.logFolder)
        try writeFile(run.withSteps(steps).text + "\n", to: file)
        let failures = HookRun(request.pipeline, settings: settings)
            .callAfter(run, telling: file, inbox: inbox)
        for failure in failures {
            command.say("the hook \(failure.name) failed: \(failure.description)")
        }
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

    private func settings(_ run: String, _ request: Request, _ work: Int32?) -> Driver.Settings {
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return Driver.Settings(
            run: run, jobs: arguments.integer("jobs") ?? request.pipeline.jobs ?? max(1, cores),
            surroundings: surroundings, lockDescriptor: work,
            logFolder: request.logFolder(of: run), nowMs: nowMs)
    }

    /// Unix milliseconds; stands still where a time was given to take for now.
    private func nowMs() -> Int {
        if arguments.flag("as-of") || arguments.environmentValue("SOURCE_DATE_EPOCH") != nil {
            return arguments.nowMs
        }
        return clockMs()
    }

    /// Unix milliseconds by the clock, by which files bear their times.
    private func clockMs() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
