internal import JSONL
internal import Records

/// A search for parameters: how the best loss fell, the best epochs, and a slice per parameter.
struct HyperoptPage {
    let frame: Frame
    let study: SiteContent.Study
    private let best: Trial?
    private let usable: [(epoch: Int, loss: Double)]
    /// Usable epochs, the best first.
    private let ranked: [Trial]
    private let losses: LossRange
    private let importance: ImportancePanel
    /// Parameters that differ from epoch to epoch, and those that never do.
    private let parameterKeys: [String]
    private let constants: [JSONValue.Member]
    private let measureKeys: [String]
    /// Units of the measures that are defined.
    private let units: [String: String]

    init(frame: Frame, study: SiteContent.Study) {
        self.frame = frame
        self.study = study
        best = study.best
        usable = study.trials.compactMap { trial in trial.loss.map { (trial.epoch, $0) } }
        ranked = study.trials.filter { $0.loss != nil }.sorted {
            ($0.loss ?? 0, $0.epoch) < ($1.loss ?? 0, $1.epoch)
        }
        losses = LossRange(usable.map(\.loss))
        importance = ImportancePanel(study: study, frame: frame, losses: losses)
        let first = study.trials.first?.parameters.members ?? []
        constants = first.filter { member in
            study.trials.count > 1
                && study.trials.allSatisfy { $0.parameters[member.key] == member.value }
        }
        let fixed = Set(constants.map(\.key))
        parameterKeys = first.map(\.key).filter { !fixed.contains($0) }
        let keys = (best ?? study.trials.first)?.measures.members?.map(\.key) ?? []
        measureKeys = Array(keys.prefix(8))
        units = Dictionary(
            frame.content.definitions.map { ($0.name, $0.unit) },
            uniquingKeysWith: { first, _ in first })
    }

    static func path(_ run: Run) -> String { "hyperopt/" + folder(run.run) + "/index.html" }

    var page: Page {
        frame.page(
            Self.path(study.run), template: "hyperopt", title: "Hyperopt of \(study.run.strategy)",
            section: "hyperopt", run: study.run,
            [
                ("run", .text(study.run.run)), ("subtitle", window(study.run).context),
                ("lead", lead.context), ("best", .list(bestFigures)),
                ("best_epoch", best.map { .integer($0.epoch) } ?? .null),
                ("selection", selection.context),
                ("history", usable.isEmpty ? .null : history),
                ("importance", importance.context), ("parallel", parallel),
                ("slices", .list(slices)),
                ("beyond", losses.sentence.map { (" " + $0).context } ?? .null),
                ("settings", .list(choices)),
            ],
            tables: [
                ("epochs", epochs), ("required", selection.required),
                ("resampled", selection.spreads), ("shares", importance.table),
            ])
    }

    private var selection: SelectionPanel {
        SelectionPanel(
            sheet: Sheet(study.measures, frame.content.definitions), frame: frame, root: "../../")
    }

    private var lead: Sentence {
        let unusable = study.trials.count - usable.count
        var words: Sentence = "\(Number.count("epochs", study.trials.count)) epochs"
        if unusable > 0 {
            words += ", \(Number.count("epochs_without_loss", unusable)) without a usable result"
        }
        guard let best else { return words + "." }
        return words + ". Epoch \(Number.count("epoch", best.epoch)) is the best, with a loss of "
            + "\(loss(best))\(study.lossRemark); lower is better."
    }

    private func loss(_ trial: Trial) -> Number {
        Number(
            name: .field("loss"), value: trial.loss,
            text: trial.loss.map { NumberText.fixed($0, 4) } ?? "", reason: "no usable result")
    }

    private var bestFigures: [JSONValue] {
        guard let best else { return [] }
        let figures: [(String, JSONValue, Number)] = [
            ("Best epoch", .null, Number("epoch", Double(best.epoch), unit: "count")),
            ("Loss", .null, loss(best)),
        ]
        return figures.map { title, href, number in
            ["title": .text(title), "href": href, "number": number.context]
        }
            + measureKeys.map { key in
                [
                    "title": .text(Self.shortTitles[key] ?? title(key)),
                    "href": frame.method(key, root: "../../").map(JSONValue.text) ?? .null,
                    "number": measure(best, key).context,
                ]
            }
    }

    // MARK: History

    private var history: JSONValue {
        var (best, lowest) = ([(x: Double, y: Double)](), Double.infinity)
        for (epoch, loss) in usable where loss < lowest {
            lowest = loss
            best.append((Double(epoch), loss))
        }
        var words: Sentence =
            "The best loss fell in \(Number.count("steps", best.count)) steps to "
            + "\(Number(name: .field("loss"), value: lowest, text: NumberText.fixed(lowest, 4)))."
        if let beyond = losses.sentence { words += " " + beyond }
        let last = Double(study.trials.map(\.epoch).max() ?? 1)
        best.append((last, lowest))
        let ticks = Scale(1, last, length: 1).ticks(about: 6).values.map {
            ($0, NumberText.fixed($0, 0))
        }
        let chart = LineChart(
            identifier: "history", title: "Loss of every epoch",
            description: words.text,
            lines: [LineChart.Line(style: "best", points: best, isStepped: true)],
            dots: usable.map { (Double($0.epoch), $0.loss) }, horizontal: min(1, last)...last,
            xTicks: ticks, height: 220, ceiling: losses.ceiling, baseline: nil,
            yLabel: { value, decimals in NumberText.fixed(value, decimals) })
        return ["history_svg": .text(chart.markup()), "history_words": words.context]
    }

    // MARK: Epochs

    /// What columns and tiles have room for.
    private static let shortTitles = [
        "profit_total": "Return", "max_drawdown_account": "Drawdown",
        "max_relative_drawdown": "Relative drawdown", "holding_avg": "Held",
        "max_drawdown_abs": "Drawdown in money", "profit_mean": "Mean trade",
    ]

    private func title(_ key: String) -> String {
        frame.content.definitions.first { $0.name == key }?.title ?? key
    }

    private func measure(_ trial: Trial, _ key: String) -> Number {
        let unit = units[key] ?? "number"
        let currency = study.run.config["stake_currency"]?.string ?? ""
        let stored = Measure(
            run: trial.run, name: key, value: trial.measures[key]?.double,
            unit: unit == "currency" ? currency : unit, reason: "undefined")
        let number = Number(stored)
        return Number(
            name: .field("measures." + key), value: number.value, text: number.text,
            reason: number.reason, tone: number.tone)
    }

    private var epochs: Table {
        Table(
            identifier: "epochs", caption: "The best epochs, the best first",
            columns: [.words("Epoch"), Table.Column(title: "Loss")]
                + parameterKeys.map { Table.Column(title: $0, key: "parameters." + $0) }
                + measureKeys.map { key in
                    Table.Column(
                        title: Self.shortTitles[key] ?? title(key),
                        href: frame.method(key, root: "../../"), key: "measures." + key)
                }, rows: Table.Rows(ranked.count) { row(ranked[$0]) }, note: constantWords
        ).showing(0..<min(15, ranked.count))
    }

    private var constantWords: String {
        guard !constants.isEmpty else { return "" }
        return "The same in all epochs: "
            + constants.map { "\($0.key) = \(ParameterScale.name($0.value))" }.joined(
                separator: ", ")
            + "."
    }

    private func row(_ trial: Trial) -> Table.Row {
        Table.Row(
            record: ("epoch", String(trial.epoch)),
            cells: [.text(String(trial.epoch)), .number(loss(trial))]
                + parameterKeys.map { parameter(trial, $0) }
                + measureKeys.map { .number(measure(trial, $0)) })
    }

    private func parameter(_ trial: Trial, _ key: String) -> Table.Cell {
        let value = trial.parameters[key] ?? .null
        guard let number = value.double else { return .text(ParameterScale.name(value)) }
        return .number(
            Number(name: .field("parameters." + key), value: number, text: value.text))
    }

    private var slices: [JSONValue] {
        parameterKeys.enumerated().map { index, key in
            let chart = ScatterChart(
                identifier: "slice-\(index + 1)", parameter: key,
                points: study.trials.compactMap { trial in
                    guard let loss = trial.loss, let value = trial.parameters[key] else {
                        return nil
                    }
                    return (value, loss)
                },
                best: best.flatMap { best in
                    guard let loss = best.loss, let value = best.parameters[key] else { return nil }
                    return (value, loss)
                }, losses: losses)
            return ["parameter": .text(key), "slice_svg": .text(chart.markup())]
        }
    }

    private var parallel: JSONValue {
        let names = Array(importance.order(parameterKeys).prefix(8))
        let chart = ParallelChart(
            names,
            epochs: ranked.compactMap { trial in
                let values = names.compactMap { trial.parameters[$0] }
                guard let loss = trial.loss, values.count == names.count else { return nil }
                return ParallelChart.Epoch(values: values, loss: loss)
            }, ceiling: losses.ceiling)
        guard let chart else { return .null }
        return ["parallel_svg": .text(chart.markup()), "parallel_words": chart.words.context]
    }

    private var choices: [JSONValue] {
        let keys = ["loss", "sampler", "epochs", "seed", "spaces", "stake_currency"]
        return settings(
            keys.compactMap { key in study.run.config[key].map { JSONValue.Member(key, $0) } },
            of: "config")
    }
}
