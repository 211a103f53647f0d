public import Shell

/// One program, or several joined by pipes, that a pipeline runs.
public struct Step: Hashable, Sendable {
    /// When a step runs, once everything it needs has ended.
    public enum When: String, CaseIterable, Sendable {
        /// Only if all that went well.
        case success
        /// However that ended.
        case always
        /// Only if something of that failed, or was skipped for a failure.
        case failure
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
        /// The longest delay; nil for no such limit.
        public var maximumDelay: Duration?
        /// The exit statuses worth another attempt.
        public var on: Set<Int> = [75]

        /// How long to wait after so many failures.
        func rest(after failures: Int) -> Duration {
            let growth = (1..<max(failures, 1)).reduce(1.0) { product, _ in product * factor }
            // Past a year nothing gets longer: a duration that overflows would trap.
            let longest = maximumDelay ?? .seconds(31_536_000)
            guard delay > .zero else { return .zero }
            return growth >= longest / delay ? longest : delay * growth
        }
    }

    /// `backtest`, or `backtest[ema-cross]` where `foreach` unfolded it.
    public var id: String
    /// The id as the file has it, without the value of `foreach`.
    public var family: String
    /// For people; nil where the file says nothing.
    public var description: String?
    /// The programs, joined by pipes where there are several: name and arguments of each.
    public var commands: [[String]]
    /// The file the first program reads; nil for nothing.
    public var input: String?
    /// The file that gets what the last program writes, whole or not at all; nil for the log.
    public var output: String?
    public var inputs: [Artifact] = []
    public var outputs: [Artifact] = []
    /// Variables the programs get besides the few that every program gets.
    public var environment: [String: String] = [:]
    /// Names of variables of our own environment that the programs get too.
    public var passed: [String] = []
    public var secrets: [Secret] = []
    public var limits = Limits()
    /// Ids of steps that must end before.
    public var needs: [String] = []
    /// Tokens it holds while it runs, by resource.
    public var uses: [String: Int] = [:]
    /// The file of a lock that it holds while it runs; nil for none.
    public var lock: String?
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

    /// Everything the step reads: files and tables, standard input, passed variables.
    public var allInputs: [Artifact] {
        var all = inputs
        if let input { all.append(.file(input)) }
        for name in passed { all.append(.variable(name)) }
        return all
    }
    /// Everything the step makes, standard output included.
    public var allOutputs: [Artifact] {
        guard let output else { return outputs }
        return outputs + [.file(output)]
    }
    /// Whether the step says anything of what it reads or makes.
    public var declares: Bool {
        !inputs.isEmpty || !outputs.isEmpty || input != nil || output != nil
    }
    /// Whether the step reads or makes something in the store.
    public var usesStore: Bool {
        inputs.contains { $0.isTable } || outputs.contains { $0.isTable }
    }
}

/// Something a step reads or makes.
public enum Artifact: Hashable, Sendable, CustomStringConvertible {
    /// A file, a folder with everything in it, or a pattern that stands for several of them.
    case file(String)
    /// A table or view of the store.
    case table(String)
    /// A variable of the environment.
    case variable(String)

    /// Reads `store:candle_block` or a path; a path is put in its plainest form.
    public init(_ text: String) {
        if text.hasPrefix("store:") {
            self = .table(String(text.dropFirst("store:".count)))
        } else {
            self = .file(Self.isPlain(text) ? text : Self.plainest(text))
        }
    }

    /// Whether nothing has to go from a path for sure: no name is empty, or begins with a dot.
    private static func isPlain(_ path: String) -> Bool {
        var before = UInt8(ascii: ".")
        for byte in path.utf8 {
            let isStart = before == UInt8(ascii: "/") || before == UInt8(ascii: ".")
            if isStart, byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") { return false }
            before = byte
        }
        return before != UInt8(ascii: "/") && before != UInt8(ascii: ".")
    }

    /// The path without empty names and names of one dot.
    private static func plainest(_ path: String) -> String {
        let names = path.split(separator: "/").filter { $0 != "." }
        return (path.hasPrefix("/") ? "/" : "") + names.joined(separator: "/")
    }

    public var description: String {
        switch self {
        case .file(let path): path
        case .table(let name): "store:\(name)"
        case .variable(let name): "$\(name)"
        }
    }

    var isTable: Bool {
        if case .table = self { true } else { false }
    }

    /// Whether it stands for whatever files match it.
    var isPattern: Bool {
        if case .file(let path) = self { PathPattern.isPattern(path) } else { false }
    }

    /// Whether one is, or lies within, or matches the other.
    func touches(_ other: Artifact) -> Bool {
        switch (self, other) {
        case (.table(let mine), .table(let theirs)): mine == theirs
        case (.file(let mine), .file(let theirs)):
            mine == theirs || mine.hasPrefix(theirs + "/") || theirs.hasPrefix(mine + "/")
                || PathPattern(mine).touches(theirs) || PathPattern(theirs).touches(mine)
        default: false
        }
    }
}
