import Foundation
import JSONL
import Markup
import TestSupport
import Testing

/// render-report on a small desk that the other tools make: every number on its pages is one that
/// query-store gives, and the way without a store gives the same pages.
@Suite("render-report") struct RenderReportTests {
    private static let place = FileManager.default.temporaryDirectory.appending(
        path: "render-report-\(UUID().uuidString)")

    /// A store with two back-tests and a search, and its site. Made once; the tests only look.
    private static let desk: Result<URL, any Error> = Result {
        let folder = place
        atexit { try? FileManager.default.removeItem(at: RenderReportTests.place) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["data", "site-templates"] {
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: name),
                withDestinationURL: Package.folder.appending(path: name))
        }
        let script = """
            export ANYTRADE_STORE=desk.sqlite SOURCE_DATE_EPOCH=1793404800
            fetch-candles -q --source synthetic --seed 42 --pair BTC/USDT --pair ADA/USDT \
                --pair DOGE/USDT --from 2026-08-20 --to 2026-09-12
            for name in ema-cross rsi-reversion; do
                run-backtest -q -s data/strategies/$name.strategy.yaml --config config.json >$name.jsonl
            done
            run-hyperopt -q -s data/strategies/rsi-reversion.strategy.yaml --config config.json \
                --epochs 25 --seed 1 >search.jsonl
            render-report --out site >summary
            """
        let config = """
            {"max_open_trades": 3, "stake_currency": "USDT", "stake_amount": 500,
            "dry_run_wallet": 3000, "fee": 0.001, "exchange": {"name": "synthetic",
            "pair_whitelist": ["BTC/USDT", "ADA/USDT", "DOGE/USDT"]}}
            """
        try config.write(
            to: folder.appending(path: "config.json"), atomically: true, encoding: .utf8)
        let status = try Package.run(["/bin/sh", "-ec", script], in: folder)
        try #require(status == 0)
        return folder
    }

    private func shell(_ script: String) throws -> String {
        let folder = try Self.desk.get()
        let output = folder.appending(path: "output-\(UUID().uuidString)")
        let status = try Package.run(
            [
                "/bin/sh", "-ec",
                "export ANYTRADE_STORE=desk.sqlite; { \(script)\n} >\(output.path)",
            ],
            in: folder)
        try #require(status == 0, "\(script)")
        return try String(contentsOf: output, encoding: .utf8)
    }

    private func rows(_ query: String) throws -> [JSONValue] {
        try shell("query-store " + query).split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
    }

    private func page(_ path: String) throws -> Element {
        let file = try Self.desk.get().appending(path: "site/" + path)
        return try Element(page: try String(contentsOf: file, encoding: .utf8))
    }

    @Test("every number on a strategy's page is what query-store gives, bit for bit")
    func strategies() throws {
        for strategy in ["EmaCross", "RsiReversion"] {
            let run = try #require(
                try rows("run -w tool=run-backtest -w strategy=\(strategy)").first)
            let id = try #require(run["run"]?.string)
            let measures = try byKey(try rows("measure -w run=\(id)"), "name")
            let trades = try byKey(try rows("trade -w run=\(id)"), "trade_id")
            let equity = try byKey(try rows("equity -w run=\(id)"), "at_ms")
            let page = try page("strategies/\(strategy)/index.html")
            let numbers = numbers(page)
            #expect(numbers.count > 150)
            for number in numbers {
                let expected: Double? =
                    if let name = number.element.attributes["data-measure"] {
                        measures[name]?["value"]?.double
                    } else if let at = number.element.attributes["data-at"] {
                        equity[at]?[number.field]?.double
                    } else if let trade = number.record["data-trade"] {
                        trades[trade]?[number.field]?.double
                    } else {
                        switch number.field {
                        case "pairs":
                            Double(Set(trades.values.compactMap { $0["pair"]?.string }).count)
                        case "trades": Double(trades.count)
                        default: value(run, number.field)
                        }
                    }
                let shown = number.element.attributes["value"].flatMap(Double.init)
                #expect(shown != nil && shown == expected, "\(number.element)")
            }
            // What is undefined says so, with the stored reason.
            for element in page.all where element.attributes["class"] == "na" {
                let name = try #require(element.attributes["data-measure"])
                let measure = try #require(measures[name], "\(name)")
                #expect(measure["value"]?.isNull != false)
                #expect(element.text.contains(try #require(measure["reason"]?.string)))
            }
            let shown = Set(page.all.compactMap { $0.attributes["data-measure"] })
            #expect(measures.keys.allSatisfy { $0.contains("{") || shown.contains($0) })
        }
    }

    @Test("every number of the list of trades is the store's")
    func trades() throws {
        let run = try #require(try rows("run -w strategy=EmaCross").first?["run"]?.string)
        let trades = try byKey(try rows("trade -w run=\(run)"), "trade_id")
        var seen = Set<String>()
        for page in try sitePages().filter({ $0.hasPrefix("strategies/EmaCross/trades-") }) {
            for number in numbers(try self.page(page)) {
                guard let trade = number.record["data-trade"] else { continue }
                seen.insert(trade)
                let shown = number.element.attributes["value"].flatMap(Double.init)
                #expect(shown == trades[trade]?[number.field]?.double)
            }
        }
        #expect(seen == Set(trades.keys))
        #expect(!seen.isEmpty)
    }

    @Test("every number on a hyperopt's page is what query-store gives, bit for bit")
    func hyperopt() throws {
        let run = try #require(try rows("run -w tool=run-hyperopt").first)
        let id = try #require(run["run"]?.string)
        let trials = try byKey(try rows("trial -w run=\(id)"), "epoch")
        #expect(trials.count == 25)
        let numbers = numbers(try page("hyperopt/\(id)/index.html"))
        #expect(numbers.count > 50)
        for number in numbers {
            let trial = number.record["data-epoch"].flatMap { trials[$0] }
            let expected: Double? =
                switch number.field {
                case "epochs": Double(trials.count)
                case "epochs_without_loss":
                    Double(trials.values.filter { $0["loss"]?.double == nil }.count)
                case "steps":
                    Double(
                        trials.values.filter { $0["is_best"]?.bool ?? ($0["is_best"]?.int == 1) }
                            .count)
                case let field where field.hasPrefix("config.") || field.hasSuffix("_ms"):
                    value(run, field)
                default: trial.flatMap { value($0, number.field) }
                }
            let shown = number.element.attributes["value"].flatMap(Double.init)
            #expect(shown != nil && shown == expected, "\(number.element)")
        }
    }

    @Test("records on stdin give the pages that the store gives")
    func withoutStore() throws {
        let same = try shell(
            """
            cat ema-cross.jsonl rsi-reversion.jsonl search.jsonl | render-report -q - --out piped
            diff -r -x data -x .anytrade-site site piped && echo same
            """)
        #expect(same == "same\n")
    }

    @Test("rendering again changes no byte, removes our stale pages and nobody else's files")
    func again() throws {
        let answer = try shell(
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

    @Test("trades alone, of no run, make a page too, without numbers that nobody can know")
    func rawTrades() throws {
        _ = try shell("grep '\"kind\":\"trade\"' ema-cross.jsonl | render-report -q - --out raw")
        let file = try Self.desk.get().appending(path: "raw/strategies/EmaCross/index.html")
        let page = try Element(page: try String(contentsOf: file, encoding: .utf8))
        let run = try #require(try rows("run -w strategy=EmaCross").first?["run"]?.string)
        let stored = try #require(
            try rows("measure -w run=\(run) -w name=profit_factor").first?["value"]?.double)
        let shown = page.all.first { $0.attributes["data-measure"] == "profit_factor" }
        #expect(shown?.attributes["value"].flatMap(Double.init) == stored)
        #expect(page.text.contains("the starting balance is not known"))
    }

    @Test("the files beside a table hold the store's own digits")
    func files() throws {
        let run = try #require(try rows("run -w strategy=EmaCross").first?["run"]?.string)
        let columns = "trade_id,open_ms,close_ms,stake_amount,open_rate,close_rate,profit_abs"
        let stored = try shell(
            "query-store trade -w run=\(run) --columns \(columns) --csv | tail -n +2 | sort -n")
        let shown = try shell(
            "cut -d, -f1,3-8 site/strategies/EmaCross/trades.csv | tail -n +2 | sort -n")
        #expect(shown == stored && !shown.isEmpty)
        let measures = try shell(
            "query-store measure -w run=\(run) -w name=profit_total --columns value --csv | tail -1"
        )
        let pages = try shell("grep ^EmaCross, site/strategies.csv | cut -d, -f2")
        #expect(pages == measures)
    }

    @Test("a bot's trades alone make a page with its profit drawn and what is known of it first")
    func oneBot() throws {
        let database = "data/bots/ema-cross/tradesv3.sqlite"
        _ = try shell(
            "ingest-trades -q --store - --bot me \(database) | render-report -q - --out one")
        let file = try Self.desk.get().appending(path: "one/bots/me/index.html")
        let page = try Element(page: try String(contentsOf: file, encoding: .utf8))
        let drawings = page.all(named: "svg").compactMap { $0.attributes["aria-labelledby"] }
        #expect(drawings.contains("profit-t profit-d"))
        let figures = try #require(page.all.first { $0.attributes["class"] == "figures" })
        #expect(!figures.text.contains("n/a"))
        #expect(figures.all(named: "dt").count == 8)
        // The bot's page is the only one that speaks of its trades.
        #expect(try shell("ls one/strategies 2>/dev/null || echo none") == "none\n")
    }

    @Test("a baseline is named by its strategy, and an unknown name is an error with a hint")
    func baseline() throws {
        _ = try shell("render-report -q --baseline EmaCross --out based")
        let file = try Self.desk.get().appending(path: "based/compare/index.html")
        #expect(
            try String(contentsOf: file, encoding: .utf8).contains(
                "The baseline is EmaCross, as asked."))
        let answer = try shell("render-report --baseline EmaCros --out based 2>&1 || echo $?")
        #expect(answer.contains("did you mean EmaCross?") && answer.hasSuffix("2\n"))
    }

    @Test("every page is well formed, complete and light")
    func pages() throws {
        let folder = try Self.desk.get().appending(path: "site")
        let paths = try sitePages()
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
        let folder = try Self.desk.get().appending(path: "site")
        var places: [String: Set<String>] = [:]
        for path in try shell("cat site/.anytrade-site").split(separator: "\n").map(String.init) {
            let file = folder.appending(path: path)
            #expect(FileManager.default.fileExists(atPath: file.path), "\(path)")
            places[path] = []
            guard path.hasSuffix(".html") else { continue }
            places[path] = Set(try page(path).all.compactMap { $0.attributes["id"] })
        }
        var count = 0
        for path in places.keys.sorted() where path.hasSuffix("html") || path.hasSuffix("atom") {
            for element in try page(path).all where ["a", "link"].contains(element.name) {
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
        let lines = try shell("cat summary").split(separator: "\n")
        #expect(lines.first == "site/index.html")
        #expect(lines.count == 4)
    }

    // MARK: Reading pages

    private struct Shown {
        let element: Element
        /// Attributes of the elements around it that name a record.
        let record: [String: String]
        var field: String { element.attributes["data-field"] ?? "" }
    }

    /// Every number below the part of the page that speaks of a run.
    private func numbers(_ page: Element) -> [Shown] {
        func walk(_ element: Element, _ record: [String: String]) -> [Shown] {
            let named = element.attributes.filter { ["data-trade", "data-epoch"].contains($0.key) }
            let record = record.merging(named) { $1 }
            let own = element.name == "data" ? [Shown(element: element, record: record)] : []
            return own
                + element.children.flatMap { node -> [Shown] in
                    guard case .element(let child) = node else { return [] }
                    return walk(child, record)
                }
        }
        return walk(page, [:])
    }

    /// `config.fee` of a run, `measures.winrate` of a trial: a path into the row's JSON.
    private func value(_ row: JSONValue, _ path: String) -> Double? {
        var value: JSONValue? = row
        for step in path.split(separator: ".", maxSplits: 1).map(String.init) {
            if case .text(let json)? = value { value = try? JSONValue(parsing: json) }
            value = value?[step]
        }
        return value?.double
    }

    private func byKey(_ rows: [JSONValue], _ key: String) throws -> [String: JSONValue] {
        try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let value = try #require(row[key])
                return (value.string ?? value.text, row)
            })
    }

    private func sitePages() throws -> [String] {
        try shell("grep html site/.anytrade-site").split(separator: "\n").map(String.init)
    }
}
