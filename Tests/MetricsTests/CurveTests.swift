import Foundation
import Market
import Records
import TestSupport
import Testing

@testable import Metrics

@Suite("Equity curve") struct CurveTests {
    /// Our name and the key of an independent library's value; the sign where theirs is negative.
    static let vectors: [(String, String, Double)] = [
        ("daily_volatility", "empyrical.annual_volatility@365", 1),
        ("daily_sharpe", "empyrical.sharpe_ratio@365", 1),
        ("daily_sortino", "empyrical.sortino_ratio@365", 1),
        ("daily_calmar", "empyrical.calmar_ratio@365", 1),
        ("daily_omega", "empyrical.omega_ratio@365", 1),
        ("equity_return", "empyrical.cum_returns_final", 1),
        ("max_drawdown_ratio", "empyrical.max_drawdown", -1),
        ("tail_ratio", "empyrical.tail_ratio", 1),
        ("value_at_risk_ratio", "empyrical.value_at_risk", 1),
        ("expected_shortfall_ratio", "empyrical.conditional_value_at_risk", 1),
        ("alpha", "empyrical.alpha", 1), ("beta", "empyrical.beta", 1),
        ("information_ratio", "quantstats.information_ratio", 1),
        ("ulcer_index", "quantstats.ulcer_index", 1), ("daily_skew", "quantstats.skew", 1),
        ("daily_kurtosis", "quantstats.kurtosis", 1), ("best_day_ratio", "quantstats.best", 1),
        ("worst_day_ratio", "quantstats.worst", 1),
        ("equity_cagr", "empyrical.annual_return@365", 1),
        ("daily_downside", "empyrical.downside_risk@365", 1),
        ("equity_stability", "empyrical.stability_of_timeseries", 1),
        ("daily_sortino_adjusted", "quantstats.adjusted_sortino{'periods': 365}", 1),
        ("daily_sharpe_smart", "quantstats.smart_sharpe{'periods': 365}", 1),
        ("daily_sortino_smart", "quantstats.smart_sortino{'periods': 365}", 1),
        ("daily_geometric_mean", "quantstats.geometric_mean", 1),
        ("daily_mean", "quantstats.avg_return", 1), ("daily_payoff", "quantstats.payoff_ratio", 1),
        ("winning_day_ratio", "quantstats.win_rate", 1),
        ("winning_day_mean", "quantstats.avg_win", 1),
        ("losing_day_mean", "quantstats.avg_loss", 1),
        ("daily_gain_to_pain", "quantstats.gain_to_pain_ratio", 1),
        ("longest_winning_days", "quantstats.consecutive_wins", 1),
        ("longest_losing_days", "quantstats.consecutive_losses", 1),
        ("active_day_ratio", "quantstats.exposure", 1),
        ("ulcer_performance", "quantstats.ulcer_performance_index", 1),
        ("serenity", "quantstats.serenity_index", 1),
        ("value_at_risk_normal_ratio", "quantstats.value_at_risk", 1),
        ("expected_shortfall_normal_ratio", "quantstats.conditional_value_at_risk", 1),
        ("daily_kelly", "quantstats.kelly_criterion", 1),
        ("common_sense", "quantstats.common_sense_ratio", 1),
        ("cpc_index", "quantstats.cpc_index", 1),
        ("outlier_win", "quantstats.outlier_win_ratio", 1),
        ("outlier_loss", "quantstats.outlier_loss_ratio", 1),
        ("recovery_factor", "quantstats.recovery_factor", 1),
        ("r_squared", "quantstats.r_squared", 1), ("treynor", "quantstats.treynor_ratio@365", 1),
        ("alpha_linear", "quantstats.greeks.alpha@365", 1),
    ]

    @Test(
        "agrees with empyrical and quantstats", .enabled(if: Oracle.exists), arguments: vectors)
    func agrees(name: String, key: String, sign: Double) throws {
        let file = try Oracle.object("vectors/metrics-returns-365.json")
        let expected = try #require((file["metrics"] as? [String: Any])?[key] as? Double)
        let measures = try Self.measures(of: file)
        let measure = try #require(measures.first { $0.name == name })
        let value = try #require(measure.value)
        #expect(abs(value - sign * expected) <= abs(expected) * 1e-9, "\(value) \(expected)")
    }

    @Test("captures rising and falling days as empyrical does", .enabled(if: Oracle.exists))
    func captures() throws {
        let file = try Oracle.object("vectors/metrics-returns-365.json")
        let metrics = try #require(file["metrics"] as? [String: Double])
        let curve = Curve(try Self.equity(of: file))
        for (isRising, name) in [(true, "up"), (false, "down")] {
            // The vector counts 252 days a year.
            let mine = try #require(curve.capture(rising: isRising, daysAYear: 252))
            let want = try #require(metrics["empyrical.\(name)_capture"])
            #expect(abs(mine - want) < 1e-9)
        }
    }

    @Test("the probabilistic Sharpe ratio is the published formula's", .enabled(if: Oracle.exists))
    func probabilistic() throws {
        let file = try Oracle.object("vectors/stats.json")
        let inference = try #require(file["sharpe_inference"] as? [String: Any])
        let want = try #require(inference["psr0"] as? Double)
        let sample = try #require(file["a"] as? [Double])
        let mine = try #require(SharpeEstimate(sample)?.probability(above: 0))
        #expect(abs(mine - want) < 1e-10)
        #expect(SharpeEstimate([1, 1]) == nil && SharpeEstimate([]) == nil)
    }

    @Test("the normal distribution is scipy's", .enabled(if: Oracle.exists))
    func normal() throws {
        let file = try Oracle.object("vectors/stats.json")
        let table = try #require(file["norm"] as? [String: [Double]])
        for (z, want) in zip(try #require(table["z"]), try #require(table["cdf"])) {
            #expect(abs(normalProbability(below: z) - want) <= 1e-13 * want)
        }
        for z in stride(from: -38.0, through: 38, by: 0.0625) {
            let want = erfc(-z / 2.0.squareRoot()) / 2
            #expect(abs(normalProbability(below: z) - want) <= 1e-12 * want + 1e-300, "\(z)")
        }
    }

    @Test("gives the months of quantstats", .enabled(if: Oracle.exists))
    func months() throws {
        let file = try Oracle.object("vectors/metrics-returns-365.json")
        let expected = try #require(file["monthly"] as? [String: [String: Double]])
        let names = [
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        ]
        let measures = try Self.measures(of: file).filter { $0.name.hasPrefix("month_return") }
        #expect(measures.count == 12)
        for measure in measures {
            let period = try #require(MeasureName(parsing: measure.name).group)
            let month = try #require(Int(period.suffix(2)))
            let want = try #require(expected[names[month - 1]]?[String(period.prefix(4))])
            #expect(abs(try #require(measure.value) - want) < 1e-9, "\(period)")
        }
    }

    @Test("ranks the drawdowns of quantstats", .enabled(if: Oracle.exists))
    func ranks() throws {
        let file = try Oracle.object("vectors/metrics-returns-365.json")
        let expected = try #require(file["worst_drawdowns"] as? [[String: Any]])
        let measures = try Self.measures(of: file)
        let values = Dictionary(uniqueKeysWithValues: measures.map { ($0.name, $0) })
        for (index, row) in expected.enumerated() {
            let rank = String(index + 1)
            let depth = try #require(row["max drawdown"] as? Double) / -100
            let ratio = values[MeasureName("drawdown_ratio", "rank", rank).description]?.value
            #expect(abs(try #require(ratio) - depth) < 1e-9)
            let trough = values[MeasureName("drawdown_trough_ms", "rank", rank).description]?.value
            let close = Timestamp(milliseconds: Int(try #require(trough)) - 1)
            #expect(close.day == row["valley"] as? String)
        }
        // quantstats dates the end of the last fall of the year as its recovery; it is ongoing.
        let ongoing = measures.filter { $0.reason == "ongoing" }
        #expect(Set(ongoing.map { MeasureName(parsing: $0.name).base }).count == 2)
    }

    @Test("a day without a point returns nothing and still counts")
    func gaps() {
        let curve = [(atMs: 0, equity: 100.0), (atMs: 3 * 86_400_000, equity: 110)]
        #expect(dailyReturns(curve).map(\.period) == ["1970-01-01", "1970-01-02", "1970-01-03"])
        #expect(dailyReturns(curve).map(\.ratio) == [0, 0, 110.0 / 100 - 1])
    }

    private static func measures(of file: [String: Any]) throws -> [Measure] {
        let equity = try equity(of: file)
        return tearsheet(
            run: "r", trades: [], equity: equity, startingBalance: 1, currency: "USDT",
            fromMs: equity[0].atMs, toMs: equity[0].atMs)
    }

    private static func equity(of file: [String: Any]) throws -> [EquityPoint] {
        let returns = try #require(file["returns"] as? [Double])
        let benchmark = try #require(file["benchmark"] as? [Double])
        let start = try Timestamp(try #require(file["start"] as? String)).milliseconds
        var (level, held) = (1.0, 1.0)
        var equity = [EquityPoint(run: "r", atMs: start, equity: 1, drawdownRatio: 0, benchmark: 1)]
        for (day, (ratio, other)) in zip(returns, benchmark).enumerated() {
            (level, held) = (level * (1 + ratio), held * (1 + other))
            equity.append(
                EquityPoint(
                    run: "r", atMs: start + (day + 1) * 86_400_000, equity: level,
                    drawdownRatio: 0, benchmark: held))
        }
        return equity
    }
}
