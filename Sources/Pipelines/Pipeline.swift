/// A pipeline file, read, checked and unfolded: steps that run programs, and what they need.
///
/// The room's doors, in the order in which a night passes them: `Pipeline(_:source:…)` reads the
/// file by the tables of `Key`, `Graph` orders the steps, `Plan` says what must run and why,
/// `Roster` whose turn it is, `Driver` runs it, `RunLog` remembers, `RunHistory` reads again.
/// Only `Driver`, `RunLog`, `FileDigests` and what they use touch the world.
public struct Pipeline: Sendable {
    /// What a run does that finds the pipeline's lock taken.
    public enum OnBusy: String, CaseIterable, Sendable {
        case wait, fail, skip
    }

    /// Small letters, digits and dashes.
    public internal(set) var name: String
    /// The file's path, for messages.
    public let file: String
    /// The values of `vars`, after `--set`.
    public let variables: [String: String]
    /// How many steps may run at once; nil where the file leaves it to the machine.
    public internal(set) var jobs: Int?
    /// How many tokens there are of each resource.
    public internal(set) var resources: [String: Int] = [:]
    /// The file of a lock that a run holds besides its own; nil for none.
    public internal(set) var lock: String?
    /// nil: fail.
    public internal(set) var onBusy: OnBusy?
    /// When it runs; nil where the file does not say.
    public internal(set) var schedule: CronExpression?
    /// The time zone of `schedule`.
    public internal(set) var timezone = "UTC"
    public internal(set) var hooks = Hooks()
    /// What every step begins as: the file's environment, passed variables and secrets.
    public internal(set) var base = Step(id: "", family: "", commands: [])
    /// In the file's order, every `foreach` unfolded.
    public internal(set) var steps: [Step]
    /// Which step waits for which.
    public internal(set) var graph: Graph

    init(
        name: String, file: String, variables: [String: String], jobs: Int?, steps: [Step]
    ) {
        self.name = name
        self.file = file
        self.variables = variables
        self.jobs = jobs
        self.steps = steps
        graph = Graph(steps)
    }

    /// The pipeline with only the steps of these ids; they wait for no other.
    public func keeping(_ ids: [String]) -> Pipeline {
        var kept = self
        kept.steps = steps.filter { ids.contains($0.id) || ids.contains($0.family) }
        kept.graph = Graph(kept.steps)
        return kept
    }

    /// Whether a step reads or makes something in the store.
    public var usesStore: Bool { steps.indices.contains { steps[$0].usesStore } }

    /// The step of an id, or nil.
    public func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// Every secret of the file and its steps, each once.
    public var secrets: [Secret] {
        (base.secrets + steps.flatMap(\.secrets)).reduce(into: []) { all, secret in
            if !all.contains(secret) { all.append(secret) }
        }
    }
}

/// Programs that hear of a run's end: each gets JSON about the run on its standard input.
public struct Hooks: Hashable, Sendable {
    public var success: [[String]] = []
    public var failure: [[String]] = []
    public var always: [[String]] = []

    /// All of them.
    public var commands: [[String]] { success + failure + always }
}
