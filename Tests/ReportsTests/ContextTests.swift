import Foundation
import JSONL
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("What templates may use") struct ContextTests {
    /// The names under "## <template>" in docs/templates.md, one a line.
    private static func documented() throws -> [String: Set<String>] {
        let text = try String(
            contentsOf: Package.folder.appending(path: "docs/templates.md"), encoding: .utf8)
        var (names, chapter, isListing) = ([String: Set<String>](), "", false)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") { chapter = String(line.dropFirst(3)) }
            if line.hasPrefix("```") {
                isListing.toggle()
            } else if isListing, chapter != "Names", let name = line.split(separator: " ").first {
                names[chapter, default: []].insert(String(name))
            }
        }
        return names
    }

    @Test("is what docs/templates.md says, no name more and none less")
    func contract() throws {
        let documented = try Self.documented()
        var actual: [String: Set<String>] = [:]
        for page in Site(try Self.everything()).pages() {
            actual[page.template, default: []].formUnion(Self.paths(page.context, ""))
        }
        let shared = documented["every page"] ?? []
        for (template, paths) in actual {
            let known = paths.filter { path in
                // A value that is absent on one page and there on another.
                !paths.contains { other in
                    [":", "[", "."].contains { other.hasPrefix(path + $0) }
                }
            }
            #expect(shared.isSubset(of: known), "\(shared.subtracting(known))")
            let own = known.subtracting(shared)
            #expect(own == documented[template], "\(template): \(own.sorted())")
        }
        #expect(
            Set(documented.keys).subtracting(actual.keys)
                == Set(Self.parts.keys).union(["every page"]))
        for (part, names) in Self.parts { #expect(documented[part] == Set(names), "\(part)") }
    }

    /// A site on which nothing is empty.
    private static func everything() throws -> SiteContent {
        var content = try SampleSite.content()
        content.breaks += (0..<101).map { index in
            Break(
                id: "more-\(index)", code: "MORE", severity: .warn, bot: "b", delta: 1,
                message: "More.")
        }
        content.studies[0] = SampleSite.several(content.studies[0])
        content.walks = [SampleSite.walk(of: content.results[0])]
        content.studies[0].trials[3].loss = 100_000
        content.results += (0..<101).map { index in
            var failed = content.results[0]
            failed.run.run = "failed-\(index)"
            failed.run.status = .failed
            return failed
        }
        content.results[0].measures += [
            ("order_cost", 10), ("break_even_cost", 12), ("same_candle_count", 1),
            ("order_dependent_count", 2), ("order_dependent_profit", -3), ("gapped_stop_count", 1),
            ("gap_gift", 4), ("order_cost{stress=\"fee=2x\"}", 20),
        ].map { name, value in
            Measure(run: content.results[0].run.run, name: name, value: value, unit: "number")
        }
        return content
    }

    /// Parts that stand in many places, recognised by these names and documented once.
    private static let parts = [
        "table": [
            "id", "caption", "note", "empty", "style", "csv", "json", "columns[].title",
            "columns[].numeric",
            "columns[].href", "rows[].record.kind", "rows[].record.id", "rows[].header:cell",
            "rows[].cells[]:cell",
        ],
        "cell": [
            "numeric", "ground.strength", "ground.tone", "label", "link.words", "link.target",
            "number", "badge.mark", "badge.tone", "badge.words", "drawing_svg",
        ], "number": ["kind", "name", "at", "value", "text", "reason", "state", "tone"],
        "sentence": ["[].words", "[].number"],
        "break": [
            "id", "key", "code", "message", "facts[].name", "facts[].words", "numbers[].name",
            "numbers[].number", "cause", "command",
        ],
    ]

    /// Every name of a context: `groups[]: table` for a list of tables.
    private static func paths(_ value: JSONValue, _ path: String) -> Set<String> {
        switch value {
        case .object(let members):
            let keys = Set(members.map(\.key))
            if keys.isSuperset(of: ["columns", "rows", "caption"]) { return [path + ":table"] }
            if keys.isSuperset(of: ["message", "facts", "numbers"]) { return [path + ":break"] }
            if keys.isSuperset(of: ["value", "text", "tone", "state"]) {
                return [path + ":number"]
            }
            return Set(
                members.flatMap { paths($0.value, path.isEmpty ? $0.key : path + "." + $0.key) })
        case .list(let elements):
            if elements.contains(where: {
                $0["words"] != nil && $0["number"] != nil && $0["name"] == nil
            }) {
                return [path + ":sentence"]
            }
            return elements.isEmpty
                ? [path] : Set(elements.flatMap { paths($0, path + "[]") })
        default: return [path]
        }
    }
}
