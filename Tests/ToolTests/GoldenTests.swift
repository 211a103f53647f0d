import Foundation
import TestSupport
import Testing

/// Runs every folder under `Golden/<tool>/` as one case, in a temporary copy of the folder: the shell
/// script `command` reads `input` and must answer exactly `output`, `error` and the exit status in
/// `status`. A file that is not there stands for nothing said, and for status 0. The repository's
/// `data` and `site-templates` are at hand. `make golden` writes new answers.
struct GoldenTests {
    @Test("a tool answers as it did before", arguments: GoldenCase.all)
    func answer(golden: GoldenCase) throws {
        let answer = try golden.run()
        if ProcessInfo.processInfo.environment["GOLDEN"] == "record" {
            try golden.record(answer)
        } else {
            #expect(answer.output == golden.expected("output"))
            #expect(answer.error == golden.expected("error"))
            #expect(answer.status == golden.expectedStatus)
        }
    }
}

/// One folder of `Golden/<tool>/`.
struct GoldenCase: CustomTestStringConvertible, Sendable {
    struct Answer {
        let output: String
        let error: String
        let status: Int32
    }

    let folder: URL

    var tool: String { folder.deletingLastPathComponent().lastPathComponent }
    var testDescription: String { "\(tool)/\(folder.lastPathComponent)" }

    static let all: [GoldenCase] = {
        let golden = Package.folder.appending(path: "Tests/ToolTests/Golden")
        let walker = FileManager.default.enumerator(at: golden, includingPropertiesForKeys: nil)
        return (walker?.allObjects as? [URL] ?? [])
            .filter { $0.lastPathComponent == "command" }
            .map { GoldenCase(folder: $0.deletingLastPathComponent()) }
            .sorted { $0.folder.path < $1.folder.path }
    }()

    var expectedStatus: Int32 {
        Int32(expected("status").trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    func expected(_ name: String) -> String {
        (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    }

    /// Runs the case where it cannot touch the repository. A case that hangs ends after 2 minutes.
    func run() throws -> Answer {
        let files = FileManager.default
        let scratch = files.temporaryDirectory.appending(path: "golden-" + UUID().uuidString)
        let (place, talk) = (scratch.appending(path: "case"), scratch.appending(path: "talk"))
        try files.createDirectory(at: talk, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: scratch) }
        try files.copyItem(at: folder, to: place)
        for name in ["data", "site-templates"] where !exists(place.appending(path: name)) {
            try files.createSymbolicLink(
                at: place.appending(path: name),
                withDestinationURL: Package.folder.appending(path: name))
        }
        let input = exists(place.appending(path: "input")) ? "input" : "/dev/null"
        let status = try Package.run(
            [
                "/bin/sh", "-c",
                "timeout 120 sh ./command <\(input) >../talk/output 2>../talk/error",
            ],
            in: place)
        return Answer(
            output: try String(contentsOf: talk.appending(path: "output"), encoding: .utf8),
            error: try String(contentsOf: talk.appending(path: "error"), encoding: .utf8),
            status: status)
    }

    func record(_ answer: Answer) throws {
        try record(answer.output, as: "output")
        try record(answer.error, as: "error")
        try record(answer.status == 0 ? "" : "\(answer.status)\n", as: "status")
    }

    private func record(_ text: String, as name: String) throws {
        let file = folder.appending(path: name)
        if text.isEmpty {
            try? FileManager.default.removeItem(at: file)
        } else {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    private func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }
}
