internal import Backtesting
public import CLI
internal import Freqtrade
internal import Glibc
internal import JSONL
internal import Market
internal import Records
internal import Shell
internal import Strategies
internal import Translation
public import Workbench

/// A strategy in Python that freqtrade runs in place of a translated one.
public struct OriginalStrategy {
    let path: String
    /// nil for the last class of the file.
    let className: String?

    public init(path: String, className: String? = nil) {
        self.path = path
        self.className = className
    }
}

/// `--verify freqtrade`: both programs back-test the same, and their results are compared.
///
/// The room knows how to run freqtrade without a network on the candles, markets and settings of a
/// run, and compares what comes out trade by trade.
public struct Verification {
    /// What every tool takes that verifies.
    public static let shared = [
        Option(
            "verify", value: "PROGRAM", type: .choice(["freqtrade"]),
            help: "run freqtrade on the same too, and print whether the results are equal"),
        FreqtradeProgram.option,
        Option("keep", value: "FOLDER", help: "keep what --verify gave freqtrade in this folder"),
    ]

    public static let options =
        [
            shared[0],
            Option(
                "verify-strategy", value: "FILE.py",
                help: "verify with this strategy in Python, not with the translated one"),
        ] + shared.dropFirst() + [
            Option(
                "write-python", value: "FILE",
                help: "write the strategy as a freqtrade strategy in Python")
        ]

    private let arguments: Arguments
    private let benches: [Workbench]
    private let original: OriginalStrategy?

    /// Verifies the benches, one with `original` if that is given.
    public init(arguments: Arguments, benches: [Workbench], original: OriginalStrategy? = nil) {
        self.arguments = arguments
        self.benches = benches
        self.original = original
    }

    /// Whether anything of this was asked for.
    public static func isWanted(_ arguments: Arguments) throws(Diagnostic) -> Bool {
        let isWanted = arguments.flag("verify") || arguments.flag("verify-strategy")
        for name in ["freqtrade", "keep"] where !isWanted && arguments.flag(name) {
            throw Diagnostic(.usage, "--\(name) goes with --verify freqtrade")
        }
        return isWanted
    }

    /// `--write-python`, where it was asked for.
    public static func writePython(_ benches: [Workbench], _ arguments: Arguments)
        throws(Diagnostic)
    {
        guard let path = arguments.value("write-python") else { return }
        guard benches.count == 1 else {
            throw Diagnostic(.usage, "--write-python is for one strategy")
        }
        try writeFile(try pythonStrategy(benches[0]).source, to: path)
    }

    /// Prints for every strategy whether the two results are equal, and where they first differ.
    public func verdict() throws -> ExitStatus {
        let own = original ?? arguments.value("verify-strategy").map { OriginalStrategy(path: $0) }
        guard own == nil || benches.count == 1 else {
            throw Diagnostic(.usage, "--verify-strategy is for one strategy")
        }
        let program = try FreqtradeProgram(arguments)
        let folder = try VerificationFolder(keeping: arguments.value("keep"))
        defer { folder.close() }
        try folder.fill(benches, original: own)
        try run(program, in: folder)
        let theirs = try folder.outcome()
        guard theirs.results.count == benches.count else {
            throw Diagnostic(
                .badData, "freqtrade has results of \(theirs.results.count) strategies")
        }
        var isEqual = true
        for (bench, their) in zip(benches, theirs.results) {
            let result = try bench.testbed.backtest(bench.values, run: "verified")
            let comparison = BacktestComparison(side(result), their)
            isEqual = isEqual && comparison.isEqual
            let name = bench.testbed.strategy.name
            try writeWords(words(comparison, result, name, freqtrade: theirs.freqtrade))
        }
        return isEqual ? .done : .no
    }

    private func side(_ result: BacktestResult) -> BacktestComparison.Side {
        .init(
            trades: result.trades, rejectedSignals: result.rejectedSignals,
            finalBalance: result.finalBalance,
            locks: result.locks.map {
                "\($0.pair?.symbol ?? "*") \($0.sinceMs) \($0.endMs) \($0.side)"
            })
    }

    // MARK: Running

    private func run(_ program: FreqtradeProgram, in folder: VerificationFolder) throws {
        let log = folder.path + "/log.txt"
        var environment = ["PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"]
        // Nothing else: freqtrade takes settings, and secrets, from the environment.
        for name in ["HOME", "PATH", "TMPDIR"] {
            environment[name] = arguments.environmentValue(name)
        }
        var process = Subprocess(
            stages: [
                .init(
                    path: program.python,
                    arguments: [program.python, folder.path + "/run.py", folder.path])
            ], environment: environment)
        process.output = .file(log)
        process.error = .appending(log)
        process.diesWithUs = true
        let inbox = try SignalInbox(catching: [SIGINT, SIGTERM, SIGHUP])
        let group = try process.start()
        while true {
            if let ends = group.reap() {
                guard ends == [.exited(0)] else { throw failure(ends, log) }
                return
            }
            if let signal = inbox.next() {
                group.kill()
                folder.close()
                exit(128 + signal)
            }
            waitForAny([group], inbox: inbox)
        }
    }

    private func failure(_ ends: [ProcessEnd], _ log: String) -> Diagnostic {
        let lines = ((try? readText(log)) ?? "").split(separator: "\n")
        if ends == [.exited(FreqtradeDriver.freqtradeIsMissing)] {
            return Diagnostic(
                .unavailable, "this Python has no freqtrade: \(lines.last ?? "")",
                hint: "name freqtrade's own with --freqtrade .venv/bin/freqtrade")
        }
        let last =
            lines.last { $0.contains(" - ERROR - ") }?.split(separator: " - ").last ?? lines.last
        return Diagnostic(
            .unavailable, "freqtrade failed (\(ends.first?.description ?? "")): \(last ?? "")",
            hint: "--keep FOLDER keeps its log, FOLDER/log.txt")
    }

    // MARK: Words

    private func words(
        _ comparison: BacktestComparison, _ result: BacktestResult, _ name: String,
        freqtrade: String
    ) -> String {
        guard !comparison.isEqual else {
            return """
                equal: \(result.trades.count) trades of \(name), here and in freqtrade \(freqtrade)
                compared, of every trade in closing order: \
                \(BacktestComparison.fields.joined(separator: ", "))
                compared, of the whole: \(result.rejectedSignals) rejected signals, \
                \(result.locks.count) locks, final balance \
                \(Precision.rounded(result.finalBalance, decimals: 8))

                """
        }
        var text = "different: \(name), here and in freqtrade \(freqtrade)\n"
        for difference in comparison.differences.prefix(12) {
            text += visible(line(difference)) + "\n"
        }
        return text
            + "\(comparison.differingTrades) trades differ; here \(result.trades.count), "
            + "in freqtrade \(comparison.tradeCount)\n"
    }

    private func line(_ difference: BacktestComparison.Difference) -> String {
        var place = ""
        if let number = difference.number {
            let time = difference.openMs.map { Timestamp(milliseconds: $0).description } ?? ""
            place = "trade \(number) \(difference.pair ?? "") \(time): "
        }
        return place + "\(difference.field) is \(difference.ours) here, "
            + "\(difference.theirs) in freqtrade"
    }
}
