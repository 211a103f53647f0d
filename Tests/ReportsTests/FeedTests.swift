import Foundation
import Markup
import Records
import Testing

@testable import Reports

@Suite("Feed") struct FeedTests {
    private func feed(_ content: SiteContent) throws -> Element {
        let files = try SiteTests.files(content)
        return try Element(page: try #require(files.first { $0.path == "feed.atom" }).text)
    }

    @Test("keeps to RFC 4287: what must be there is, once, and instants are RFC 3339")
    func rules() throws {
        let feed = try feed(try SampleSite.content())
        #expect(feed.name == "feed")
        let entries = feed.all(named: "entry")
        #expect(!entries.isEmpty)
        for part in [feed] + entries {
            for name in ["id", "title", "updated"] {
                #expect(Self.children(part, name).count == 1, "\(name)")
            }
            let updated = try #require(Self.children(part, "updated").first).text
            #expect(updated.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil)
        }
        #expect(Self.children(feed, "author").count == 1)
        let ids = feed.all(named: "id").map(\.text)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.wholeMatch(of: /tag:[a-z.]+,\d{4}:[A-Za-z0-9\/._%\-]+/) != nil, "\(id)")
        }
        let links = entries.flatMap { Self.children($0, "link") }
        #expect(links.count == entries.count)
        #expect(links.allSatisfy { $0.attributes["rel"] == "alternate" })
    }

    @Test("tells of critical breaks and failed runs, the newest first, and of nothing else")
    func entries() throws {
        var content = try SampleSite.content()
        var failed = content.results[0].run
        (failed.run, failed.status, failed.error) = ("f", .failed, "no candles")
        failed.completedMs = SampleSite.start + 5
        content.results.append(
            SiteContent.Result(run: failed, measures: [], trades: [], equity: []))
        let entries = try feed(content).all(named: "entry")
        let titles = entries.map { Self.children($0, "title")[0].text }
        #expect(titles.count == 3)
        #expect(titles.contains("run-backtest of EmaCross failed"))
        #expect(titles.contains("Pipeline night failed"))
        #expect(titles.contains("TRD-PRICE on b"))
        let instants = entries.map { Self.children($0, "updated")[0].text }
        #expect(instants == instants.sorted(by: >))
    }

    @Test("a break is dated by the comparison that first met it")
    func firstSeen() throws {
        var content = SiteContent()
        var found = Break(
            id: "b", code: "C", severity: .critical, bot: "b", openMs: 5, message: "m")
        found.history = Break.History(firstSeenMs: 60_000, lastSeenMs: 120_000, occurrences: 2)
        content.breaks = [found]
        let feed = try feed(content)
        #expect(feed.all(named: "updated").map(\.text).last == "1970-01-01T00:01:00Z")
    }

    @Test("is valid, and dated by the data, where nothing went wrong")
    func empty() throws {
        var content = SiteContent()
        content.sources = [SiteContent.Source(name: "a", untilMs: SampleSite.start)]
        let feed = try feed(content)
        #expect(feed.all(named: "entry").isEmpty)
        #expect(Self.children(feed, "updated").map(\.text) == ["2026-08-01T00:00:00Z"])
    }

    private static func children(_ element: Element, _ name: String) -> [Element] {
        element.children.compactMap { node in
            guard case .element(let child) = node, child.name == name else { return nil }
            return child
        }
    }
}
