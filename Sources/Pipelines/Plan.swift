/// Why a step runs.
public enum Reason: Hashable, Sendable, CustomStringConvertible {
    case neverRan
    case interrupted
    case failed
    case forced
    case alwaysRuns
    case declaresNothing
    case commandChanged(from: String, to: String)
    case toolChanged(String)
    case inputChanged(String, detail: String)
    case inputMissing(String)
    case outputMissing(String)
    case outputAltered(String)
    case storeReplaced
    /// What happened to something it needs: `read failed`.
    case upstreamFailed(String)

    public var description: String {
        switch self {
        case .neverRan: "never ran"
        case .interrupted: "was interrupted"
        case .failed: "failed last time"
        case .forced: "asked for"
        case .alwaysRuns: "always runs"
        case .declaresNothing: "declares nothing, so it always runs"
        case .commandChanged: "its command changed"
        case .toolChanged(let name): "\(name) itself changed"
        case .inputChanged(let name, let detail):
            "\(name) changed" + (detail.isEmpty ? "" : " (\(detail))")
        case .inputMissing(let name): "\(name) is missing"
        case .outputMissing(let name): "\(name) is not there"
        case .outputAltered(let name): "\(name) was altered"
        case .storeReplaced: "this store has never seen it"
        case .upstreamFailed(let what): "\(what), and this runs then"
        }
    }
}

/// What the log remembers of a step.
public struct StepMemory: Hashable, Sendable {
    /// How the latest attempt ended.
    public enum End: String, CaseIterable, Sendable {
        case well, failed
        /// It began, and nothing was heard of it again.
        case unknown
    }

    public var end: End
    /// The run of the latest attempt.
    public var run: String
    /// What the step was when it last went well; nil when it never did.
    public var fingerprint: Fingerprint?

    public init(end: End, run: String, fingerprint: Fingerprint?) {
        self.end = end
        self.run = run
        self.fingerprint = fingerprint
    }
}

/// What must run, and why: a pure function of the steps, what the log remembers and the world.
public struct Plan {
    /// What is to be done with a step.
    public enum Verdict: Hashable, Sendable, CustomStringConvertible {
        case run(Reason)
        /// Whether it must run is known once the step it names has run.
        case maybe(after: String)
        /// What it made stands.
        case reuse
        /// It went well before this run was interrupted.
        case resumed
        /// It runs only if something it needs fails.
        case idle

        public var description: String {
            switch self {
            case .run(let reason): "\(reason)"
            case .maybe(let step): "depends on what \(step) changes"
            case .reuse: "nothing changed"
            case .resumed: "done before the interruption"
            case .idle: "runs only if something it needs fails"
            }
        }
    }

    private let pipeline: Pipeline
    private let memory: [String: StepMemory]
    private var world: World
    /// The interrupted run that goes on, or nil.
    private let resuming: String?
    private let forced: Set<String>

    public init(
        _ pipeline: Pipeline, memory: [String: StepMemory], world: World, resuming: String? = nil,
        forced: Set<String> = []
    ) {
        self.pipeline = pipeline
        self.memory = memory
        self.world = world
        self.resuming = resuming
        self.forced = forced
    }

    /// The plan for steps that are looked at in one go: each tool is looked at once.
    func atOnce() -> Plan {
        var (plan, digests): (Plan, [String: String?]) = (self, [:])
        plan.world.tool = { [tool = world.tool] name in
            if let known = digests[name] { return known }
            let digest = tool(name)
            digests[name] = .some(digest)
            return digest
        }
        return plan
    }

    /// What to do with a step whose needs have all ended; `failed` is what happened to one of them
    /// that failed, or was skipped for a failure: `read failed`.
    public func verdict(for step: Step, afterFailureOf failed: String? = nil) -> Verdict {
        if forced.contains(step.id) || forced.contains(step.family) { return .run(.forced) }
        if let failed, step.when != .success { return .run(.upstreamFailed(failed)) }
        if step.when == .failure { return .idle }
        let change = change(in: step)
        if change == nil, let memory = memory[step.id], memory.run == resuming { return .resumed }
        if step.cache == .rerun { return .run(.alwaysRuns) }
        if step.cache == nil, !step.declares { return .run(.declaresNothing) }
        return change.map(Verdict.run) ?? .reuse
    }

    /// The verdicts for every step before anything runs, in the order of running.
    public func forecast() -> [(step: Step, verdict: Verdict)] {
        let graph = pipeline.graph.parents
        var result: [(step: Step, verdict: Verdict)] = []
        var moving: Set<String> = []
        let steps = Dictionary(
            pipeline.steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for step in pipeline.graph.sorted.compactMap({ steps[$0] }) {
            var verdict = verdict(for: step)
            let parents = graph[step.id]?.filter(moving.contains) ?? []
            if let parent = parents.first, hangs(verdict, of: step, on: parents) {
                verdict = .maybe(after: parent)
            }
            switch verdict {
            case .run, .maybe: moving.insert(step.id)
            case .reuse, .resumed, .idle: break
            }
            result.append((step, verdict))
        }
        return result
    }

    /// Whether a verdict may be another once these steps have run.
    private func hangs(_ verdict: Verdict, of step: Step, on parents: [String]) -> Bool {
        switch verdict {
        case .reuse, .resumed: return true
        case .run(.inputChanged(let name, _)), .run(.inputMissing(let name)):
            let makers = parents.compactMap(pipeline.step)
            return makers.contains { $0.allOutputs.contains { $0.touches(Artifact(name)) } }
        default: return false
        }
    }

    /// The first thing that makes a step's last result worthless; nil when it stands.
    private func change(in step: Step) -> Reason? {
        guard let memory = memory[step.id] else { return .neverRan }
        switch memory.end {
        case .unknown: return .interrupted
        case .failed: return .failed
        case .well: break
        }
        guard let old = memory.fingerprint else { return .neverRan }
        let command = step.commandText
        if old.command != command { return .commandChanged(from: old.command, to: command) }
        if let tool = toolChange(step, old) { return tool }
        if step.usesStore, !world.storeKnows(old.run) { return .storeReplaced }
        return inputChange(step, old) ?? outputChange(step, old)
    }

    private func toolChange(_ step: Step, _ old: Fingerprint) -> Reason? {
        var changed: [String] = []
        for command in step.commands {
            let now = world.tool(command[0]) ?? World.missing
            if old.tools[command[0]] != now { changed.append(command[0]) }
        }
        return changed.min().map(Reason.toolChanged)
    }

    private func inputChange(_ step: Step, _ old: Fingerprint) -> Reason? {
        let inputs = step.allInputs
        for input in inputs {
            let name = input.description
            guard let before = old.inputs[name] else {
                return .inputChanged(name, detail: "not declared before")
            }
            let after = world.state(of: input) ?? World.missing
            guard before != after else { continue }
            if after == World.missing { return .inputMissing(name) }
            return .inputChanged(name, detail: input.isTable ? "\(before) → \(after)" : "")
        }
        guard !old.inputs.isEmpty else { return nil }
        let declared = Set(inputs.map(\.description))
        let dropped = old.inputs.keys.sorted().first { !declared.contains($0) }
        return dropped.map { .inputChanged($0, detail: "no longer declared") }
    }

    private func outputChange(_ step: Step, _ old: Fingerprint) -> Reason? {
        for case .file(let path) in step.allOutputs {
            guard let digest = world.digest(path) else { return .outputMissing(path) }
            guard let made = old.outputs[path] else { return .outputMissing(path) }
            if digest != made { return .outputAltered(path) }
        }
        return nil
    }
}
