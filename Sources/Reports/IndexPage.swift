internal import JSONL
internal import Records

/// The first page: what needs attention, what every strategy and bot did, what ran.
struct IndexPage {
    let frame: Frame
    private var content: SiteContent { frame.content }

    var page: Page {
        let findings = content.findings
        let urgent = findings.filter { $0.severity != .info }
        return frame.page(
            "index.html", template: "index", title: "What the desk did", section: "overview",
            [
                ("lead", .list(lead.map(JSONValue.text))),
                ("attention", .list(urgent.map(\.context))),
                ("is_calm", .boolean(urgent.isEmpty)),
                ("news", .list(findings.filter { $0.severity == .info }.map(\.context))),
            ],
            tables: [
                ("strategies", content.latest.isEmpty ? nil : strategies.withoutEmptyColumns),
                (
                    "bots",
                    content.bots.isEmpty
                        ? nil
                        : BotPages(frame: frame).table(
                            root: "", caption: "Each bot's current database")
                ),
                ("studies", content.studies.isEmpty ? nil : studies),
                ("walks", content.walks.isEmpty ? nil : walks),
                ("runs", runs.rows.isEmpty ? nil : runs),
            ])
    }

    /// The answer in two or three sentences.
    private var lead: [String] {
        var sentences: [String] = []
        let traded = content.bots.filter { $0.result.trades.contains { !$0.isOpen } }
        if traded.isEmpty, !content.bots.isEmpty { sentences.append("No bot has closed a trade.") }
        if !traded.isEmpty {
            let count = traded.count == 1 ? "1 bot has" : "\(traded.count) bots have"
            let profits = profits(of: traded.map { ($0.bot.bot, $0.result.measures) })
            sentences.append("\(count) closed trades: \(profits).")
        }
        let results = content.latest
        if !results.isEmpty {
            let from = NumberText.day(results.map(\.run.fromMs).min() ?? 0)
            let to = NumberText.day(results.map(\.run.toMs).max() ?? 0)
            let count = results.count == 1 ? "1 strategy was" : "\(results.count) strategies were"
            let profits = profits(of: results.map { ($0.run.strategy, $0.measures) })
            sentences.append("\(count) measured from \(from) to \(to): \(profits).")
        }
        if let breaks { sentences.append(breaks) }
        return sentences.isEmpty ? ["Nothing has run yet."] : sentences
    }

    private var breaks: String? {
        guard !content.breaks.isEmpty else {
            return content.compared.map { "No breaks: \($0) compared." }
        }
        let counts = Break.Severity.allCases.reversed().compactMap { severity -> String? in
            let count = content.breaks.filter { $0.severity == severity }.count
            return count == 0 ? nil : "\(count) \(severity.rawValue)"
        }
        return "Breaks between desk file, bots, store and back-tests: "
            + counts.joined(separator: ", ") + "."
    }

    /// More profits than that are not told one by one where they compare.
    private static let mostProfits = 8

    /// What each came to; of many in one currency the best and the worst.
    private func profits(of results: [(name: String, measures: [Measure])]) -> String {
        let profits = results.map { name, measures in
            let number = Sheet(measures, content.definitions).number("profit_total_abs")
            return (
                value: number.value,
                words: name + " " + (number.value == nil ? "no result" : number.text)
            )
        }
        let measures = results.flatMap(\.measures).filter { $0.name == "profit_total_abs" }
        let units = Set(measures.map(\.unit))
        let known = profits.filter { $0.value != nil }
        guard results.count > Self.mostProfits, units.count == 1,
            let worst = known.min(by: { $0.value ?? 0 < $1.value ?? 0 }),
            let best = known.max(by: { $0.value ?? 0 < $1.value ?? 0 })
        else { return profits.map(\.words).joined(separator: ", ") }
        return "the best \(best.words), the worst \(worst.words)"
    }

    private var strategies: Table {
        let names = [
            "profit_total", "profit_total_abs", "benchmark_return", "max_drawdown_ratio",
            "daily_sharpe", "profit_factor", "winrate", "trade_count",
        ]
        let titles = [
            "Return", "Profit", "Benchmark", "Drawdown", "Sharpe", "Profit factor", "Win rate",
            "Trades",
        ]
        return Table(
            identifier: "strategies", caption: "Each strategy's latest back-test",
            columns: [
                .words("Strategy"),
                Table.Column(title: "Equity", isNumeric: false, isDrawing: true),
            ] + zip(names, titles).map { .measure($0, $1, frame, root: "") },
            rows: content.latest.map { result in
                let sheet = Sheet(result.measures, content.definitions)
                let points = result.equity.map { (x: Double($0.atMs), y: $0.equity) }
                return Table.Row(
                    record: ("run", result.run.run),
                    cells: [
                        .link(
                            result.run.strategy, href: StrategyPage.path(result.run.strategy)),
                        .drawing(SVG.sparkline(points)),
                    ] + names.map { .number(sheet.number($0)) })
            })
    }

    private var studies: Table {
        Table(
            identifier: "hyperopt", caption: "Searches for better parameters",
            columns: [
                .words("Run"), .words("Strategy"), Table.Column(title: "Epochs"),
                Table.Column(title: "Best epoch"), Table.Column(title: "Best loss"),
            ],
            rows: content.studies.map { study in
                Table.Row(
                    record: ("run", study.run.run),
                    cells: [
                        .link(
                            String(study.run.run.prefix(12)), href: HyperoptPage.path(study.run)),
                        .text(study.run.strategy),
                        .number(Number("epochs", Double(study.trials.count), unit: "count")),
                        .number(
                            Number("epoch", study.best.map { Double($0.epoch) }, unit: "count")),
                        .number(Number("loss", study.best?.loss, unit: "number")),
                    ])
            })
    }

    private var walks: Table {
        let names = ["walk_forward_window_count", "walk_forward_profit", "walk_forward_efficiency"]
        let titles = ["Windows", "Return of all tests", "Efficiency"]
        return Table(
            identifier: "walks",
            caption: "Searches window by window, each traded on the days after",
            columns: [.words("Run"), .words("Strategy")]
                + zip(names, titles).map { .measure($0, $1, frame, root: "") },
            rows: content.walks.map { walk in
                let sheet = Sheet(walk.measures, content.definitions)
                return Table.Row(
                    record: ("run", walk.run.run),
                    cells: [
                        .link(
                            String(walk.run.run.prefix(12)), href: WalkForwardPage.path(walk.run)),
                        .text(walk.run.strategy),
                    ] + names.map { .number(sheet.number($0)) })
            })
    }

    private var runs: Table {
        let all = content.runs.sorted {
            ($1.toMs, $0.tool, $0.strategy, $0.run) < ($0.toMs, $1.tool, $1.strategy, $1.run)
        }
        return Table(
            identifier: "runs", caption: "The runs on record, the newest data first",
            columns: ["Tool", "Strategy", "Status", "Data", "Run"].map { .words($0) },
            rows: all.prefix(20).map { run in
                Table.Row(
                    record: ("run", run.run),
                    cells: [
                        .text(run.tool), .text(run.strategy), .text(run.status.rawValue),
                        .text(window(run).text), .text(String(run.run.prefix(12))),
                    ])
            })
    }
}
