internal import JSONL
internal import Market
internal import Records

/// Runs side by side: their curves over each other, their measures and the differences to a baseline,
/// how much their days went together, and the runs that do not compare, with the reason.
struct ComparePage {
    let frame: Frame
    let comparison: Comparison
    /// The compared runs' measures, by run.
    private let sheets: [String: Sheet]
    /// Runs that have a page of their own.
    private let shown: Set<String>
    /// Those of `compared` that somebody defined.
    private let measures: [(name: String, title: String, falls: Bool?)]

    init(frame: Frame, comparison: Comparison) {
        self.frame = frame
        self.comparison = comparison
        let definitions = frame.content.definitions
        sheets = Dictionary(
            comparison.runs.map { ($0.run.run, Sheet($0.measures, definitions)) },
            uniquingKeysWith: { first, _ in first })
        shown = Set(frame.content.latest.map(\.run.run))
        measures = Self.compared.filter { measure in
            definitions.contains { $0.name == measure.name }
        }
    }

    static let path = "compare/index.html"

    private var runs: [SiteContent.Result] { comparison.runs }
    private let root = "../"

    /// What is compared, in the order of the tables; `falls` where less is better.
    private static let compared: [(name: String, title: String, falls: Bool?)] = [
        ("profit_total", "Return", false), ("profit_total_abs", "Profit", false),
        ("max_drawdown_ratio", "Drawdown", true), ("daily_volatility", "Volatility", true),
        ("daily_sharpe", "Sharpe", false), ("probabilistic_sharpe", "P(Sharpe > 0)", false),
        ("daily_calmar", "Calmar", false), ("profit_factor", "Profit factor", false),
        ("winrate", "Win rate", false), ("trade_count", "Trades", nil),
    ]

    var page: Page {
        let chart = EquityOverlay(comparison: comparison)
        return frame.page(
            Self.path, template: "compare", title: "Compare", section: "compare",
            [
                ("lead", lead.context), ("rule", .text(rule)), ("overlay", chart.context),
                ("is_alone", .boolean(runs.count < 2)), ("against", .list(runs.map(switching))),
                ("unlike_words", .text(unlikeWords)),
            ],
            tables: [
                ("measures", absolute), ("correlation", runs.count > 1 ? correlation : nil),
                ("unlike", comparison.refused.isEmpty ? nil : unlike),
            ], deeper: runs.count > 1 ? runs.map(differences) : [])
    }

    // MARK: Words

    private var lead: Sentence {
        guard runs.count > 1 else {
            return
                "Only \(comparison.label(comparison.baseline)) is there: nothing to compare it with."
        }
        let best = runs.compactMap { result in
            sheet(result).value("profit_total").map { (result, $0) }
        }.max { $0.1 < $1.1 }?.0
        var words: Sentence = "\(Number.count("runs", runs.count)) runs compare."
        if let best {
            words += " \(comparison.label(best)) returned most: "
            words += "\(sheet(best).number("profit_total"))."
        }
        return words
    }

    private var rule: String {
        let name = comparison.label(comparison.baseline)
        let choice =
            comparison.isChosen
            ? "The baseline is \(name), as asked."
            : "The baseline is \(name): of the largest group of runs that compare, the one with the "
                + "highest Sharpe of daily returns."
        guard comparison.crowdedOut > 0 else { return choice }
        return choice + " \(comparison.crowdedOut) older runs that compare as well are left out."
    }

    private var unlikeWords: String {
        let parts = Int((Comparison.sharedPeriod * 100).rounded())
        return
            "Runs compare when they traded the same pairs of one exchange on one timeframe, in one "
            + "currency, from one balance, at one fee, and share \(parts) % of their days. "
            + "These do not compare with the baseline:"
    }

    // MARK: Measures

    private func sheet(_ result: SiteContent.Result) -> Sheet {
        sheets[result.run.run] ?? Sheet(result.measures, frame.content.definitions)
    }

    private var columns: [Table.Column] {
        [.words("Run")]
            + measures.map { .measure($0.name, $0.title, frame, root: root) }
    }

    private func name(_ result: SiteContent.Result) -> Table.Cell {
        let label = comparison.label(result)
        return shown.contains(result.run.run)
            ? .link(label, href: root + StrategyPage.path(result.run.strategy)) : .text(label)
    }

    private var absolute: Table {
        Table(
            identifier: "measures", caption: "What each run came to", columns: columns,
            rows: runs.map { result in
                let sheet = sheet(result)
                return Table.Row(
                    record: ("run", result.run.run),
                    cells: [name(result)] + measures.map { .number(sheet.number($0.name)) })
            })
    }

    /// Where a reader finds the differences to a run: a place of the page that the style sheet shows
    /// when the address names it.
    private func anchorName(_ result: SiteContent.Result) -> String {
        "against-" + folder(comparison.label(result))
    }

    private func switching(_ result: SiteContent.Result) -> JSONValue {
        [
            "id": .text(anchorName(result)), "label": .text(comparison.label(result)),
            "is_baseline": .boolean(result.run.run == comparison.baseline.run.run),
            "differences": runs.count > 1 ? differences(result).context : .null,
        ]
    }

    private func differences(_ baseline: SiteContent.Result) -> Table {
        let base = sheet(baseline)
        let others = runs.filter { $0.run.run != baseline.run.run }
        func difference(_ result: SiteContent.Result, _ name: String) -> Double? {
            guard let own = sheet(result).value(name), let other = base.value(name) else {
                return nil
            }
            return own - other
        }
        let label = comparison.label(baseline)
        return Table(
            identifier: anchorName(baseline),
            caption: "Difference to \(label); hatched where worse", columns: columns,
            rows: others.map { result in
                Table.Row(
                    record: ("run", result.run.run),
                    cells: [name(result)]
                        + measures.map { measure in
                            let value = difference(result, measure.name)
                            let largest = others.compactMap { difference($0, measure.name) }
                                .map(abs).max()
                            return cell(
                                measure, value, unit: base[measure.name]?.unit ?? "number",
                                largest: largest ?? 0)
                        })
            }, style: "heat wide")
    }

    private func cell(
        _ measure: (name: String, title: String, falls: Bool?), _ value: Double?, unit: String,
        largest: Double
    ) -> Table.Cell {
        guard let value else {
            return .number(
                Number(measure.name + ".difference", nil, unit: unit, reason: "one is not defined"))
        }
        var text = NumberText.text(value, unit: unit, isSigned: true)
        if unit == "ratio" { text = String(text.dropLast(2)) + " pp" }
        if unit == "minutes" {
            text = (value < 0 ? "\u{2212}" : "+") + NumberText.duration(minutes: abs(value))
        }
        let number = Number(name: .field(measure.name + ".difference"), value: value, text: text)
        // What reads as zero is neither better nor worse.
        let isSeen = text.contains { ("1"..."9").contains($0) }
        guard let falls = measure.falls, largest > 0, isSeen else { return .number(number) }
        return .heat(number, strength: abs(value) / largest, isGain: (value > 0) != falls)
    }

    // MARK: Correlation

    private var correlation: Table {
        Table(
            identifier: "correlation",
            caption:
                "Correlation of daily returns over the days that both have, UTC; hatched where "
                + "they go against each other",
            columns: [.words("Run")] + runs.map { Table.Column(title: comparison.label($0)) },
            rows: zip(runs, comparison.correlations).map { result, values in
                Table.Row(
                    record: ("run", result.run.run),
                    cells: [.text(comparison.label(result))]
                        + values.map { value in
                            let number = Number(
                                "correlation", value, unit: "number",
                                reason: "fewer than three days, or none that differ")
                            return value.map { .heat(number, strength: abs($0)) }
                                ?? .number(number)
                        })
            }, style: "heat")
    }

    // MARK: What does not compare

    private var unlike: Table {
        Table(
            identifier: "unlike", caption: "Runs that do not compare with the baseline",
            columns: [
                .words("Run"), .words("Differs in"), .words("Baseline"), .words("This run"),
                .words("Why it matters"),
            ],
            rows: comparison.refused.flatMap { refusal in
                refusal.differences.map { difference in
                    Table.Row(
                        record: ("run", refusal.result.run.run),
                        cells: [
                            name(refusal.result), .text(difference.subject.rawValue),
                            .text(difference.baseline), .text(difference.other),
                            .text(difference.subject.matters),
                        ])
                }
            }, style: "prose")
    }
}
