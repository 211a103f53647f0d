internal import Glibc
internal import Records

extension TradeCatalogue {
    /// What long and short trades brought, how long trades were held at the least and the most.
    static let sides: [Row<TradeBook>] =
        [(Side.long, "long"), (.short, "short")].flatMap { side, word in
            [
                row(
                    "trade_count_\(word)", "Trades \(word)", "Trades", "count",
                    "closed \(word) trades", needsTrades: false
                ) { .value(Double($0.rows(of: side).count)) },
                row(
                    "profit_total_\(word)_abs", "Profit of \(word) trades", "Result", "currency",
                    "sum of the profits of \(word) trades after fees", needsTrades: false
                ) { .value($0.profit(of: side)) },
                row(
                    "profit_total_\(word)", "Return of \(word) trades", "Result", "ratio",
                    "profit_total_\(word)_abs ÷ S; S: starting balance", needsTrades: false
                ) { book in
                    Reading(
                        ratio(book.profit(of: side), book.startingBalance),
                        otherwise: Reason.noBalance)
                },
            ]
        } + holding

    private static let holding: [Row<TradeBook>] = [
        row(
            "winner_holding_min", "Shortest winner", "Trades", "minutes",
            "least minutes from opening to closing, trades with profit_ratio above 0"
        ) { Reading($0.minutes { $0 > 0 }.min(), otherwise: Reason.noWins) },
        row(
            "winner_holding_max", "Longest winner", "Trades", "minutes",
            "most minutes from opening to closing, trades with profit_ratio above 0"
        ) { Reading($0.minutes { $0 > 0 }.max(), otherwise: Reason.noWins) },
        row(
            "loser_holding_min", "Shortest loser", "Trades", "minutes",
            "least minutes from opening to closing, trades with profit_ratio below 0"
        ) { Reading($0.minutes { $0 < 0 }.min(), otherwise: Reason.noLosses) },
        row(
            "loser_holding_max", "Longest loser", "Trades", "minutes",
            "most minutes from opening to closing, trades with profit_ratio below 0"
        ) { Reading($0.minutes { $0 < 0 }.max(), otherwise: Reason.noLosses) },
    ]
}

/// Measures of single trades that freqtrade does not have: excursions, R-multiples, and how much hangs
/// on a few of them.
enum AnatomyCatalogue {
    static let rows: [Row<TradeBook>] = concentration + moves + multiples

    private static let concentration: [Row<TradeBook>] = [
        row(
            "profit_without_best_five", "Profit without the best five trades", "currency",
            "P less the five largest profits, or less all that are above 0 if there are fewer"
        ) { book in
            .value(book.total - sum(Array(book.wins.sorted(by: >).prefix(5))))
        },
        row(
            "best_trade_abs", "Best trade", "currency", "largest profit of a trade after fees"
        ) { Reading($0.profits.max(), otherwise: Reason.noTrades) },
        row(
            "worst_trade_abs", "Worst trade", "currency", "smallest profit of a trade after fees"
        ) { Reading($0.profits.min(), otherwise: Reason.noTrades) },
    ]

    private static let moves: [Row<TradeBook>] = [
        row(
            "adverse_excursion_mean", "Mean adverse excursion", "ratio",
            "mean over trades of the way from the open rate to the worst rate while open ÷ open rate "
                + "× leverage, before fees, 0 or more"
        ) { Reading(mean($0.excursions.map(\.adverseRatio)), otherwise: Reason.noRates) },
        row(
            "adverse_excursion_max", "Largest adverse excursion", "ratio",
            "the largest of what adverse_excursion_mean averages"
        ) { Reading($0.excursions.map(\.adverseRatio).max(), otherwise: Reason.noRates) },
        row(
            "favourable_excursion_mean", "Mean favourable excursion", "ratio",
            "mean over trades of the way from the open rate to the best rate while open ÷ open rate "
                + "× leverage, before fees, 0 or more"
        ) { Reading(mean($0.excursions.map(\.favourableRatio)), otherwise: Reason.noRates) },
        row(
            "favourable_excursion_max", "Largest favourable excursion", "ratio",
            "the largest of what favourable_excursion_mean averages"
        ) { Reading($0.excursions.map(\.favourableRatio).max(), otherwise: Reason.noRates) },
        row(
            "excursion_ratio", "Favourable to adverse", "number",
            "favourable_excursion_mean ÷ adverse_excursion_mean"
        ) { book in
            let (good, bad) = (
                mean(book.excursions.map(\.favourableRatio)),
                mean(book.excursions.map(\.adverseRatio))
            )
            return Reading(ratio(good, bad), otherwise: "no trade went against its side")
        },
    ]

    private static let multiples: [Row<TradeBook>] = [
        row(
            "r_count", "Trades with an initial risk", "count", "N_R, trades that have an R-multiple"
        ) {
            .value(Double($0.multiples.count))
        },
        row(
            "r_expectancy", "Expectancy in R", "number",
            "mean of R; R: profit after fees ÷ (amount entered × distance of the initial stop from "
                + "the open rate)"
        ) { Reading(mean($0.multiples), otherwise: Reason.noRisk) },
        row(
            "r_mean_gross", "Mean R before fees", "number",
            "mean of (close rate − open rate) ÷ (open rate − initial stop), signs turned for shorts"
        ) { book in
            let trades = book.trades
            return Reading(
                mean(trades.indices.compactMap { grossRMultiple(trades[$0]) }),
                otherwise: Reason.noRisk)
        },
        row("r_deviation", "Deviation of R", "number", "sample deviation of R over trades") {
            Reading(deviation($0.multiples, freedom: 1), otherwise: Reason.noDeviation)
        },
        row(
            "r_sqn", "System quality number of R", "number",
            "√N_R × r_expectancy ÷ r_deviation", source: "V. Tharp"
        ) { book in
            let quality = ratio(mean(book.multiples), deviation(book.multiples, freedom: 1))
            return Reading(
                quality.map { $0 * sqrt(Double(book.multiples.count)) },
                otherwise: Reason.noDeviation)
        },
    ]

    private static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        source: String = "textbook", _ read: @escaping @Sendable (TradeBook) -> Reading
    ) -> Row<TradeBook> {
        Row(
            definition: MeasureDefinition(
                name: name, title: title, chapter: "Anatomy of trades", unit: unit,
                formula: formula, annualisation: nil, source: source)
        ) { book in
            book.count == 0 ? .undefined(Reason.noTrades) : read(book)
        }
    }
}
