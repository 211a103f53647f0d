import Foundation
import Pipelines
import TestSupport
import Testing
import YAML

/// What is written about pipelines is tried out.
struct DocumentTests {
    @Test("every example of docs/pipelines.md is a pipeline, or a step of one")
    func examples() throws {
        for text in try Self.examples() {
            #expect(throws: Never.self, "\(text)") { try Pipeline(text, source: "example") }
        }
    }

    /// The examples of docs/pipelines.md as whole files.
    static func examples() throws -> [String] {
        let blocks = try read("docs/pipelines.md").components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        #expect(blocks.count >= 9)
        return blocks.map {
            $0.hasPrefix("version:") ? $0 : "version: 1\nname: example\nsteps:\n" + $0
        }
    }

    @Test("every key of a file is in the table, and no other")
    func fileKeys() throws {
        let section = try #require(
            try Self.read("docs/pipelines.md").components(separatedBy: "## Keys of a file\n").last?
                .components(separatedBy: "\n## ").first)
        let keys = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        do {
            _ = try Pipeline("zzz: 1", source: "p")
            Issue.record("an unknown key was taken")
        } catch {
            let known = try #require(error.hint?.components(separatedBy: "known keys: ").last)
            #expect(known.components(separatedBy: ", ") == keys)
        }
    }

    @Test("every key of a step is in the table, and no other")
    func keys() throws {
        let section = try #require(
            try Self.read("docs/pipelines.md").components(separatedBy: "## Keys of a step\n").last?
                .components(separatedBy: "\n## ").first)
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let keys = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        for key in keys {
            // A known key with a silly value is refused for its value, an unknown one for itself.
            let file = "version: 1\nname: p\nsteps: [{id: s, run: [a], \(key): {x: {y: z}}}]"
            do { _ = try Pipeline(file, source: "p") } catch {
                #expect(!"\(error)".contains("unknown key \"\(key)\""), "\(key)")
            }
        }
        do {
            _ = try Pipeline("version: 1\nname: p\nsteps: [{zzz: 1}]", source: "p")
            Issue.record("an unknown key was taken")
        } catch {
            let known = try #require(error.hint?.components(separatedBy: "known keys: ").last)
            #expect(Set(known.components(separatedBy: ", ")) == Set(keys))
        }
    }

    @Test("the nightly pipeline is right, and its files are there")
    func nightly() throws {
        let pipeline = try Pipeline(
            try Self.read("pipelines/nightly.yaml"), source: "pipelines/nightly.yaml")
        for step in pipeline.steps {
            for case .file(let path) in step.allInputs where !path.hasPrefix("out/") {
                let file = Package.folder.appending(path: path).path
                #expect(FileManager.default.fileExists(atPath: file), "\(step.id) reads \(path)")
            }
            for command in step.commands where command[0] != "cat" {
                #expect(Package.tools.contains(command[0]), "\(step.id) runs \(command[0])")
            }
        }
    }

    private static func read(_ path: String) throws -> String {
        try String(contentsOf: Package.folder.appending(path: path), encoding: .utf8)
    }
}
