import JSONL
import Markup
import Records
import Testing

@testable import Reports

struct ComparisonTests {
    private func lead(_ content: SiteContent) throws -> String {
        let file = try SiteTests.files(content).first { $0.path == "breaks/index.html" }
        let page = try Element(page: try #require(file).text)
        return try #require(page.all.first { $0.attributes["class"] == "lead" }).text
    }

    private let comparison = Run(
        run: "c1", tool: "reconcile-bots", status: .completed, strategy: "", strategyHash: "",
        parameters: .object([]), fromMs: 1_785_542_400_000, toMs: 1_793_318_100_000,
        config: ["bots": ["a", "b", "c"], "trades": 1_204], startedMs: 0, completedMs: 0,
        error: nil)

    @Test("a page without breaks tells whether anybody has looked")
    func nobodyLooked() throws {
        var content = try SampleSite.content()
        content.breaks = []
        #expect(try lead(content).contains("No comparison between the desk file,"))
        content.reconciliation = comparison
        let looked = try lead(content)
        #expect(looked.contains("No breaks between the desk file,"))
        #expect(looked.contains("Compared: 3 bots with 1,204 trades up to 29 Oct 2026."))
    }

    @Test("a page with breaks says what was compared where that is known")
    func breaks() throws {
        var content = try SampleSite.content()
        #expect(try !lead(content).contains("Compared"))
        content.reconciliation = comparison
        #expect(try lead(content).contains("3 breaks stand between the desk file,"))
        #expect(try lead(content).contains("Compared: 3 bots with 1,204 trades"))
    }
}
