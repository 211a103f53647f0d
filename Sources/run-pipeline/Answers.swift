import CLI
import Doors
import Pipelines
import Records
import Shell
import Storage

/// `check`: the file was read without a complaint; is every program there?
func check(_ request: Request) throws -> ExitStatus {
    let pipeline = request.pipeline
    let world = request.world(store: nil, storeRuns: [], digests: FileDigests())
    let commands =
        pipeline.steps.flatMap { step in step.commands.map { (step.id, $0) } }
        + pipeline.hooks.commands.map { ("a hook", $0) }
    for (who, command) in commands where world.tool(command[0]) == nil {
        throw Diagnostic(
            .badConfiguration,
            "\(pipeline.file): \(who) runs \(command[0]), which is "
                + "neither beside run-pipeline nor on PATH",
            hint: suggestion(for: command[0], among: (try? listFolder(ownFolder() ?? "")) ?? [])
                .map { "did you mean \($0)?" })
    }
    try writeOutput("\(pipeline.name): \(pipeline.steps.count) steps, all well\n")
    return .done
}

/// `plan`: what would run, in which order, and why.
func plan(_ request: Request) throws -> ExitStatus {
    let past = try Past(request)
    let plan = past.plan(request.chosen)
    var rows: [(word: String, step: String, reason: String)] = []
    for (step, verdict) in plan.forecast() {
        rows.append((verdict.word, step.id, "\(verdict)"))
    }
    if let format = try Format.chosen(request.arguments) { return try print(rows, as: format) }
    let width = rows.map(\.1.count).max() ?? 0
    for (word, id, reason) in rows {
        try writeWords("\(padded(word, 6)) \(padded(id, width))  \(visible(reason))\n")
    }
    return .done
}

/// `explain`: everything the plan knows of one step.
func explain(_ request: Request) throws -> ExitStatus {
    guard let word = request.rest.first else { return .usage }
    let asked = try request.step(word)
    let past = try Past(request)
    let plan = past.plan(request.pipeline)
    let forecast = plan.forecast()
    let parents = request.pipeline.graph.parents
    let family = request.pipeline.steps.filter { $0.id == asked.id || $0.family == asked.id }
    for step in family.isEmpty ? [asked] : family {
        var text = "\(step.id)\n  command   \(visible(step.commandText))\n"
        if let verdict = forecast.first(where: { $0.step.id == step.id })?.verdict {
            text += "  \(padded(verdict.word, 9)) \(verdict)\n"
            if case .run(.commandChanged(let old, _)) = verdict {
                text += "  before    \(visible(old))\n"
            }
        }
        for parent in parents[step.id] ?? [] { text += "  waits for \(parent)\n" }
        text += past.differences(of: step)
        try writeWords(text)
    }
    return .done
}

/// What is known of earlier runs, without touching anything.
struct Past {
    private let memory: [String: StepMemory]
    private let resuming: String?
    private let world: World
    private let request: Request

    init(_ request: Request) throws(Diagnostic) {
        self.request = request
        let log = try diagnosing(.inputOutput) { try RunHistory(path: request.logPath) }
        let (store, runs) = try diagnosing(.inputOutput) { try Self.look(request) }
        memory = log.memory
        resuming = request.arguments.flag("fresh") ? nil : log.interrupted?.run
        world = request.world(
            store: store, storeRuns: Set(runs.map(\.run)),
            digests: FileDigests(remembering: request.digestsPath, nowMs: request.nowMs))
    }

    /// The store, where there is one, and the runs that it knows.
    private static func look(_ request: Request) throws -> (store: Store?, runs: [PipelineRun]) {
        guard let path = request.storePath, fileExists(path) else { return (nil, []) }
        return try withStoreErrors(path) {
            let store = try Store(path: path, access: .readOnly)
            return (store, try store.pipelineRuns.runs(pipeline: request.pipeline.name))
        }
    }

    func plan(_ pipeline: Pipeline) -> Plan {
        Plan(pipeline, memory: memory, world: world, resuming: resuming, forced: request.forced)
    }

    /// One line for everything a step reads and makes, with what became of it.
    func differences(of step: Step) -> String {
        let old = memory[step.id]?.fingerprint
        var text = ""
        for input in step.allInputs {
            let now = world.state(of: input)
            text +=
                "  reads     \(input)  "
                + Self.change(old?.inputs[input.description], now) + "\n"
        }
        for output in step.allOutputs {
            guard case .file(let path) = output else {
                text += "  makes     \(output)\n"
                continue
            }
            text +=
                "  makes     \(path)  " + Self.change(old?.outputs[path], world.digest(path))
                + "\n"
        }
        return text
    }

    private static func change(_ old: String?, _ now: String?) -> String {
        switch (old, now) {
        case (_, nil): "missing"
        case (nil, let now?): short(now)
        case (let old?, let now?) where old == now: "unchanged, \(short(now))"
        case (let old?, let now?): "\(short(old)) → \(short(now))"
        }
    }

    private static func short(_ state: String) -> String {
        state.hasPrefix("revision") ? state : String(state.prefix(12))
    }
}

extension Plan.Verdict {
    /// One word for a table.
    var word: String {
        switch self {
        case .run: "run"
        case .maybe: "maybe"
        case .reuse, .resumed: "reuse"
        case .idle: "idle"
        }
    }
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
