internal import Doors
internal import JSONL
internal import Records
internal import Storage

/// Prints epochs for people and spreadsheets, in their order.
func print(_ trials: [Trial], as format: Format) throws {
    let objectives = (trials.first?.measures.members ?? []).map(\.key).filter {
        $0.hasPrefix("loss_") || $0 == "pareto_front"
    }
    let measures = objectives + ["trade_count", "profit_total", "winrate", "max_drawdown_account"]
    let columns = ["epoch", "is_best", "loss"] + measures + ["parameters"]
    let printer = RowPrinter(format: format)
    printer.expect(columns)
    for trial in trials {
        let values = measures.map { name -> Cell in
            if let count = trial.measures[name]?.int { return .integer(count) }
            return trial.measures[name]?.double.map { .real($0) } ?? .null
        }
        try printer.row(
            kind: "trial", columns,
            [
                .integer(trial.epoch), .flag(trial.isBest), trial.loss.map { .real($0) } ?? .null,
            ] + values + [.json(trial.parameters.text)])
    }
    try printer.finish()
}

/// Prints what is said of a walk-forward.
func print(_ measures: [Measure], as format: Format) throws {
    let columns = ["measure", "unit", "value"]
    let printer = RowPrinter(format: format)
    printer.expect(columns)
    for measure in measures {
        try printer.row(
            kind: "measure", columns,
            [
                .text(measure.name), .text(measure.unit),
                measure.value.map { .real($0) } ?? .null,
            ])
    }
    try printer.finish()
}
