internal import Backtesting
internal import CLI
internal import Doors
internal import Freqtrade
internal import Hyperopt
internal import JSONL
internal import Proofs
internal import Records
internal import Strategies
internal import Translation
internal import Workbench

/// `--export freqtrade`: the epochs as freqtrade's `.fthypt` file, which its commands read.
///
/// Every epoch is back-tested once more, since trials are kept without their trades, and written as it
/// comes: the file of a long search is large.
struct EpochExport {
    static let options = [
        Option(
            "export", value: "FORMAT", type: .choice(["freqtrade"]),
            help: "write the epochs as freqtrade's .fthypt file, which its hyperopt-list and "
                + "hyperopt-show read"),
        Option(
            "export-to", value: "FOLDER", default: "hyperopt_results", help: "the file's folder"),
    ]

    private let folder: String
    private let isQuiet: Bool

    /// nil where no export was asked for.
    init?(_ arguments: Arguments) throws(Diagnostic) {
        guard arguments.flag("export") else {
            if arguments.flag("export-to") {
                throw Diagnostic(.usage, "--export-to goes with --export freqtrade")
            }
            return nil
        }
        folder = arguments.value("export-to") ?? "hyperopt_results"
        isQuiet = arguments.flag("quiet")
    }

    /// Writes all epochs, in their order.
    func write(_ result: EpochLedger.Result, of study: Study, _ bench: Workbench) throws {
        let names = PythonNames(study.testbed.strategy)
        let files = ExportedEpoch.names(
            className: names.className, madeMs: result.run.completedMs ?? result.run.startedMs)
        try makeFolder(folder)
        var progress = Progress("epochs exported", quiet: isQuiet)
        let path = "\(folder)/\(files.file)"
        try PendingFile(for: path, isSynchronised: true) { descriptor in
            var writer = JSONWriter(descriptor: descriptor)
            for trial in result.trials {
                writer.value(try epoch(trial, result.run, study, bench, names).line)
                try writer.endLine()
                progress.update(trial.epoch, of: result.trials.count)
            }
            try writer.flush()
        }.commit()
        progress.end()
        let pointer: JSONValue = ["latest_hyperopt": .text(files.file)]
        try writeFile(pointer.text + "\n", to: "\(folder)/\(files.pointer)")
    }

    private func epoch(
        _ trial: Trial, _ run: Run, _ study: Study, _ bench: Workbench, _ names: PythonNames
    ) throws -> ExportedEpoch {
        guard let values = study.space.values(of: trial.parameters) else {
            throw Diagnostic(.badData, "epoch \(trial.epoch) is of another space")
        }
        let backtest = ExportedBacktest(
            bench, values, run: run,
            result: try study.testbed.backtest(values, run: run.run),
            className: names.className, source: "")
        let searched = Set(study.space.parameters.map(\.name))
        var flat = (trial.parameters.members ?? []).filter { searched.contains($0.key) }
        if study.space.rules.contains(.trailing) { flat.append(.init("trailing_stop", true)) }
        let spaces = ParameterSpaces(values, study, names)
        return ExportedEpoch(
            backtest, epoch: trial.epoch, loss: trial.loss, isInitial: trial.isInitial,
            isBest: trial.isBest, parameters: flat, details: spaces.searched, fixed: spaces.fixed)
    }
}

/// An epoch's parameters and rules by space, as freqtrade tells apart what it searched.
private struct ParameterSpaces {
    var searched: [JSONValue.Member]
    var fixed: [JSONValue.Member]

    init(_ values: ParameterValues, _ study: Study, _ names: PythonNames) {
        let turned = Set(study.space.parameters.map(\.name))
        let isTurned = values.names.map(turned.contains)
        searched = names.spaces(values.members) { isTurned[$0] }
        fixed = names.spaces(values.members) { !isTurned[$0] }
        let rules = ParameterFile.spaces(
            study.testbed.rules(values),
            maxOpenTrades: study.testbed.configuration(values).maxOpenTrades ?? -1)
        for (space, member) in zip(RuleSpace.allCases, rules) {
            if study.space.rules.contains(space) {
                searched.append(member)
            } else {
                fixed.append(member)
            }
        }
    }
}
