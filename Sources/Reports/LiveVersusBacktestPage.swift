internal import JSONL
internal import Market
internal import Records

/// How each back-test's profit became its bot's one: a waterfall for every bot and currency, and the
/// same as a table, exact to the last digit.
struct LiveVersusBacktestPage {
    let frame: Frame

    static let path = "live-vs-backtest/index.html"

    private struct Fall {
        let bot: String
        let currency: String
        let steps: [Observation]

        var identifier: String { "fall-" + anchor(bot) + "-" + anchor(currency) }
    }

    /// Where a bot's waterfalls begin on the page.
    static func anchorPath(_ bot: String, in content: SiteContent) -> String? {
        content.observations.first { $0.bot == bot }.map {
            path + "#fall-" + anchor($0.bot) + "-" + anchor($0.currency)
        }
    }

    var page: Page {
        let falls = self.falls
        let tables = falls.map(table)
        return frame.page(
            Self.path, template: "live-vs-backtest", title: "Live against back-test",
            section: "live",
            [
                ("lead", .text(lead(falls))),
                (
                    "falls",
                    .list(zip(falls, tables).map { fall, table in context(fall, table) })
                ),
            ], deeper: tables)
    }

    private var falls: [Fall] {
        var falls: [Fall] = []
        for step in frame.content.observations {
            if let last = falls.last, last.bot == step.bot, last.currency == step.currency {
                falls[falls.count - 1] = Fall(
                    bot: last.bot, currency: last.currency, steps: last.steps + [step])
            } else {
                falls.append(Fall(bot: step.bot, currency: step.currency, steps: [step]))
            }
        }
        return falls
    }

    private func lead(_ falls: [Fall]) -> String {
        guard !falls.isEmpty else {
            return "No bot was compared with a back-test of its strategy."
        }
        let bots = Set(falls.map(\.bot)).count
        let compared =
            bots == 1
            ? "1 bot was compared with the back-test of its strategy,"
            : "\(bots) bots were compared with the back-tests of their strategies, each"
        return compared + " over the window that both know. The terms add up exactly."
    }

    private func context(_ fall: Fall, _ table: Table) -> JSONValue {
        [
            "id": .text(fall.identifier), "bot": .text(fall.bot),
            "currency": .text(fall.currency), "words": sentence(fall).context,
            "fall_svg": .text(chart(fall).markup()), "table": table.context,
        ]
    }

    private func sentence(_ fall: Fall) -> Sentence {
        let (first, last) = (fall.steps.first, fall.steps.last)
        let difference = (last?.value ?? .zero) - (first?.value ?? .zero)
        return """
            Back-test \(number("backtest", first?.value, fall.currency)), bot \
            \(number("live", last?.value, fall.currency)): a difference of \
            \(number("difference", difference, fall.currency)), \
            \(Number.day("from_ms", first?.fromMs ?? 0)) – \(Number.day("to_ms", first?.toMs ?? 0)).
            """
    }

    private func number(_ field: String, _ value: Amount?, _ currency: String) -> Number {
        Number(field, value?.double, unit: currency, isResult: true)
    }

    private func chart(_ fall: Fall) -> WaterfallChart {
        let last = fall.steps.count - 1
        return WaterfallChart(
            identifier: fall.identifier,
            title: "From the back-test's profit to that of \(fall.bot), in \(fall.currency)",
            description: fall.steps.map { Self.title($0.name) + " " + text($0) }
                .joined(separator: ", ") + ".",
            steps: fall.steps.enumerated().map { index, step in
                WaterfallChart.Step(
                    label: Self.title(step.name), value: step.value.double, text: text(step),
                    isTotal: index == 0 || index == last)
            }, label: { NumberText.fixed($0, $1) })
    }

    private func text(_ step: Observation) -> String {
        NumberText.text(step.value.double, unit: step.currency, isSigned: true)
    }

    private func table(_ fall: Fall) -> Table {
        var sum = Amount.zero
        let last = fall.steps.count - 1
        return Table(
            identifier: fall.identifier, caption: "\(fall.bot), \(fall.currency), term by term",
            columns: [
                .words("Term"), Table.Column(title: "Amount", key: "value"),
                Table.Column(title: "Sum so far", key: "sum"), Table.Column(title: "Trades"),
                .words("Exact", key: "exact"),
            ],
            rows: fall.steps.enumerated().map { index, step in
                sum = index == last ? step.value : sum + step.value
                return Table.Row(
                    record: ("observation", step.name),
                    cells: [
                        .text(Self.title(step.name)),
                        .number(number("value", step.value, step.currency)),
                        .number(Number("sum", sum.double, unit: step.currency)),
                        .number(.count("trades", step.trades)),
                        .text(step.value.description),
                    ])
            })
    }

    /// A term as people say it.
    private static func title(_ name: String) -> String {
        let known = ["backtest": "Back-test", "live": "Bot"]
        let words = name.replacing("_", with: " ")
        return known[name] ?? words.prefix(1).uppercased() + words.dropFirst()
    }
}
