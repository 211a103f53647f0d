import Foundation
import Testing

@testable import Pipelines

/// What is remembered of a pipeline file from run to run, and when it is not believed.
struct PipelineMemoryTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        .path

    private static let text = """
        version: 1
        name: whole
        description: every key there is
        vars: {store: a.sqlite, out: out}
        env: {LANG: C}
        pass: [EDITOR]
        secrets: [TOKEN, {KEY: key.txt}]
        jobs: 3
        resources: {disk: 2}
        lock: desk
        on_busy: wait
        schedule: 30 2 * * 1-5
        timezone: Europe/London
        hooks: {success: [[true]], failure: [[false, now]], always: [[cp, a, b], [rm, b]]}
        steps:
          - id: make
            description: zwölf 🧮
            pipe: [[cat, -], [sort]]
            stdin: in/a
            stdout: $(out)/a
            in: [in/b, "in/*.csv", "store:trade"]
            out: ["store:measure", $(out)/b]
            env: {LC_ALL: C}
            pass: [PAGER]
            secrets: [OTHER]
            limits: {cpu: 3s, memory: 512MiB, open_files: 99, file_size: 1GiB}
            uses: {disk: 2}
            lock: ./lock
            retry: {limit: 3, delay: 1500ms, factor: 2.5, max_delay: 1m, on: [75, 69]}
            timeout: 10m
            ok: [0, 3]
            warn: [1]
            allow_failure: true
            show: true
            cache: rerun
          - id: each
            foreach: {bot: [a, b]}
            run: [tool, $(bot), ""]
            cache: reuse
          - {id: last, needs: [each, make], when: always, run: [end]}
          - {id: sorry, needs: [last], when: failure, run: [weep]}
        """

    private func memory(
        _ text: String = text, source: String = "p.yaml", set: [String: String] = [:],
        day: String = "2026-11-20"
    ) throws -> PipelineMemory {
        try #require(
            PipelineMemory(at: path, of: text, source: source, set: set, day: day))
    }

    private func forget() { try? FileManager.default.removeItem(atPath: path) }

    @Test("a pipeline is remembered whole, whatever keys its file has")
    func whole() throws {
        defer { forget() }
        let pipeline = try Pipeline(Self.text, source: "p.yaml")
        #expect(try memory().read() == nil)
        try memory().write(pipeline)
        let known = try #require(try memory().read())
        #expect(known.steps == pipeline.steps)
        #expect(known.base == pipeline.base)
        #expect(known.graph.parents == pipeline.graph.parents)
        #expect(known.hooks == pipeline.hooks)
        #expect(known.resources == pipeline.resources)
        #expect(known.variables == pipeline.variables)
        #expect(known.schedule == pipeline.schedule)
        #expect(
            [known.name, known.file, known.lock, known.timezone]
                == [pipeline.name, pipeline.file, pipeline.lock, pipeline.timezone])
        #expect(known.jobs == 3)
        #expect(known.onBusy == .wait)
    }

    @Test("no field is forgotten")
    func fields() throws {
        func count(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
        let pipeline = try Pipeline(Self.text, source: "p.yaml")
        let step = pipeline.steps[0]
        #expect(Step.fields.count == count(step))
        #expect(Step.Retry.fields.count == count(step.retry))
        #expect(type(of: step.limits).fields.count == count(step.limits))
        #expect(Hooks.fields.count == count(pipeline.hooks))
        let others = ["file", "variables", "base", "steps", "graph"]
        #expect(Pipeline.fields.count + others.count == count(pipeline))
    }

    @Test("a memory is not believed for another text, path, variable or day")
    func others() throws {
        defer { forget() }
        let text = Self.text.replacing("every key", with: "$(date)")
        try memory(text).write(try Pipeline(text, source: "p.yaml"))
        #expect(try memory(text).read() != nil)
        #expect(try memory(text + " ").read() == nil)
        #expect(try memory(text, source: "q.yaml").read() == nil)
        #expect(try memory(text, set: ["out": "elsewhere"]).read() == nil)
        #expect(try memory(text, day: "2026-11-21").read() == nil)
    }

    @Test("the day is nothing to a file that does not speak of it")
    func day() throws {
        defer { forget() }
        try memory().write(try Pipeline(Self.text, source: "p.yaml"))
        #expect(try memory(day: "2026-11-21").read() != nil)
    }

    @Test("a damaged memory counts for nothing, wherever the damage is")
    func damage() throws {
        defer { forget() }
        try memory().write(try Pipeline(Self.text, source: "p.yaml"))
        let good = try Data(contentsOf: URL(filePath: path))
        for place in good.indices {
            var bad = good
            bad[place] ^= 1
            try bad.write(to: URL(filePath: path))
            #expect(try memory().read() == nil, "byte \(place)")
        }
        for length in stride(from: 0, to: good.count, by: 7) {
            try good.prefix(length).write(to: URL(filePath: path))
            #expect(try memory().read() == nil, "\(length) bytes")
        }
    }

    @Test(
        "bytes that no packer made are refused, however they go on",
        arguments: 0...255 as ClosedRange<UInt8>)
    func nonsense(byte: UInt8) throws {
        for count in [1, 9, 300] {
            let bytes = [UInt8](repeating: byte, count: count)
            let isRead = bytes.withUnsafeBytes { bytes in
                var unpacker = Unpacker(bytes)
                return (try? Pipeline(from: &unpacker)) != nil
            }
            #expect(!isRead || byte == 0)
        }
    }
}
