import Foundation
import JSONL
import Market
import Records
import Strategies
import TestSupport
import Testing

@testable import Hyperopt

/// Spaces of rules: freqtrade's own words are in `Golden/spaces.json`.
struct RuleSpaceTests {
    private static let everything: Set = ["roi", "stoploss", "trailing", "trades"]

    private static func golden() throws -> JSONValue {
        let path = TestSupport.packageFolder + "/Tests/HyperoptTests/Golden/spaces.json"
        return try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
    }

    private static func space(_ timeframe: String) throws -> SearchSpace {
        SearchSpace(
            [], spaces: everything, fixed: ParameterValues(defaultsOf: []),
            timeframeMinutes: try Timeframe(timeframe).minutes)
    }

    @Test("dimensions and bounds are freqtrade's for every timeframe")
    func bounds() throws {
        let golden = try #require(try Self.golden().members)
        #expect(golden.count == 14)
        for timeframe in golden {
            for space in RuleSpace.allCases {
                let mine = space.parameters(
                    timeframeMinutes: try Timeframe(timeframe.key).minutes
                ).map { parameter -> String in
                    switch parameter.domain {
                    case .integer(let range):
                        "\(parameter.name) \(range.lowerBound) \(range.upperBound) 1"
                    case .decimal(let range, 3):
                        "\(parameter.name) \(range.lowerBound) \(range.upperBound) 0.001"
                    case .boolean: "\(parameter.name) 0 1 0"
                    default: "\(parameter)"
                    }
                }
                let theirs = try #require(timeframe.value["spaces"]?[space.rawValue]?.array)
                    .map { ($0.array ?? []).map { $0.string ?? $0.text }.joined(separator: " ") }
                    .filter { $0 != "trailing_stop 0 0 0" }
                #expect(mine == theirs, "\(timeframe.key)")
            }
        }
    }

    @Test("from the same values come freqtrade's rules, to the last digit, and the values again")
    func rules() throws {
        for timeframe in try #require(try Self.golden().members) {
            let space = try Self.space(timeframe.key)
            for example in try #require(timeframe.value["examples"]?.array) {
                let numbers = JSONValue.object(
                    try #require(example["values"]?.members).filter { $0.key != "trailing_stop" })
                let values = try #require(space.values(of: numbers))
                for key in [
                    "trailing_stop", "trailing_stop_positive", "trailing_stop_positive_offset",
                    "trailing_only_offset_is_reached",
                ] {
                    #expect(values.json[key] == example[key])
                }
                #expect(values.json["stoploss"] == numbers["stoploss"])
                #expect(values.json["max_open_trades"] == numbers["max_open_trades"])
                let table = try #require(example["minimal_roi"]?.members)
                let steps = try #require(values.rules.minimalROI)
                #expect(steps.map { "\($0.minutes)" } == table.map(\.key))
                #expect(steps.map(\.ratio) == table.compactMap(\.value.double))
                for member in try #require(space.json(values).members) {
                    #expect(member.value == numbers[member.key], "\(member.key)")
                }
                #expect(try ParameterValues(values.json, for: []) == values)
            }
        }
    }

    @Test(
        "what is drawn lies within the bounds and is found again",
        arguments: [1, 2, 42] as [UInt64])
    func draws(seed: UInt64) throws {
        let space = try Self.space("1h")
        let search = try SearchTests.search(space, "random", seed: seed)
        for trial in SearchTests.trials(search, 100) {
            let values = try ParameterValues(trial.parameters, for: [])
            let numbers = space.json(values)
            #expect(space.values(of: numbers) == values)
            for parameter in space.parameters {
                #expect(numbers[parameter.name].flatMap { parameter.value($0) } != nil)
            }
            #expect(try #require(values.rules.minimalROI).last?.ratio == 0)
        }
    }

    @Test(
        "rules that no strategy may have are refused",
        arguments: [
            ["stoploss": 0], ["stoploss": -1.5], ["max_open_trades": -2],
            ["max_open_trades": 2.5], ["minimal_roi": [0.1]], ["minimal_roi": ["soon": 0.1]],
            ["minimal_roi": ["0": -2]], ["trailing_stop": true, "trailing_stop_positive": 1],
            ["trailing_stop": true, "trailing_only_offset_is_reached": true],
            [
                "trailing_stop": true, "trailing_stop_positive": 0.02,
                "trailing_stop_positive_offset": 0.01,
            ],
        ] as [JSONValue])
    func refuses(json: JSONValue) {
        #expect(throws: ParameterError.self) { try ParameterValues(json, for: []) }
    }
}
