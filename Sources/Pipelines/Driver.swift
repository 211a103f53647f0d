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
        /// Where programs are looked for, in this order.
        public var programFolders: [String]
        /// What the programs' environment starts from.
        public var environment: [String: String]
        /// A lock that the programs hold on to, so that it tells of any that outlive us.
        public var lockDescriptor: Int32?
        /// The folder for what the programs say.
        public var logFolder: String
        /// Unix milliseconds.
        public var nowMs: () -> Int
        /// How long a program may take to end once asked to.
        public var grace = Duration.seconds(10)

        public init(
            run: String, jobs: Int, programFolders: [String], environment: [String: String],
            lockDescriptor: Int32?, logFolder: String, nowMs: @escaping () -> Int
        ) {
            self.run = run
            self.jobs = jobs
            self.programFolders = programFolders
            self.environment = environment
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
    }

    let pipeline: Pipeline
    let plan: Plan
    let world: World
    let log: RunLog
    let settings: Settings
    private let inbox: SignalInbox?
    private let graph: Graph
    private let watch: (PipelineStep, Event) -> Void
    private var ended: [String: PipelineStep] = [:]
    private var running: [Attempt] = []
    private var resting: [String: (until: ContinuousClock.Instant, reason: Reason)] = [:]
    private var retries: [String: Int] = [:]
    private var stopSignal: Int32?

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
        graph = Graph(pipeline.steps)
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
                if stopSignal == nil { try startReady() }
                if running.isEmpty, resting.isEmpty || stopSignal != nil { break }
                for attempt in running { attempt.enforceDeadline(grace: settings.grace) }
                waitForAny(running.map(\.group), inbox: inbox, timeout: timeToNext())
            }
        } catch {
            for attempt in running { attempt.group.kill() }
            throw error
        }
        return (pipeline.steps.compactMap { ended[$0.id] }, stopSignal)
    }

    private func hearSignals() {
        while let signal = inbox?.next() {
            stopSignal = stopSignal ?? signal
            for attempt in running { attempt.stop(signal, grace: settings.grace) }
        }
    }

    private func timeToNext() -> Duration? {
        let moments = running.compactMap(\.deadline) + resting.values.map(\.until)
        return moments.min().map { $0 - ContinuousClock.now }
    }

    /// Settles and starts steps until none is ready or all places are taken.
    private func startReady() throws(RunLogError) {
        var progressed = true
        while progressed {
            progressed = false
            for step in pipeline.steps where running.count < settings.jobs && isReady(step) {
                try begin(step)
                progressed = true
            }
        }
    }

    private func isReady(_ step: Step) -> Bool {
        guard ended[step.id] == nil, !running.contains(where: { $0.step.id == step.id }) else {
            return false
        }
        if let rest = resting[step.id] { return rest.until <= ContinuousClock.now }
        return (graph.parents[step.id] ?? []).allSatisfy { ended[$0] != nil }
    }

    private func begin(_ step: Step) throws(RunLogError) {
        if let rest = resting.removeValue(forKey: step.id) {
            return try start(step, rest.reason)
        }
        let lost = graph.parents[step.id]?.first { id in
            ended[id]?.status == .failed || ended[id]?.status == .skipped
        }
        if let lost, step.when == .success {
            return try settle(step, .skipped, "\(lost) \(word(for: lost))")
        }
        switch plan.verdict(for: step, afterFailureOf: lost) {
        case .run(let reason): try start(step, reason)
        case .resumed:
            // Its line stands in the log of this very run.
            let line = log.latestSteps.last { $0.step == step.id && $0.attempt > 0 }
            ended[step.id] = line ?? self.line(step, .reused, "done before the interruption")
            if let line { watch(line, .ended(logPath: logPath(step))) }
        case let verdict: try settle(step, .reused, "\(verdict)")
        }
    }

    private func word(for id: String) -> String {
        ended[id]?.status == .skipped ? "was skipped" : "failed"
    }

    private func start(_ step: Step, _ reason: Reason) throws(RunLogError) {
        let number = log.attempts(step.id) + 1
        let before = world.fingerprint(of: step, run: settings.run)
        var line = line(step, .running, "\(reason)")
        line.attempt = number
        line.startedMs = settings.nowMs()
        line.fingerprint = before.digest
        try log.append(line)
        watch(line, .started(reason))
        do {
            running.append(
                try Attempt(
                    step, number: number, reason: reason, before: before,
                    startedMs: line.startedMs ?? 0, settings: settings, logPath: logPath(step)))
        } catch {
            line.status = step.mayFail ? .warned : .failed
            line.reason = error.description
            line.exitStatus = 127
            line.completedMs = settings.nowMs()
            try finish(line)
        }
    }

    private func reapEnded() throws(RunLogError) {
        for attempt in running {
            guard let ends = attempt.group.reap() else { continue }
            running.removeAll { $0 === attempt }
            try conclude(attempt, Attempt.status(of: ends))
        }
    }

    private func conclude(_ attempt: Attempt, _ status: Int) throws(RunLogError) {
        let step = attempt.step
        let judgement = judge(attempt, status)
        var line = line(step, judgement.status, judgement.reason ?? "\(attempt.reason)")
        line.attempt = attempt.number
        line.startedMs = attempt.startedMs
        line.completedMs = settings.nowMs()
        line.exitStatus = attempt.isOutOfTime && stopSignal == nil ? 124 : status
        line.fingerprint = attempt.before.digest
        line.logTail = attempt.talk.tail
        if judgement.isGood {
            var fingerprint = attempt.before
            fingerprint.outputs = world.outputs(of: step)
            return try finish(line, fingerprint)
        }
        attempt.dropOutput()
        let retry = step.retry
        let count = retries[step.id, default: 0]
        guard line.status == .failed || line.status == .warned, count < retry.limit,
            retry.on.contains(line.exitStatus ?? 0)
        else { return try finish(line) }
        retries[step.id] = count + 1
        let factor = (0..<count).reduce(1.0) { product, _ in product * retry.factor }
        let rest = retry.delay * factor
        resting[step.id] = (ContinuousClock.now + rest, attempt.reason)
        try log.append(line)
        watch(line, .retrying(after: rest))
    }

    /// What an end means, and why if that is not plain.
    private func judge(
        _ attempt: Attempt, _ status: Int
    ) -> (status: PipelineStep.Status, reason: String?, isGood: Bool) {
        let step = attempt.step
        let failure: PipelineStep.Status = step.mayFail ? .warned : .failed
        if stopSignal != nil, status != 0 { return (.cancelled, "stopped by a signal", false) }
        if attempt.isOutOfTime, stopSignal == nil { return (failure, "out of time", false) }
        guard step.acceptable.contains(status) || step.warnings.contains(status) else {
            return (failure, nil, false)
        }
        do {
            try attempt.commitOutput()
        } catch {
            return (failure, error.description, false)
        }
        for case .file(let path) in step.outputs where world.digest(path) == nil {
            return (failure, "it did not make \(path)", false)
        }
        return (step.warnings.contains(status) ? .warned : .completed, nil, true)
    }

    private func settle(
        _ step: Step, _ status: PipelineStep.Status, _ reason: String
    ) throws(RunLogError) {
        try finish(line(step, status, reason))
    }

    private func finish(
        _ line: PipelineStep, _ fingerprint: Fingerprint? = nil
    ) throws(RunLogError) {
        try log.append(line, fingerprint: fingerprint)
        ended[line.step] = line
        if let step = pipeline.step(line.step) { watch(line, .ended(logPath: logPath(step))) }
    }

    private func line(
        _ step: Step, _ status: PipelineStep.Status, _ reason: String
    ) -> PipelineStep {
        PipelineStep(
            run: settings.run, pipeline: pipeline.name, step: step.id,
            needs: graph.parents[step.id] ?? [], status: status, reason: reason, attempt: 0,
            exitStatus: nil, fingerprint: nil, startedMs: nil, completedMs: nil)
    }

    private func logPath(_ step: Step) -> String {
        let plain = step.id.map { $0 == "/" || $0 == " " ? "_" : $0 }
        return "\(settings.logFolder)/\(String(plain)).log"
    }
}
