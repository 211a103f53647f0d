internal import Glibc
internal import Records

/// More measures of daily returns r₁ … rₙ of the equity curve, 365 days a year, every day counted.
extension CurveCatalogue {
    static let days: [Row<Curve>] = growth + averages + adjusted + tails + record

    private static let growth: [Row<Curve>] = [
        row(
            "equity_cagr", "Return of the equity curve, a year", "ratio",
            "growth^(365 ÷ n) − 1; growth: last ÷ first equity; n days", annualisation: "365 days"
        ) { curve in
            Reading(
                curve.growth.map { pow($0, 365 / Double(curve.returns.count)) - 1 },
                otherwise: Reason.noCurve)
        },
        row(
            "daily_geometric_mean", "Geometric mean of daily returns", "ratio",
            "growth^(1 ÷ n) − 1; growth: last ÷ first equity; n days"
        ) { curve in
            Reading(
                curve.growth.map { pow($0, 1 / Double(curve.returns.count)) - 1 },
                otherwise: Reason.noCurve)
        },
        row(
            "equity_stability", "Stability of the equity curve", "ratio",
            "R² of a straight line through the logarithm of equity at the ends of days"
        ) { curve in
            guard curve.returns.allSatisfy({ $0 > -1 }) else { return .undefined("all was lost") }
            var level = 0.0
            let levels = curve.returns.map { ratio in
                level += log1p(ratio)
                return level
            }
            let line = correlation(levels.indices.map(Double.init), levels)
            return Reading(line.map { $0 * $0 }, otherwise: Reason.noDeviation)
        },
    ]

    private static let averages: [Row<Curve>] = [
        row("daily_mean", "Mean daily return", "ratio", "sum of daily returns ÷ n") {
            Reading(mean($0.returns), otherwise: Reason.noCurve)
        },
        row("winning_day_mean", "Mean winning day", "ratio", "mean of daily returns above 0") {
            Reading(mean($0.gains), otherwise: Reason.noWinningDays)
        },
        row("losing_day_mean", "Mean losing day", "ratio", "mean of daily returns below 0") {
            Reading(mean($0.falls), otherwise: Reason.noLosingDays)
        },
        row(
            "winning_day_ratio", "Winning days, part", "ratio",
            "days with a return above 0 ÷ days with a return that is not 0"
        ) { Reading($0.winningDays, otherwise: "no day moved") },
        row(
            "active_day_ratio", "Days that moved, part", "ratio",
            "days with a return that is not 0 ÷ n"
        ) { .value(Double($0.returns.count { $0 != 0 }) / Double($0.returns.count)) },
        row(
            "daily_payoff", "Payoff of days", "number",
            "mean of daily returns above 0 ÷ |mean of those below 0|"
        ) { Reading($0.payoff, otherwise: Reason.noLosingDays) },
        row(
            "daily_gain_to_pain", "Gain to pain", "number",
            "sum of daily returns ÷ |sum of those below 0|"
        ) { curve in
            Reading(
                ratio(sum(curve.returns), -sum(curve.falls)), otherwise: Reason.noLosingDays)
        },
        row(
            "longest_winning_days", "Longest run of winning days", "count",
            "most days in a row with a return above 0"
        ) { .value(Double(longestRun($0.returns) { $0 > 0 })) },
        row(
            "longest_losing_days", "Longest run of losing days", "count",
            "most days in a row with a return below 0"
        ) { .value(Double(longestRun($0.returns) { $0 < 0 })) },
    ]

    private static let adjusted: [Row<Curve>] = [
        row(
            "daily_downside", "Downside deviation a year", "ratio",
            "√(sum of squared negative returns ÷ n) × √365", annualisation: "√365"
        ) { .value($0.downside * sqrt(365)) },
        row(
            "daily_sortino_adjusted", "Adjusted Sortino of daily returns", "number",
            "daily_sortino ÷ √2, to be compared with a Sharpe ratio", annualisation: "√365",
            source: "J. Schwager"
        ) {
            Reading($0.sortino.map { $0 / sqrt(2) }, otherwise: Reason.noLosingDays)
        },
        row(
            "daily_sharpe_smart", "Sharpe, less for serial correlation", "number",
            "daily_sharpe ÷ p; p = √(1 + 2 × sum of (n − k) ÷ n × |c|^k for k = 1 … n − 1); c: "
                + "correlation of each day with the next", annualisation: "√365",
            source: "quantstats 0.0.86"
        ) { curve in
            Reading(ratio(curve.sharpe, curve.serialPenalty), otherwise: Reason.noDeviation)
        },
        row(
            "daily_sortino_smart", "Sortino, less for serial correlation", "number",
            "daily_sortino ÷ p, p as in daily_sharpe_smart", annualisation: "√365",
            source: "quantstats 0.0.86"
        ) { curve in
            Reading(ratio(curve.sortino, curve.serialPenalty), otherwise: Reason.noLosingDays)
        },
        row(
            "probabilistic_sharpe", "Probability that the Sharpe ratio is above 0", "ratio",
            "Φ(s × √(n − 1) ÷ √(1 − skew × s + (kurtosis − 1) ÷ 4 × s²)); s: mean ÷ sample deviation "
                + "of daily returns; skew and kurtosis of the n days, biased; Φ: normal distribution",
            source: "Bailey and López de Prado 2012"
        ) { curve in
            Reading(
                SharpeEstimate(curve.returns)?.probability(above: 0), otherwise: Reason.noDeviation)
        },
        row(
            "ulcer_performance", "Ulcer performance index", "number",
            "equity_return ÷ ulcer_index", source: "P. Martin"
        ) { Reading(ratio($0.growth.map { $0 - 1 }, $0.ulcer), otherwise: Reason.noFall) },
        row(
            "serenity", "Serenity index", "number",
            "sum of daily returns ÷ (ulcer_index × pitfall); pitfall: normal expected shortfall, 5 %, "
                + "of daily drawdowns ÷ sample deviation of daily returns",
            source: "quantstats 0.0.86"
        ) { Reading($0.serenity, otherwise: Reason.noFall) },
        row(
            "recovery_factor", "Recovery factor", "number",
            "|sum of daily returns| ÷ deepest drawdown of daily closes"
        ) { curve in
            Reading(
                ratio(abs(sum(curve.returns)), curve.dailyDrawdowns.max() ?? 0),
                otherwise: Reason.noFall)
        },
    ]

    private static let tails: [Row<Curve>] = [
        row(
            "value_at_risk_normal_ratio", "Value at risk, 5 %, normal", "ratio",
            "mean − 1.6449 × sample deviation of daily returns"
        ) { Reading(normalValueAtRisk($0.returns), otherwise: Reason.noDeviation) },
        row(
            "expected_shortfall_normal_ratio", "Expected shortfall, 5 %, normal", "ratio",
            "mean − 2.0627 × sample deviation of daily returns"
        ) { Reading(normalShortfall($0.returns), otherwise: Reason.noDeviation) },
        row(
            "outlier_win", "Outlying wins", "number",
            "99th percentile of daily returns ÷ mean of those of 0 or more"
        ) { curve in
            Reading(
                ratio(quantile(curve.returns, 0.99), mean(curve.returns.filter { $0 >= 0 })),
                otherwise: Reason.noWinningDays)
        },
        row(
            "outlier_loss", "Outlying losses", "number",
            "1st percentile of daily returns ÷ mean of those below 0"
        ) { curve in
            Reading(
                ratio(quantile(curve.returns, 0.01), mean(curve.falls)),
                otherwise: Reason.noLosingDays)
        },
    ]

    private static let record: [Row<Curve>] = [
        row(
            "common_sense", "Common sense ratio", "number", "daily_omega × tail_ratio",
            source: "L. Connors"
        ) { curve in
            let tail = ratio(
                quantile(curve.returns, 0.95).map { abs($0) },
                quantile(curve.returns, 0.05).map { abs($0) })
            return Reading(product(curve.omega, tail), otherwise: Reason.noLosingDays)
        },
        row(
            "cpc_index", "CPC index", "number", "daily_omega × winning_day_ratio × daily_payoff",
            source: "L. Connors"
        ) { curve in
            Reading(
                product(product(curve.omega, curve.winningDays), curve.payoff),
                otherwise: Reason.noLosingDays)
        },
        row(
            "daily_kelly", "Kelly fraction of days", "ratio",
            "w − (1 − w) ÷ daily_payoff; w: winning_day_ratio. Rough: it takes days for independent "
                + "bets", source: "J. L. Kelly"
        ) { curve in
            guard let won = curve.winningDays, let payoff = curve.payoff, payoff > 0 else {
                return .undefined(Reason.noLosingDays)
            }
            return .value(won - (1 - won) / payoff)
        },
    ]
}

/// The 5th percentile of a normal distribution with the mean and deviation of these numbers.
func normalValueAtRisk(_ numbers: [Double]) -> Double? {
    guard let mean = mean(numbers), let spread = deviation(numbers, freedom: 1) else { return nil }
    return mean - 1.6448536269514729 * spread
}

/// The mean of what is below that percentile.
func normalShortfall(_ numbers: [Double]) -> Double? {
    guard let mean = mean(numbers), let spread = deviation(numbers, freedom: 1) else { return nil }
    return mean - 2.0627128075074266 * spread
}

/// nil where one of the two is missing or the lower one is 0.
func ratio(_ upper: Double?, _ lower: Double?) -> Double? {
    guard let upper, let lower, lower != 0 else { return nil }
    return upper / lower
}

private func product(_ first: Double?, _ second: Double?) -> Double? {
    guard let first, let second else { return nil }
    return first * second
}

private func longestRun(_ numbers: [Double], _ isPart: (Double) -> Bool) -> Int {
    var (run, longest) = (0, 0)
    for number in numbers {
        run = isPart(number) ? run + 1 : 0
        longest = max(longest, run)
    }
    return longest
}
