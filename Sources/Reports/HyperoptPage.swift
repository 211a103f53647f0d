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
    private let figures: EpochFigures
    /// nil where the search knew one loss only.
    private let front: ParetoPanel?

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
        measureKeys = Array(keys.filter { !ParetoPanel.isOfFront($0) }.prefix(8))
        figures = EpochFigures(study: study, frame: frame)
        front = ParetoPanel(figures)
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
                ("candidates", CandidatePanel(study)?.context ?? .null),
                ("front", front?.context ?? .null),
                ("importance", importance.context), ("parallel", parallel),
                ("slices", .list(slices)),
                ("beyond", losses.sentence.map { (" " + $0).context } ?? .null),
                ("settings", .list(choices)),
            ],
            tables: [
                ("epochs", epochs), ("best_of_front", front?.table(parameterKeys)),
                ("required", selection.required),
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
            + "\(figures.loss(best))\(study.lossRemark); lower is better."
    }

    private var bestFigures: [JSONValue] {
        guard let best else { return [] }
        let own: [(title: String, href: JSONValue, number: Number)] = [
            ("Best epoch", .null, Number("epoch", Double(best.epoch), unit: "count")),
            ("Loss", .null, figures.loss(best)),
        ]
        let measured = measureKeys.map { key in
            (
                title: figures.title(key),
                href: frame.method(key, root: "../../").map(JSONValue.text) ?? .null,
                number: figures.measure(best, key)
            )
        }
        return (own + measured).map { title, href, number in
            ["title": .text(title), "href": href, "number": number.context]
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

    private var epochs: Table {
        Table(
            identifier: "epochs", caption: "The best epochs, the best first",
            columns: figures.columns(parameterKeys, measureKeys),
            rows: Table.Rows(ranked.count) { figures.row(ranked[$0], parameterKeys, measureKeys) },
            note: constantWords
        ).showing(0..<min(15, ranked.count))
    }

    private var constantWords: String {
        guard !constants.isEmpty else { return "" }
        return "The same in all epochs: "
            + constants.map { "\($0.key) = \(ParameterScale.name($0.value))" }.joined(
                separator: ", ")
            + "."
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
