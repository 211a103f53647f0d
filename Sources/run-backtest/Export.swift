internal import Backtesting
internal import CLI
internal import Doors
internal import Freqtrade
internal import JSONL
internal import Market
internal import Metrics
internal import Proofs
internal import Records
internal import Strategies
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
        let backtests = try runs.map { try exported($0.bench, $0.run, $0.result) }
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

    private func exported(
        _ bench: Workbench, _ run: Run, _ result: BacktestResult
    ) throws -> ExportedBacktest {
        let testbed = bench.testbed
        let currency = testbed.configuration.stakeCurrency
        let python = try pythonStrategy(bench)
        return ExportedBacktest(
            className: python.className, source: python.source,
            trades: result.trades, locks: result.locks.map(\.exported),
            pairs: testbed.configuration.pairWhitelist.map(\.symbol), currency: currency,
            timeframe: testbed.strategy.rules.timeframe.description, settings: settings(bench),
            startMs: result.startMs, endMs: result.endMs, runStartMs: run.startedMs,
            runEndMs: run.completedMs ?? run.startedMs, finalBalance: result.finalBalance,
            rejectedSignals: result.rejectedSignals, marketChange: testbed.marketChange,
            runID: run.run, wallet: wallet(result, run: run, currency: currency)
        ) { trades in
            tearsheet(
                run: run.run, trades: trades, equity: [],
                startingBalance: result.startingBalance, currency: currency,
                fromMs: result.startMs, toMs: result.endMs)
        }
    }

    private func wallet(
        _ result: BacktestResult, run: Run, currency: String
    ) -> WalletStatistics? {
        guard let first = result.wallet.first, let last = result.wallet.last else { return nil }
        return WalletStatistics(
            fromMs: first.atMs, toMs: last.atMs,
            measures: walletMeasures(result.wallet, run: run.run, currency: currency))
    }

    private func settings(_ bench: Workbench) -> [JSONValue.Member] {
        let rules = bench.testbed.rules(bench.values)
        let configuration = bench.testbed.configuration(bench.values)
        let pairs = configuration.pairWhitelist.count
        let slots = configuration.maxOpenTrades
        let wallet = JSONValue.number(configuration.dryRunWallet)
        let roi = rules.minimalROI.map {
            JSONValue.Member("\($0.minutes)", .number($0.ratio))
        }
        return [
            .init("stake_amount", configuration.json["stake_amount"] ?? .null),
            .init("starting_balance", wallet), .init("dry_run_wallet", wallet),
            .init("max_open_trades", .integer(min(slots ?? pairs, pairs))),
            .init("max_open_trades_setting", .integer(slots ?? -1)),
            .init("timeframe_detail", bench.config["timeframe_detail"] ?? ""),
            .init("timerange", ""),
            .init("enable_protections", true), .init("stoploss", .number(rules.stoploss)),
            .init("trailing_stop", .boolean(rules.trailingStop)),
            .init(
                "trailing_stop_positive",
                rules.trailingStopPositive.map { .number($0) } ?? .null),
            .init("trailing_stop_positive_offset", .number(rules.trailingStopPositiveOffset)),
            .init(
                "trailing_only_offset_is_reached", .boolean(rules.trailingOnlyOffsetIsReached)),
            .init(
                "use_custom_stoploss",
                .boolean(bench.testbed.strategy.hookNames.contains(.customStoploss))),
            .init("minimal_roi", .object(roi)),
            .init("use_exit_signal", .boolean(rules.useExitSignal)),
            .init("exit_profit_only", .boolean(rules.exitProfitOnly)),
            .init("exit_profit_offset", .number(rules.exitProfitOffset)),
            .init("ignore_roi_if_entry_signal", .boolean(rules.ignoreROIIfEntrySignal)),
            .init("trading_mode", .text(configuration.tradingMode.rawValue)),
            .init(
                "margin_mode",
                .text(
                    configuration.tradingMode == .futures ? configuration.marginMode.rawValue : "")),
        ]
    }
}

extension Lock {
    fileprivate var exported: JSONValue {
        func time(_ milliseconds: Int) -> JSONValue {
            let text = Timestamp(milliseconds: milliseconds).description
            return .text(String(text.prefix(19)).replacing("T", with: " "))
        }
        return [
            "id": .null, "pair": .text(pair?.symbol ?? "*"), "lock_time": time(sinceMs),
            "lock_timestamp": .integer(sinceMs), "lock_end_time": time(endMs),
            "lock_end_timestamp": .integer(endMs), "reason": .text(reason),
            "side": .text(side), "active": true,
        ]
    }
}
