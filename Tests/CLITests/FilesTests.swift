import CLI
import Foundation
import Testing

struct FilesTests {
    @Test("writes a file whole, over an older one, and leaves nothing beside it")
    func atomic() throws {
        let folder = try scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try makeFolder(folder + "/a/b")
        try writeFile("old and long", to: folder + "/a/b/c")
        try writeFile("new", to: folder + "/a/b/c")
        #expect(try readText(folder + "/a/b/c") == "new")
        #expect(try listFolder(folder + "/a/b") == ["c"])
    }

    @Test("removes what dead writers left half done, and nothing else")
    func leftovers() throws {
        let folder = try scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let kept = [".hidden", ".page.html.tmp", "notes.1.tmp", "page.html"]
        for name in kept + [".page.html.17.tmp"] { try writeFile("half", to: folder + "/" + name) }
        try removeLeftovers(in: folder)
        #expect(try listFolder(folder) == kept)
    }

    @Test("says which file is missing, and ends with 66")
    func missing() {
        #expect(
            throws: Diagnostic(
                .missingInput, "cannot open /nowhere/x: No such file or directory",
                hint: "there is no folder /nowhere/")
        ) { try readFile("/nowhere/x") }
    }

    @Test("says which file may have been meant")
    func near() throws {
        let folder = try scratch()
        try writeFile("", to: folder + "/desk.yaml")
        #expect(
            throws: Diagnostic(
                .missingInput, "cannot open \(folder)/dsek.yaml: No such file or directory",
                hint: "did you mean \(folder)/desk.yaml?")
        ) { try readFile(folder + "/dsek.yaml") }
    }

    @Test("says where it cannot write, and ends with 73")
    func cannotCreate() {
        #expect(
            throws: Diagnostic(.cannotCreate, "cannot create /nowhere/x: No such file or directory")
        ) { try writeFile("x", to: "/nowhere/x") }
    }

    @Test("refuses text that is not UTF-8")
    func notText() throws {
        let folder = try scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try writeFile([0x61, 0xff], to: folder + "/x")
        #expect(throws: Diagnostic.self) { try readText(folder + "/x") }
        #expect(try readFile(folder + "/x") == [0x61, 0xff])
    }

    private func scratch() throws -> String {
        let folder = NSTemporaryDirectory() + "files-" + UUID().uuidString
        try makeFolder(folder)
        return folder
    }
}

struct DiagnosticTests {
    @Test("reads as one line: where, what, what to do")
    func text() {
        let diagnostic = Diagnostic(
            .badData, "\"side\" is \"buyy\"", hint: "use long", location: "t.jsonl:17:42")
        #expect(diagnostic.text == "t.jsonl:17:42: error: \"side\" is \"buyy\". hint: use long")
        #expect(Diagnostic(.no, "nothing found").text == "nothing found")
    }

    @Test("takes over another error's words, and lets a diagnostic through")
    func wrapping() {
        #expect(throws: Diagnostic(.badData, "broken")) {
            try diagnosing(.badData) { throw Broken() }
        }
        #expect(throws: Diagnostic(.usage, "u")) {
            try diagnosing(.badData) { throw Diagnostic(.usage, "u") }
        }
    }

    private struct Broken: Error, CustomStringConvertible { let description = "broken" }
}
