internal import Glibc
public import Records
public import Shell

/// Runs a pipeline: starts what may start, waits, notes every end on the disk before going on.
///
/// One thread, no polling. Killed at any moment, the log says where to go on; the kernel ends the
/// programs with us. A signal in the inbox is passed on to them, and nothing more is started.
public final class Driver {
    /// What the roof knows and the driver must not ask for.
    public struct Settings {
        /// The id of the pipeline's run.
        public var run: String
        public var jobs: Int
        public var surroundings: Surroundings
        /// A lock that the programs hold on to, so that it tells of any that outlive us.
        public var lockDescriptor: Int32?
        /// The folder for what the programs say.
        public var logFolder: String
        /// Unix milliseconds.
        public var nowMs: () -> Int
        /// How long a program may take to end once asked to.
        public var grace = Duration.seconds(10)
        /// How long to wait before another look at a step's lock that others hold.
        let lockPause = Duration.milliseconds(200)

        public init(
            run: String, jobs: Int, surroundings: Surroundings, lockDescriptor: Int32?,
            logFolder: String, nowMs: @escaping () -> Int
        ) {
            self.run = run
            self.jobs = jobs
            self.surroundings = surroundings
            self.lockDescriptor = lockDescriptor
            self.logFolder = logFolder
            self.nowMs = nowMs
        }
    }

    /// What happens to a step, for whoever watches.
    public enum Event: Sendable {
        case started(Reason)
        case ended(logPath: String)
        case retrying(after: Duration)
        /// Somebody else holds its lock.
        case waiting(lock: String)
    }

    /// A step that is at work, and why.
    struct Work {
        let index: Int
        let number: Int
        let reason: Reason
        /// What the step was just before it started.
        let before: Fingerprint
        let attempt: Attempt
    }

    let pipeline: Pipeline
    let plan: Plan
    let world: World
    let log: RunLog
    let settings: Settings
    let watch: (PipelineStep, Event) -> Void
    private let inbox: SignalInbox?
    var roster: Roster
    /// How each step ended, in the file's order.
    var ended: [PipelineStep?]
    var working: [Work] = []
    /// Steps to be tried again: when, and why they run.
    var resting: [Int: ContinuousClock.Instant] = [:]
    var reasons: [Int: Reason] = [:]
    /// Steps of which it was told that they wait for a lock.
    private var waitingForLock: Set<Int> = []
    var retries: [Int: Int] = [:]
    var stopSignal: Int32?

    public init(
        _ pipeline: Pipeline, plan: Plan, world: World, log: RunLog, settings: Settings,
        inbox: SignalInbox?, watch: @escaping (PipelineStep, Event) -> Void
    ) {
        self.pipeline = pipeline
        self.plan = plan
        self.world = world
        self.log = log
        self.settings = settings
        self.inbox = inbox
        self.watch = watch
        ended = pipeline.steps.map { _ in nil }
        roster = Roster(
            pipeline.steps, graph: pipeline.graph, jobs: settings.jobs,
            resources: pipeline.resources)
    }

    /// Runs until nothing is left to do, or a signal ends it.
    ///
    /// - Returns: how every step ended that came to an end, in the file's order, and the signal.
    /// - Throws: `RunLogError` where the log cannot be kept: then nothing more is started.
    public func run() throws(RunLogError) -> (steps: [PipelineStep], signal: Int32?) {
        do throws(RunLogError) {
            while true {
                hearSignals()
                try reapEnded()
                if stopSignal == nil { try giveTurns() }
                if working.isEmpty, resting.isEmpty || stopSignal != nil { break }
                for work in working { work.attempt.enforceDeadline(grace: settings.grace) }
                waitForAny(
                    working.map(\.attempt.group), inbox: inbox,
                    readable: working.flatMap(\.attempt.readable), timeout: timeToNext())
                for work in working { work.attempt.pump() }
            }
            try log.synchronise()
        } catch {
            for work in working { work.attempt.group.kill() }
            throw error
        }
        return (ended.compactMap(\.self), stopSignal)
    }

    private func hearSignals() {
        while let signal = inbox?.next() {
            stopSignal = stopSignal ?? signal
            for work in working { work.attempt.stop(signal, grace: settings.grace) }
        }
    }

    private func timeToNext() -> Duration? {
        let moments = working.compactMap(\.attempt.nextLook) + resting.values
        return moments.min().map { $0 - ContinuousClock.now }
    }

    /// Settles and starts steps until none is ready or all places are taken.
    ///
    /// What is known so far gets to the disk once for all that start together, before they start.
    private func giveTurns() throws(RunLogError) {
        for (index, until) in resting where until <= ContinuousClock.now {
            resting[index] = nil
            roster.wake(index)
        }
        while true {
            var starting: [(index: Int, line: PipelineStep, reason: Reason, lock: HeldLock?)] = []
            let plan = plan.atOnce()
            while let turn = roster.next() {
                guard let (index, reason) = try take(turn, plan) else { continue }
                let step = pipeline.steps[index]
                reasons[index] = reason
                let lock = try step.lock.map { (path) throws(RunLogError) in
                    try self.lock(path, for: index)
                }
                if case .some(nil) = lock { continue }
                starting.append((index, try announce(index, reason), reason, lock ?? nil))
            }
            if starting.isEmpty { return }
            try log.synchronise()
            for (index, line, reason, lock) in starting { try start(index, line, reason, lock) }
        }
    }

    /// Settles a turn that needs no program; else which step to start, and why.
    private func take(_ turn: Roster.Turn, _ plan: Plan) throws(RunLogError) -> (Int, Reason)? {
        switch turn {
        case .again(let index):
            return (index, reasons[index] ?? .failed)
        case .skip(let index, let cause):
            try settle(index, .skipped, cause.map(whatHappened) ?? "nothing it needs failed")
        case .run(let index, let cause):
            let failure = cause.map(whatHappened)
            switch plan.verdict(for: pipeline.steps[index], afterFailureOf: failure) {
            case .run(let reason): return (index, reason)
            case .resumed: resume(index)
            case let verdict: try settle(index, .reused, verdict.description)
            }
        }
        return nil
    }

    private func whatHappened(to index: Int) -> String {
        pipeline.steps[index].id
            + (ended[index]?.status == .skipped ? " was skipped" : " failed")
    }

    /// Takes over a step that went well before the interruption: its line stands in this run's log.
    private func resume(_ index: Int) {
        let old = log.attempt(pipeline.steps[index].id)
        let line = old ?? self.line(index, .reused, "done before the interruption")
        ended[index] = line
        roster.end(index, .well)
        watch(line, .ended(logPath: logPath(index)))
    }

    /// Takes the lock a step asks for; nil, and the step rests, where others hold it.
    private func lock(_ path: String, for index: Int) throws(RunLogError) -> HeldLock? {
        let step = pipeline.steps[index]
        let taken: HeldLock?
        do throws(ShellError) {
            taken = try HeldLock.take(path)
        } catch {
            try finish(index, line(index, step.mayFail ? .warned : .failed, error.description))
            return nil
        }
        guard let taken else {
            if waitingForLock.insert(index).inserted {
                watch(line(index, .pending, ""), .waiting(lock: path))
            }
            resting[index] = .now + settings.lockPause
            roster.rest(index)
            return nil
        }
        taken.tell(.init(pid: Int(getpid()), run: settings.run, sinceMs: settings.nowMs()))
        return taken
    }

    /// Notes that a step starts.
    private func announce(_ index: Int, _ reason: Reason) throws(RunLogError) -> PipelineStep {
        var line = line(index, .running, "\(reason)")
        line.attempt = (log.attempt(line.step)?.attempt ?? 0) + 1
        line.startedMs = settings.nowMs()
        try log.append(line)
        watch(line, .started(reason))
        return line
    }

    private func start(
        _ index: Int, _ line: PipelineStep, _ reason: Reason, _ lock: HeldLock?
    ) throws(RunLogError) {
        let step = pipeline.steps[index]
        let before = world.fingerprint(of: step, run: settings.run)
        do {
            let setting = Attempt.Setting(
                run: settings.run, surroundings: settings.surroundings,
                lockDescriptor: settings.lockDescriptor,
                logPath: logPath(index), startedMs: line.startedMs ?? 0, lock: lock)
            working.append(
                Work(
                    index: index, number: line.attempt, reason: reason, before: before,
                    attempt: try Attempt(step, setting)))
        } catch {
            var line = line
            line.status = step.mayFail ? .warned : .failed
            line.reason = error.description
            line.exitStatus = 127
            line.completedMs = settings.nowMs()
            try finish(index, line)
        }
    }
}
