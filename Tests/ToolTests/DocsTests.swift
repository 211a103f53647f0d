import Foundation
import TestSupport
import Testing

/// What the documents say must be so.
struct DocsTests {
    @Test("an option stands beside a tool that has it", arguments: Document.all)
    func optionsExist(document: Document) throws {
        let tables = try OptionTable.all.get()
        // A command may go on in the next line.
        let lines = document.text.replacing(/\\\n */, with: "").split(separator: "\n")
        for line in lines {
            let tools = tables.filter { line.contains($0.key) }
            guard !tools.isEmpty else { continue }
            let names = Set(tools.values.flatMap(\.options).map(\.long))
                .union(["help", "help-json", "version", "now"])
            for option in line.matches(of: /--([a-z][a-z-]+)/) {
                #expect(names.contains(String(option.output.1)), "\(document.path): \(line)")
            }
        }
    }

    @Test("a command in a sentence has only options of its tool", arguments: Document.all)
    func commandsInSentences(document: Document) throws {
        for code in document.codes where Package.tools.contains(where: code.hasPrefix) {
            #expect(try OptionTable.mistakes(in: code) == [], "\(document.path): \(code)")
        }
    }

    @Test("a link leads to a file, and to a heading of it", arguments: Document.all)
    func linksLead(document: Document) {
        for link in document.links where !link.contains("://") {
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let target =
                parts[0].isEmpty
                ? Package.folder.appending(path: document.path)
                : document.folder.appending(path: String(parts[0])).standardizedFileURL
            #expect(FileManager.default.fileExists(atPath: target.path), "\(link)")
            guard parts.count == 2 else { continue }
            let root = Package.folder.standardizedFileURL.path + "/"
            let anchors = Document(path: target.path.replacing(root, with: "")).anchors
            #expect(anchors.contains(String(parts[1])), "\(document.path): \(link)")
        }
    }

    @Test("a file of the repository that is named is there", arguments: Document.all)
    func filesExist(document: Document) {
        let folders = /(Sources|Tests|docs|data|pipelines|site-templates|\.ci)\/[A-Za-z0-9_.\/-]*/
        for code in document.codes where code.wholeMatch(of: folders) != nil {
            let file = Package.folder.appending(path: code)
            #expect(FileManager.default.fileExists(atPath: file.path), "\(document.path): \(code)")
        }
    }

    @Test("every document is linked from the README or from one that is")
    func reachable() {
        let linked = Set(Document.all.flatMap(\.links).map { $0.prefix { $0 != "#" } })
        for document in Document.all where document.path.hasPrefix("docs/") {
            let name = document.path.dropFirst("docs/".count)
            #expect(linked.contains(document.path[...]) || linked.contains(name), "\(name)")
        }
    }

    @Test("every exit status of every tool is in the operations' table")
    func exitStatuses() throws {
        let rows = Document(path: "docs/operations.md").text.split(separator: "\n")
            .filter { $0.hasPrefix("| ") }.map { $0.split(separator: "|")[0] }
        let told = Set(rows.flatMap { $0.matches(of: /\d+/).map { String($0.output) } })
        for table in try OptionTable.all.get().values {
            for status in table.exitStatus.keys {
                #expect(told.contains(status), "\(table.name) ends with \(status)")
            }
        }
    }
}
