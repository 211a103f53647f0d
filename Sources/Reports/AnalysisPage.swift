internal import JSONL
internal import Markup
internal import Records

/// Behind a result: how steady it was, how its days and trades are spread, when it traded, how long it
/// held and how far prices went while it did.
struct AnalysisPage {
    let frame: Frame
    let result: SiteContent.Result
    /// Where the page goes, ending in a slash.
    let folder: String
    /// Whose trades they are.
    let owner: String
    let section: String

    private var figures: SiteContent.Figures { result.figures }

    var page: Page {
        frame.page(
            folder + "analysis.html", template: "analysis", title: "Analysis of \(owner)",
            section: section, run: result.run,
            [
                ("run", .text(result.run.run)), ("owner", .text(owner)), ("rolling", rolling),
                ("returns", returns), ("excursions", excursions), ("multiples", multiples),
                ("none", .boolean(isEmpty)),
            ],
            tables: [
                ("holding", figures.holdingTimes.isEmpty ? nil : holding),
                ("hours", hasHours ? hours : nil), ("hour_counts", hasHours ? hourCounts : nil),
            ])
    }

    private var isEmpty: Bool {
        !hasHours && figures.holdingTimes.isEmpty && figures.returns.isEmpty
    }

    // MARK: Rolling

    private var rolling: JSONValue {
        let sharpe = points(figures.rollingSharpe, times: 1)
        let volatility = points(figures.rollingVolatility, times: 100)
        let words: Sentence =
            "Each point looks back over \(String(figures.rollingDays)) days, to the end of its UTC day; a year "
            + "has 365 days."
        guard sharpe.count > 1 || volatility.count > 1 else {
            let reason = "Needs an equity curve of more than \(figures.rollingDays) days."
            return [
                "sharpe_svg": .null, "volatility_svg": .null, "words": words.context,
                "reason": .text(reason),
            ]
        }
        return [
            "sharpe_svg": .text(
                chart("rolling-sharpe", "Rolling Sharpe of daily returns", sharpe, unit: "")),
            "volatility_svg": .text(
                chart("rolling-volatility", "Rolling volatility a year", volatility, unit: " %")),
            "words": words.context, "reason": .null,
        ]
    }

    private func points(_ numbers: [DatedNumber], times factor: Double) -> [(x: Double, y: Double)]
    {
        numbers.compactMap { number in number.value.map { (Double(number.atMs), $0 * factor) } }
    }

    private func chart(
        _ identifier: String, _ title: String, _ points: [(x: Double, y: Double)], unit: String
    ) -> String {
        let (first, last) = (points.first?.x ?? 0, points.last?.x ?? 0)
        let ticks = timeTicks(fromMs: Int(first), toMs: Int(last), atMost: 9).map {
            (value: Double($0.atMs), label: $0.label)
        }
        let range = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
        return LineChart(
            identifier: identifier, title: title,
            description: "Between \(NumberText.fixed(range.0, 2))\(unit) and "
                + "\(NumberText.fixed(range.1, 2))\(unit).",
            lines: [LineChart.Line(style: "equity", points: points)], horizontal: first...last,
            xTicks: ticks, height: 150, baseline: 0,
            yLabel: { value, decimals in NumberText.fixed(value, decimals) + unit }
        ).markup()
    }

    // MARK: Distributions

    private var returns: JSONValue {
        guard !figures.returns.isEmpty else { return .null }
        let days = figures.returns.map(\.count).reduce(0, +)
        let losing = figures.returns.filter { $0.upper <= 0 }.map(\.count).reduce(0, +)
        let words: Sentence =
            "\(Number.count("days", days)) days, \(Number.count("days_below_zero", losing)) of them "
            + "below zero; returns of the account by UTC day, days without trades included."
        let chart = BarChart(
            identifier: "returns", title: "How daily returns are spread", description: words.text,
            bins: figures.returns, counted: "days",
            xLabel: { value, decimals in
                (value > 0 ? "+" : "") + NumberText.fixed(value * 100, max(0, decimals - 2)) + " %"
            })
        return ["returns_svg": .text(chart.markup()), "words": words.context]
    }

    private var multiples: JSONValue {
        guard !figures.rMultiples.isEmpty else { return .null }
        let count = figures.rMultiples.map(\.count).reduce(0, +)
        let words: Sentence =
            "\(Number.count("trades_with_stop", count)) closed trades with a stop below their entry; "
            + "1 R is what the first stop put at risk, fees included in the result."
        let chart = BarChart(
            identifier: "multiples", title: "What trades returned in multiples of their risk",
            description: words.text, bins: figures.rMultiples, counted: "trades",
            xLabel: { value, decimals in
                (value > 0 ? "+" : "") + NumberText.fixed(value, decimals) + " R"
            })
        return ["multiples_svg": .text(chart.markup()), "words": words.context]
    }

    private var excursions: JSONValue {
        guard !figures.excursions.isEmpty else { return .null }
        let words: Sentence =
            "\(Number.count("excursions", figures.excursions.count)) closed trades; hollow dots lost."
        func chart(_ identifier: String, _ title: String, _ reach: (Excursion) -> Double) -> String
        {
            ExcursionChart(
                identifier: identifier, title: title, description: words.text,
                points: figures.excursions.map { (reach($0), $0.profitRatio) }
            ).markup()
        }
        return [
            "words": words.context,
            "adverse_svg": .text(
                chart("adverse", "Return over the worst the price did", \.adverseRatio)),
            "favourable_svg": .text(
                chart("favourable", "Return over the best the price did", \.favourableRatio)),
        ]
    }

    // MARK: Tables

    private var hasHours: Bool { figures.weekdayHours.contains { $0.tradeCount > 0 } }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    private var hours: Table {
        let strongest = figures.weekdayHours.compactMap { $0.profitMean.map(abs) }.max() ?? 0
        return hourTable(
            "hours",
            "Mean return of trades by the hour that opened them, UTC, in percent; hatched "
                + "where negative"
        ) { cell in
            guard let mean = cell.profitMean else { return .text("") }
            let text = NumberText.fixed(mean * 100, 1)
            return .heat(
                Number(
                    name: .field("profit_mean"), value: mean,
                    text: (mean > 0 && text != "0.0" ? "+" : "") + text),
                strength: strongest > 0 ? abs(mean) / strongest : 0)
        }
    }

    private var hourCounts: Table {
        hourTable("hour-counts", "How many trades those are") { cell in
            cell.tradeCount == 0 ? .text("") : .number(.count("trade_count", cell.tradeCount))
        }
    }

    private func hourTable(
        _ identifier: String, _ caption: String, _ cell: (WeekdayHour) -> Table.Cell
    ) -> Table {
        let names = (0..<24).map { ($0 < 10 ? "0" : "") + String($0) }
        return Table(
            identifier: identifier, caption: caption,
            columns: [.words("Day")]
                + names.map { Table.Column(title: $0, key: "hour_" + $0) },
            rows: Self.weekdays.enumerated().map { day, name in
                Table.Row(
                    cells: [.text(name)]
                        + figures.weekdayHours.filter { $0.weekday == day }
                        .sorted { $0.hour < $1.hour }.map(cell))
            }, style: "heat hours")
    }

    private var holding: Table {
        let most = figures.holdingTimes.map { $0.wins + $0.draws + $0.losses }.max() ?? 1
        return Table(
            identifier: "holding", caption: "Closed trades by how long they were held",
            columns: [
                .words("Held"), Table.Column(title: "Trades", isNumeric: false, isDrawing: true),
                Table.Column(title: "Wins"), Table.Column(title: "Draws"),
                Table.Column(title: "Losses"), Table.Column(title: "Profit", key: "profit_abs"),
            ],
            rows: figures.holdingTimes.map { span in
                Table.Row(cells: [
                    .text(words(span)), .drawing(bar(span, most)),
                    .number(.count("wins", span.wins)), .number(.count("draws", span.draws)),
                    .number(.count("losses", span.losses)),
                    .number(
                        Number(
                            "profit_abs", span.profitAbs, unit: result.currency, isResult: true)),
                ])
            })
    }

    private func words(_ span: HoldingTime) -> String {
        let from = NumberText.span(minutes: span.fromMinutes)
        guard let to = span.toMinutes else { return "\(from) or longer" }
        return span.fromMinutes == 0
            ? "under \(NumberText.span(minutes: to))" : "\(from) – \(NumberText.span(minutes: to))"
    }

    private func bar(_ span: HoldingTime, _ most: Int) -> String {
        var writer = XMLWriter()
        writer.start("svg", ["class": "stack", "viewBox": "0 0 200 12", "aria-hidden": "true"])
        var x = 0.0
        for (count, tone) in [(span.wins, "gain"), (span.draws, "draw"), (span.losses, "loss")] {
            let width = Double(count) / Double(max(most, 1)) * 200
            writer.element(
                "rect",
                [
                    "class": "column " + tone, "x": pixels(x), "y": "1", "height": "10",
                    "width": pixels(width),
                ])
            x += width
        }
        writer.end()
        return writer.markup
    }
}

extension NumberText {
    /// `15 min`, `2 h`, `4 d`: a border between two spans.
    static func span(minutes: Int) -> String {
        if minutes < 60 { return "\(minutes) min" }
        return minutes < 1_440 ? "\(minutes / 60) h" : "\(minutes / 1_440) d"
    }
}
