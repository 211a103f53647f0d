internal import JSONL
internal import Records

/// A search for parameters: how the best loss fell, the best epochs, and a slice per parameter.
struct HyperoptPage {
    let frame: Frame
    let study: SiteContent.Study

    static func path(_ run: Run) -> String { "hyperopt/" + folder(run.run) + "/index.html" }

    private var usable: [(epoch: Int, loss: Double)] {
        study.trials.compactMap { trial in trial.loss.map { (trial.epoch, $0) } }
    }

    var page: Page {
        frame.page(
            Self.path(study.run), template: "hyperopt", title: "Hyperopt of \(study.run.strategy)",
            section: "hyperopt", run: study.run,
            [
                ("run", .text(study.run.run)), ("subtitle", .text(window(study.run))),
                ("lead", .text(lead)), ("best", .list(bestFigures)),
                ("history", usable.isEmpty ? .null : history),
                ("epochs", epochs.context), ("slices", .list(slices)),
                ("settings", .list(settings)),
            ])
    }

    private var lead: String {
        let unusable = study.trials.count - usable.count
        var text = "\(NumberText.fixed(Double(study.trials.count), 0)) epochs"
        if unusable > 0 {
            text += ", \(NumberText.fixed(Double(unusable), 0)) without a usable result"
        }
        guard let best = study.best, let loss = best.loss else { return text + "." }
        return text
            + ". Epoch \(best.epoch) is the best, with a loss of \(NumberText.fixed(loss, 4));"
            + " lower is better."
    }

    private var bestFigures: [JSONValue] {
        guard let best = study.best else { return [] }
        let loss = Number("loss", best.loss, unit: "number")
        let figures: [(String, JSONValue, Number)] = [
            ("Best epoch", .null, Number("epoch", Double(best.epoch), unit: "count")),
            ("Loss", .null, loss),
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
        let last = Double(study.trials.map(\.epoch).max() ?? 1)
        best.append((last, lowest))
        let ticks = Scale(1, last, length: 1).ticks(about: 6).values.map {
            ($0, NumberText.fixed($0, 0))
        }
        let chart = LineChart(
            identifier: "history", title: "Loss of every epoch",
            description: "The best loss fell in \(best.count - 1) steps to "
                + "\(NumberText.fixed(lowest, 4)).",
            lines: [LineChart.Line(style: "best", points: best, isStepped: true)],
            dots: usable.map { (Double($0.epoch), $0.loss) }, horizontal: min(1, last)...last,
            xTicks: ticks, height: 220, baseline: nil,
            yLabel: { value, decimals in NumberText.fixed(value, decimals) })
        return ["history_svg": .text(chart.markup()), "history_words": .text(chart.description)]
    }

    // MARK: Epochs

    /// What columns and tiles have room for.
    private static let shortTitles = [
        "profit_total": "Return", "max_drawdown_account": "Drawdown",
        "max_relative_drawdown": "Relative drawdown", "holding_avg": "Held",
        "max_drawdown_abs": "Drawdown in money", "profit_mean": "Mean trade",
    ]

    private var measureKeys: [String] {
        let keys = (study.best ?? study.trials.first)?.measures.members?.map(\.key) ?? []
        return Array(keys.prefix(8))
    }

    private var parameterKeys: [String] { study.trials.first?.parameters.members?.map(\.key) ?? [] }

    private func title(_ key: String) -> String {
        frame.content.definitions.first { $0.name == key }?.title ?? key
    }

    private func measure(_ trial: Trial, _ key: String) -> Number {
        let unit = frame.content.definitions.first { $0.name == key }?.unit ?? "number"
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
        let ranked = study.trials.filter { $0.loss != nil }.sorted {
            ($0.loss ?? 0, $0.epoch) < ($1.loss ?? 0, $1.epoch)
        }
        return Table(
            identifier: "epochs", caption: "The best epochs, the best first",
            columns: [Table.Column(title: "Epoch", isNumeric: false), Table.Column(title: "Loss")]
                + parameterKeys.map { Table.Column(title: $0) }
                + measureKeys.map { key in
                    Table.Column(
                        title: Self.shortTitles[key] ?? title(key),
                        href: frame.method(key, root: "../../"))
                },
            rows: ranked.prefix(15).map { trial in
                Table.Row(
                    record: ("epoch", String(trial.epoch)),
                    cells: [
                        .text(String(trial.epoch)),
                        .number(
                            Number(
                                name: .field("loss"), value: trial.loss,
                                text: NumberText.fixed(trial.loss ?? 0, 4))),
                    ] + parameterKeys.map { parameter(trial, $0) }
                        + measureKeys.map { .number(measure(trial, $0)) })
            })
    }

    private func parameter(_ trial: Trial, _ key: String) -> Table.Cell {
        let value = trial.parameters[key] ?? .null
        guard let number = value.double else { return .text(value.string ?? value.text) }
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
                best: study.best.flatMap { best in
                    guard let loss = best.loss, let value = best.parameters[key] else { return nil }
                    return (value, loss)
                })
            return ["parameter": .text(key), "slice_svg": .text(chart.markup())]
        }
    }

    private var settings: [JSONValue] {
        let keys = [
            "loss", "hyperopt_loss", "sampler", "epochs", "seed", "spaces", "stake_currency",
        ]
        return keys.compactMap { key -> JSONValue? in
            guard let value = study.run.config[key], !value.isNull else { return nil }
            return ["name": .text(key), "words": .text(value.string ?? value.text)]
        }
    }
}
