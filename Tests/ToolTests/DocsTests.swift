import Foundation
import TestSupport
import Testing

/// What the documents say must be so.
struct DocsTests {
    static let documents: [String] = {
        let docs = try? FileManager.default.contentsOfDirectory(
            atPath: Package.folder.appending(path: "docs").path)
        return ["README.md", "data/README.md"] + (docs ?? []).sorted().map { "docs/" + $0 }
    }()

    private func text(_ document: String) throws -> String {
        try String(contentsOf: Package.folder.appending(path: document), encoding: .utf8)
    }

    @Test("an option stands beside a tool that has it", arguments: documents)
    func optionsExist(document: String) throws {
        let known = try Self.options.get()
        // A command may go on in the next line.
        let lines = try text(document).replacing(/\\\n */, with: "").split(separator: "\n")
        for line in lines {
            let tools = Package.tools.filter { line.contains($0) }
            guard !tools.isEmpty else { continue }
            let names = tools.reduce(into: Set<String>()) { $0.formUnion(known[$1] ?? []) }
            for option in line.matches(of: /--([a-z][a-z-]+)/) {
                let name = String(option.output.1)
                #expect(names.contains(name) || name == "now", "\(document): \(line)")
            }
        }
    }

    @Test("a link leads to a file", arguments: documents)
    func linksLead(document: String) throws {
        let folder = Package.folder.appending(path: document).deletingLastPathComponent()
        for link in try text(document).matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/) {
            let target = folder.appending(path: String(link.output.1))
            #expect(FileManager.default.fileExists(atPath: target.path), "\(link.output.1)")
        }
    }

    private struct Table: Decodable {
        struct Row: Decodable { let long: String }
        let options: [Row]
    }

    /// The options of each tool.
    private static let options = Result {
        let scratch = try Scratch()
        var options: [String: Set<String>] = [:]
        for tool in Package.tools {
            let (_, text) = try scratch.run(tool + " --help-json")
            let table = try JSONDecoder().decode(
                Table.self, from: Data(text.joined(separator: "\n").utf8))
            options[tool] = Set(table.options.map(\.long)).union(["help", "help-json", "version"])
        }
        return options
    }
}
