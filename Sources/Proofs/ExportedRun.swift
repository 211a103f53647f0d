public import Backtesting
internal import CLI
public import Freqtrade
internal import JSONL
internal import Market
internal import Metrics
public import Records
public import Strategies
public import Workbench

extension ExportedBacktest {
    /// A back-test of a bench with `values`; `names` are what freqtrade calls the strategy and its file.
    public init(
        _ bench: Workbench, _ values: ParameterValues, run: Run, result: BacktestResult,
        className: String, source: String
    ) {
        let testbed = bench.testbed
        let currency = testbed.configuration.stakeCurrency
        self.init(
            className: className, source: source,
            trades: result.trades, locks: result.locks.map(\.exported),
            pairs: testbed.configuration.pairWhitelist.map(\.symbol), currency: currency,
            timeframe: testbed.strategy.rules.timeframe.description,
            settings: Self.settings(bench, values),
            startMs: result.startMs, endMs: result.endMs, runStartMs: run.startedMs,
            runEndMs: run.completedMs ?? run.startedMs, finalBalance: result.finalBalance,
            rejectedSignals: result.rejectedSignals, marketChange: testbed.marketChange,
            runID: run.run, wallet: Self.wallet(result, run: run, currency: currency)
        ) { trades in
            tearsheet(
                run: run.run, trades: trades, equity: [],
                startingBalance: result.startingBalance, currency: currency,
                fromMs: result.startMs, toMs: result.endMs)
        }
    }

    private static func wallet(
        _ result: BacktestResult, run: Run, currency: String
    ) -> WalletStatistics? {
        guard let first = result.wallet.first, let last = result.wallet.last else { return nil }
        return WalletStatistics(
            fromMs: first.atMs, toMs: last.atMs,
            measures: walletMeasures(result.wallet, run: run.run, currency: currency))
    }

    private static func settings(
        _ bench: Workbench, _ values: ParameterValues
    ) -> [JSONValue.Member] {
        let rules = bench.testbed.rules(values)
        let configuration = bench.testbed.configuration(values)
        let pairs = configuration.pairWhitelist.count
        let slots = configuration.maxOpenTrades
        let wallet = JSONValue.number(configuration.dryRunWallet)
        let margin =
            configuration.tradingMode == .futures ? configuration.marginMode.rawValue : ""
        return [
            .init("stake_amount", configuration.json["stake_amount"] ?? .null),
            .init("starting_balance", wallet), .init("dry_run_wallet", wallet),
            .init("max_open_trades", .integer(min(slots ?? pairs, pairs))),
            .init("max_open_trades_setting", .integer(slots ?? -1)),
            .init("timeframe_detail", bench.config["timeframe_detail"] ?? ""),
            .init("timerange", ""), .init("enable_protections", true),
            .init("stoploss", .number(rules.stoploss)),
        ] + rules.trailing.members + [
            .init(
                "use_custom_stoploss",
                .boolean(bench.testbed.strategy.hookNames.contains(.customStoploss))),
            .init("minimal_roi", rules.minimalROI.json),
            .init("use_exit_signal", .boolean(rules.useExitSignal)),
            .init("exit_profit_only", .boolean(rules.exitProfitOnly)),
            .init("exit_profit_offset", .number(rules.exitProfitOffset)),
            .init("ignore_roi_if_entry_signal", .boolean(rules.ignoreROIIfEntrySignal)),
            .init("trading_mode", .text(configuration.tradingMode.rawValue)),
            .init("margin_mode", .text(margin)),
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
