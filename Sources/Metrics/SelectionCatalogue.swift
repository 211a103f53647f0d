internal import Glibc
internal import Records

/// What is said of a search's choice.
enum SelectionCatalogue {
    static let definitions =
        (rows + outOfSample).map(\.definition) + spreads.map(\.definition)
        + (WalkForwardCatalogue.rows.map(\.definition)
            + WalkForwardCatalogue.windows.map(\.definition)) + verdictDefinitions
        + [ImportanceCatalogue.row.definition, CandidateCatalogue.row.definition]

    static let rows: [Row<Selection>] =
        [
            row("chosen_epoch", "Chosen epoch", "count", "the epoch with the lowest loss") {
                .value(Double($0.epoch))
            },
            row("chosen_trade_count", "Trades of the choice", "count", "its closed trades") {
                .value(Double($0.trades.count))
            },
            row(
                "chosen_day_count", "Days of the search", "count",
                "UTC days from the first candle to the last, days without a trade included"
            ) { .value(Double($0.trades.dailyReturns.count)) },
            row(
                "chosen_profit", "Return of the choice", "ratio", "P ÷ S, where it was chosen"
            ) { .value($0.trades.total / $0.trades.startingBalance) },
            row(
                "chosen_drawdown", "Largest drawdown of the choice", "ratio",
                "max_drawdown_account, where it was chosen"
            ) { Reading($0.trades.maximumDrawdownAccount, otherwise: Reason.noTrades) },
        ] + luck + overfitting + robustness

    private static let luck: [Row<Selection>] = [
        row(
            "trial_count", "Points tried", "count",
            "N, different points of the search, those without trades included"
        ) { .value(Double($0.trials.count)) },
        row(
            "effective_trial_count", "Points tried, as if independent", "number",
            "r + (1 − r) × N; r: mean correlation of the daily returns of two points, 0 where negative",
            source: deflation
        ) { .value($0.trials.effectiveCount) },
        row(
            "day_sharpe", "Sharpe ratio of a day", "number",
            "mean ÷ sample deviation of daily returns: profits of the trades closed on a UTC day ÷ the "
                + "balance before; days without one count as 0; not annualised"
        ) { Reading($0.estimate?.ratio, otherwise: Reason.noDeviation) },
        row(
            "trial_sharpe_deviation", "Spread of the points' Sharpe ratios", "number",
            "σ, sample deviation of day_sharpe over the points that have one"
        ) { Reading($0.trials.deviation, otherwise: few) },
        row(
            "luck_sharpe", "Sharpe ratio that luck would find", "number",
            "σ × E; E = (1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e)): about the largest of N standard "
                + "normal numbers; γ: Euler's constant", source: deflation
        ) { selection in
            Reading(
                selection.trials.deviation.map {
                    $0 * expectedMaximum(of: Double(selection.trials.count))
                }, otherwise: few)
        },
        row(
            "deflated_sharpe", "Deflated Sharpe ratio", "ratio",
            "probability that the true day_sharpe is above luck_sharpe, as probabilistic_sharpe says it "
                + "of 0; all N points count, however alike", source: deflation
        ) { $0.deflated(trials: Double($0.trials.count)) },
        row(
            "deflated_sharpe_effective", "Deflated Sharpe ratio, like points counted once", "ratio",
            "deflated_sharpe with effective_trial_count in the place of N", source: deflation
        ) { $0.deflated(trials: $0.trials.effectiveCount) },
        row(
            "luck_loss", "Loss that luck would find", "number",
            "mean − E × sample deviation of the usable losses; a search that learns finds it sooner"
        ) { selection in
            guard let mean = mean(selection.losses),
                let spread = deviation(selection.losses, freedom: 1)
            else { return .undefined("fewer than two different usable losses") }
            return .value(mean - spread * expectedMaximum(of: Double(selection.losses.count)))
        },
    ]

    private static let overfitting: [Row<Selection>] = [
        row(
            "overfitting_probability", "Probability of overfitting", "ratio",
            "of all choices of half of 16 blocks of days (fewer under 64 days), the part where the point "
                + "with the best day_sharpe there is at or below the median in the other half",
            source: validation
        ) { Reading($0.overfitting?.probability, otherwise: fewDays) },
        row(
            "overfitting_logit", "Median logit", "number",
            "median of log(w ÷ (1 − w)) over those choices; w: rank in the other half ÷ (points + 1)",
            source: validation
        ) { Reading($0.overfitting?.logit(quantile: 0.5), otherwise: fewDays) },
        row(
            "overfitting_slope", "Degradation", "number",
            "slope of the line of least squares through day_sharpe where the point was chosen, and in the "
                + "other half", source: validation
        ) { Reading($0.overfitting?.slope, otherwise: fewDays) },
        row(
            "overfitting_loss_probability", "Probability of a loss after the choice", "ratio",
            "the part of those choices where day_sharpe in the other half is below 0",
            source: validation
        ) { Reading($0.overfitting?.lossProbability, otherwise: fewDays) },
    ]

    private static let robustness: [Row<Selection>] = [
        row(
            "no_edge_probability", "Probability of no edge", "ratio",
            "the part of the resamples of days (stationary bootstrap) whose mean return is not above 0",
            source: resampling
        ) { Reading($0.bootstrap?.noEdge, otherwise: Reason.noTrades) },
        row(
            "plateau_points", "Neighbours tried", "count",
            "points one step from the choice in one parameter; a hundredth of the range where it has "
                + "more than a hundred values; every other value where they have no order"
        ) { Reading($0.plateau.map { Double($0.points) }, otherwise: Reason.noTrades) },
        row(
            "plateau_fall", "Fall around the choice", "ratio",
            "(median loss of the neighbours − its loss) ÷ (median loss of all trials − its loss)"
        ) { Reading($0.plateau?.fall, otherwise: noLead) },
        row(
            "plateau_worst_fall", "Deepest fall around the choice", "ratio",
            "the same of the neighbour with the highest loss"
        ) { Reading($0.plateau?.worstFall, otherwise: noLead + ", or no usable loss") },
        row(
            "profit_without_best", "Return without the best five trades", "ratio",
            "(P − the five largest profits) ÷ S"
        ) { Reading($0.trades.profit(withoutBest: 5), otherwise: "no more than five trades") },
        row(
            "top_pair_share", "Part of the best pair", "ratio",
            "profit of the most profitable pair ÷ the sum over pairs with a profit"
        ) { Reading($0.trades.topPairShare, otherwise: "one pair, or none with a profit") },
    ]

    static let outOfSample: [Row<Selection>] = [
        outside("out_of_sample_trade_count", "Trades out of sample", "count", "closed trades") {
            .value(Double($0.count))
        },
        outside("out_of_sample_day_count", "Days out of sample", "count", "UTC days") {
            .value(Double($0.dailyReturns.count))
        },
        outside("out_of_sample_profit", "Return out of sample", "ratio", "P ÷ S") {
            .value($0.total / $0.startingBalance)
        },
        outside(
            "out_of_sample_drawdown", "Largest drawdown out of sample", "ratio",
            "max_drawdown_account"
        ) { Reading($0.maximumDrawdownAccount, otherwise: Reason.noTrades) },
        outside(
            "out_of_sample_day_sharpe", "Sharpe ratio of a day out of sample", "number",
            "day_sharpe"
        ) { Reading(SharpeEstimate($0.dailyReturns)?.ratio, otherwise: Reason.noDeviation) },
    ]

    /// Labelled with a quantile.
    static let spreads: [Row<(Selection, Double)>] = [
        spread(
            "bootstrap_final_balance", "Final balance, resampled", "currency",
            "S × product of (1 + return) over resampled days", resampling
        ) { $0.bootstrap?.finalBalance },
        spread(
            "bootstrap_max_drawdown", "Largest drawdown, resampled", "ratio",
            "deepest fall below the highest balance at the end of a day, over resampled days",
            resampling
        ) { $0.bootstrap?.maximumDrawdown },
        spread(
            "bootstrap_sharpe", "Sharpe ratio, resampled", "number",
            "day_sharpe × √365 of resampled days", resampling
        ) { $0.bootstrap?.sharpe },
        spread(
            "shuffled_max_drawdown", "Largest drawdown, trades shuffled", "ratio",
            "max_relative_drawdown of the same trades in another order; their sum does not change",
            "textbook"
        ) { $0.shuffle?.maximumDrawdown },
    ]

    private static let deflation = "Bailey and López de Prado 2014"
    private static let validation = "Bailey, Borwein, López de Prado and Zhu 2015"
    private static let resampling = "Politis and Romano 1994"
    private static let few = "fewer than two points with different Sharpe ratios"
    private static let fewDays = "fewer than 16 days, or than two points with a usable loss"
    private static let noLead = "no lead over the median trial, or no neighbours"

    private static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        source: String = "textbook", _ read: @escaping @Sendable (Selection) -> Reading
    ) -> Row<Selection> {
        Row(definition: definition(name, title, unit, formula, source), read: read)
    }

    private static func outside(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        _ read: @escaping @Sendable (TradeColumns) -> Reading
    ) -> Row<Selection> {
        row(name, title, unit, formula + " on days that the search did not see") {
            $0.outOfSample.map(read) ?? .undefined("not asked for")
        }
    }

    private static func spread(
        _ name: String, _ title: String, _ unit: String, _ formula: String, _ source: String,
        _ read: @escaping @Sendable (Selection) -> Spread?
    ) -> Row<(Selection, Double)> {
        Row(definition: definition(name, title, unit, formula, source)) { selection, part in
            Reading(read(selection)?.quantile(part), otherwise: Reason.noTrades)
        }
    }

    private static func definition(
        _ name: String, _ title: String, _ unit: String, _ formula: String, _ source: String
    ) -> MeasureDefinition {
        MeasureDefinition(
            name: name, title: title, chapter: "Selection", unit: unit, formula: formula,
            annualisation: name == "bootstrap_sharpe" ? "√365" : nil, source: source)
    }
}

extension Selection {
    fileprivate var estimate: SharpeEstimate? { SharpeEstimate(trades.dailyReturns) }

    fileprivate func deflated(trials count: Double) -> Reading {
        guard let deviation = trials.deviation else {
            return .undefined("fewer than two points with different Sharpe ratios")
        }
        return Reading(
            estimate?.deflated(trials: count, deviation: deviation), otherwise: Reason.noDeviation)
    }
}
