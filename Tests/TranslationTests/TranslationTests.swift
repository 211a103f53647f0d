import Foundation
import Indicators
import Market
import Strategies
import TestSupport
import Testing
import YAML

@testable import Translation

struct TranslationTests {
    /// Strategy files whose Python is kept beside the tests; `make verify` runs it in freqtrade.
    private static let files = [
        "BacktestingTests/Golden/cases/OwnStops", "BacktestingTests/Golden/cases/InformativeEdge",
        "BacktestingTests/Golden/cases/NestedIndicators",
        "BacktestingTests/Golden/cases/StochasticHour",
        "BacktestingTests/Golden/S13CustomStop", "TranslationTests/Golden/Awkward",
        "TranslationTests/Golden/Protected", "TranslationTests/Golden/Keeping",
    ]

    @Test("a strategy file becomes this Python", arguments: files)
    func python(path: String) throws {
        let url = Package.folder.appending(path: "Tests/\(path).strategy.yaml")
        let text = try String(contentsOf: url, encoding: .utf8)
        let made = try Self.translated(text)
        let golden = golden("TranslationTests", "\(url.lastPathComponent.prefix { $0 != "." }).py")
        if ProcessInfo.processInfo.environment["GOLDEN"] == "record" {
            try made.source.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(made.source == (try String(contentsOf: golden, encoding: .utf8)))
    }

    @Test("every indicator of the catalogue has a Python form that names its settings")
    func forms() throws {
        for row in Catalogue.indicators {
            let form = try #require(PythonForm.form(row.name), "\(row.name) has no Python form")
            switch form {
            case .talib(_, let settings): #expect(settings.count == row.parameters.count)
            case .template(let template):
                for name in row.inputs.map(\.name) + row.parameters.map(\.name) {
                    #expect(template.contains("{\(name)}"), "\(row.name) \(name)")
                }
                #expect(template.contains("{output}") == (row.outputs.count > 1), "\(row.name)")
            }
        }
    }

    @Test("every hook is written, and none reads what freqtrade does not pass")
    func hooks() throws {
        for hook in Hook.answering {
            let answer = hook.isCondition ? "close > 1" : "close"
            let value = hook == .customExit ? "[{when: close > 1}]" : answer
            let made = try Self.translated(Self.strategy("\(hook.rawValue): \(value)"))
            #expect(made.source.contains("def \(hook.rawValue)(self, \(hook.arguments)):"))
        }
    }

    @Test(
        "missing values, division by zero and constants keep their meaning",
        arguments: [
            ("close != close[1]", "dataframe[\"close\"] != dataframe[\"close\"].shift(1)"),
            ("(close > 1)[2]", "(dataframe[\"close\"] > 1).shift(2, fill_value=False)"),
            ("close > 1 / n", "dataframe[\"close\"] > divide(1, self.n.value)"),
            ("close / (high - low) > 1 / 3", "1 / 3"),
            ("not (close > 1)", "~(dataframe[\"close\"] > 1)"),
            ("true", "spread(True, dataframe)"),
            ("crossed_above(30, close)", "qtpylib.crossed_above(spread(30, dataframe), "),
            ("sma(close, n * 2) > 1", "timeperiod=int(self.n.value * 2)"),
            ("1 - (2 - n) > close", "1 - (2 - self.n.value) > dataframe[\"close\"]"),
            (
                "(close > 1) == (high > 1)",
                "(dataframe[\"close\"] > 1) == (dataframe[\"high\"] > 1)"
            ),
            ("pair == 'A\"B'", "metadata[\"pair\"] == \"A\\\"B\""),
            (
                "is_missing(sma(close, 3))",
                "np.isnan(talib.SMA(dataframe[\"close\"], timeperiod=3))"
            ),
        ])
    func meaning(expression: String, python: String) throws {
        let text = """
            strategy: Some
            timeframe: 5m
            stoploss: -0.1
            parameters: {n: {type: integer, low: 2, high: 9, default: 3}}
            enter_long:
              - when: |
                  \(expression)
            """
        #expect(try Self.translated(text).source.contains(python))
    }

    @Test("names that mean something to Python or freqtrade get another end")
    func names() {
        #expect(PythonWords.identifier("class") == "class_")
        #expect(PythonWords.identifier("IStrategy") == "IStrategy_")
        #expect(PythonWords.identifier("5 Ways, é") == "_5_Ways___")
        #expect(PythonWords.identifier("") == "_")
        #expect(
            PythonWords.identifier("stoploss", avoiding: PythonWords.attributes) == "stoploss_")
        #expect(PythonWords.literal("a\"\\\n\u{1}é") == "\"a\\\"\\\\\\n\\x01é\"")
        #expect(PythonWords.literal(1e-12) == "1e-12" && PythonWords.literal(14) == "14")
    }

    @Test("values given to a run become the defaults, to the last digit")
    func values() throws {
        let text = Self.strategy(
            "parameters: {x: {type: decimal, low: 0, high: 1, decimals: 1, default: 0.5}}")
        let strategy = try Strategy(parsing: text, source: "x.yaml")
        var values = strategy.defaults
        values["x"] = .decimal(0.125)
        let made = try PythonStrategy(
            strategy, values: values, document: try YAMLNode(parsing: text, source: "x.yaml"))
        #expect(made.source.contains("x = DecimalParameter(0, 1, default=0.125, decimals=3, "))
    }

    @Test("what a strategy speaks of besides is made of the candles that it is run on")
    func otherCandles() throws {
        let text = Self.strategy("indicators: {slow: 'at(15m, sma(close, 3))'}").replacing(
            "timeframe: 5m", with: "timeframe: 30m")
        let document = try YAMLNode(parsing: text, source: "x.yaml")
        #expect(throws: YAMLError.self) { try Strategy(document) }
        let strategy = try Strategy(document, on: try Timeframe("5m"))
        #expect(strategy.otherCandles.map(\.timeframe) == [try Timeframe("15m")])
        let made = try PythonStrategy(strategy, values: strategy.defaults, document: document)
        #expect(made.source.contains("    timeframe = \"30m\""))
        #expect(made.source.contains("from_candles(dataframe, self.timeframe, "))
    }

    private static func strategy(_ more: String) -> String {
        """
        strategy: Some
        timeframe: 5m
        stoploss: -0.1
        enter_long: [{when: close > 2}]
        \(more)
        """
    }

    private static func translated(_ text: String) throws -> PythonStrategy {
        let strategy = try Strategy(parsing: text, source: "some.yaml")
        return try PythonStrategy(
            strategy, values: strategy.defaults,
            document: try YAMLNode(parsing: text, source: "some.yaml"))
    }
}
