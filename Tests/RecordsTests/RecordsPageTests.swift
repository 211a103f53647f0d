import Foundation
import JSONL
import Market
import Records
import TestSupport
import Testing

/// docs/records.md says what the code does: every kind, every field, in order.
struct RecordsPageTests {
    static let kinds: [any JSONRecord.Type] = [
        CandleRecord.self, MarketFacts.self, FundingRecord.self, Trade.self, Run.self, Measure.self,
        EquityPoint.self, Trial.self, TrialPoint.self, Bot.self, Break.self, Observation.self,
        Explanation.self, PipelineRun.self, PipelineStep.self,
    ]

    /// The page's sections that describe a kind, by its name.
    private func sections() throws -> [String: String] {
        let page = try String(
            contentsOf: Package.folder.appending(path: "docs/records.md"), encoding: .utf8)
        var sections: [String: String] = [:]
        for section in page.components(separatedBy: "\n## ").dropFirst() {
            let name = String(section.prefix { $0 != "\n" })
            if section.contains("```jsonl\n") { sections[name] = section }
        }
        return sections
    }

    private func examples(_ section: String) -> [String] {
        section.split(separator: "\n").filter { $0.hasPrefix("{") }.map(String.init)
    }

    /// The first column of each table of a section.
    private func tables(_ section: String) -> [[String]] {
        section.components(separatedBy: "| --- | --- | --- | --- |\n").dropFirst().map { table in
            table.split(separator: "\n", omittingEmptySubsequences: false)
                .prefix { $0.hasPrefix("| ") }
                .map { $0.dropFirst(2).prefix { $0 != " " } }.map(String.init)
        }
    }

    @Test("the page has every kind and no other")
    func complete() throws {
        #expect(try Set(sections().keys) == Set(Self.kinds.map { $0.kind }))
    }

    @Test(
        "every example parses and is written again byte for byte", arguments: kinds.map { $0.kind })
    func examples(kind: String) throws {
        let type = try #require(Self.kinds.first { $0.kind == kind })
        let lines = examples(try #require(try sections()[kind]))
        #expect(!lines.isEmpty)
        for line in lines { #expect(try type.init(line: line).line == line) }
    }

    @Test(
        "the tables name the fields of the examples in their order",
        arguments: kinds.map { $0.kind })
    func tables(kind: String) throws {
        let section = try #require(try sections()[kind])
        let table = try #require(tables(section).first)
        var named: Set<String> = []
        for line in examples(section) {
            let keys = try #require(try JSONValue(parsing: line).members).map(\.key)
            #expect(keys.first == "kind")
            #expect(table.filter(keys.contains) == Array(keys.dropFirst()))
            named.formUnion(keys)
        }
        #expect(Set(table + ["kind"]) == named)
        guard kind == "trade" else { return }
        let trade = try JSONValue(parsing: try #require(examples(section).first))
        let order = try #require(trade["orders"]?.array?.first?.members)
        #expect(tables(section).last == order.map(\.key))
    }

    @Test(
        "the fields that may be null are those whose type says so", arguments: kinds.map { $0.kind }
    )
    func nullable(kind: String) throws {
        let type = try #require(Self.kinds.first { $0.kind == kind })
        let section = try #require(try sections()[kind])
        let line = try #require(examples(section).last)
        let members = try #require(try JSONValue(parsing: line).members)
        let rows = section.split(separator: "\n").filter {
            $0.hasPrefix("| ") && !$0.hasPrefix("| field | type |")
        }
        for member in members.dropFirst() {
            let row = try #require(rows.first { $0.hasPrefix("| \(member.key) |") })
            let isNullable = row.contains(" or null |")
            let changed = members.map { $0.key == member.key ? .init($0.key, .null) : $0 }
            let left = members.filter { $0.key != member.key }
            for variant in [changed, left] {
                let text = JSONValue.object(variant).text
                let isAccepted = (try? type.init(line: text)) != nil
                let dependsOnOthers = kind == "trade" && ["bot", "generation"].contains(member.key)
                #expect(
                    isAccepted == (isNullable && !dependsOnOthers), "\(kind).\(member.key): \(text)"
                )
            }
        }
    }
}
