import Foundation
import Glibc
import TestSupport
import Testing

/// The nightly pipeline itself, on the last week of its window so that it is soon done.
struct KilledNightTests {
    @Test("a night that is killed ten times leaves the same store and the same pages")
    func tenKills() throws {
        let calm = try Night()
        #expect(try calm.start().finish() == 0)
        let killed = try Night()
        var random = Seeded(state: 7)
        for _ in 0..<10 {
            let run = try killed.start()
            usleep(UInt32.random(in: 0..<400_000, using: &random))
            run.kill(SIGKILL)
        }
        let last = try killed.start().finish()
        #expect(last == 0)
        #expect(try killed.dump() == calm.dump())
        #expect(try killed.files("site") == calm.files("site"))
        #expect(try killed.files("out") == calm.files("out"))
    }

    @Test("a second night reuses what stands, and a lost page brings back the pages alone")
    func second() throws {
        let night = try Night()
        #expect(try night.start().finish() == 0)
        #expect(try night.plan().filter { $0 != "reuse" } == [])
        try FileManager.default.removeItem(at: night.folder.appending(path: "site/index.html"))
        #expect(try night.plan().filter { $0 != "reuse" } == ["run"])
        #expect(try night.start().finish() == 0)
        #expect(try night.plan().filter { $0 != "reuse" } == [])
    }
}

/// A folder of its own with the repository's pipeline and data in sight.
private final class Night {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "night-" + UUID().uuidString)
    private static let arguments =
        ["pipelines/nightly.yaml"]
        + ["from=2026-10-23", "outage_from=2026-10-24", "outage_to=2026-10-24T00:30:00Z"].flatMap {
            ["--set", $0]
        }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["data", "site-templates", "pipelines"] {
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: name),
                withDestinationURL: Package.folder.appending(path: name))
        }
    }

    func start() throws -> RunningTool {
        try RunningTool(["run-pipeline", "--quiet"] + Self.arguments, in: folder)
    }

    /// The verdicts of the plan, in its order.
    func plan() throws -> [String] {
        try answer("run-pipeline plan " + Self.arguments.joined(separator: " "))
            .split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    /// Everything in the store but the log of the night itself.
    func dump() throws -> String {
        try answer(
            "query-store dump --store anytrade.sqlite --except pipeline_run --except pipeline_step")
    }

    /// Every file below a folder, by path; not those that
    /// tell how the nights themselves went, and when.
    func files(_ name: String) throws -> [String: Data] {
        let top = folder.appending(path: name)
        let names = FileManager.default.enumerator(atPath: top.path)?.allObjects as? [String] ?? []
        var files: [String: Data] = [:]
        for name in names {
            let file = top.appending(path: name)
            if !file.hasDirectoryPath, !name.hasPrefix("runs/"), name != "feed.atom" {
                files[name] = try? Data(contentsOf: file)
            }
        }
        return files
    }

    private func answer(_ command: String) throws -> String {
        let file = folder.appending(path: "answer")
        let status = try Package.run(["/bin/sh", "-c", command + " >answer"], in: folder)
        #expect(status == 0)
        return try String(contentsOf: file, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
