internal import Glibc
internal import Records

/// What several measures of daily returns share.
extension Curve {
    var gains: [Double] { returns.filter { $0 > 0 } }
    var falls: [Double] { returns.filter { $0 < 0 } }

    /// nil where no day moved.
    var winningDays: Double? {
        ratio(Double(gains.count), Double(gains.count + falls.count))
    }

    var payoff: Double? { ratio(mean(gains), mean(falls).map { -$0 }) }
    var omega: Double? { ratio(sum(gains), -sum(falls)) }

    /// √(sum of squared negative returns ÷ n), a day.
    var downside: Double { sqrt(sum(falls.map { $0 * $0 }) / Double(returns.count)) }

    var sharpe: Double? {
        ratio(mean(returns), deviation(returns, freedom: 1)).map { $0 * sqrt(365) }
    }

    var sortino: Double? { ratio(mean(returns), downside).map { $0 * sqrt(365) } }

    /// √(sum of squared daily drawdown ratios ÷ (n − 1)).
    var ulcer: Double {
        sqrt(sum(dailyDrawdowns.map { $0 * $0 }) / Double(returns.count - 1))
    }

    var serenity: Double? {
        let shortfall = normalShortfall(dailyDrawdowns.map { -$0 })
        let pitfall = ratio(shortfall.map { -$0 }, deviation(returns, freedom: 1))
        return ratio(sum(returns), pitfall.map { $0 * ulcer })
    }

    /// How much wider returns spread over time for being like the day before: 1 or more; 1 where that
    /// cannot be said.
    var serialPenalty: Double {
        let n = Double(returns.count)
        guard
            let likeness = correlation(Array(returns.dropLast()), Array(returns.dropFirst()))
        else { return 1 }
        var (power, total) = (1.0, 0.0)
        for lag in 1..<returns.count {
            power *= abs(likeness)
            total += (n - Double(lag)) / n * power
        }
        return sqrt(1 + 2 * total)
    }

    /// Growth a year over the days on which the benchmark rose (or fell) ÷ the benchmark's over the same
    /// days; nil without such days or a benchmark.
    func capture(rising: Bool, daysAYear: Double) -> Double? {
        guard returns.count == benchmarkReturns.count else { return nil }
        let days = zip(returns, benchmarkReturns).filter { rising ? $0.1 > 0 : $0.1 < 0 }
        func yearly(_ ratios: [Double]) -> Double {
            pow(ratios.reduce(1) { $0 * (1 + $1) }, daysAYear / Double(ratios.count)) - 1
        }
        return days.isEmpty ? nil : ratio(yearly(days.map(\.0)), yearly(days.map(\.1)))
    }
}

extension CurveCatalogue {
    static let captures: [Row<Curve>] = [
        row(
            "alpha_linear", "Alpha to the benchmark, a year, not compounded", "ratio",
            "(mean return − beta × mean benchmark return) × 365", annualisation: "365 days"
        ) { curve in
            guard let beta = beta(curve), let mine = mean(curve.returns),
                let base = mean(curve.benchmarkReturns)
            else { return .undefined(Reason.noBenchmark) }
            return .value((mine - beta * base) * 365)
        },
        row(
            "r_squared", "R² to the benchmark", "ratio",
            "square of the correlation of daily returns with the benchmark's"
        ) { curve in
            guard curve.returns.count == curve.benchmarkReturns.count else {
                return .undefined(Reason.noBenchmark)
            }
            let line = correlation(curve.returns, curve.benchmarkReturns)
            return Reading(line.map { $0 * $0 }, otherwise: Reason.noDeviation)
        },
        row("treynor", "Treynor ratio", "number", "equity_return ÷ beta; not annualised") { curve in
            Reading(
                ratio(curve.growth.map { $0 - 1 }, beta(curve)), otherwise: Reason.noBenchmark)
        },
        row(
            "up_capture", "Capture of rising days", "number",
            "(product of (1 + return))^(365 ÷ days) − 1 over the days on which the benchmark rose ÷ "
                + "the same of the benchmark", annualisation: "365 days"
        ) { Reading($0.capture(rising: true, daysAYear: 365), otherwise: Reason.noBenchmark) },
        row(
            "down_capture", "Capture of falling days", "number",
            "as up_capture over the days on which the benchmark fell", annualisation: "365 days"
        ) { Reading($0.capture(rising: false, daysAYear: 365), otherwise: Reason.noBenchmark) },
    ]
}
