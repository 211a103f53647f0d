import Foundation
import TestSupport
import Testing

/// What every tool owes whoever meets it for the first time.
struct HelpTests {
    @Test("help fits in 80 columns and shows examples first", arguments: Package.tools)
    func help(tool: String) throws {
        let (status, text) = try answer([tool, "--help"])
        #expect(status == 0)
        let lines = text.components(separatedBy: "\n")
        #expect(lines.filter { $0.count > 80 }.isEmpty)
        let examples = try #require(lines.firstIndex(of: "Examples:"))
        let options = try #require(lines.firstIndex(of: "Options:"))
        #expect(examples < options)
        #expect(lines.contains("Exit status:"))
    }

    @Test(
        "the option table is JSON, and every example uses only its options",
        arguments: Package.tools)
    func table(tool: String) throws {
        let table = try #require(try OptionTable.all.get()[tool])
        #expect(table.name == tool)
        for example in table.examples {
            #expect(try OptionTable.mistakes(in: example.command) == [], "\(example.command)")
        }
    }

    @Test("an unknown option ends with 2 and nothing on standard output", arguments: Package.tools)
    func usage(tool: String) throws {
        let (status, text) = try answer([tool, "--hlep"])
        #expect(status == 2)
        #expect(text.isEmpty)
    }

    @Test("a closed reader is a quiet end", arguments: Package.tools)
    func closedReader(tool: String) throws {
        // Long after `true` is gone, the tool still writes.
        let (_, status) = try answer(
            ["sh", "-c", "{ { sleep 0.1; \(tool) --help 2>&4; echo $? >&3; } | true; } 3>&1 4>&1"])
        #expect(["0\n", "141\n"].contains(status), "it said \(status)")
        let (full, _) = try answer(["sh", "-c", "\(tool) --help >/dev/full"])
        #expect(full == 74, "a full disk is an error")
    }

    /// Runs a command line and gives its exit status and what it wrote to standard output.
    private func answer(_ words: [String]) throws -> (status: Int32, text: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let status = try Package.run(
            ["/bin/sh", "-c", "exec \"$@\" >\(file.path) 2>/dev/null", "sh"] + words,
            in: FileManager.default.temporaryDirectory)
        return (status, try String(contentsOf: file, encoding: .utf8))
    }
}
