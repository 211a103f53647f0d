import JSONL
import Market
import Strategies
import TestSupport
import Testing

@Suite("Evaluating a strategy")
struct EvaluationTests {
    static let sweep = """
        strategy: Sweep
        timeframe: 5m
        stoploss: -0.1
        parameters:
          buy_rsi: {type: integer, low: 10, high: 60, default: 40}
          factor: {type: decimal, low: 0.1, high: 3.0, decimals: 1, default: 1.0}
          trigger: {type: categorical, choices: [below, cross], default: cross}
          filter: {type: boolean, default: false}
          length: {type: integer, low: 3, high: 9, default: 5}
          sell_rsi: {type: integer, low: 40, high: 90, default: 60}
        indicators:
          rsi: rsi(close, 7)
          mean: rolling_mean(volume, 10)
          slow: at(30m, ema(close, length))
        enter_long:
          - when: |
              volume > mean * factor and (not filter or close > slow)
              and (if trigger == "cross" then crossed_above(rsi, buy_rsi) else rsi < buy_rsi)
            tag: first
          - {when: rsi < buy_rsi - 10, tag: deep}
          - {when: rsi < 15}
        exit_long:
          - {when: rsi > sell_rsi, tag: high}
        """

    @Test("remembered parts change nothing", arguments: fiftySeeds)
    func memory(seed: UInt64) throws {
        let strategy = try Strategy(parsing: Self.sweep, source: "sweep.yaml")
        let evaluation = try Evaluation(
            strategy: strategy, candles: Sample.candles(seed: seed, count: 300))
        var memory = EvaluationMemory(limitBytes: seed.isMultiple(of: 2) ? 20_000 : 1_000_000)
        var chance = Chance(seed: seed)
        for _ in 0..<20 {
            var values = strategy.defaults
            for parameter in strategy.parameters {
                values[parameter.name] = draw(parameter, &chance)
            }
            let signals = evaluation.signals(for: values, reusing: &memory)
            #expect(signals == evaluation.signals(for: values))
        }
    }

    private func draw(_ parameter: Parameter, _ chance: inout Chance) -> ParameterValue {
        switch parameter.domain {
        case .integer(let range): .integer(Int.random(in: range, using: &chance))
        case .decimal(let range, _): .decimal(Double.random(in: range, using: &chance))
        case .categorical(let choices): .text(choices.randomElement(using: &chance) ?? "")
        case .boolean: .boolean(chance.oneIn(2))
        }
    }

    @Test("of several rules that hold, the last one's tag stays")
    func tags() throws {
        let strategy = try Strategy(parsing: Self.sweep, source: "sweep.yaml")
        let candles = try Sample.candles(seed: 3, count: 500)
        let evaluation = try Evaluation(strategy: strategy, candles: candles)
        let signals = evaluation.signals(for: strategy.defaults)
        let rsi = evaluation.indicators(for: strategy.defaults)[0].column
        #expect(rsi.contains { $0 < 15 } && rsi.contains { $0 >= 15 && $0 < 30 })
        for row in rsi.indices where rsi[row] < 30 {
            #expect(signals.long.enter[row] && signals.enterTag(row) == "deep")
        }
        for row in rsi.indices where signals.long.exit[row] != (rsi[row] > 60) {
            Issue.record("row \(row)")
        }
    }

    @Test("a longer candle is seen when it has closed, from the store or made of shorter ones")
    func longerTimeframe() throws {
        let strategy = try Sample.strategy(["at(1h, close)"])
        let candles = try Sample.candles(seed: 5, count: 60).rows(3..<60)
        let made = try Evaluation(strategy: strategy, candles: candles)
            .indicators(for: strategy.defaults)[0].column
        // Rows start at 00:15: the first whole hour is 01:00 to 02:00, closed with the row of 01:55.
        let expected = (0..<57).map { row -> Double in
            let closed = (row + 3 + 1) / 12 * 12
            return closed >= 24 ? candles.close[closed - 1 - 3] : .nan
        }
        #expect(made.description == expected.description)
        let hours = try Sample.candles(seed: 5, count: 60).resampled(to: Timeframe("1h"))
        let stored = try Evaluation(strategy: strategy, candles: candles) { _, _ in hours }
            .indicators(for: strategy.defaults)[0].column
        #expect(stored.prefix(8).allSatisfy { $0.isNaN })
        #expect(stored[8] == hours.close[0] && stored[20] == hours.close[1])
        #expect(Array(stored[20...]).description == Array(made[20...]).description)
    }

    @Test("candles that are missing are named")
    func missing() throws {
        let strategy = try Sample.strategy(["of(\"ETH/USDT\", 1h, close)"])
        let candles = try Sample.candles(seed: 1, count: 20)
        let error = #expect(throws: EvaluationError.self) {
            try Evaluation(strategy: strategy, candles: candles)
        }
        #expect(error?.message == "no candles of ETH/USDT 1h")
        let hourly = try Sample.candles(seed: 1, count: 20, timeframe: "1h")
        #expect(throws: EvaluationError.self) {
            try Evaluation(strategy: strategy, candles: hourly)
        }
        #expect(
            strategy.otherCandles.map { "\($0.pair?.symbol ?? "") \($0.timeframe)" } == [
                "ETH/USDT 1h"
            ])
    }

    @Test("parameter values travel as JSON")
    func json() throws {
        let strategy = try Strategy(parsing: Self.sweep, source: "sweep.yaml")
        var values = strategy.defaults
        values["buy_rsi"] = .integer(33)
        values["trigger"] = .text("below")
        #expect(try ParameterValues(values.json, for: strategy.parameters) == values)
        let partly = JSONValue.object([.init("factor", .integer(2))])
        let read = try ParameterValues(partly, for: strategy.parameters)
        #expect(read["factor"] == .decimal(2) && read["buy_rsi"] == .integer(40))
        for (name, value) in [
            ("buy_rsj", JSONValue.integer(20)), ("buy_rsi", .integer(61)),
            ("buy_rsi", .number(20.5)), ("trigger", .text("beyond")), ("filter", .integer(1)),
        ] {
            let json = JSONValue.object([.init(name, value)])
            #expect(throws: ParameterError.self) {
                try ParameterValues(json, for: strategy.parameters)
            }
        }
    }

    @Test("comments and layout do not change what the hash is made of, values do")
    func canonicalText() throws {
        func text(_ source: String) throws -> String {
            try Strategy(parsing: source, source: "x.yaml").canonicalText
        }
        let plain = "strategy: A\ntimeframe: 5m\nstoploss: -0.1\nenter_long: [{when: close > 1}]\n"
        let laidOut = """
            # a comment
            strategy:   A
            timeframe: 5m   # minutes
            stoploss: -0.1
            enter_long:
              - when: close > 1
            """
        #expect(try text(plain) == text(laidOut))
        #expect(try text(plain) != text(plain.replacing("> 1", with: "> 2")))
        #expect(try text(plain) != text(plain.replacing("-0.1", with: "-0.2")))
    }

    @Test("parameters that nothing reads are known")
    func unused() throws {
        let strategy = try Sample.strategy(
            ["sma(close, a)"],
            parameters: "parameters:\n  a: {type: integer, low: 2, high: 5, default: 3}\n"
                + "  b: {type: boolean, default: true}\n")
        #expect(strategy.usedParameters == ["a"])
    }
}
