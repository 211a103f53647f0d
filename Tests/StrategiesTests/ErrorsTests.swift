import Foundation
import Strategies
import TestSupport
import Testing
import YAML

@Suite("Messages about strategies")
struct ErrorsTests {
    /// An expression that is wrong, and what is said of it.
    static let expressions: [(expression: String, message: String)] = {
        let file = golden("StrategiesTests", "expressions.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        return stride(from: 0, to: lines.count - 1, by: 2).map { index in
            (String(lines[index]), String(lines[index + 1].dropFirst(2)))
        }
    }()

    /// A file that is wrong, and what is said of it.
    static let files: [(text: String, message: String)] = {
        let file = golden("StrategiesTests", "files.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "=====\n").map { block in
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
            let file = lines.filter { !$0.hasPrefix("! ") }.joined(separator: "\n")
            let message = lines.first { $0.hasPrefix("! ") }?.dropFirst(2) ?? ""
            return (file, String(message))
        }
    }()

    static func strategy(when expression: String) -> String {
        """
        strategy: Test
        timeframe: 5m
        stoploss: -0.1
        parameters:
          low_rsi: {type: integer, low: 2, high: 40, default: 20}
          share: {type: decimal, low: 0.1, high: 3.0, default: 1.0}
          trigger: {type: categorical, choices: [below, cross], default: cross}
          flag: {type: boolean, default: false}
        indicators:
          rsi: rsi(close, 14)
          bands: "bollinger(close, 20, deviations: 2)"
          hourly: at(1h, ema(close, 5))
          rising: close > open
        enter_long:
          - when: |
              \(expression)
        """
    }

    @Test("a wrong expression is refused where it is wrong", arguments: expressions)
    func expression(expression: String, message: String) {
        let error = #expect(throws: YAMLError.self) {
            try Strategy(parsing: Self.strategy(when: expression), source: "strategy.yaml")
        }
        #expect(error?.description == message)
    }

    @Test("a wrong file is refused where it is wrong", arguments: files)
    func file(text: String, message: String) {
        let error = #expect(throws: YAMLError.self) {
            try Strategy(parsing: text, source: "strategy.yaml")
        }
        #expect(error?.description == message)
    }

    @Test("both tables are there")
    func tables() {
        #expect(Self.expressions.count > 70 && Self.files.count > 35)
    }

    @Test("no damaged expression traps", arguments: fiftySeeds)
    func damage(seed: UInt64) {
        var chance = Chance(seed: seed)
        let pieces = [
            "close", "rsi(", ")", "[1]", "[", "]", " and ", " or ", " not ", "if ", " then ",
            " else ", "at(1h, ", "of(\"A/B\", 1h, ", "bands", ".upper", " < ", " == ", "3", "1.5",
            "-", "*", "(", ", ", "period: ", "\"cross\"", "trigger", "flag", "date.hour", "#",
            "crossed_above(", "low_rsi", "hourly", "é", "\"",
        ]
        for _ in 0..<40 {
            let count = Int.random(in: 1...12, using: &chance)
            let text = (0..<count).map { _ in pieces.randomElement(using: &chance) ?? "" }
            let file = Self.strategy(when: text.joined())
            do {
                _ = try Strategy(parsing: file, source: "strategy.yaml")
            } catch {
                #expect(error.line == 16 || error.line == 15, "\(error)")
            }
        }
        let deep = String(repeating: "(", count: 5_000)
        #expect(throws: YAMLError.self) {
            try Strategy(parsing: Self.strategy(when: deep), source: "strategy.yaml")
        }
    }
}
