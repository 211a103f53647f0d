internal import CLI
internal import Hyperopt
internal import Records
internal import Workbench

/// `--parameters-to`: what the best epoch found, as freqtrade's strategy parameter file.
struct BestParameters {
    static let options = [
        Option(
            "parameters-to", value: "FILE",
            help: "write the best epoch's parameters as freqtrade's strategy parameter file, which "
                + "run-backtest --parameters reads")
    ]

    private let path: String

    /// nil where none was asked for.
    init?(_ arguments: Arguments) {
        guard let path = arguments.value("parameters-to") else { return nil }
        self.path = path
    }

    /// Writes the file, unless there is no best epoch.
    func write(_ result: EpochLedger.Result, of study: Study) throws(Diagnostic) {
        guard let best = result.best, let values = study.space.values(of: best.parameters) else {
            return
        }
        let text = ParameterFile.text(
            values, of: study.testbed, madeMs: result.run.completedMs ?? result.run.startedMs)
        try writeFile(text, to: path)
    }
}
