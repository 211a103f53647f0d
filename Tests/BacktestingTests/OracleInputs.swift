import JSONL
import Market
import Records
import Strategies
import TestSupport

@testable import Backtesting

/// The inputs of a reference run as the engine takes them: its rules, its configuration, its signals.
struct OracleInputs {
    let run: OracleRun
    let stats: JSONValue
    let market: JSONValue
    let configuration: TradingConfiguration
    let rules: TradingRules

    init(_ run: OracleRun) throws {
        self.run = run
        stats = try run.json("stats.json")
        market = try run.json("market.json")
        var configuration = try run.configuration()
        configuration.fee = market["fee"]?.double
        self.configuration = configuration
        rules = TradingRules(
            timeframe: try Timeframe(stats["timeframe"]?.string ?? ""),
            startupCandleCount: market["required_startup"]?.int ?? 0,
            minimalROI: (stats["minimal_roi"]?.members ?? []).compactMap { member in
                Int(member.key).map { .init(minutes: $0, ratio: member.value.double ?? 0) }
            }.sorted { $0.minutes < $1.minutes },
            stoploss: stats["stoploss"]?.double ?? 0,
            trailingStop: stats["trailing_stop"]?.bool ?? false,
            trailingStopPositive: stats["trailing_stop_positive"]?.double,
            trailingStopPositiveOffset: stats["trailing_stop_positive_offset"]?.double ?? 0,
            trailingOnlyOffsetIsReached: stats["trailing_only_offset_is_reached"]?.bool ?? false,
            useExitSignal: stats["use_exit_signal"]?.bool ?? false,
            exitProfitOnly: stats["exit_profit_only"]?.bool ?? false,
            exitProfitOffset: stats["exit_profit_offset"]?.double ?? 0,
            ignoreROIIfEntrySignal: stats["ignore_roi_if_entry_signal"]?.bool ?? false,
            canShort: stats["trading_mode"] == "futures")
    }

    /// The reference's candles and signals; its start-up rows are gone already.
    func pairInputs() throws -> [PairInput] {
        try configuration.pairWhitelist.compactMap { pair in
            let columns = try run.signals(pair: pair.symbol)
            let facts = try run.facts(pair)
            let series = OracleRun.series(columns, pair: pair, timeframe: rules.timeframe)
            func signals(_ name: String, tag: String) -> [PairSignals.Rule] {
                let flags = columns[name]?.map { Double($0) == 1 } ?? []
                guard !flags.isEmpty else { return [] }
                let tags = columns[tag] ?? Array(repeating: "", count: flags.count)
                return Set(tags).sorted().map { tag in
                    PairSignals.Rule(
                        rows: Bitmap(zip(flags, tags).map { $0 && $1 == tag }),
                        tag: tag.isEmpty ? nil : tag)
                }
            }
            let said = PairSignals(
                count: series.count, enter: signals("enter_long", tag: "enter_tag"),
                exit: signals("exit_long", tag: "exit_tag"),
                enterShort: signals("enter_short", tag: "enter_tag"),
                exitShort: signals("exit_short", tag: "exit_tag"))
            let funding = pair.settle == nil ? [] : try OracleRun.funding(pair)
            let prepared = PreparedCandles(
                series, fromMs: nil, throughMs: nil, startup: 0, marketTick: 1e-8)
            return try prepared.map {
                PairInput(
                    candles: $0, signals: said, facts: facts, funding: funding,
                    detail: try detail(of: $0))
            }
        }
    }

    /// The candles that the reference looked into, nil for none.
    private func detail(of candles: PreparedCandles) throws -> DetailCandles? {
        guard let text = stats["timeframe_detail"]?.string, !text.isEmpty else { return nil }
        let series = try OracleRun.series(
            pair: candles.series.pair, timeframe: try Timeframe(text))
        return DetailCandles(
            series, of: candles, fromMs: stats["backtest_start_ts"]?.int,
            throughMs: stats["backtest_end_ts"]?.int)
    }
}
