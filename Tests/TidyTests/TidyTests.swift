import Foundation
import TestSupport
import Testing

/// Keeps the house in the shape its floor plan promises.
struct TidyTests {
    @Test("a file fits in the head", arguments: SourceFile.all)
    func length(file: SourceFile) {
        #expect(file.lines.count <= 300, "\(file) has \(file.lines.count) lines")
    }

    @Test("a thinking room uses no clock, file, environment or print", arguments: SourceFile.pure)
    func purity(file: SourceFile) {
        let banned = [
            "Date()", "FileManager", "print(", "getenv", "environ", "clock_gettime", "gettimeofday",
            "time(nil)", "fopen(", "open(", "FileHandle", "readLine", "CommandLine", "URLSession",
            "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", ".random(in:",
            ".shuffled()", ".randomElement()",
        ]
        for line in file.code {
            let found = banned.filter { word in
                word == ".random(in:"
                    ? line.contains(word) && !line.contains("using:") : line.containsWord(word)
            }
            #expect(found.isEmpty, "\(file) uses \(found)")
        }
    }

    @Test("no source drags in the whole of Foundation", arguments: SourceFile.sources)
    func foundation(file: SourceFile) {
        for line in file.code {
            #expect(!line.hasSuffix("import Foundation"), "\(file)")
            #expect(!line.hasSuffix("import FoundationNetworking"), "\(file)")
        }
    }

    @Test("a tool's main only calls a free function", arguments: SourceFile.tools)
    func mains(file: SourceFile) {
        // A C callback written inside the main type would be bound to the main thread and trap.
        guard let main = file.lines.firstIndex(where: { $0.contains("@main") }) else { return }
        let body = file.lines[(main + 1)...].prefix { $0 != "}" }
        #expect(body.count == 1 && body.first?.contains("main() { ") == true, "\(file)")
    }

    @Test("a room's front door says what the room is for", arguments: SourceFile.libraries)
    func frontDoors(room: String) {
        let doors = SourceFile.sources.filter { $0.room == room }
        #expect(doors.contains { $0.opensWithComment }, "no file of \(room) opens with ///")
    }

    @Test("every tool has three golden cases at least", arguments: Package.tools)
    func goldenCases(tool: String) throws {
        let folder = Package.folder.appending(path: "Tests/ToolTests/Golden/\(tool)")
        let cases = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(cases.count >= 3, "\(tool) has \(cases.count) golden cases")
    }

    @Test("the README stays short")
    func readme() throws {
        let file = Package.folder.appending(path: "README.md")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 201)
    }

    @Test("no page names a machine's folders", arguments: SourceFile.all)
    func machinePaths(file: SourceFile) {
        for line in file.lines {
            let found = ["/root/", "/home/", "/Users/"].filter { line.contains($0) }
            #expect(found.isEmpty || file.name == "TidyTests.swift", "\(file): \(found)")
        }
    }
}
