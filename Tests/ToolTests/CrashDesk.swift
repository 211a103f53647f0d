import Foundation
import Glibc
import TestSupport
import Testing

/// One night of a desk in a folder of its own, to be run, killed and compared.
final class CrashDesk {
    /// What is run, with the repository's `data`, `site-templates` and `pipelines` in sight.
    struct Plan: Sendable {
        let file: String
        let name: String
        let store: String
        var settings: [String] = []

        /// A night of a fraction of a second with every tool in it.
        static let small = Plan(
            file: golden("ToolTests", "small-night.yaml").path, name: "small",
            store: "desk.sqlite")
        /// The repository's own night.
        static let full = Plan(
            file: "pipelines/nightly.yaml", name: "nightly", store: "anytrade.sqlite")
        /// The same on the last week of its window.
        static let week = Plan(
            file: full.file, name: full.name, store: full.store,
            settings: [
                "from=2026-10-23", "outage_from=2026-10-24", "outage_to=2026-10-24T00:30:00Z",
            ])

        var arguments: [String] { [file] + settings.flatMap { ["--set", $0] } }
    }

    /// All that a night leaves, but for the log of the nights themselves.
    struct Result {
        let store: String
        let files: [String: Data]

        /// What one has and the other has not, or otherwise: `store`, and files by their paths.
        func differences(from other: Result) -> Set<String> {
            let paths = Set(files.keys).union(other.files.keys)
            let differing = paths.filter { files[$0] != other.files[$0] }
            return store == other.store ? differing : differing.union(["store"])
        }
    }

    let folder = FileManager.default.temporaryDirectory
        .appending(path: "desk-" + UUID().uuidString)
    let plan: Plan

    init(_ plan: Plan) throws {
        self.plan = plan
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["data", "site-templates", "pipelines"] {
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: name),
                withDestinationURL: Package.folder.appending(path: name))
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func start(_ options: [String] = []) throws -> RunningTool {
        try RunningTool(["run-pipeline", "--quiet"] + plan.arguments + options, in: folder)
    }

    /// How many lines the log of the nights has.
    var progress: Int {
        let file = folder.appending(path: ".anytrade/\(plan.name)/log.jsonl")
        return (try? Data(contentsOf: file))?.count { $0 == UInt8(ascii: "\n") } ?? 0
    }

    /// The verdicts of the plan, in its order.
    func verdicts() throws -> [String] {
        try answer("run-pipeline plan " + plan.arguments.joined(separator: " "))
            .split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    func result() throws -> Result {
        let store = try answer(
            "query-store dump --store \(plan.store) --except pipeline_run --except pipeline_step")
        return Result(store: store, files: try files("site").merging(files("out")) { $1 })
    }

    /// Every file below a folder, by path; not those that tell how the nights themselves went.
    private func files(_ top: String) throws -> [String: Data] {
        let place = folder.appending(path: top)
        let names = FileManager.default.enumerator(atPath: place.path)?.allObjects as? [String]
        var files: [String: Data] = [:]
        for name in names ?? [] where !name.hasPrefix("runs/") && name != "feed.atom" {
            let file = place.appending(path: name)
            if !file.hasDirectoryPath { files["\(top)/\(name)"] = try? Data(contentsOf: file) }
        }
        return files
    }

    private func answer(_ command: String) throws -> String {
        let (status, text) = try shell(command)
        #expect(status == 0)
        return text
    }

    func shell(_ command: String) throws -> (status: Int32, text: String) {
        let file = folder.appending(path: "answer")
        let status = try Package.run(["/bin/sh", "-c", command + " >answer"], in: folder)
        return (status, try String(contentsOf: file, encoding: .utf8))
    }
}
