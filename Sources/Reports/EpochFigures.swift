internal import JSONL
internal import Records

/// What a page of a search says of one epoch: its loss, its parameters and its measures.
struct EpochFigures {
    let study: SiteContent.Study
    let frame: Frame
    /// Units of the measures that are defined.
    private let units: [String: String]

    init(study: SiteContent.Study, frame: Frame) {
        self.study = study
        self.frame = frame
        units = Dictionary(
            frame.content.definitions.map { ($0.name, $0.unit) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The columns of a table of epochs: epoch, loss, then parameters and measures by their keys.
    func columns(_ parameters: [String], _ measures: [String]) -> [Table.Column] {
        [.words("Epoch"), Table.Column(title: "Loss")]
            + parameters.map { Table.Column(title: $0, key: "parameters." + $0) }
            + measures.map { key in
                Table.Column(
                    title: title(key), href: frame.method(key, root: "../../"),
                    key: "measures." + key)
            }
    }

    /// An epoch in these columns.
    func row(_ trial: Trial, _ parameters: [String], _ measures: [String]) -> Table.Row {
        Table.Row(
            record: ("epoch", String(trial.epoch)),
            cells: [.text(String(trial.epoch)), .number(loss(trial))]
                + parameters.map { parameter(trial, $0) }
                + measures.map { .number(measure(trial, $0)) })
    }

    func loss(_ trial: Trial) -> Number {
        Number(
            name: .field("loss"), value: trial.loss,
            text: trial.loss.map { NumberText.fixed($0, 4) } ?? "", reason: "no usable result")
    }

    func measure(_ trial: Trial, _ key: String) -> Number {
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

    private func parameter(_ trial: Trial, _ key: String) -> Table.Cell {
        let value = trial.parameters[key] ?? .null
        guard let number = value.double else { return .text(ParameterScale.name(value)) }
        return .number(
            Number(name: .field("parameters." + key), value: number, text: value.text))
    }

    /// What columns and tiles have room for.
    private static let shortTitles = [
        "profit_total": "Return", "max_drawdown_account": "Drawdown",
        "max_relative_drawdown": "Relative drawdown", "holding_avg": "Held",
        "max_drawdown_abs": "Drawdown in money", "profit_mean": "Mean trade",
    ]

    func title(_ key: String) -> String {
        Self.shortTitles[key] ?? frame.content.definitions.first { $0.name == key }?.title ?? key
    }
}
