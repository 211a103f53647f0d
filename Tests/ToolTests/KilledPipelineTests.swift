import Foundation
import Glibc
import TestSupport
import Testing

/// A night that is killed comes to the same end as one that is not.
struct KilledPipelineTests {
    @Test("ten kills at any moment change nothing in the end", arguments: [1, 2, 3] as [UInt64])
    func tenKills(seed: UInt64) throws {
        let calm = try Toy()
        #expect(try calm.start().finish() == 0)
        let killed = try Toy()
        var random = Chance(seed: seed)
        for _ in 0..<10 {
            let run = try killed.start()
            usleep(UInt32.random(in: 0..<100_000, using: &random))
            run.kill(SIGKILL)
        }
        let last = try killed.start().finish()
        #expect(last == 0)
        #expect(try killed.results() == calm.results())
        #expect(try killed.repeats().isEmpty)
        #expect(try killed.unfinished().isEmpty)
    }

    @Test(
        "a signal is passed on, nothing is left running, and the night goes on later",
        arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func signals(signal: Int32, status: Int32) throws {
        let toy = try Toy()
        let run = try toy.start()
        try toy.waitUntilWorking()
        run.send(signal)
        #expect(run.finish() == status)
        #expect(try toy.start().finish() == 0)
        let calm = try Toy()
        #expect(try calm.start().finish() == 0)
        #expect(try toy.results() == calm.results())
        #expect(try toy.repeats().isEmpty)
    }
}

/// A small pipeline of all sorts of steps in a folder of its own.
private final class Toy {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "toy-" + UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try """
        version: 1
        name: toy
        vars: {store: night.sqlite}
        jobs: 2
        steps:
          - id: make
            foreach: [a, b, c, d]
            run: [sh, -c, "sleep 0.03; echo $(item); sleep 0.02; echo more"]
            stdout: out/$(item).txt
          - id: join
            pipe: [[cat, out/a.txt, out/b.txt, out/c.txt, out/d.txt], [sort], [sed, "s/^/> /"]]
            in: [out/a.txt, out/b.txt, out/c.txt, out/d.txt]
            stdout: out/joined.txt
          - id: own
            needs: [make]
            run: [sh, -c, "sleep 0.05; wc -l <out/joined.txt >out/.own && mv out/.own out/own.txt"]
            in: [out/joined.txt]
            out: [out/own.txt]
          - id: plain
            run:
              - sh
              - -c
              - while [ -e hold ]; do sleep 0.01; done; sleep 0.05; echo plain >out/.plain && mv out/.plain out/plain.txt
          - id: judge
            needs: [join, own, plain]
            run: [sh, -c, "sleep 0.02; exit 1"]
            warn: [1]
            cache: rerun
          - id: last
            needs: [judge]
            when: always
            run: [cat, out/joined.txt, out/own.txt]
            stdout: out/last.txt
        """.write(to: folder.appending(path: "p.yaml"), atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "out"), withIntermediateDirectories: true)
    }

    func start() throws -> RunningTool {
        try RunningTool(["run-pipeline", "p.yaml", "--quiet"], in: folder)
    }

    /// Returns when a step of a run was started, however long a loaded machine takes for that.
    func waitUntilWorking() throws {
        for _ in 0..<6_000 {
            if let steps = try? log(where: "step"), !steps.isEmpty { return }
            usleep(10_000)
        }
        Issue.record("no step was started within a minute")
    }

    /// Lets no run come to its end until `release`.
    func hold() throws { try "".write(to: held, atomically: true, encoding: .utf8) }

    func release() throws { try FileManager.default.removeItem(at: held) }

    private var held: URL { folder.appending(path: "hold") }

    /// Every file the steps made, by name; nothing half-made may be among them.
    func results() throws -> [String: String] {
        let out = folder.appending(path: "out")
        var texts: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: out.path) {
            texts[name] = try String(contentsOf: out.appending(path: name), encoding: .utf8)
        }
        return texts
    }

    /// Steps that one run started again after they had ended well.
    func repeats() throws -> [String] {
        var (done, again): (Set<String>, [String]) = ([], [])
        for line in try log(where: "step") {
            guard let run = line["run"] as? String, let name = line["step"] as? String,
                let status = line["status"] as? String
            else { continue }
            let step = "\(run) \(name)"
            if status == "running", done.contains(step) { again.append(step) }
            if status == "completed" || status == "warned" { done.insert(step) }
        }
        return again
    }

    /// Runs that never came to an end: a killed one is to be gone on with, not left.
    func unfinished() throws -> [String] {
        var states: [String: String] = [:]
        for line in try log(where: "pipeline") {
            if let run = line["run"] as? String { states[run] = line["status"] as? String }
        }
        return states.filter { $0.value != "completed" }.map(\.key)
    }

    private func log(where kind: String) throws -> [[String: Any]] {
        let file = folder.appending(path: ".anytrade/toy/log.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }.filter { $0["kind"] as? String == kind }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
