internal import Glibc
internal import Records

/// Measures of the equity curve: textbook definitions on daily returns, 365 days a year, with every
/// day counted.
enum CurveCatalogue {
    static let rows: [Row<Curve>] = result + ratios + shape + days + benchmark + captures

    private static let result: [Row<Curve>] = [
        row(
            "equity_return", "Return of the equity curve", "ratio",
            "last equity ÷ first equity − 1; open positions at market value"
        ) { Reading($0.growth.map { $0 - 1 }, otherwise: Reason.noCurve) },
        row(
            "max_drawdown_ratio", "Deepest drawdown", "ratio",
            "largest (peak − equity) ÷ peak over all points of the curve"
        ) { .value($0.deepest?.ratio ?? 0) },
        row(
            "drawdown_now_ratio", "Drawdown at the end", "ratio",
            "(highest equity − last equity) ÷ highest equity"
        ) { curve in
            let peak = curve.points.map(\.equity).max() ?? 0
            let last = curve.points.last?.equity ?? 0
            return Reading(peak > 0 ? (peak - last) / peak : nil, otherwise: Reason.noCurve)
        },
        row(
            "ulcer_index", "Ulcer index", "ratio",
            "√(sum of squared daily drawdown ratios ÷ (n − 1)), n days; Martin's own divides by n"
        ) { .value($0.ulcer) },
    ]

    private static let ratios: [Row<Curve>] = [
        row(
            "daily_volatility", "Volatility a year", "ratio",
            "sample deviation of daily returns × √365", annualisation: "√365"
        ) {
            Reading(
                deviation($0.returns, freedom: 1).map { $0 * sqrt(365) },
                otherwise: Reason.noDeviation)
        },
        row(
            "daily_sharpe", "Sharpe of daily returns", "number",
            "mean ÷ sample deviation of daily returns × √365, no risk-free rate",
            annualisation: "√365"
        ) { Reading($0.sharpe, otherwise: Reason.noDeviation) },
        row(
            "daily_sortino", "Sortino of daily returns", "number",
            "mean of daily returns ÷ √(sum of squared negative returns ÷ n) × √365",
            annualisation: "√365"
        ) { Reading($0.sortino, otherwise: Reason.noLosingDays) },
        row(
            "daily_calmar", "Calmar of daily returns", "number",
            "(growth^(365 ÷ n) − 1) ÷ deepest drawdown of daily closes; n days",
            annualisation: "365 days"
        ) { curve in
            guard let depth = curve.dailyDrawdowns.max(), depth > 0, let growth = curve.growth
            else { return .undefined(Reason.noFall) }
            return .value((pow(growth, 365 / Double(curve.returns.count)) - 1) / depth)
        },
        row(
            "daily_omega", "Omega at 0", "number",
            "sum of positive daily returns ÷ |sum of negative daily returns|"
        ) { Reading($0.omega, otherwise: Reason.noLosingDays) },
    ]

    private static let shape: [Row<Curve>] = [
        row("best_day_ratio", "Best day", "ratio", "largest daily return") {
            Reading($0.returns.max(), otherwise: Reason.noCurve)
        },
        row("worst_day_ratio", "Worst day", "ratio", "smallest daily return") {
            Reading($0.returns.min(), otherwise: Reason.noCurve)
        },
        row(
            "value_at_risk_ratio", "Value at risk, 5 %", "ratio",
            "5th percentile of daily returns, historical, linear between neighbours"
        ) { Reading(quantile($0.returns, 0.05), otherwise: Reason.noCurve) },
        row(
            "expected_shortfall_ratio", "Expected shortfall, 5 %", "ratio",
            "mean of the ⌊(n − 1) × 0.05⌋ + 1 worst daily returns"
        ) { curve in
            let count = Int(Double(curve.returns.count - 1) * 0.05) + 1
            let worst = curve.returns.sorted().prefix(count)
            return Reading(mean(Array(worst)), otherwise: Reason.noCurve)
        },
        row(
            "tail_ratio", "Tail ratio", "number",
            "|95th percentile| ÷ |5th percentile| of daily returns"
        ) { curve in
            guard let high = quantile(curve.returns, 0.95), let low = quantile(curve.returns, 0.05),
                low != 0
            else { return .undefined("the 5th percentile is 0") }
            return .value(abs(high) / abs(low))
        },
        row(
            "daily_skew", "Skewness of daily returns", "number",
            "√(n(n − 1)) ÷ (n − 2) × third moment ÷ second moment^1.5"
        ) { curve in
            let n = Double(curve.returns.count)
            let second = momentSum(curve.returns, 2) / n
            guard n > 2, deviation(curve.returns, freedom: 1) != nil else {
                return .undefined(Reason.noDeviation)
            }
            let third = momentSum(curve.returns, 3) / n
            return .value(sqrt(n * (n - 1)) / (n - 2) * third / pow(second, 1.5))
        },
        row(
            "daily_kurtosis", "Excess kurtosis of daily returns", "number",
            "(n − 1) ÷ ((n − 2)(n − 3)) × ((n + 1) × fourth moment ÷ second moment² − 3(n − 1))"
        ) { curve in
            let n = Double(curve.returns.count)
            guard n > 3, deviation(curve.returns, freedom: 1) != nil else {
                return .undefined(Reason.noDeviation)
            }
            let second = momentSum(curve.returns, 2) / n
            let fourth = momentSum(curve.returns, 4) / n
            let scaled = (n + 1) * fourth / (second * second) - 3 * (n - 1)
            return .value((n - 1) / ((n - 2) * (n - 3)) * scaled)
        },
    ]

    private static let benchmark: [Row<Curve>] = [
        row(
            "benchmark_return", "Return of the benchmark", "ratio",
            "last ÷ first − 1 of the starting balance spread evenly over the run's pairs and held"
        ) { Reading($0.benchmark.map { $0.last / $0.first - 1 }, otherwise: Reason.noBenchmark) },
        row(
            "beta", "Beta to the benchmark", "number",
            "covariance of daily returns with the benchmark's ÷ variance of the benchmark's"
        ) { Reading(beta($0), otherwise: Reason.noBenchmark) },
        row(
            "alpha", "Alpha to the benchmark, a year", "ratio",
            "(1 + mean of (return − beta × benchmark return))^365 − 1", annualisation: "365 days"
        ) { curve in
            guard let beta = beta(curve) else { return .undefined(Reason.noBenchmark) }
            let excess = mean(zip(curve.returns, curve.benchmarkReturns).map { $0 - beta * $1 })
            return Reading(excess.map { pow(1 + $0, 365) - 1 }, otherwise: Reason.noBenchmark)
        },
        row(
            "information_ratio", "Information ratio", "number",
            "mean ÷ sample deviation of daily return − benchmark return; not annualised"
        ) { curve in
            guard curve.returns.count == curve.benchmarkReturns.count else {
                return .undefined(Reason.noBenchmark)
            }
            let active = zip(curve.returns, curve.benchmarkReturns).map { $0 - $1 }
            guard let mean = mean(active), let spread = deviation(active, freedom: 1) else {
                return .undefined(Reason.noDeviation)
            }
            return .value(mean / spread)
        },
    ]

    static func beta(_ curve: Curve) -> Double? {
        guard curve.returns.count == curve.benchmarkReturns.count,
            deviation(curve.benchmarkReturns, freedom: 1) != nil,
            let centre = mean(curve.returns), let base = mean(curve.benchmarkReturns)
        else { return nil }
        let products = zip(curve.returns, curve.benchmarkReturns).map {
            ($0 - centre) * ($1 - base)
        }
        return sum(products) / momentSum(curve.benchmarkReturns, 2)
    }

    static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        annualisation: String? = nil, source: String = "textbook",
        _ read: @escaping @Sendable (Curve) -> Reading
    ) -> Row<Curve> {
        Row(
            definition: MeasureDefinition(
                name: name, title: title, chapter: "Equity curve, by the day", unit: unit,
                formula: formula, annualisation: annualisation, source: source)
        ) { curve in
            curve.returns.count < 2 ? .undefined(Reason.noCurve) : read(curve)
        }
    }
}
