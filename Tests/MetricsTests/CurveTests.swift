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
        return tearsheet(
            run: "r", trades: [], equity: equity, startingBalance: 1, currency: "USDT",
            fromMs: start, toMs: start)
    }
}
