import JSONL
import Markup
import Records
import TestSupport
import Testing

@testable import Reports

/// Sites on which there is next to nothing, or too much.
@Suite("Degenerate sites") struct DegenerateTests {
    private static func result(trades count: Int, points: Int) throws -> SiteContent {
        var content = try SampleSite.content(trades: max(count, 1))
        var result = content.results[0]
        if count == 0 { result.trades = [] }
        result.equity = Array(result.equity.prefix(points))
        result.figures = SiteContent.Figures()
        (content.results, content.bots, content.studies) = ([result], [], [])
        (content.pipelines, content.series, content.breaks) = ([], [], [])
        content.comparison = Comparison(content.results)
        return content
    }

    @Test(
        "no trade, one trade, one point, two: every page is sound and says what is missing",
        arguments: [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 3)])
    func little(trades: Int, points: Int) throws {
        let content = try Self.result(trades: trades, points: points)
        for file in try SiteTests.pages(content) {
            #expect(htmlProblems(file.text) == [], "\(file.path)")
            let body = file.text.split(separator: "<script>")[0].split(separator: "<body>")[1]
            #expect(body.firstMatch(of: /\b(nan|NaN|-?inf)\b|Optional\(/) == nil, "\(file.path)")
        }
        let paths = try SiteTests.pages(content).map(\.path)
        #expect(paths.contains(ComparePage.path) == (points > 1))
    }

    @Test("one run has nothing to be compared with, and says so")
    func alone() throws {
        let content = try Self.result(trades: 3, points: 10)
        let page = try #require(SiteTests.pages(content).first { $0.path == ComparePage.path })
        #expect(page.text.contains("nothing to compare it with"))
        #expect(!page.text.contains("id=\"differences\""))
    }

    @Test("without bots, candles or nights the pages say that there are none")
    func nothing() throws {
        let content = try Self.result(trades: 3, points: 10)
        let pages = try SiteTests.pages(content)
        #expect(!pages.contains { $0.path.hasPrefix("bots/") })
        let data = try #require(pages.first { $0.path == DataPage.path })
        #expect(data.text.contains("There are no candles"))
        let runs = try #require(pages.first { $0.path == "runs/index.html" })
        #expect(runs.text.contains("no pipeline has run on this store"))
    }

    @Test("a flat account, a falling one and one that is lost are drawn", arguments: [1, 0.5, 0])
    func accounts(factor: Double) throws {
        var content = try Self.result(trades: 1, points: 50)
        for index in content.results[0].equity.indices {
            content.results[0].equity[index].equity =
                factor == 1 ? 100 : 100 * (index < 25 ? 1 : factor)
            content.results[0].equity[index].benchmark = nil
        }
        content.comparison = Comparison(content.results)
        let page = try #require(
            Site(content).pages().first { $0.path == "strategies/EmaCross/index.html" })
        let equity = try #require(page.context["equity"])
        #expect(equity["equity_svg"]?.string?.contains("nan") == false)
        // A logarithm of nothing is none.
        #expect(equity["log_svg"]?.isNull == (factor == 0))
    }

    @Test("a pipeline whose steps never started, or wait for each other, is drawn")
    func stuck() throws {
        func step(_ name: String, _ needs: [String]) -> PipelineStep {
            PipelineStep(
                run: "r", pipeline: "p", step: name, needs: needs, status: .pending, reason: "",
                attempt: 0, exitStatus: nil, fingerprint: nil, startedMs: nil, completedMs: nil)
        }
        var content = SiteContent()
        let run = PipelineRun(
            run: "r", pipeline: "p", file: "f", status: .interrupted, startedMs: 5,
            completedMs: nil, exitStatus: nil)
        content.pipelines = [
            SiteContent.PipelineHistory(run: run, steps: []),
            SiteContent.PipelineHistory(
                run: run, steps: [step("a", ["b"]), step("b", ["a"]), step("c", ["gone", "c"])]),
        ]
        content.pipelines[1].run.run = "s"
        let pages = try SiteTests.pages(content)
        #expect(pages.filter { $0.path.hasPrefix("runs/") }.count == 3)
        for page in pages { #expect(htmlProblems(page.text) == [], "\(page.path)") }
    }
}
