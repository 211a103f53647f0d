internal import Glibc
internal import Records

/// Measures of closed trades under freqtrade's names and definitions (version 2026.9), except that
/// what is undefined is absent where freqtrade writes 0, −100 or 100.
///
/// Source of the formulas: freqtrade's documentation "Backtesting", section "Understand the
/// backtesting result", and the published behaviour of its `generate_strategy_stats`.
enum TradeCatalogue {
    static let rows = result + trading + averages + sides + streaksAndDays + risk

    /// What is said of each pair, exit reason and enter tag too.
    static let grouped: [Row<TradeBook>] = {
        let names = [
            "trade_count", "profit_total_abs", "profit_total", "profit_mean", "winrate",
            "profit_factor", "holding_avg", "wins", "draws", "losses",
        ]
        return names.compactMap { name in rows.first { $0.definition.name == name } }
    }()

    private static let symbols =
        "P: sum of profit_abs; S: starting balance; N: closed trades; D: whole days of data"

    static func row(
        _ name: String, _ title: String, _ chapter: String, _ unit: String, _ formula: String,
        annualisation: String? = nil, needsTrades: Bool = true,
        _ read: @escaping @Sendable (TradeBook) -> Reading
    ) -> Row<TradeBook> {
        Row(
            definition: MeasureDefinition(
                name: name, title: title, chapter: chapter, unit: unit, formula: formula,
                annualisation: annualisation, source: "freqtrade 2026.9")
        ) { book in
            needsTrades && book.count == 0 ? .undefined(Reason.noTrades) : read(book)
        }
    }

    private static let result: [Row<TradeBook>] = [
        row(
            "profit_total_abs", "Profit", "Result", "currency",
            "P, the sum of every closed trade's profit after fees", needsTrades: false
        ) { .value($0.total) },
        row(
            "profit_total", "Total return", "Result", "ratio",
            "P ÷ S; S: starting balance", needsTrades: false
        ) { book in
            Reading(book.startingBalance.map { book.total / $0 }, otherwise: Reason.noBalance)
        },
        row(
            "cagr", "Compound annual growth", "Result", "ratio",
            "((S + P) ÷ S)^(365 ÷ D) − 1; D: whole days of data, at least 1",
            annualisation: "365 days", needsTrades: false
        ) { book in
            guard let start = book.startingBalance else { return .undefined(Reason.noBalance) }
            guard start + book.total >= 0 else { return .undefined("the account is below zero") }
            return .value(pow((start + book.total) / start, 365 / Double(book.days)) - 1)
        },
    ]

    private static let trading: [Row<TradeBook>] = [
        row("trade_count", "Trades", "Trades", "count", "N, closed trades", needsTrades: false) {
            .value(Double($0.count))
        },
        row(
            "trades_per_day", "Trades a day", "Trades", "number", "N ÷ D, rounded to 2 decimals",
            needsTrades: false
        ) { .value(rounded(Double($0.count) / Double($0.days), 2)) },
        row(
            "wins", "Wins", "Trades", "count", "trades with profit_abs above 0", needsTrades: false
        ) { .value(Double($0.wins.count)) },
        row(
            "draws", "Draws", "Trades", "count", "trades with profit_abs of exactly 0",
            needsTrades: false
        ) { .value(Double($0.count - $0.wins.count - $0.losses.count)) },
        row(
            "losses", "Losses", "Trades", "count", "trades with profit_abs below 0",
            needsTrades: false
        ) { .value(Double($0.losses.count)) },
        row("winrate", "Win rate", "Trades", "ratio", "wins ÷ N; draws count in N") {
            .value($0.winRate)
        },
        row(
            "profit_factor", "Profit factor", "Trades", "number",
            "sum of wins ÷ |sum of losses|; undefined without losses, where freqtrade writes 0"
        ) { book in
            book.losses.isEmpty
                ? .undefined(Reason.noLosses) : .value(sum(book.wins) / abs(sum(book.losses)))
        },
        row(
            "expectancy", "Expectancy", "Trades", "currency",
            "wins ÷ N × average win − losses ÷ N × average loss"
        ) { book in
            .value(
                book.winRate * book.averageWin
                    - Double(book.losses.count) / Double(book.count) * book.averageLoss)
        },
        row(
            "expectancy_ratio", "Expectancy ratio", "Trades", "number",
            "(1 + average win ÷ average loss) × win rate − 1; undefined without losses, where "
                + "freqtrade writes 100"
        ) { book in
            book.averageLoss > 0
                ? .value((1 + book.averageWin / book.averageLoss) * book.winRate - 1)
                : .undefined(Reason.noLosses)
        },
    ]

    private static let averages: [Row<TradeBook>] = [
        row("profit_mean", "Mean return of a trade", "Trades", "ratio", "mean of profit_ratio") {
            Reading(mean($0.ratios), otherwise: Reason.noTrades)
        },
        row(
            "profit_median", "Median return of a trade", "Trades", "ratio", "median of profit_ratio"
        ) { Reading(median($0.ratios), otherwise: Reason.noTrades) },
        row("avg_stake_amount", "Mean stake", "Trades", "currency", "mean of stake_amount") {
            Reading(mean($0.stakes), otherwise: Reason.noTrades)
        },
        row(
            "total_volume", "Volume traded", "Trades", "currency",
            "sum of every filled order's cost, fees included", needsTrades: false
        ) { .value($0.volume) },
        row(
            "holding_avg", "Mean holding time", "Trades", "minutes",
            "mean of close − open in minutes, rounded, halves to even"
        ) { Reading($0.holding { _ in true }, otherwise: Reason.noTrades) },
        row(
            "winner_holding_avg", "Mean holding time of winners", "Trades", "minutes",
            "as holding_avg, trades with profit_ratio above 0"
        ) { Reading($0.holding { $0 > 0 }, otherwise: Reason.noWins) },
        row(
            "loser_holding_avg", "Mean holding time of losers", "Trades", "minutes",
            "as holding_avg, trades with profit_ratio below 0"
        ) { Reading($0.holding { $0 < 0 }, otherwise: Reason.noLosses) },
    ]

    private static let streaksAndDays: [Row<TradeBook>] = [
        row(
            "max_consecutive_wins", "Longest winning streak", "Trades", "count",
            "most trades with profit_ratio above 0 in a row, in order of closing"
        ) { .value(Double($0.streaks().wins)) },
        row(
            "max_consecutive_losses", "Longest losing streak", "Trades", "count",
            "most trades with profit_ratio of 0 or less in a row: a draw counts as a loss"
        ) { .value(Double($0.streaks().losses)) },
        row(
            "backtest_best_day", "Best day, sum of returns", "Days", "ratio",
            "largest sum of profit_ratio over the trades that closed on one UTC day"
        ) { Reading($0.daily.map(\.ratio).max(), otherwise: Reason.noTrades) },
        row(
            "backtest_worst_day", "Worst day, sum of returns", "Days", "ratio",
            "smallest sum of profit_ratio over the trades that closed on one UTC day"
        ) { Reading($0.daily.map(\.ratio).min(), otherwise: Reason.noTrades) },
        row(
            "backtest_best_day_abs", "Best day", "Days", "currency",
            "largest profit closed on one UTC day"
        ) {
            Reading($0.daily.map { rounded($0.profit, 10) }.max(), otherwise: Reason.noTrades)
        },
        row(
            "backtest_worst_day_abs", "Worst day", "Days", "currency",
            "smallest profit closed on one UTC day"
        ) {
            Reading($0.daily.map { rounded($0.profit, 10) }.min(), otherwise: Reason.noTrades)
        },
        row("winning_days", "Winning days", "Days", "count", "UTC days with a profit above 0") {
            .value(Double($0.daily.filter { rounded($0.profit, 10) > 0 }.count))
        },
        row(
            "draw_days", "Days without a result", "Days", "count",
            "UTC days between the first and the last closing with a profit of 0, or no closing"
        ) { .value(Double($0.daily.filter { rounded($0.profit, 10) == 0 }.count)) },
        row("losing_days", "Losing days", "Days", "count", "UTC days with a profit below 0") {
            .value(Double($0.daily.filter { rounded($0.profit, 10) < 0 }.count))
        },
    ]
}
