import Foundation
import JSONL
import Markup
import TestSupport
import Testing

/// render-report on a small desk: the way without a store gives the same pages, and all are whole.
@Suite("render-report") struct RenderReportTests {
    @Test("records on stdin give the pages that the store gives")
    func withoutStore() throws {
        let same = try SmallDesk.shell(
            """
            cat ema-cross.jsonl rsi-reversion.jsonl search.jsonl | render-report -q - --out piped
            diff -r -x data -x .anytrade-site site piped && echo same
            """)
        #expect(same == "same\n")
    }

    @Test("rendering again changes no byte, removes our stale pages and nobody else's files")
    func again() throws {
        let answer = try SmallDesk.shell(
            """
            render-report -q --out again && cp -r again before
            render-report -q --out again && diff -r before again && echo unchanged
            echo mine >again/strategies/notes.html
            render-report -q rsi-reversion.jsonl --out again
            ls again/strategies again/strategies/RsiReversion | grep -v -e trades -e csv -e json -e analysis; ls again/hyperopt || true
            """)
        #expect(
            answer == """
                unchanged
                again/strategies:
                RsiReversion
                notes.html

                again/strategies/RsiReversion:
                index.html

                """)
    }

    @Test("a template without an end leaves the site as it was, also where it is of the last page")
    func endless() throws {
        let answer = try SmallDesk.shell(
            """
            render-report -q --out whole && cp -r whole untouched
            cp -r site-templates/ endless && printf '{{>search}}{{>search}}' >endless/search.mustache
            render-report -q rsi-reversion.jsonl --templates endless --out whole || echo "ends $?"
            diff -r -x .anytrade-site whole untouched && echo unchanged
            """)
        #expect(answer == "ends 78\nunchanged\n")
    }

    @Test("trades alone, of no run, make a page too, without numbers that nobody can know")
    func rawTrades() throws {
        _ = try SmallDesk.shell(
            "grep '\"kind\":\"trade\"' ema-cross.jsonl | render-report -q - --out raw")
        let file = try SmallDesk.folder.get().appending(path: "raw/strategies/EmaCross/index.html")
        let page = try Element(page: try String(contentsOf: file, encoding: .utf8))
        let run = try #require(try SmallDesk.rows("run -w strategy=EmaCross").first?["run"]?.string)
        let stored = try #require(
            try SmallDesk.rows("measure -w run=\(run) -w name=profit_factor").first?["value"]?
                .double)
        let shown = page.all.first { $0.attributes["data-measure"] == "profit_factor" }
        #expect(shown?.attributes["value"].flatMap(Double.init) == stored)
        #expect(page.text.contains("the starting balance is not known"))
    }

    @Test("a bot's trades alone make a page with its profit drawn and what is known of it first")
    func oneBot() throws {
        let database = "data/bots/ema-cross/tradesv3.sqlite"
        _ = try SmallDesk.shell(
            "ingest-trades -q --store - --bot me \(database) | render-report -q - --out one")
        let file = try SmallDesk.folder.get().appending(path: "one/bots/me/index.html")
        let page = try Element(page: try String(contentsOf: file, encoding: .utf8))
        let drawings = page.all(named: "svg").compactMap { $0.attributes["aria-labelledby"] }
        #expect(drawings.contains("profit-t profit-d"))
        let figures = try #require(page.all.first { $0.attributes["class"] == "figures" })
        #expect(!figures.text.contains("n/a"))
        #expect(figures.all(named: "dt").count == 8)
        // The bot's page is the only one that speaks of its trades.
        #expect(try SmallDesk.shell("ls one/strategies 2>/dev/null || echo none") == "none\n")
    }

    @Test("a baseline is named by its strategy, and an unknown name is an error with a hint")
    func baseline() throws {
        _ = try SmallDesk.shell("render-report -q --baseline EmaCross --out based")
        let file = try SmallDesk.folder.get().appending(path: "based/compare/index.html")
        #expect(
            try String(contentsOf: file, encoding: .utf8).contains(
                "The baseline is EmaCross, as asked."))
        let answer = try SmallDesk.shell(
            "render-report --baseline EmaCros --out based 2>&1 || echo $?")
        #expect(answer.contains("did you mean EmaCross?") && answer.hasSuffix("2\n"))
    }

    @Test("every page is well formed, complete and light")
    func pages() throws {
        let folder = try SmallDesk.folder.get().appending(path: "site")
        let paths = try SmallDesk.sitePages()
        #expect(paths.count >= 8)
        for path in paths {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            #expect(htmlProblems(text) == [], "\(path)")
            #expect(text.utf8.count <= 200 * 1_024, "\(path)")
            #expect(text.contains("Synthetic data.") || path == "methods/index.html")
        }
    }

    @Test("every link of every page leads to a file and a place that exist")
    func links() throws {
        let folder = try SmallDesk.folder.get().appending(path: "site")
        var places: [String: Set<String>] = [:]
        for path in try SmallDesk.shell("cat site/.anytrade-site").split(separator: "\n").map(
            String.init)
        {
            let file = folder.appending(path: path)
            #expect(FileManager.default.fileExists(atPath: file.path), "\(path)")
            places[path] = []
            guard path.hasSuffix(".html") else { continue }
            places[path] = Set(try SmallDesk.page(path).all.compactMap { $0.attributes["id"] })
        }
        var count = 0
        for path in places.keys.sorted() where path.hasSuffix("html") || path.hasSuffix("atom") {
            for element in try SmallDesk.page(path).all where ["a", "link"].contains(element.name) {
                let link = try #require(element.attributes["href"], "\(path)")
                let target = try #require(
                    URL(string: link, relativeTo: URL(string: "site:/" + path)), "\(link)")
                let place = try #require(
                    places[String(target.path.dropFirst())], "\(path): \(link)")
                if let name = target.fragment { #expect(place.contains(name), "\(path): \(link)") }
                count += 1
            }
        }
        #expect(count > 300)
    }

    @Test("ends by naming the page and the three findings that matter most")
    func summary() throws {
        let lines = try SmallDesk.shell("cat summary").split(separator: "\n")
        #expect(lines.first == "site/index.html")
        #expect(lines.count == 4)
    }
}
