internal import CLI
internal import JSONL
internal import Metrics
internal import Records
internal import Storage

/// Tables that are computed when they are asked for.
let computedTables: [(word: String, help: String)] = [
    ("bot-metrics", "how each bot does, by generation and currency, as freqtrade counts it"),
    ("strategy-performance", "each strategy's back-tests and bots side by side, by currency"),
]

// MARK: Bots

/// How each bot does: a row for each generation and currency.
func botMetrics(_ store: Store, bots: [String]) throws -> ComputedTable {
    let table = try ComputedTable(
        "bot_metrics", summary: computedTables[0].help, columns: botColumns,
        key: ["bot", "generation", "currency"])
    let known = Dictionary(uniqueKeysWithValues: try store.bots.all().map { ($0.bot, $0) })
    var tallies: [BotKey: BotTally] = [:]
    try store.trades.outcomes(bots: bots) { found in
        let currency =
            found.outcome?.currency ?? known[found.bot]?.config["stake_currency"]?.string ?? ""
        let key = BotKey(
            bot: found.bot, generation: found.generation, isCurrent: found.isCurrent,
            currency: currency)
        if let outcome = found.outcome {
            tallies[key, default: BotTally()].add(outcome)
        } else {
            tallies[key] = BotTally()
        }
    }
    for (key, tally) in tallies {
        try table.add(cells(key, tally, known[key.bot]))
    }
    return table
}

private struct BotKey: Hashable {
    let bot: String
    let generation: Int
    let isCurrent: Bool
    let currency: String
}

private let botColumns: [ComputedTable.Column] = [
    .init("bot", .text), .init("generation", .integer), .init("is_current", .integer),
    .init("currency", .text), .init("closed_trades", .integer), .init("wins", .integer),
    .init("losses", .integer), .init("winrate", .real), .init("expectancy", .real),
    .init("expectancy_ratio", .real), .init("profit_factor", .real),
    .init("profit_closed", .real), .init("profit_closed_ratio", .real),
    .init("profit_open", .real), .init("max_drawdown", .real),
    .init("max_drawdown_abs", .real), .init("best_pair", .text),
    .init("best_pair_profit", .real), .init("worst_pair", .text),
    .init("worst_pair_profit", .real), .init("first_trade_ms", .integer),
    .init("latest_trade_ms", .integer), .init("open_trades", .integer),
    .init("open_stake", .real), .init("observed_ms", .integer),
]

private func cells(_ key: BotKey, _ tally: BotTally, _ bot: Bot?) -> [Cell] {
    let start = bot.flatMap { startingBalance($0, key.currency) }
    let fall = tally.maximumDrawdown(startingBalance: start)
    let (best, worst) = (tally.bestPair, tally.worstPair)
    return [
        .text(key.bot), .integer(key.generation), .flag(key.isCurrent), .text(key.currency),
        .integer(tally.closedCount), .integer(tally.wins), .integer(tally.losses),
        cell(tally.winRate), cell(tally.expectancy), cell(tally.expectancyRatio),
        cell(tally.profitFactor), .real(tally.profit), cell(start.map { tally.profit / $0 }),
        .real(tally.openProfit), cell(fall?.ratio), cell(fall?.amount), cell(best?.pair),
        cell(best?.profit), cell(worst?.pair), cell(worst?.profit), cell(tally.firstTradeMs),
        cell(tally.latestTradeMs), .integer(tally.openCount), .real(tally.openStake),
        cell(bot?.observedMs),
    ]
}

/// What freqtrade trades with at the start: the capital that the configuration grants, else the part
/// of a dry run's wallet that it may touch. A live wallet is nowhere written down.
private func startingBalance(_ bot: Bot, _ currency: String) -> Double? {
    guard bot.config["stake_currency"]?.string == currency else { return nil }
    if let capital = bot.config["available_capital"]?.double { return capital }
    guard bot.mode == .dryRun, let wallet = bot.config["dry_run_wallet"],
        let money = wallet.double ?? wallet[currency]?.double, money > 0
    else { return nil }
    return money * (bot.config["tradable_balance_ratio"]?.double ?? 0.99)
}

// MARK: Strategies

/// Each strategy's back-tests and what its bots did, a row for each currency: money of two
/// currencies is never added.
func strategyPerformance(_ store: Store) throws -> ComputedTable {
    let table = try ComputedTable(
        "strategy_performance", summary: computedTables[1].help, columns: strategyColumns,
        key: ["strategy", "currency"])
    var rows: [StrategyKey: StrategyRow] = [:]
    for tested in try store.runs.tested() {
        rows[StrategyKey(strategy: tested.strategy, currency: tested.currency), default: .init()]
            .tested = tested
    }
    for bot in try store.bots.all() {
        let currency = bot.config["stake_currency"]?.string ?? ""
        rows[StrategyKey(strategy: bot.strategy, currency: currency), default: .init()]
            .bots.append(bot.bot)
    }
    try store.trades.outcomes { found in
        guard found.isCurrent, let outcome = found.outcome else { return }
        rows[
            StrategyKey(strategy: outcome.strategy, currency: outcome.currency), default: .init()
        ].tally.add(outcome)
    }
    let measures = try store.measures.values(
        runs: rows.values.compactMap { $0.tested?.latest },
        names: ["trade_count"] + keyMeasures)
    for (key, row) in rows {
        try table.add(cells(key, row, measures[row.tested?.latest ?? ""] ?? [:]))
    }
    return table
}

private struct StrategyKey: Hashable {
    let strategy: String
    let currency: String
}

private struct StrategyRow {
    var tested: RunTable.Tested?
    var bots: [String] = []
    var tally = BotTally()
}

/// Measures of the latest back-test that are shown beside the count of its trades, under "run_" and
/// their name.
private let keyMeasures = [
    "winrate", "profit_total_abs", "profit_total", "profit_factor", "expectancy",
    "max_drawdown_account", "sharpe",
]

private let strategyColumns: [ComputedTable.Column] =
    [
        .init("strategy", .text), .init("currency", .text), .init("runs", .integer),
        .init("latest_run", .text), .init("run_from_ms", .integer),
        .init("run_to_ms", .integer),
        .init("run_trade_count", .integer),
    ] + keyMeasures.map { .init("run_" + $0, .real) } + [
        .init("bots", .integer), .init("bot_names", .text), .init("bot_closed_trades", .integer),
        .init("bot_winrate", .real), .init("bot_profit_closed", .real),
        .init("bot_profit_factor", .real), .init("bot_expectancy", .real),
        .init("bot_open_trades", .integer), .init("bot_open_stake", .real),
    ]

private func cells(
    _ key: StrategyKey, _ row: StrategyRow, _ measures: [String: Double]
) -> [Cell] {
    let tally = row.tally
    return [
        .text(key.strategy), .text(key.currency), .integer(row.tested?.count ?? 0),
        cell(row.tested?.latest), cell(row.tested?.fromMs), cell(row.tested?.toMs),
        cell(measures["trade_count"].map { Int($0) }),
    ] + keyMeasures.map { cell(measures[$0]) } + [
        .integer(row.bots.count), .text(row.bots.sorted().joined(separator: " ")),
        .integer(tally.closedCount), cell(tally.winRate), .real(tally.profit),
        cell(tally.profitFactor), cell(tally.expectancy), .integer(tally.openCount),
        .real(tally.openStake),
    ]
}

// MARK: Cells

private func cell(_ number: Double?) -> Cell { number.map { .real($0) } ?? .null }
private func cell(_ number: Int?) -> Cell { number.map { .integer($0) } ?? .null }
private func cell(_ text: String?) -> Cell { text.map { .text($0) } ?? .null }
