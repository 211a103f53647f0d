import Foundation
import TestSupport
import Testing

/// A document of the repository as its readers see it: prose, fenced blocks, links.
struct Document: CustomTestStringConvertible, Sendable {
    /// A fenced block; what stands behind its fence is its language.
    struct Block: Sendable {
        let language: String
        /// The number of its first line in the document.
        let line: Int
        let lines: [String]
    }

    /// The path below the repository's root.
    let path: String
    private let lines: [String]

    init(path: String) {
        self.path = path
        let text = try? String(contentsOf: Self.file(path), encoding: .utf8)
        lines = (text ?? "").components(separatedBy: "\n")
    }

    /// README.md, data/README.md and what lies in docs.
    static let all: [Document] = {
        let docs = try? FileManager.default.contentsOfDirectory(atPath: file("docs").path)
        let names = (docs ?? []).filter { $0.hasSuffix(".md") }.sorted()
        return (["README.md", "data/README.md"] + names.map { "docs/" + $0 }).map(Document.init)
    }()

    var testDescription: String { path }
    var text: String { lines.joined(separator: "\n") }
    var folder: URL { Self.file(path).deletingLastPathComponent() }

    var blocks: [Block] {
        var blocks: [Block] = []
        var opened: Int?
        for (index, line) in lines.enumerated() where line.hasPrefix("```") {
            guard let first = opened else {
                opened = index
                continue
            }
            let language = String(lines[first].dropFirst(3))
            let inside = Array(lines[(first + 1)..<index])
            blocks.append(Block(language: language, line: first + 2, lines: inside))
            opened = nil
        }
        return blocks
    }

    /// What is not in a fenced block.
    var prose: String {
        var isFenced = false
        return lines.filter { line in
            let isFence = line.hasPrefix("```")
            if isFence { isFenced.toggle() }
            return !isFence && !isFenced
        }.joined(separator: "\n")
    }

    /// What stands between backticks in the prose, on one line or two.
    var codes: [String] {
        prose.matches(of: /`([^`]+)`/).map {
            String($0.output.1).replacing("\n", with: " ")
        }
    }

    /// Where links lead.
    var links: [String] { prose.matches(of: /\]\(([^)]+)\)/).map { String($0.output.1) } }

    /// The names under which links reach the headings, as GitHub and its kin make them.
    var anchors: Set<String> {
        let headings = prose.split(separator: "\n").filter { $0.hasPrefix("#") }
        let names = headings.map { heading in
            heading.drop { $0 == "#" }.dropFirst().lowercased()
                .filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
                .replacing(" ", with: "-")
        }
        return Set(names)
    }

    private static func file(_ path: String) -> URL { Package.folder.appending(path: path) }
}
