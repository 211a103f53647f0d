import CLI
import Pipelines
import Shell
import Storage

/// What was asked for, with the pipeline file read.
struct Request {
    enum Verb: String, CaseIterable { case run, plan, check, explain }

    let arguments: Arguments
    let verb: Verb
    let pipeline: Pipeline
    /// The operand after the file.
    let step: Step?

    init(_ arguments: Arguments) throws(Diagnostic) {
        self.arguments = arguments
        var operands = arguments.operands[...]
        var verb = Verb.run
        if operands.count > 1, let word = operands.first {
            guard let known = Verb(rawValue: word) else {
                let near = suggestion(for: word, among: Verb.allCases.map(\.rawValue))
                throw Diagnostic(
                    .usage, "there is no verb \"\(word)\"",
                    hint: near.map { "did you mean \"\($0)\"?" })
            }
            verb = known
            operands.removeFirst()
        }
        self.verb = verb
        let file = operands.removeFirst()
        let text = try readText(file)
        let set = try Self.variables(arguments)
        let pipeline = try diagnosing(.badConfiguration) {
            try Pipeline(text, source: inputName(file), set: set)
        }
        self.pipeline = pipeline
        guard (verb == .explain) == (operands.count == 1) else {
            throw Diagnostic(
                .usage, verb == .explain ? "explain what?" : "unexpected operand",
                hint: verb == .explain ? "name one step" : nil)
        }
        if let id = operands.first {
            step = try Self.step(id, in: pipeline)
        } else {
            step = nil
        }
        for id in arguments.values("only") + arguments.values("force") {
            _ = try Self.step(id, in: pipeline)
        }
    }

    /// The folder of the pipeline's state.
    var stateFolder: String { arguments.value("state") ?? ".anytrade/\(pipeline.name)" }

    /// The store the pipeline's steps work on; nil where neither file nor user speaks of one.
    var storePath: String? {
        if arguments.flag("store") { return arguments.storePath }
        if let path = pipeline.variables["store"] { return path }
        return pipeline.steps.contains { $0.usesStore } ? arguments.storePath : nil
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

    /// How the steps see the world.
    func world(store: Store?, storeRuns: Set<String>) -> World {
        let digests = FileDigests()
        let folders = programFolders
        return World(
            digest: { digests.digest($0) },
            tool: { name in programPath(name, in: folders).flatMap { digests.digest($0) } },
            revision: { table in store.flatMap { try? $0.revision(of: table) } },
            storeKnows: { storeRuns.contains($0) })
    }

    /// Complains of tables that no store has. They are asked of a store in memory, which is empty but
    /// of the same make.
    func checkTables() throws(Diagnostic) {
        guard pipeline.steps.contains(where: { $0.usesStore }) else { return }
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

    private static func step(_ id: String, in pipeline: Pipeline) throws(Diagnostic) -> Step {
        if let step = pipeline.steps.first(where: { $0.id == id || $0.family == id }) {
            return step
        }
        let near = suggestion(for: id, among: pipeline.steps.flatMap { [$0.id, $0.family] })
        throw Diagnostic(
            .usage, "\(pipeline.file) has no step \"\(id)\"",
            hint: near.map { "did you mean \"\($0)\"?" })
    }
}
