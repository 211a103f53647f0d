/// A pipeline file, read, checked and unfolded: steps that run programs, and what they need.
///
/// The room's doors, in the order in which a night passes them: `Pipeline(_:source:set:)` reads the
/// file, `Graph` orders the steps, `Plan` says what must run and why, `Driver` runs it, `RunLog`
/// remembers. Only `Driver`, `RunLog` and `FileDigests` touch the world.
public struct Pipeline: Sendable {
    /// Small letters, digits and dashes.
    public let name: String
    /// The file's path, for messages.
    public let file: String
    /// The values of `vars`, after `--set`.
    public let variables: [String: String]
    /// How many steps may run at once; nil where the file leaves it to the machine.
    public let jobs: Int?
    /// In the file's order, every `foreach` unfolded.
    public let steps: [Step]

    /// The pipeline with only the steps of these ids; they wait for no other.
    public func keeping(_ ids: [String]) -> Pipeline {
        let kept = steps.filter { ids.contains($0.id) || ids.contains($0.family) }
        return Pipeline(
            name: name, file: file, variables: variables, jobs: jobs, steps: kept)
    }

    /// The step of an id, or nil.
    public func step(_ id: String) -> Step? { steps.first { $0.id == id } }
}

/// One program, or several joined by pipes, that a pipeline runs.
public struct Step: Hashable, Sendable {
    /// When a step runs, once everything it needs has ended.
    public enum When: String, CaseIterable, Sendable {
        /// Only if all that went well.
        case success
        /// However that ended.
        case always
    }

    /// Whether a step whose world did not change is left alone.
    public enum Cache: String, CaseIterable, Sendable {
        /// It is, even if it declares nothing.
        case reuse
        /// It never is.
        case rerun
    }

    /// What to do after an end that may be better another time.
    public struct Retry: Hashable, Sendable {
        /// How many more attempts there may be.
        public var limit = 0
        public var delay = Duration.seconds(1)
        /// What every further delay is multiplied by.
        public var factor = 2.0
        /// The exit statuses worth another attempt.
        public var on: Set<Int> = [75]
    }

    /// `backtest`, or `backtest[ema-cross]` where `foreach` unfolded it.
    public var id: String
    /// The id as the file has it, without the value of `foreach`.
    public var family: String
    /// The programs, joined by pipes where there are several: name and arguments of each.
    public var commands: [[String]]
    /// The file the first program reads; nil for nothing.
    public var input: String?
    /// The file that gets what the last program writes, whole or not at all; nil for the log.
    public var output: String?
    public var inputs: [Artifact] = []
    public var outputs: [Artifact] = []
    /// Variables the programs get besides ours.
    public var environment: [String: String] = [:]
    /// Ids of steps that must end before.
    public var needs: [String] = []
    public var retry = Retry()
    public var timeout: Duration?
    /// Exit statuses that are a success.
    public var acceptable: Set<Int> = [0]
    /// Exit statuses that are a success with findings.
    public var warnings: Set<Int> = []
    /// Whether a failure only warns.
    public var mayFail = false
    public var when = When.success
    /// nil: left alone if it declares what it reads or makes, and nothing of it changed.
    public var cache: Cache?
    /// Whether what it writes is for the terminal.
    public var isShown = false

    /// Everything the step reads, standard input included.
    public var allInputs: [Artifact] { inputs + (input.map { [.file($0)] } ?? []) }
    /// Everything the step makes, standard output included.
    public var allOutputs: [Artifact] { outputs + (output.map { [.file($0)] } ?? []) }
    /// Whether the step says anything of what it reads or makes.
    public var declares: Bool { !allInputs.isEmpty || !allOutputs.isEmpty }
    /// Whether the step reads or makes something in the store.
    public var usesStore: Bool { (allInputs + allOutputs).contains { $0.isTable } }
}

/// Something a step reads or makes.
public enum Artifact: Hashable, Sendable, CustomStringConvertible {
    /// A file, or a folder with everything in it.
    case file(String)
    /// A table or view of the store.
    case table(String)

    /// Reads `store:candle_block` or a path; a path is put in its plainest form.
    public init(_ text: String) {
        if text.hasPrefix("store:") {
            self = .table(String(text.dropFirst("store:".count)))
        } else {
            let parts = text.split(separator: "/").filter { $0 != "." }
            self = .file((text.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/"))
        }
    }

    public var description: String {
        switch self {
        case .file(let path): path
        case .table(let name): "store:\(name)"
        }
    }

    var isTable: Bool {
        if case .table = self { true } else { false }
    }

    /// Whether one is, or lies within, the other.
    func touches(_ other: Artifact) -> Bool {
        switch (self, other) {
        case (.table(let mine), .table(let theirs)): mine == theirs
        case (.file(let mine), .file(let theirs)):
            mine == theirs || mine.hasPrefix(theirs + "/") || theirs.hasPrefix(mine + "/")
        default: false
        }
    }
}
