import Market
import Strategies
import TestSupport
import Testing

@Suite("Expressions")
struct ExpressionTests {
    static let nothing = Double.nan
    /// On the closes 1, 3, 2, 5, 4, opens 1, 1, 3, 2, 5 and volumes 0, 1, 2, 3, 4.
    static let values: [(expression: String, column: [Double])] = [
        ("close + open * 2", [3, 5, 8, 9, 14]),
        ("(close + open) * 2", [4, 8, 10, 14, 18]),
        ("-close - -open", [0, -2, 1, -3, 1]),
        ("-close[1]", [nothing, -1, -3, -2, -5]),
        ("close - 1 - 1", [-1, 1, 0, 3, 2]),
        ("12 / close / 2", [6, 2, 3, 1.2, 1.5]),
        ("close[0]", [1, 3, 2, 5, 4]),
        ("close[2] + 1", [nothing, nothing, 2, 4, 3]),
        ("close[9]", [nothing, nothing, nothing, nothing, nothing]),
        ("close > open", [0, 1, 0, 1, 0]),
        ("not close > open", [1, 0, 1, 0, 1]),
        ("not not close > open", [0, 1, 0, 1, 0]),
        ("close > 2 or close > open and close < 4", [0, 1, 0, 1, 1]),
        ("(close > 2 or close > open) and close < 4", [0, 1, 0, 0, 0]),
        ("close[1] > 0", [0, 1, 1, 1, 1]),
        ("close[1] != 3", [1, 1, 0, 1, 1]),
        ("close[1] == 3", [0, 0, 1, 0, 0]),
        ("not close[1] > 0", [1, 0, 0, 0, 0]),
        ("(close > open)[1]", [0, 0, 1, 0, 1]),
        ("(close > open) == (volume > 2)", [1, 0, 1, 1, 0]),
        ("(close > open) != (volume > 2)", [0, 1, 0, 0, 1]),
        ("if close > open then close else -open", [-1, 3, -3, 5, -5]),
        ("if close[1] > 0 then 1 else 0", [0, 1, 1, 1, 1]),
        ("if true then close else close / 0", [1, 3, 2, 5, 4]),
        ("(if true then 1 else close)[1]", [nothing, 1, 1, 1, 1]),
        ("(true or close > 2)[1]", [0, 1, 1, 1, 1]),
        ("at(10m, true or close > 2)", [0, 1, 1, 1, 1]),
        ("if close > 2 then 1 else if close > 1 then 2 else 3", [3, 1, 2, 1, 1]),
        ("sma(close, 2)", [nothing, 2, 2.5, 3.5, 4.5]),
        ("sma(period: 2, series: close)", [nothing, 2, 2.5, 3.5, 4.5]),
        ("rolling_max(close, 3)", [nothing, nothing, 3, 5, 5]),
        ("rolling_sum(number(close > open), 2)", [nothing, 1, 1, 1, 1]),
        ("donchian(2).upper", [nothing, 3.5, 3.5, 5.5, 5.5]),
        ("donchian(2, high: close, low: close).middle", [nothing, 2, 2.5, 3.5, 4.5]),
        ("bollinger(close, 2, deviations: 0).middle", [nothing, 2, 2.5, 3.5, 4.5]),
        ("crossed_above(close, 2.5)", [0, 1, 0, 1, 0]),
        ("crossed_above(close, open)", [0, 1, 0, 1, 0]),
        ("crossed_below(close, open)", [0, 0, 1, 0, 1]),
        ("crossed_below(2.5, close)", [0, 1, 0, 1, 0]),
        ("crossed(close, 2.5)", [0, 1, 1, 1, 0]),
        ("crossed_above(close[1], 1)", [0, 0, 1, 0, 0]),
        ("min(close, 2) + max(open, 2)", [3, 4, 5, 4, 7]),
        ("max(close[1], 0)", [nothing, 1, 3, 2, 5]),
        ("abs(2 - close)", [1, 1, 0, 3, 2]),
        ("sqrt(close * close)", [1, 3, 2, 5, 4]),
        ("floor(close / 2) + ceil(close / 2)", [1, 3, 2, 5, 4]),
        ("log(exp(volume))", [0, 1, 2, 3, 4]),
        ("is_missing(close[2])", [1, 1, 0, 0, 0]),
        ("number(is_missing(close[1])) * 2", [2, 0, 0, 0, 0]),
        ("date.hour * 100 + date.minute", [0, 5, 10, 15, 20]),
        ("date.year * 10000 + date.month * 100 + date.day", Array(repeating: 20_251_015, count: 5)),
        ("date.weekday", [2, 2, 2, 2, 2]),
        ("number(pair == \"BTC/USDT\")", Array(repeating: 1, count: 5)),
        ("at(10m, number(pair != \"BTC/USDT\"))", [0, 0, 0, 0, 0]),
        ("1e1 * 2.5E-1", [2.5, 2.5, 2.5, 2.5, 2.5]),
        ("close # the close\n    + 1", [2, 4, 3, 6, 5]),
        ("at(5m, close)", [1, 3, 2, 5, 4]),
        ("at(10m, close)", [nothing, 3, 3, 5, 5]),
        ("at(10m, high)", [nothing, 3.5, 3.5, 5.5, 5.5]),
        ("at(10m, close > open)", [0, 1, 1, 1, 1]),
        ("at(10m, close[1])", [nothing, nothing, nothing, 3, 3]),
        ("at(10m, donchian(2)).lower", [nothing, nothing, nothing, 0.5, 0.5]),
        ("at(10m, 7)", [7, 7, 7, 7, 7]),
    ]

    @Test("each means what it says", arguments: values)
    func value(expression: String, column: [Double]) throws {
        let strategy = try Sample.strategy([expression])
        let candles = try Sample.candles(closes: [1, 3, 2, 5, 4])
        let evaluation = try Evaluation(strategy: strategy, candles: candles)
        let ours = evaluation.indicators(for: strategy.defaults)[0].column
        #expect(ours.map(\.description) == column.map(\.description))
    }

    @Test("an indicator can be built on those above it, also in another timeframe")
    func definitions() throws {
        let strategy = try Sample.strategy(["sma(close, 2)", "x0 - x0[1]", "at(10m, x1)"])
        let candles = try Sample.candles(closes: [1, 3, 2, 6, 4, 8])
        let columns = try Evaluation(strategy: strategy, candles: candles)
            .indicators(for: strategy.defaults)
        #expect(columns[1].column.description == "[nan, nan, 0.5, 1.5, 1.0, 1.0]")
        // Ten minutes: closes 3, 6, 8; means 4.5, 7.
        #expect(columns[2].column.description == "[nan, nan, nan, nan, nan, 2.5]")
    }

    @Test("parameters of every type decide")
    func parameters() throws {
        let strategy = try Sample.strategy(
            [
                "if trigger == \"above\" then close > level else close < level",
                "sma(close, length)", "not flag or close > 2",
            ],
            parameters: """
                parameters:
                  level: {type: decimal, low: 0, high: 9, decimals: 1, default: 2.5}
                  length: {type: integer, low: 2, high: 3, default: 2}
                  trigger: {type: categorical, choices: [above, below], default: above}
                  flag: {type: boolean, default: true}

                """)
        let candles = try Sample.candles(closes: [1, 3, 2, 5, 4])
        let evaluation = try Evaluation(strategy: strategy, candles: candles)
        var values = strategy.defaults
        var columns = evaluation.indicators(for: values).map(\.column)
        #expect(columns[0] == [0, 1, 0, 1, 1])
        #expect(columns[1].dropFirst() == [2, 2.5, 3.5, 4.5])
        #expect(columns[2] == [0, 1, 0, 1, 1])
        values["trigger"] = .text("below")
        values["level"] = .decimal(2)
        values["length"] = .integer(3)
        values["flag"] = .boolean(false)
        columns = evaluation.indicators(for: values).map(\.column)
        #expect(columns[0] == [1, 0, 0, 0, 0])
        #expect(columns[1].dropFirst(2).map { ($0 * 3).rounded() } == [6, 10, 11])
        #expect(columns[2] == [1, 1, 1, 1, 1])
    }

    @Test("no candles give no rows")
    func empty() throws {
        let strategy = try Sample.strategy(Self.values.map(\.expression))
        let candles = try Sample.candles(closes: [])
        let evaluation = try Evaluation(strategy: strategy, candles: candles)
        #expect(evaluation.indicators(for: strategy.defaults).allSatisfy { $0.column.isEmpty })
        #expect(evaluation.signals(for: strategy.defaults).long.enter.count == 0)
    }
}
