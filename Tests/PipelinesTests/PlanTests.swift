import Testing

@testable import Pipelines

/// The world as a table, so that each line of the staleness rules is one case.
struct PlanTests {
    /// A change to the world after the step went well, and what the plan makes of it.
    struct Change: Sendable {
        let name: String
        let verdict: Plan.Verdict
        let apply: @Sendable (inout Scene) -> Void

        static let all: [Change] = [
            Change(name: "nothing", verdict: .reuse) { _ in },
            Change(name: "no memory", verdict: .run(.neverRan)) { $0.memory = nil },
            Change(name: "killed", verdict: .run(.interrupted)) { $0.memory?.end = .unknown },
            Change(name: "failed", verdict: .run(.failed)) { $0.memory?.end = .failed },
            Change(name: "forced", verdict: .run(.forced)) { $0.forced = ["s"] },
            Change(
                name: "another argument",
                verdict: .run(
                    .commandChanged(from: "tool a < in > out", to: "tool b < in > out"))
            ) { $0.step.commands = [["tool", "b"]] },
            Change(
                name: "another variable",
                verdict: .run(
                    .commandChanged(from: "tool a < in > out", to: "A=1 tool a < in > out"))
            ) { $0.step.environment = ["A": "1"] },
            Change(name: "new tool", verdict: .run(.toolChanged("tool"))) { $0.tool = "t2" },
            Change(name: "new input", verdict: .run(.inputChanged("in", detail: ""))) {
                $0.files["in"] = "i2"
            },
            Change(name: "lost input", verdict: .run(.inputMissing("in"))) {
                $0.files["in"] = nil
            },
            Change(name: "new helper", verdict: .run(.inputChanged("helper", detail: ""))) {
                $0.files["helper"] = "h2"
            },
            Change(
                name: "candles came",
                verdict: .run(
                    .inputChanged("store:candle_block", detail: "revision 3 → revision 4"))
            ) { $0.revision = 4 },
            Change(
                name: "another region", verdict: .run(.inputChanged("$REGION", detail: ""))
            ) { $0.environment["REGION"] = "south" },
            Change(name: "another store", verdict: .run(.storeReplaced)) { $0.known = [] },
            Change(name: "lost output", verdict: .run(.outputMissing("out"))) {
                $0.files["out"] = nil
            },
            Change(name: "edited output", verdict: .run(.outputAltered("out"))) {
                $0.files["out"] = "edited"
            },
            Change(
                name: "one input more",
                verdict: .run(.inputChanged("more", detail: "not declared before"))
            ) { $0.step.inputs.append(.file("more")) },
            Change(
                name: "one input less",
                verdict: .run(.inputChanged("helper", detail: "no longer declared"))
            ) { $0.step.inputs.removeFirst() },
            Change(name: "rerun", verdict: .run(.alwaysRuns)) { $0.step.cache = .rerun },
            Change(name: "resumed", verdict: .resumed) { $0.resuming = "night-1" },
            Change(name: "resumed rerun", verdict: .resumed) {
                $0.resuming = "night-1"
                $0.step.cache = .rerun
            },
            Change(name: "resumed elsewhere", verdict: .run(.inputMissing("in"))) {
                $0.resuming = "night-1"
                $0.files["in"] = nil
            },
        ]
    }

    @Test("a step runs for a reason, and only then", arguments: Change.all.indices)
    func staleness(index: Int) {
        let change = Change.all[index]
        var scene = Scene()
        change.apply(&scene)
        #expect(scene.verdict == change.verdict, "\(change.name)")
    }

    @Test("a step that declares nothing runs every time, unless it may be reused or is resumed")
    func undeclared() {
        var scene = Scene()
        scene.step.input = nil
        scene.step.output = nil
        scene.step.inputs = []
        let fingerprint = scene.world.fingerprint(of: scene.step, run: "night-1")
        scene.memory?.fingerprint = fingerprint
        #expect(scene.verdict == .run(.declaresNothing))
        scene.step.cache = .reuse
        #expect(scene.verdict == .reuse)
        scene.step.cache = nil
        scene.resuming = "night-1"
        #expect(scene.verdict == .resumed)
    }

    @Test("after a failure upstream only a step that always runs runs")
    func upstream() {
        var scene = Scene()
        scene.step.when = .always
        #expect(
            scene.plan.verdict(for: scene.step, afterFailureOf: "x") == .run(.upstreamFailed("x")))
    }

    @Test("what depends on a step that runs is not promised")
    func forecast() throws {
        let pipeline = try Pipeline(
            """
            version: 1
            name: p
            steps:
              - {id: c, run: [tool], in: [b.txt], stdout: c.txt}
              - {id: a, run: [tool], stdout: a.txt}
              - {id: b, run: [tool], in: [a.txt], stdout: b.txt}
              - {id: free, run: [tool], stdout: free.txt}
            """, source: "p.yaml")
        let world = Scene().world
        var memory: [String: StepMemory] = [:]
        for step in pipeline.steps where step.id != "a" {
            var fingerprint = world.fingerprint(of: step, run: "night-1")
            for output in step.allOutputs { fingerprint.outputs[output.description] = "made" }
            memory[step.id] = StepMemory(end: .well, run: "night-1", fingerprint: fingerprint)
        }
        let made = World(
            digest: { $0 == "a.txt" ? nil : "made" }, tool: { _ in "t1" }, revision: { _ in nil },
            variable: { _ in nil }, storeKnows: { _ in true })
        for id in ["b", "c"] {
            let input = id == "b" ? "a.txt" : "b.txt"
            memory[id]?.fingerprint?.inputs = [input: id == "b" ? "missing" : "made"]
        }
        let verdicts = Plan(pipeline, memory: memory, world: made).forecast()
        #expect(verdicts.map(\.step.id) == ["a", "b", "free", "c"])
        #expect(
            verdicts.map(\.verdict) == [
                .run(.neverRan), .maybe(after: "a"), .reuse, .maybe(after: "b"),
            ])
    }
}

/// One step that went well, and everything around it.
struct Scene {
    var step = Step(
        id: "s", family: "s", commands: [["tool", "a"]], input: "in", output: "out",
        inputs: [.file("helper"), .table("candle_block")])
    var files = ["in": "i1", "helper": "h1", "out": "o1"]
    var tool = "t1"
    var revision = 3
    var known: Set = ["night-1"]
    var environment: [String: String] = [:]
    var memory: StepMemory?
    var resuming: String?
    var forced: Set<String> = []

    init() {
        step.passed = ["REGION"]
        var fingerprint = world.fingerprint(of: step, run: "night-1")
        fingerprint.outputs = ["out": "o1"]
        memory = StepMemory(end: .well, run: "night-1", fingerprint: fingerprint)
    }

    var world: World {
        let (files, tool, revision, known) = (files, tool, revision, known)
        let environment = environment
        return World(
            digest: { files[$0] }, tool: { _ in tool }, revision: { _ in revision },
            variable: { environment[$0] }, storeKnows: { known.contains($0) })
    }

    var plan: Plan {
        let pipeline = Pipeline(
            name: "p", file: "p.yaml", variables: [:], jobs: nil, steps: [step])
        return Plan(
            pipeline, memory: memory.map { [step.id: $0] } ?? [:], world: world,
            resuming: resuming, forced: forced)
    }

    var verdict: Plan.Verdict { plan.verdict(for: step) }
}
