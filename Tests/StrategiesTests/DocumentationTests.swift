import Foundation
import Indicators
import Strategies
import TestSupport
import Testing

@Suite("docs/strategies.md")
struct DocumentationTests {
    private func document() throws -> String {
        try String(
            contentsOf: Package.folder.appending(path: "docs/strategies.md"), encoding: .utf8)
    }

    /// The fenced blocks of a language, with the line on which each begins.
    private func blocks(_ language: String) throws -> [String] {
        try document().components(separatedBy: "```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
    }

    @Test("every strategy in it can be read")
    func strategies() throws {
        let blocks = try blocks("yaml")
        #expect(blocks.count == 4)
        for block in blocks {
            _ = try Strategy(parsing: block, source: "docs/strategies.md")
        }
    }

    @Test("every strategy of the sample desk can be read")
    func samples() throws {
        let folder = Package.folder.appending(path: "data/strategies")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".strategy.yaml") }
        #expect(files.count >= 3)
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let strategy = try Strategy(parsing: text, source: file)
            #expect(strategy.usedParameters == strategy.parameters.map(\.name), "\(file)")
        }
    }

    @Test("every expression in it is a condition")
    func expressions() throws {
        let lines = try blocks("expression").flatMap { $0.split(separator: "\n") }
        #expect(lines.count == 8)
        for line in lines {
            let text = ErrorsTests.strategy(when: String(line))
            _ = try Strategy(parsing: text, source: "docs/strategies.md")
        }
    }

    @Test("its table is the catalogue")
    func table() throws {
        let document = try document()
        let shown = document.split(separator: "\n").filter {
            $0.hasPrefix("| `") && $0.contains("(")
        }
        let rows = Catalogue.indicators.map(row)
        for row in rows where !document.contains(row + "\n") {
            Issue.record("missing: \(row)")
        }
        let known = Set(Catalogue.indicators.map(\.name))
        for line in shown.suffix(rows.count) {
            let name = line.dropFirst(3).prefix { $0 != "(" }
            #expect(known.contains(String(name)), "\(line)")
        }
        let rule = "\n| --- | --- | --- | --- |\n"
        #expect(document.components(separatedBy: rule).count == 2)
        let after = document.components(separatedBy: rule).last ?? ""
        let table = after.components(separatedBy: "\n\n").first ?? ""
        #expect(table.split(separator: "\n").count == rows.count)
    }

    private func row(_ indicator: Indicator) -> String {
        let inputs = indicator.inputs.filter { $0.column == nil }.map(\.name)
        let parameters = indicator.parameters.map { parameter in
            parameter.name
                + (parameter.standard.map { ": \(parameter.word($0) ?? number($0))" } ?? "")
        }
        let columns = indicator.inputs.compactMap(\.column).map(\.rawValue)
        let outputs = indicator.outputs.count > 1 ? indicator.outputs.map { "`.\($0)`" } : []
        let warmUp = indicator.warmUp(
            indicator.parameters.map { $0.standard ?? min(20, $0.bounds.upperBound) })
        let call = "`\(indicator.name)(\((inputs + parameters).joined(separator: ", ")))`"
        let reads = columns.isEmpty ? "" : " (reads \(columns.joined(separator: ", ")))"
        return
            "| \(call) | \(indicator.summary)\(reads) | \(outputs.joined(separator: " ")) | \(warmUp) |"
    }

    private func number(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
