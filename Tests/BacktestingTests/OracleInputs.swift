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
        let config = try run.json("config.json")
        let pairs = config["exchange"]?["pair_whitelist"]?.array?.compactMap(\.string) ?? []
        let timeout = config["unfilledtimeout"]
        let slots = stats["max_open_trades_setting"]?.int ?? 1
        configuration = TradingConfiguration(
            maxOpenTrades: slots < 0 ? nil : slots,
            stakeCurrency: config["stake_currency"]?.string ?? "",
            stakeAmount: config["stake_amount"]?.double.map { .fixed($0) } ?? .unlimited,
            tradableBalanceRatio: config["tradable_balance_ratio"]?.double ?? 0.99,
            dryRunWallet: config["dry_run_wallet"]?.double ?? 1000, fee: market["fee"]?.double,
            amendLastStakeAmount: config["amend_last_stake_amount"]?.bool ?? false,
            lastStakeAmountMinRatio: config["last_stake_amount_min_ratio"]?.double ?? 0.5,
            entryTimeoutMinutes: timeout?["entry"]?.double ?? 10,
            exitTimeoutMinutes: timeout?["exit"]?.double ?? 10,
            pairWhitelist: try pairs.map { try Pair($0) })
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
            ignoreROIIfEntrySignal: stats["ignore_roi_if_entry_signal"]?.bool ?? false)
    }

    func facts(_ pair: Pair) throws -> MarketFacts {
        let limits = market["limits"]?[pair.symbol]
        let (amount, cost) = (limits?["amount"], limits?["cost"])
        let fee = market["fee"]?.double ?? 0
        return try MarketFacts(
            exchange: "binance", pair: pair,
            amountStep: market["amount_step"]?[pair.symbol]?.double ?? 1, priceTick: 1e-8,
            minAmount: amount?["min"]?.double, maxAmount: amount?["max"]?.double,
            minCost: cost?["min"]?.double, maxCost: cost?["max"]?.double, maker: fee, taker: fee)
    }

    /// The reference's candles and signals; its start-up rows are gone already.
    func pairInputs() throws -> [PairInput] {
        try configuration.pairWhitelist.compactMap { pair in
            let columns = try run.signals(pair: pair.symbol)
            func numbers(_ name: String) -> [Double] {
                columns[name]?.compactMap(Double.init) ?? []
            }
            let series = CandleSeries(
                exchange: "binance", pair: pair, timeframe: rules.timeframe,
                openMs: columns["date"]?.compactMap(Int.init) ?? [], open: numbers("open"),
                high: numbers("high"), low: numbers("low"), close: numbers("close"),
                volume: numbers("volume"))
            var signals = PairSignals(count: series.count)
            func flags(_ name: String) -> [Bool] {
                columns[name]?.map { Double($0) == 1 }
                    ?? Array(repeating: false, count: series.count)
            }
            func tags(_ name: String) -> [Int16] {
                (columns[name] ?? Array(repeating: "", count: series.count)).map { tag in
                    if tag.isEmpty { return -1 }
                    if !signals.tags.contains(tag) { signals.tags.append(tag) }
                    return Int16(signals.tags.firstIndex(of: tag) ?? -1)
                }
            }
            signals.enterLong = flags("enter_long")
            signals.exitLong = flags("exit_long")
            signals.enterTag = tags("enter_tag")
            signals.exitTag = tags("exit_tag")
            return PreparedCandles(
                series, fromMs: nil, throughMs: nil, startup: 0, marketTick: 1e-8
            ).map { PairInput(candles: $0, signals: signals, facts: (try? facts(pair)) ?? never()) }
        }
    }

    private func never() -> MarketFacts { preconditionFailure("the reference's market is invalid") }
}
