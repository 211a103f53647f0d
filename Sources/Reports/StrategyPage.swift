internal import JSONL
internal import Market
internal import Records

/// A strategy's latest result: what it earned, how far it fell, where and why; then its trades.
struct StrategyPage {
    let frame: Frame
    let result: SiteContent.Result
    let place: Place
    /// What is wrong with a bot.
    let attention: [Finding]
    private let sheet: Sheet

    /// Whose page it is: a strategy's, or a bot's with how it stands.
    enum Place {
        case strategy
        case bot(String, [StateBadge])
    }

    init(
        frame: Frame, result: SiteContent.Result, place: Place = .strategy,
        attention: [Finding] = []
    ) {
        self.frame = frame
        self.result = result
        self.place = place
        self.attention = attention
        sheet = Sheet(result.measures, frame.content.definitions)
    }

    static func path(_ strategy: String) -> String {
        "strategies/" + folder(strategy) + "/index.html"
    }

    /// The page itself, then its trades, page by page.
    var pages: [Page] {
        let folder = String(path.dropLast("index.html".count))
        let trades = TradePages(
            frame: frame, result: result, folder: folder, owner: title, section: section,
            all: TradePages.table(result))
        let analysis = AnalysisPage(
            frame: frame, result: result, folder: folder, owner: title, section: section)
        return [page(trades.all), analysis.page] + trades.pages
    }

    private var path: String {
        switch place {
        case .strategy: Self.path(run.strategy)
        case .bot(let name, _): BotPages.path(name)
        }
    }

    private var title: String {
        switch place {
        case .strategy: run.strategy
        case .bot(let name, _): name
        }
    }

    private var section: String {
        switch place {
        case .strategy: "strategies"
        case .bot: "bots"
        }
    }

    private var badges: [StateBadge] {
        guard case .bot(_, let badges) = place else { return [] }
        return badges
    }

    private var run: Run { result.run }
    private let root = "../../"

    private func page(_ trades: Table) -> Page {
        let charts = EquityCharts(result: result, currency: result.currency)
        let costs = CostPanel(sheet: sheet, frame: frame, root: root)
        return frame.page(
            path, template: "strategy", title: title, section: section, run: run,
            [
                ("badges", .list(badges.map(\.context))),
                ("attention", .list(attention.map(\.context))),
                ("run", .text(run.run)), ("subtitle", subtitle.context), ("lead", lead.context),
                ("key_figures", .list(keyFigures)),
                ("equity", charts.context), ("profit", profitCurve),
                ("chapters", .list(sheet.chapters(root: root))),
                ("depths", .list(depths)), ("costs", costs.context),
                ("analysis_page", .text("analysis.html")),
                ("trade_page", result.trades.isEmpty ? .null : .text("trades-1.html")),
                ("trade_total", Number.count("trades", result.trades.count).context),
                ("settings", .list(choices)),
            ],
            tables: [
                ("months", Heatmap(sheet).table),
                ("drawdowns", drawdowns.rows.isEmpty ? nil : drawdowns),
                ("stresses", costs.stresses),
                ("trades", trades.showing(0..<min(10, result.trades.count))),
            ],
            lists: [
                (
                    "groups",
                    [
                        group("pair", "Pair", "Per pair"),
                        group("exit_reason", "Exit reason", "Per exit reason"),
                        group("enter_tag", "Enter tag", "Per enter tag"),
                    ]
                )
            ])
    }

    private var subtitle: Sentence {
        let pairs = sheet.groups(of: "pair").count
        let frames = Set(result.trades.map(\.timeframe.description)).sorted()
        let exchanges = frame.content.exchanges.joined(separator: ", ")
        var words: Sentence = "\(run.tool == "run-backtest" ? "Back-test" : "Trades") · "
        if case .bot = place { words = "Bot of \(run.strategy) · " }
        words += window(run)
        if !frames.isEmpty { words += " · \(frames.joined(separator: ", ")) candles" }
        words += " · \(Number.count("pairs", pairs)) \(pairs == 1 ? "pair" : "pairs")"
        return exchanges.isEmpty ? words : words + " · exchange \(exchanges)"
    }

    private var lead: Sentence {
        guard sheet.value("profit_total_abs") != nil else { return "Nothing was measured." }
        var words: Sentence = "Result: \(sheet.number("profit_total_abs"))"
        if sheet.value("profit_total") != nil { words += " (\(sheet.number("profit_total")))" }
        words += " with \(sheet.number("trade_count")) trades"
        if sheet.value("benchmark_return") != nil {
            words += "; holding the pairs returned \(sheet.number("benchmark_return"))"
        }
        return words + "."
    }

    /// The eight figures that matter most, of those that are defined.
    private var keyFigures: [JSONValue] {
        let names: [(String, String)] = [
            ("profit_total", "Return"), ("profit_total_abs", "Profit"),
            ("benchmark_return", "Benchmark"), ("max_drawdown_ratio", "Deepest drawdown"),
            ("daily_sharpe", "Sharpe, daily"), ("profit_factor", "Profit factor"),
            ("winrate", "Win rate"), ("trade_count", "Trades"), ("profit_mean", "Mean trade"),
            ("expectancy", "Expectancy"), ("max_drawdown_abs", "Realised drawdown"),
            ("holding_avg", "Held"),
        ]
        let defined = names.filter { sheet.value($0.0) != nil }
        // Where much is undefined, as without a starting balance, what is defined takes its place.
        let shown = sheet.value("profit_total") == nil ? defined : names
        return shown.prefix(8).map { sheet.entry($0.0, root: root, title: $0.1) }
    }

    /// The running sum of closed profits, where nobody knows what the account began with.
    private var profitCurve: JSONValue {
        let points = result.figures.profitCurve.compactMap { point in
            point.value.map { (x: Double(point.atMs), y: $0) }
        }
        guard let first = points.first, let last = points.last, points.count > 1 else {
            return .null
        }
        let words: Sentence =
            "The sum of closed profits, in \(result.currency); the balance that the account began with "
            + "is not known."
        let chart = LineChart(
            identifier: "profit", title: "Closed profit", description: words.text,
            lines: [LineChart.Line(style: "equity", points: points, isStepped: true)],
            horizontal: first.x...max(first.x, last.x),
            xTicks: timeTicks(fromMs: Int(first.x), toMs: Int(last.x), atMost: 9).map {
                (value: Double($0.atMs), label: $0.label)
            }, height: 250, baseline: 0,
            yLabel: { value, decimals in NumberText.fixed(value, decimals) })
        return ["profit_svg": .text(chart.markup()), "words": words.context]
    }

    /// The deepest fall on each basis: the account also falls with positions that are open, and the
    /// wallet does so at every candle. A basis that was not measured, as a bot's wallet, is left out.
    private var depths: [JSONValue] {
        let bases = [
            (
                "Closed trades", "max_drawdown_account", "max_drawdown_abs",
                "of the sum of closed profits below its highest, as a part of the account then"
            ),
            (
                "Wallet", "wallet_max_drawdown_account", "wallet_max_drawdown_abs",
                "of money plus coins at each candle's open below its highest, fees of selling not "
                    + "deducted, as a part of the account then"
            ),
            (
                "Equity curve", "max_drawdown_ratio", nil,
                "of the account below its peak at days' ends and closings, open positions at market "
                    + "value, fees deducted"
            ),
        ]
        return bases.filter { !$0.1.hasPrefix("wallet_") || sheet[$0.1] != nil }.map {
            basis, ratio, amount, words in
            [
                "basis": .text(basis), "words": .text(words),
                "href": frame.method(ratio, root: root).map(JSONValue.text) ?? .null,
                "ratio": sheet.number(ratio).context,
                "amount": amount.flatMap { sheet[$0] == nil ? nil : sheet.number($0).context }
                    ?? .null,
            ]
        }
    }

    private var drawdowns: Table {
        let columns = [
            ("drawdown_ratio", "Depth"), ("drawdown_abs", "In money"), ("drawdown_peak_ms", "Peak"),
            ("drawdown_trough_ms", "Trough"), ("drawdown_recovery_ms", "Recovered"),
            ("drawdown_fall_minutes", "Falling"), ("drawdown_recovery_minutes", "Recovering"),
        ]
        let ranks = sheet.groups(of: "rank").compactMap { Int($0) }.sorted().prefix(5)
        return Table(
            identifier: "drawdowns", caption: "Deepest drawdowns of the equity curve, times in UTC",
            columns: [.words("Rank")] + columns.map { .measure($0, $1, frame, root: root) },
            rows: ranks.map { rank in
                Table.Row(
                    cells: [.text(String(rank))]
                        + columns.map { name, _ in
                            .number(
                                sheet.number(MeasureName(name, "rank", String(rank)).description))
                        })
            })
    }

    private func group(_ label: String, _ title: String, _ caption: String) -> Table {
        let columns = [
            ("trade_count", "Trades"), ("profit_total_abs", "Profit"), ("profit_total", "Return"),
            ("profit_mean", "Mean trade"), ("winrate", "Win rate"),
            ("profit_factor", "Profit factor"), ("holding_avg", "Held"),
        ]
        func number(_ name: String, _ group: String) -> Number {
            sheet.number(MeasureName(name, label, group).description)
        }
        let groups = sheet.groups(of: label).sorted { left, right in
            let (first, second) = (
                number("profit_total_abs", left).value ?? 0,
                number("profit_total_abs", right).value ?? 0
            )
            return (-first, left) < (-second, right)
        }
        return Table(
            identifier: label.replacing("_", with: "-") + "s", caption: caption,
            columns: [.words(title)] + columns.map { .measure($0, $1, frame, root: root) },
            rows: groups.map { group in
                Table.Row(
                    cells: [.text(group.isEmpty ? "(none)" : group)]
                        + columns.map { .number(number($0.0, group)) })
            }
        ).withoutEmptyColumns
    }

    /// Parameters, and the settings of trading that a reader needs; nothing else of the configuration.
    private var choices: [JSONValue] {
        let keys = [
            "stake_currency", "stake_amount", "max_open_trades", "dry_run_wallet", "fee",
            "trading_mode", "timeframe",
        ]
        let known = keys.compactMap { key in
            run.config[key].map { JSONValue.Member(key, $0) }
        }
        return settings(run.parameters.members ?? [], of: "parameters")
            + settings(known, of: "config")
    }
}

extension SiteContent.Result {
    /// The stake currency, as the measures or the trades know it.
    var currency: String {
        measures.first { $0.name == "profit_total_abs" }?.unit
            ?? run.config["stake_currency"]?.string ?? trades.first?.pair.quote ?? ""
    }
}
