internal import Glibc
internal import JSONL
public import Records

/// What a run log says: every run with its steps, and what is known of each step.
public struct RunHistory {
    /// One run of the pipeline.
    public struct Night: Hashable, Sendable {
        public var run: PipelineRun
        /// Its steps in the order in which they were first heard of, every attempt as it last stood.
        public var steps: [PipelineStep] = []
        /// Where in `steps` the latest line of a step stands.
        fileprivate var places: [String: Int] = [:]
    }

    /// Oldest first; the latest alone where no others are kept.
    public private(set) var nights: [Night] = []
    /// How many runs there were.
    public private(set) var runCount = 0
    /// What is known of each step, by id.
    public private(set) var memory: [String: StepMemory] = [:]
    /// Bytes of the log that a snapshot spoke of, so that they were not read.
    private(set) var unread = 0
    private var pending: [String: Fingerprint] = [:]
    // Steps of the latest run that nothing was done about change nothing but its list of steps. They
    // wait until that is needed, those of an earlier start as lines.
    private var reusedLines: [RecordLine] = []
    private var reused: [PipelineStep] = []
    private let keepsAll: Bool

    /// Reads a run log; empty where there is none. A last line cut short counts for nothing.
    ///
    /// - Throws: `RunLogError` where the file cannot be read or holds what no log holds.
    public init(path: String) throws(RunLogError) {
        keepsAll = true
        var lines = RecordReader(
            text: try RunLogFile.wholeLines(of: path), source: path, kinds: Self.kinds)
        try take(&lines)
    }

    /// Reads a run log from an open file that ends with a whole line, for whoever goes on with it: of
    /// the runs before the latest nothing is kept but what is known of each step. With a snapshot only
    /// the lines that it does not speak of.
    init(
        descriptor: Int32, source: String, behind snapshot: RunSnapshot? = nil
    ) throws(RunLogError) {
        keepsAll = false
        if let snapshot {
            (memory, runCount, unread) = (snapshot.memory, snapshot.runCount, snapshot.covered)
        }
        guard lseek(descriptor, off_t(snapshot?.covered ?? 0), SEEK_SET) >= 0 else {
            throw RunLogError(path: source, code: errno)
        }
        var lines = RecordReader(descriptor: descriptor, source: source, kinds: Self.kinds)
        try take(&lines)
    }

    private static let kinds = [
        PipelineRun.kind, PipelineStep.kind, ReusedSteps.kind, StepFingerprint.kind,
    ]

    /// The run to go on with: the latest, if it never came to its end.
    public var interrupted: PipelineRun? {
        switch nights.last?.run.status {
        case .running, .interrupted: nights.last?.run
        default: nil
        }
    }

    /// The latest attempt at a step in the latest run; nil where there was none.
    func attempt(_ step: String) -> PipelineStep? {
        guard let night = nights.last, let place = night.places[step] else { return nil }
        return night.steps[place].attempt > 0 ? night.steps[place] : nil
    }

    /// The steps of the latest run.
    ///
    /// - Throws: `BadRecord` where a line makes no sense that was not needed so far.
    func latestSteps() throws(BadRecord) -> [PipelineStep] {
        var whole = self
        try whole.takeReused()
        return whole.nights.last?.steps ?? []
    }

    private mutating func take(_ lines: inout RecordReader) throws(RunLogError) {
        do {
            while let line = try lines.next() {
                switch line.kind {
                case PipelineRun.kind:
                    let run = try line.decode(PipelineRun.self)
                    if keepsAll { try takeReused() }
                    take(run)
                case PipelineStep.kind:
                    try takeReused()
                    take(try line.decode(PipelineStep.self))
                case ReusedSteps.kind: reusedLines.append(line)
                default:
                    let known = try line.decode(StepFingerprint.self)
                    take(known.fingerprint, of: known.step)
                }
            }
            if keepsAll || interrupted != nil { try takeReused() }
        } catch {
            throw RunLogError(nonsense: error)
        }
    }

    private mutating func takeReused() throws(BadRecord) {
        for line in reusedLines {
            for step in try line.decode(ReusedSteps.self).steps { note(step) }
        }
        for step in reused { note(step) }
        (reusedLines, reused) = ([], [])
    }

    mutating func take(_ run: PipelineRun) {
        if run.run == nights.last?.run.run {
            nights[nights.count - 1].run = run
        } else {
            if !keepsAll { nights = [] }
            (reusedLines, reused) = ([], [])
            nights.append(Night(run: run))
            runCount += 1
        }
    }

    mutating func take(_ fingerprint: Fingerprint, of step: String) { pending[step] = fingerprint }

    mutating func take(_ step: PipelineStep) {
        if step.status == .reused { return reused.append(step) }
        for step in reused { note(step) }
        reused = []
        note(step)
        learn(from: step)
    }

    /// Puts a step into the list of the latest run.
    private mutating func note(_ step: PipelineStep) {
        if let last = nights.indices.last {
            if let place = nights[last].places[step.step],
                nights[last].steps[place].attempt == step.attempt
            {
                nights[last].steps[place] = step
            } else {
                nights[last].places[step.step] = nights[last].steps.count
                nights[last].steps.append(step)
            }
        }
    }

    /// Keeps what a step's line says of how it stands.
    private mutating func learn(from step: PipelineStep) {
        let fingerprint = pending.isEmpty ? nil : pending.removeValue(forKey: step.step)
        let old = memory[step.step]?.fingerprint
        switch (step.status, fingerprint) {
        case (.running, _), (.cancelled, _):
            memory[step.step] = StepMemory(end: .unknown, run: step.run, fingerprint: old)
        case (.completed, let new?), (.warned, let new?):
            memory[step.step] = StepMemory(end: .well, run: step.run, fingerprint: new)
        case (.completed, nil), (.warned, nil), (.failed, _):
            memory[step.step] = StepMemory(end: .failed, run: step.run, fingerprint: old)
        case (.pending, _), (.reused, _), (.skipped, _): break
        }
    }
}

extension RunHistory.Night {
    /// How each step last stood, without earlier attempts; in the order of `steps`.
    public var latest: [PipelineStep] {
        steps.indices.filter { places[steps[$0].step] == $0 }.map { steps[$0] }
    }
}

extension RunHistory {
    /// Whether the latest run went well, with the very commands that the pipeline has now: what it
    /// was for is done.
    public func stands(for pipeline: Pipeline) -> Bool {
        guard nights.last?.run.status == .completed else { return false }
        return pipeline.steps.allSatisfy { step in
            guard let memory = memory[step.id] else { return step.when == .failure }
            return memory.end == .well && memory.fingerprint?.command == step.commandText
        }
    }
}
