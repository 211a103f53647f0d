internal import Backtesting
internal import CLI
internal import Doors
internal import Freqtrade
internal import JSONL
internal import Proofs
internal import Records
internal import Translation
internal import Workbench

/// `--export freqtrade`: the runs as freqtrade's own back-test archive.
struct Export {
    static let options = [
        Option(
            "export", value: "FORMAT", type: .choice(["freqtrade"]),
            help: "write the runs as freqtrade's back-test archive, which its commands read"),
        Option(
            "export-to", value: "FOLDER", default: "backtest_results",
            help: "the folder of the archive"),
    ]

    let arguments: Arguments

    /// nil where no export was asked for.
    init?(_ arguments: Arguments) throws(Diagnostic) {
        guard arguments.flag("export") else {
            if arguments.flag("export-to") {
                throw Diagnostic(.usage, "--export-to goes with --export freqtrade")
            }
            return nil
        }
        self.arguments = arguments
    }

    /// Writes all runs into one archive.
    func write(_ runs: [(bench: Workbench, run: Run, result: BacktestResult)]) throws {
        let folder = arguments.value("export-to") ?? "backtest_results"
        let backtests = try runs.map { bench, run, result in
            let python = try pythonStrategy(bench)
            return ExportedBacktest(
                bench, bench.values, run: run, result: result, className: python.className,
                source: python.source)
        }
        let files = try diagnosing(.cannotCreate) {
            try BacktestArchiveWriter.files(
                backtests, configuration: configuration(runs[0].bench),
                madeMs: runs[0].run.startedMs)
        }
        try makeFolder(folder)
        for file in files { try writeFile(file.bytes, to: "\(folder)/\(file.name)") }
    }

    private func configuration(_ bench: Workbench) -> JSONValue {
        .object(
            (bench.testbed.configuration(bench.values).json.members ?? []).map { member in
                guard member.key == "exchange" else { return member }
                let name = bench.config["exchange"]?["name"] ?? "binance"
                return .init(
                    "exchange", .object([.init("name", name)] + (member.value.members ?? [])))
            } + [.init("dry_run", true)])
    }
}
