internal import JSONL
public import Records

/// What a run log says: every run with its steps, and what is known of each step.
public struct RunHistory: Sendable {
    /// One run of the pipeline.
    public struct Night: Hashable, Sendable {
        public var run: PipelineRun
        /// Its steps in the order in which they were first heard of, every attempt as it last stood.
        public var steps: [PipelineStep] = []
        /// Where in `steps` the latest line of a step stands.
        fileprivate var places: [String: Int] = [:]
    }

    /// Oldest first.
    public private(set) var nights: [Night] = []
    /// What is known of each step, by id.
    public private(set) var memory: [String: StepMemory] = [:]
    private var pending: [String: Fingerprint] = [:]

    public init() {}

    /// Reads a run log; empty where there is none. A last line cut short counts for nothing.
    ///
    /// - Throws: `RunLogError` where the file cannot be read or holds what no log holds.
    public init(path: String) throws(RunLogError) {
        let bytes = try RunLogFile.read(path)
        try take(bytes[..<RunLogFile.wholeLines(of: bytes)], source: path)
    }

    /// The run to go on with: the latest, if it never came to its end.
    public var interrupted: PipelineRun? {
        switch nights.last?.run.status {
        case .running, .interrupted: nights.last?.run
        default: nil
        }
    }

    /// How many attempts at a step the latest run has seen.
    public func attempts(_ step: String) -> Int {
        guard let night = nights.last, let place = night.places[step] else { return 0 }
        return night.steps[place].attempt
    }

    mutating func take(_ bytes: ArraySlice<UInt8>, source: String) throws(RunLogError) {
        var lines = RecordReader(
            text: String(decoding: bytes, as: UTF8.self), source: source,
            kinds: [PipelineRun.kind, PipelineStep.kind, ReusedSteps.kind, StepFingerprint.kind])
        do {
            while let line = try lines.next() {
                switch line.kind {
                case PipelineRun.kind: take(try line.decode(PipelineRun.self))
                case PipelineStep.kind: take(try line.decode(PipelineStep.self))
                case ReusedSteps.kind:
                    for step in try line.decode(ReusedSteps.self).steps { take(step) }
                default:
                    let known = try line.decode(StepFingerprint.self)
                    take(known.fingerprint, of: known.step)
                }
            }
        } catch {
            throw RunLogError(
                path: source,
                reason: "\(error); move the file away, and the night begins anew")
        }
    }

    mutating func take(_ run: PipelineRun) {
        if run.run == nights.last?.run.run {
            nights[nights.count - 1].run = run
        } else {
            nights.append(Night(run: run))
        }
    }

    mutating func take(_ fingerprint: Fingerprint, of step: String) { pending[step] = fingerprint }

    mutating func take(_ step: PipelineStep) {
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
        let fingerprint = pending.removeValue(forKey: step.step)
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
