import Pipelines
import Testing
import YAML

struct DecodingTests {
    @Test("reads every key of a step")
    func everyKey() throws {
        let pipeline = try Pipeline(
            """
            version: 1
            name: nightly
            description: everything
            vars: {store: a.sqlite, out: made}
            env: {TZ: UTC}
            jobs: 3
            steps:
              - id: first
                run: [tool, --store, $(store), "a b"]
              - id: second
                description: words
                pipe: [[a], [b, -]]
                stdin: ./in.txt
                stdout: $(out)//x.jsonl
                in: [data/, "store:candle_block"]
                out: ["$(out)/y"]
                env: {A: $(store)}
                needs: [first]
                retry: {limit: 3, delay: 5s, factor: 2, on: [75, 69]}
                timeout: 10m
                ok: [0, 4]
                warn: [1]
                allow_failure: true
                when: always
                cache: rerun
                show: true
            """, source: "p.yaml")
        #expect(pipeline.name == "nightly" && pipeline.jobs == 3)
        let second = try #require(pipeline.step("second"))
        #expect(pipeline.steps[0].commands == [["tool", "--store", "a.sqlite", "a b"]])
        #expect(second.commands == [["a"], ["b", "-"]])
        #expect(second.input == "in.txt" && second.output == "made/x.jsonl")
        #expect(second.inputs == [.file("data"), .table("candle_block")])
        #expect(second.outputs == [.file("made/y")])
        #expect(second.environment == ["TZ": "UTC", "A": "a.sqlite"])
        #expect(second.needs == ["first"])
        #expect(second.retry.limit == 3 && second.retry.delay == .seconds(5))
        #expect(second.retry.factor == 2 && second.retry.on == [75, 69])
        #expect(second.timeout == .seconds(600))
        #expect(second.acceptable == [0, 4] && second.warnings == [1] && second.mayFail)
        #expect(second.when == .always && second.cache == .rerun && second.isShown)
    }

    @Test("unfolds foreach, with its own name or as item, in ids, files and needs")
    func foreach() throws {
        let pipeline = try Pipeline(
            """
            version: 1
            name: p
            vars: {last: c}
            steps:
              - id: make
                foreach: {bot: [a, b, $(last)]}
                run: [tool, $(bot)]
                stdout: out/$(bot)
              - id: use
                foreach: [a, b]
                needs: ["make[$(item)]"]
                run: [tool, $(item)]
              - {id: all, needs: [make], run: [tool]}
            """, source: "p.yaml")
        #expect(
            pipeline.steps.map(\.id) == [
                "make[a]", "make[b]", "make[c]", "use[a]", "use[b]", "all",
            ])
        #expect(pipeline.steps[2].output == "out/c")
        #expect(pipeline.steps[3].needs == ["make[a]"])
        #expect(pipeline.steps[5].needs == ["make[a]", "make[b]", "make[c]"])
    }

    @Test("puts other values in the place of variables")
    func set() throws {
        let text = "version: 1\nname: p\nvars: {x: a}\nsteps: [{id: s, run: [t, $(x)]}]"
        #expect(
            try Pipeline(text, source: "p", set: ["x": "b"]).steps[0].commands == [["t", "b"]])
        #expect(throws: YAMLError.self) { try Pipeline(text, source: "p", set: ["y": "b"]) }
    }

    @Test("says where a file is wrong, and what was meant", arguments: Mistake.all)
    func complaints(mistake: Mistake) {
        do {
            _ = try Pipeline(mistake.text, source: "p.yaml")
            Issue.record("was read without a complaint")
        } catch {
            #expect("\(error)" == "p.yaml:" + mistake.complaint)
        }
    }
}
