import Foundation
import Glibc
import Records
import Shell
import TestSupport
import Testing

@testable import Pipelines

/// The driver with real programs.
struct DriverTests {
    @Test("random pipelines: nobody starts before what it needs has ended, nor without its tokens")
    func chance() throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            var chance = Chance(seed: seed)
            var text = "version: 1\nname: p\nresources: {x: 3}\nsteps:\n"
            var needs: [[Int]] = []
            for index in 0..<9 {
                let parents = (0..<index).filter { _ in chance.oneIn(4) }
                needs.append(parents)
                let names = parents.map { "s\($0)" }.joined(separator: ", ")
                let tokens = Int.random(in: 1...3, using: &chance)
                text += "  - id: s\(index)\n    needs: [\(names)]\n    uses: {x: \(tokens)}\n"
                text += "    run: [sh, -c, 'echo + \(index) \(tokens) >>journal; sleep 0.01; "
                text += "echo - \(index) \(tokens) >>journal']\n"
            }
            let jobs = Int.random(in: 1...4, using: &chance)
            let night = try DriverNight(text, jobs: jobs)
            #expect(try night.run().allSatisfy { $0.status == .completed })
            let journal = try night.read("journal").split(separator: "\n").map {
                $0.split(separator: " ").map(String.init)
            }
            #expect(journal.count == 18)
            check(journal, needs, jobs)
        }
    }

    private func check(_ journal: [[String]], _ needs: [[Int]], _ jobs: Int) {
        var (running, done, tokens): (Set<Int>, Set<Int>, Int) = ([], [], 0)
        for words in journal {
            guard let index = Int(words[1]), let count = Int(words[2]) else { continue }
            if words[0] == "+" {
                running.insert(index)
                tokens += count
                #expect(done.isSuperset(of: needs[index]))
                #expect(running.count <= jobs && tokens <= 3)
            } else {
                running.remove(index)
                done.insert(index)
                tokens -= count
            }
        }
        #expect(done.count == needs.count)
    }

    @Test("a step out of time takes with it what it started, even what will not listen")
    func grandchildren() throws {
        let night = try DriverNight(
            """
            version: 1
            name: p
            steps:
              - id: slow
                run: [sh, -c, "(trap '' TERM; sh -c 'echo $$ >pid; exec sleep 60') & wait"]
                timeout: 500ms
            """, jobs: 1)
        night.grace = .milliseconds(200)
        let steps = try night.run()
        #expect(steps[0].status == .failed)
        #expect(steps[0].exitStatus == 124 && steps[0].reason == "out of time")
        let pid = try #require(
            Int32(try night.read("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(DriverNight.isGone(pid))
    }

    @Test("delays grow by the factor up to the longest, and never overflow")
    func delays() {
        var retry = Step.Retry()
        (retry.delay, retry.factor, retry.maximumDelay) = (.seconds(5), 3, .seconds(60))
        #expect((1...5).map(retry.rest) == [5, 15, 45, 60, 60].map { .seconds($0) })
        (retry.factor, retry.maximumDelay) = (100, nil)
        #expect(retry.rest(after: 1_000) == .seconds(31_536_000))
        retry.delay = .zero
        #expect(retry.rest(after: 1_000) == .zero)
    }

    @Test("a step is tried again as often as it may be, and only after what it says")
    func retries() throws {
        let night = try DriverNight(
            """
            version: 1
            name: p
            steps:
              - id: busy
                run: [sh, -c, "echo x >>tries; exit 69"]
                retry: {limit: 2, delay: 1ms, on: [69]}
              - id: broken
                run: [sh, -c, "echo x >>breaks; exit 1"]
                retry: {limit: 2, delay: 1ms, on: [69]}
            """, jobs: 2)
        let steps = try night.run()
        #expect(steps.map(\.status) == [.failed, .failed])
        #expect(steps.map(\.attempt) == [3, 1])
        #expect(try night.read("tries") == "x\nx\nx\n")
        #expect(try night.read("breaks") == "x\n")
    }
}

/// One run of a pipeline in a folder of its own.
private final class DriverNight {
    private let folder: URL
    private let pipeline: Pipeline
    private let jobs: Int
    var grace = Duration.seconds(10)

    init(_ text: String, jobs: Int) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "driver-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // The programs run where the tests do: so they are led to their folder.
        let led = text.replacing("-c, \"", with: "-c, \"cd \(folder.path) && ")
            .replacing("-c, '", with: "-c, 'cd \(folder.path) && ")
        pipeline = try Pipeline(led, source: "p.yaml")
        self.jobs = jobs
    }

    func run() throws -> [PipelineStep] {
        let log = try RunLog(path: folder.appending(path: "log.jsonl").path)
        try log.append(
            PipelineRun(
                run: "p-1", pipeline: "p", file: "p.yaml", status: .running, startedMs: 0,
                completedMs: nil, exitStatus: nil))
        let world = World(
            digest: { _ in nil }, tool: { _ in "t" }, revision: { _ in nil },
            variable: { _ in nil }, storeKnows: { _ in true })
        var settings = Driver.Settings(
            run: "p-1", jobs: jobs,
            surroundings: Surroundings(
                programFolders: ["/usr/bin", "/bin"], environment: ["PATH": "/usr/bin:/bin"]),
            lockDescriptor: nil, logFolder: folder.appending(path: "logs").path, nowMs: { 0 })
        settings.grace = grace
        let plan = Plan(pipeline, memory: [:], world: world)
        let driver = Driver(
            pipeline, plan: plan, world: world, log: log, settings: settings, inbox: nil
        ) { _, _ in }
        return try driver.run().steps
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// Whether a process that was killed is no more, or waits for nothing but to be counted as such;
    /// the kernel has 10 seconds for it.
    static func isGone(_ pid: Int32) -> Bool {
        for _ in 0..<1_000 where !hasEnded(pid) { usleep(10_000) }
        return hasEnded(pid)
    }

    private static func hasEnded(_ pid: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else {
            return true
        }
        return stat.split(separator: ")").last?.contains(" Z ") == true
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
