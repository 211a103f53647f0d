internal import JSONL
internal import Records

/// Which parameters decided how a search went, and what the two that did most led to together.
struct ImportancePanel {
    let study: SiteContent.Study
    let frame: Frame
    let losses: LossRange
    private let sheet: Sheet
    /// Parameters with their importance, the most important first.
    private let ranked: [(parameter: String, share: Double)]

    init(study: SiteContent.Study, frame: Frame, losses: LossRange) {
        self.study = study
        self.frame = frame
        self.losses = losses
        sheet = Sheet(study.measures, frame.content.definitions)
        let sheet = sheet
        ranked = sheet.groups(of: "parameter").compactMap { parameter in
            sheet.value(Self.name(parameter)).map { (parameter, $0) }
        }.sorted { ($1.share, $0.parameter) < ($0.share, $1.parameter) }
    }

    private static func name(_ parameter: String) -> String {
        MeasureName("parameter_importance", "parameter", parameter).description
    }

    /// Parameters as a page names them one after the other: the most important first, or as they are.
    func order(_ parameters: [String]) -> [String] {
        let known = ranked.map(\.parameter).filter(parameters.contains)
        return known + parameters.filter { !known.contains($0) }
    }

    /// nil where no importance is known.
    var context: JSONValue {
        guard !ranked.isEmpty else { return .null }
        let contour = contour
        return [
            "words": words.context, "contour_svg": (contour?.markup()).map(JSONValue.text) ?? .null,
            "contour_words": contour?.words.context ?? .null,
        ]
    }

    private var words: Sentence {
        let together = max(0, 1 - ranked.reduce(0) { $0 + $1.share })
        let number = Number(
            name: .field("importance_together"), value: together,
            text: NumberText.text(together, unit: "ratio"))
        return
            "\(ranked[0].parameter) alone explains \(sheet.number(Self.name(ranked[0].parameter))) of how "
            + "the losses differ; \(number) is the doing of several parameters together."
    }

    var table: Table? {
        guard !ranked.isEmpty else { return nil }
        return Table(
            identifier: "importance", caption: "What each parameter explains alone",
            columns: [
                .words("Parameter"),
                .measure("parameter_importance", "Importance", frame, root: "../../"),
                Table.Column(title: "Part of all", isNumeric: false, isDrawing: true),
            ],
            rows: ranked.map { parameter, share in
                Table.Row(cells: [
                    .text(parameter), .number(sheet.number(Self.name(parameter))),
                    .drawing(SVG.bar(share)),
                ])
            })
    }

    private var contour: ContourChart? {
        guard ranked.count > 1 else { return nil }
        let (across, upwards) = (ranked[0].parameter, ranked[1].parameter)
        func pair(_ trial: Trial) -> (JSONValue, JSONValue)? {
            guard let first = trial.parameters[across], let second = trial.parameters[upwards]
            else { return nil }
            return (first, second)
        }
        return ContourChart(
            across, upwards,
            epochs: study.trials.compactMap { trial in
                guard let loss = trial.loss, let (first, second) = pair(trial) else { return nil }
                return (first, second, loss)
            }, best: study.best.flatMap(pair).map { ($0.0, $0.1) }, ceiling: losses.ceiling)
    }
}

extension SVG {
    /// A bar that fills a part of its room, 0…1.
    static func bar(_ part: Double) -> String {
        "<svg class=\"stack\" viewBox=\"0 0 200 12\" aria-hidden=\"true\"><rect class=\"bar info\" width=\""
            + pixels(part * 200) + "\" height=\"12\"/></svg>"
    }
}
