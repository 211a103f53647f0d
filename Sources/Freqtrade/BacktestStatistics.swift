internal import JSONL
internal import Market
internal import Records

/// freqtrade's statistics of one back-test, under its names and with its values for what is undefined.
///
/// The numbers are those of the house's own measures, asked for every group of trades. freqtrade's counts of
/// orders that timed out are left out.
struct BacktestStatistics {
    let backtest: ExportedBacktest

    /// The value of `strategy` for the strategy's name.
    var json: JSONValue {
        let whole = Group(backtest.trades, backtest)
        let pairs = lines(
            backtest.pairs.map { pair in
                (.text(pair), backtest.trades.filter { $0.pair.symbol == pair })
            })
        let forced = backtest.pairs.map { pair in
            (
                JSONValue.text(pair),
                backtest.trades.filter {
                    $0.pair.symbol == pair && $0.exitReason == "force_exit"
                }
            )
        }
        let left = backtest.trades.filter { $0.exitReason == "force_exit" }
        let stoploss = backtest.settings.first { $0.key == "stoploss" }?.value ?? .null
        let trades = backtest.trades.map { $0.exported(stoploss: stoploss) }
        var members: [JSONValue.Member] = [
            .init("trades", .list(trades)),
            .init("locks", .list(backtest.locks)),
            .init("best_pair", pairs.first ?? .null),
            .init("worst_pair", Self.worst(pairs) ?? .null),
            .init("results_per_pair", .list(pairs + [line("TOTAL", backtest.trades)])),
            .init("results_per_enter_tag", tagged { [$0.enterTag ?? ""] }),
            .init("exit_reason_summary", tagged { [$0.exitReason ?? ""] }),
            .init("mix_tag_stats", tagged { [$0.enterTag ?? "", $0.exitReason ?? ""] }),
            .init(
                "left_open_trades",
                .list(lines(forced.filter { !$0.1.isEmpty }) + [line("TOTAL", left)])),
        ]
        members +=
            whole.totals + backtest.span + backtest.settings + whole.days + whole.holding
            + whole.drawdown
        if let wallet = backtest.wallet { members.append(.init("wallet_stats", wallet.json)) }
        return .object(members)
    }

    /// The line of `strategy_comparison`.
    var comparison: JSONValue {
        let group = Group(backtest.trades, backtest)
        let members = group.line(key: .text(backtest.className)).map { member in
            guard member.key == "max_drawdown_abs" else { return member }
            let text = CoinText.text(
                group.number("max_drawdown_abs"), currency: backtest.currency)
            return JSONValue.Member(member.key, .text(text))
        }
        return .object(members)
    }

    /// The first line with the lowest profit.
    private static func worst(_ lines: [JSONValue]) -> JSONValue? {
        lines.min { profit($0) < profit($1) }
    }

    private static func profit(_ line: JSONValue) -> Double {
        line["profit_total_abs"]?.double ?? 0
    }

    /// Best profit first; equal ones stay in their order.
    private func lines(_ groups: [(JSONValue, [Trade])]) -> [JSONValue] {
        let sorted = groups.enumerated().sorted { one, other in
            let (left, right) = (Group.profit(one.element.1), Group.profit(other.element.1))
            return left == right ? one.offset < other.offset : left > right
        }
        return sorted.map { line($0.element.0, $0.element.1) }
    }

    private func line(_ key: JSONValue, _ trades: [Trade]) -> JSONValue {
        .object(Group(trades, backtest).line(key: key))
    }

    private func tagged(_ tags: (Trade) -> [String]) -> JSONValue {
        let groups = Dictionary(grouping: backtest.trades, by: tags)
        let sorted = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let keyed = sorted.map { tags, trades in
            let key: JSONValue =
                tags.count == 1 ? .text(tags[0]) : .list(tags.map { .text($0) })
            return (key, trades)
        }
        return .list(lines(keyed) + [line("TOTAL", backtest.trades)])
    }
}

/// Some trades of a back-test with their measures.
private struct Group {
    let trades: [Trade]
    let backtest: ExportedBacktest
    private let values: [String: Double]

    init(_ trades: [Trade], _ backtest: ExportedBacktest) {
        self.trades = trades
        self.backtest = backtest
        var values: [String: Double] = [:]
        for measure in backtest.measures(trades) {
            if let value = measure.value { values[measure.name] = value }
        }
        self.values = values
    }

    static func profit(_ trades: [Trade]) -> Double {
        trades.reduce(0) { $0 + ($1.profitAbs ?? 0) }
    }

    /// The measure, or what freqtrade writes where it is undefined.
    func number(_ name: String) -> Double { values[name] ?? standard(name) }

    private func standard(_ name: String) -> Double {
        switch name {
        case "sharpe", "sortino", "calmar", "sqn": trades.isEmpty ? 0 : -100
        case "expectancy_ratio": 100
        case "p_value": 1
        default: 0
        }
    }

    func member(_ name: String) -> JSONValue.Member { .init(name, .number(number(name))) }

    func count(_ name: String) -> JSONValue.Member { .init(name, .integer(Int(number(name)))) }

    func line(key: JSONValue) -> [JSONValue.Member] {
        func percent(_ name: String) -> JSONValue.Member {
            .init(name + "_pct", .number(Precision.rounded(number(name) * 100, decimals: 2)))
        }
        let duration = trades.isEmpty ? "0:00" : DurationText.python(number("holding_avg"))
        return [
            .init("key", key), .init("trades", .integer(trades.count)), member("profit_mean"),
            percent("profit_mean"), member("profit_total_abs"), member("profit_total"),
            percent("profit_total"), .init("duration_avg", .text(duration)), count("wins"),
            count("draws"), count("losses"),
        ]
            + [
                "winrate", "cagr", "expectancy", "expectancy_ratio", "sortino", "sharpe", "calmar",
                "sqn", "p_value", "profit_factor", "max_drawdown_account", "max_drawdown_abs",
            ].map(member)
    }

    var totals: [JSONValue.Member] {
        let longs = Group(trades.filter { $0.side == .long }, backtest)
        let shorts = Group(trades.filter { $0.side == .short }, backtest)
        return [
            .init("total_trades", .integer(trades.count)),
            .init("trade_count_long", .integer(longs.trades.count)),
            .init("trade_count_short", .integer(shorts.trades.count)),
            member("total_volume"), .init("avg_stake_amount", .number(averageStake)),
            member("profit_mean"), member("profit_median"), member("profit_total"),
            .init("profit_total_long", .number(longs.number("profit_total"))),
            .init("profit_total_short", .number(shorts.number("profit_total"))),
            member("profit_total_abs"),
            .init("profit_total_long_abs", .number(longs.number("profit_total_abs"))),
            .init("profit_total_short_abs", .number(shorts.number("profit_total_abs"))),
        ]
            + [
                "cagr", "expectancy", "expectancy_ratio", "sortino", "sharpe", "calmar", "sqn",
                "p_value", "profit_factor", "trades_per_day",
            ].map(member)
    }

    /// Of stakes as a result tells them.
    private var averageStake: Double {
        let stakes = trades.map { Precision.rounded($0.stakeAmount, decimals: 8) }
        return stakes.reduce(0, +) / Double(max(1, stakes.count))
    }

    var days: [JSONValue.Member] {
        [
            "backtest_best_day", "backtest_worst_day", "backtest_best_day_abs",
            "backtest_worst_day_abs",
        ].map(member) + ["winning_days", "draw_days", "losing_days"].map(count)
            + [.init(trades.isEmpty ? "daily_profit_list" : "daily_profit", .list(daily))]
    }

    /// Every UTC day from the first closing to the last, those without one among them.
    private var daily: [JSONValue] {
        let closed = trades.compactMap { trade in
            trade.closeMs.map {
                (Timestamp(milliseconds: $0).dayNumber, trade.profitAbs ?? 0)
            }
        }
        guard let first = closed.map(\.0).min(), let last = closed.map(\.0).max() else { return [] }
        var sums = [Double](repeating: 0, count: last - first + 1)
        for (day, profit) in closed { sums[day - first] += profit }
        return sums.enumerated().map { index, sum in
            let day = Timestamp(milliseconds: (first + index) * 86_400_000).day
            return [.text(day), .number(Precision.rounded(sum, decimals: 10))]
        }
    }

    var holding: [JSONValue.Member] {
        var members = [count("wins"), count("losses"), count("draws"), member("winrate")]
        let streaks = [count("max_consecutive_wins"), count("max_consecutive_losses")]
        if trades.isEmpty {
            let averages = ["holding_avg", "winner_holding_avg", "loser_holding_avg"]
            return members + averages.map { .init($0, "0:00:00") } + streaks
        }
        members += [
            .init("holding_avg", .text(DurationText.python(number("holding_avg")))),
            .init("holding_avg_s", .number(number("holding_avg") * 60)),
        ]
        for (side, isOfSide) in [("winner", { $0 > 0 }), ("loser", { $0 < 0 })]
            as [(String, (Double) -> Bool)]
        {
            let minutes = trades.filter { isOfSide($0.profitRatio ?? 0) }.compactMap { trade in
                trade.closeMs.map { Double($0 - trade.openMs) / 60_000 }
            }
            let values = [
                ("min", minutes.min() ?? 0), ("max", minutes.max() ?? 0),
                ("avg", number("\(side)_holding_avg")),
            ]
            for (word, minutes) in values {
                members += [
                    .init("\(side)_holding_\(word)", .text(DurationText.days(minutes))),
                    .init("\(side)_holding_\(word)_s", .number(minutes.rounded() * 60)),
                ]
            }
        }
        return members + streaks
    }

    var drawdown: [JSONValue.Member] {
        [
            "max_drawdown_account", "max_relative_drawdown", "max_drawdown_abs",
            "max_drawdown_low", "max_drawdown_high", "csum_min", "csum_max",
        ].map(member) + drawdownSpan
    }

    /// Where nothing falls, freqtrade names the first closing; where there is no trade, the epoch and no duration.
    private var drawdownSpan: [JSONValue.Member] {
        guard let first = trades.compactMap(\.closeMs).min() else {
            let epoch = "1970-01-01T00:00:00+00:00"
            return [
                .init("drawdown_start", .text(epoch)), .init("drawdown_start_ts", 0),
                .init("drawdown_end", .text(epoch)), .init("drawdown_end_ts", 0),
            ]
        }
        let start = values["drawdown_start_ms"] ?? Double(first)
        let end = values["drawdown_end_ms"] ?? Double(first)
        let minutes = (end - start) / 60_000
        return [
            .init("drawdown_start", .text(Int(start).spokenInstant)),
            .init("drawdown_start_ts", .number(start)),
            .init("drawdown_end", .text(Int(end).spokenInstant)),
            .init("drawdown_end_ts", .number(end)),
            .init("drawdown_duration", .text(DurationText.pandas(minutes))),
            .init("drawdown_duration_s", .number(minutes * 60)),
        ]
    }
}

extension ExportedBacktest {
    fileprivate var span: [JSONValue.Member] {
        [
            .init("backtest_start", .text(startMs.spokenInstant)),
            .init("backtest_start_ts", .integer(startMs)),
            .init("backtest_end", .text(endMs.spokenInstant)),
            .init("backtest_end_ts", .integer(endMs)),
            .init("backtest_days", .integer(max(1, (endMs - startMs) / 86_400_000))),
            .init("backtest_run_start_ts", .integer(runStartMs / 1_000)),
            .init("backtest_run_end_ts", .integer(runEndMs / 1_000)),
            .init("market_change", .number(marketChange)),
            .init("pairlist", .list(pairs.map { .text($0) })),
            .init("stake_currency", .text(currency)),
            .init("stake_currency_decimals", .integer(CoinText.decimals(currency))),
            .init("final_balance", .number(finalBalance)),
            .init("rejected_signals", .integer(rejectedSignals)),
            .init("strategy_name", .text(className)), .init("timeframe", .text(timeframe)),
            .init("periodic_breakdown", [:]),
        ]
    }
}
