import CLI
import Pipelines
import Records
import Shell
import Storage

/// What was asked for, with the pipeline file read.
struct Request {
    let arguments: Arguments
    let verb: Verb
    let pipeline: Pipeline
    /// The pipeline file's text, from which other days are read.
    private let text: String
    private let file: String
    /// The operands after the file.
    let rest: [String]
    /// The day of a backfill that this is about; nil for none.
    private let day: String?
    /// Where the file as it was read is to be remembered; nil where it is already, or never is.
    private let unwritten: PipelineMemory?

    init(_ arguments: Arguments, _ verb: Verb, file: String, rest: [String]) throws(Diagnostic) {
        self.arguments = arguments
        self.verb = verb
        self.file = file
        self.rest = rest
        text = try readText(file)
        day = nil
        (pipeline, unwritten) = try Self.read(text, file, arguments, verb, day: nil)
        for id in arguments.values("only") + arguments.values("force") { _ = try step(id) }
    }

    private init(_ other: Request, day: String) throws(Diagnostic) {
        (arguments, verb, text) = (other.arguments, other.verb, other.text)
        (file, rest) = (other.file, other.rest)
        self.day = day
        (pipeline, unwritten) = try Self.read(text, file, arguments, verb, day: day)
    }

    private static func read(
        _ text: String, _ file: String, _ arguments: Arguments, _ verb: Verb, day: String?
    ) throws(Diagnostic) -> (Pipeline, unwritten: PipelineMemory?) {
        let set = try variables(arguments)
        let today = "\(CivilDay(daysSinceEpoch: arguments.nowMs / 86_400_000))"
        // Only a run leaves anything behind.
        let memory =
            verb == .run
            ? PipelineMemory(
                at: memoryPath(file, arguments), of: text, source: inputName(file), set: set,
                day: day.map { "for \($0)" } ?? today) : nil
        if let known = memory?.read() { return (known, nil) }
        let pipeline = try diagnosing(.badConfiguration) {
            try Pipeline(text, source: inputName(file), set: set, today: today, day: day)
        }
        return (pipeline, memory)
    }

    /// `.anytrade/pipelines-nightly.yaml.read`: its name has a dot, which no pipeline's has.
    private static func memoryPath(_ file: String, _ arguments: Arguments) -> String {
        let name = String(file.map { $0 == "/" ? "-" : $0 }.suffix(100))
        return "\(arguments.value("state") ?? ".anytrade")/\(name).read"
    }

    /// Remembers the file as it was read, once it was found good and its folder is there.
    func remember() { unwritten?.write(pipeline) }

    /// The same for one day of a backfill.
    func on(_ day: String) throws(Diagnostic) -> Request { try Request(self, day: day) }

    /// The folder of the pipeline's state.
    var stateFolder: String { arguments.value("state") ?? ".anytrade/\(pipeline.name)" }
    /// The folder of the state of this run: the pipeline's, or its day's.
    var dayFolder: String { day.map { "\(stateFolder)/days/\($0)" } ?? stateFolder }
    var logPath: String { "\(dayFolder)/log.jsonl" }
    /// Where the digests of large files are remembered.
    var digestsPath: String { "\(stateFolder)/digests" }
    /// The folder of what a run's programs said.
    func logFolder(of run: String) -> String { "\(dayFolder)/logs/\(run)" }

    var nowMs: Int { arguments.nowMs }

    var onBusy: Pipeline.OnBusy {
        arguments.value("on-busy").flatMap(Pipeline.OnBusy.init) ?? pipeline.onBusy ?? .fail
    }

    /// The days of `--for`; nil where it is not given.
    var days: [String]? {
        arguments.value("for").flatMap { dayRange($0, nowMs: nowMs) }?
            .map { "\(CivilDay(daysSinceEpoch: $0))" }
    }

    /// Whether steps are to run that went well before, whatever the log says.
    var insists: Bool {
        arguments.flag("fresh") || !forced.isEmpty || !arguments.values("only").isEmpty
    }

    func newRun(number: Int, startedMs: Int, day: String?) -> PipelineRun {
        PipelineRun(
            run: pipeline.name + (day.map { "-\($0)" } ?? "") + "-\(number)",
            pipeline: pipeline.name, file: pipeline.file, date: day, status: .running,
            startedMs: startedMs, completedMs: nil, exitStatus: nil)
    }

    /// The store the pipeline's steps work on; nil where neither file nor user speaks of one.
    var storePath: String? {
        if arguments.flag("store") { return arguments.storePath }
        if let path = pipeline.variables["store"] { return path }
        return pipeline.usesStore ? arguments.storePath : nil
    }

    /// The pipeline with only the steps asked for.
    var chosen: Pipeline {
        let only = arguments.values("only")
        return only.isEmpty ? pipeline : pipeline.keeping(only)
    }

    var forced: Set<String> { Set(arguments.values("force")) }

    /// Where programs are looked for.
    var programFolders: [String] {
        let path = arguments.environmentValue("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
        let folders = path.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return (ownFolder().map { [$0] } ?? []) + folders
    }

    /// What programs are given.
    ///
    /// - Throws: `Diagnostic` 78 where a secret is missing.
    func surroundings() throws(Diagnostic) -> Surroundings {
        var secrets: [Secret: String] = [:]
        for secret in pipeline.secrets {
            secrets[secret] = try diagnosing(.badConfiguration) {
                try secret.value(environment: arguments.wholeEnvironment)
            }
        }
        return Surroundings(
            programFolders: programFolders, environment: arguments.wholeEnvironment,
            secrets: secrets)
    }

    /// How the steps see the world.
    func world(store: Store?, storeRuns: Set<String>, digests: FileDigests) -> World {
        let folders = programFolders
        let environment = arguments.wholeEnvironment
        var paths: [String: String?] = [:]
        return World(
            digest: { digests.digest($0) },
            tool: { name in
                let path = paths[name] ?? programPath(name, in: folders)
                paths[name] = .some(path)
                return path.flatMap { digests.digest($0) }
            },
            revision: { table in store.flatMap { try? $0.revision(of: table) } },
            variable: { environment[$0] },
            storeKnows: { storeRuns.contains($0) })
    }

    /// Complains of tables that no store has. They are asked of a store in memory, which is empty but
    /// of the same make.
    func checkTables() throws(Diagnostic) {
        // What was remembered was checked by this very program.
        guard pipeline.usesStore, verb != .run || unwritten != nil else { return }
        try diagnosing(.inputOutput) {
            let store = try Store(path: ":memory:", access: .readWrite)
            for step in pipeline.steps {
                for case .table(let name) in step.allInputs + step.allOutputs
                where try store.revision(of: name) == nil {
                    throw Diagnostic(
                        .badConfiguration,
                        "\(pipeline.file): \(step.id) speaks of store:\(name), "
                            + "and the store has no such table")
                }
            }
        }
    }

    /// `--set name=value`, and `--store` for a file that has such a variable.
    private static func variables(
        _ arguments: Arguments
    ) throws(Diagnostic) -> [String: String] {
        var set: [String: String] = [:]
        for word in arguments.values("set") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw Diagnostic(.usage, "--set is \"\(word)\", expected NAME=VALUE")
            }
            set[String(parts[0])] = String(parts[1])
        }
        if arguments.flag("store") { set["store"] = arguments.storePath }
        return set
    }

    /// The step of an id; the first of those that `foreach` made of it.
    func step(_ id: String) throws(Diagnostic) -> Step {
        if let step = pipeline.steps.first(where: { $0.id == id || $0.family == id }) {
            return step
        }
        let near = suggestion(for: id, among: pipeline.steps.flatMap { [$0.id, $0.family] })
        throw Diagnostic(
            .usage, "\(pipeline.file) has no step \"\(id)\"",
            hint: near.map { "did you mean \"\($0)\"?" })
    }
}
