import Foundation
import SQLite
import TestSupport
import Testing

/// Runs every folder under `Golden/<tool>/` as one case, in a temporary copy of the folder: the shell
/// script `command` reads `input` and must answer exactly `output`, `error` and the exit status in
/// `status`. A file that is not there stands for nothing said, and for status 0. The repository's
/// `data` and `site-templates` are at hand, and so are the small programs in `Golden/worlds`, which
/// run a tool where things go wrong. The shell script `setup`, if there is one, makes ready what the
/// command finds; the database that `held` names is locked by somebody else meanwhile. `make golden`
/// writes new answers.
struct GoldenTests {
    @Test("a tool answers as it did before", arguments: GoldenCase.all)
    func answer(golden: GoldenCase) async throws {
        // Who waits for a lock needs no processor: others go on.
        let answer = try golden.isHeld ? await aside { try golden.run() } : golden.run()
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
    struct Answer: Sendable {
        let output: String
        let error: String
        let status: Int32
    }

    let folder: URL

    /// Whether the command meets a database that somebody else has locked.
    var isHeld: Bool { exists(folder.appending(path: "held")) }
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

    var expectedStatus: Int32 { Int32(expectedText("status")) ?? 0 }

    private func expectedText(_ name: String) -> String {
        expected(name).trimmingCharacters(in: .whitespacesAndNewlines)
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
        if exists(place.appending(path: "setup")) {
            guard try shell("sh -e ./setup", in: place) == 0 else { throw NotSetUp(golden: self) }
        }
        let holder = try isHeld ? Holder(place.appending(path: expectedText("held")).path) : nil
        let input = exists(place.appending(path: "input")) ? "input" : "/dev/null"
        let status = try withExtendedLifetime(holder) {
            try shell(
                "timeout 120 sh ./command <\(input) >../talk/output 2>../talk/error", in: place)
        }
        return Answer(
            output: try String(contentsOf: talk.appending(path: "output"), encoding: .utf8),
            error: try String(contentsOf: talk.appending(path: "error"), encoding: .utf8),
            status: status)
    }

    private func shell(_ script: String, in place: URL) throws -> Int32 {
        let worlds = Package.folder.appending(path: "Tests/ToolTests/Golden/worlds")
        return try Package.run(
            ["/bin/sh", "-c", script], in: place,
            environment: ["PATH": "\(Package.binaries.path):\(worlds.path):/usr/bin:/bin"])
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

private struct NotSetUp: Error { let golden: GoldenCase }

/// Keeps everybody else out of a database, as a tool in the middle of its work might.
private final class Holder {
    private let database: Database

    init(_ path: String) throws {
        database = try Database(path: path, access: .readWrite)
        try database.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
    }
}

/// Runs `work` where it may wait without keeping other tests from their thread.
private func aside<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result(catching: work)) }.start()
    }
}
