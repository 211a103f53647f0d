import Foundation
import JSONL
import Metrics
import Records
import Strategies
import Testing

@testable import Hyperopt

struct SearchTests {
    static let parameters = [
        Parameter(name: "a", domain: .integer(-2...2), standard: .integer(0), space: "buy"),
        Parameter(
            name: "b", domain: .decimal(0.1...0.9, decimals: 1), standard: .decimal(0.5),
            space: "buy"),
        Parameter(
            name: "c", domain: .categorical(["x", "y", "z"]), standard: .text("x"), space: "sell"),
        Parameter(name: "d", domain: .boolean, standard: .boolean(false), space: "sell"),
        Parameter(
            name: "e", domain: .integer(0...9), standard: .integer(7), space: "buy",
            isOptimized: false),
    ]

    static func space(_ names: Set<String>) -> SearchSpace {
        SearchSpace(
            parameters, spaces: names, fixed: ParameterValues(defaultsOf: parameters),
            timeframeMinutes: 5)
    }

    @Test("a space holds its parameters, all their values and no others")
    func spaces() {
        #expect(
            SearchSpace.names(in: Self.parameters)
                == ["buy", "sell", "roi", "stoploss", "trailing", "trades"])
        #expect(Self.space(["buy"]).size == 5 * 9)
        #expect(Self.space(["buy", "sell"]).size == 5 * 9 * 3 * 2)
        #expect(Self.space(["protection"]).size == 1)
    }

    @Test(
        "nothing is drawn but values that the parameters accept",
        arguments: samplerDefinitions.map(\.name), [1, 2, 42] as [UInt64])
    func drawsOnlyValues(name: String, seed: UInt64) throws {
        let search = try Self.search(Self.space(["buy", "sell"]), name, seed: seed)
        for point in Self.trials(search, 120).map(Self.values) {
            for parameter in Self.parameters {
                #expect(point[parameter.name].map(parameter.accepts) == true)
            }
            #expect(point["e"] == .integer(7))
        }
    }

    @Test(
        "samplers that explore draw every value of every parameter",
        arguments: ["halton", "random", "sobol", "tpe"], [1, 2, 42] as [UInt64])
    func drawsAll(name: String, seed: UInt64) throws {
        let search = try Self.search(Self.space(["buy", "sell"]), name, seed: seed)
        var seen: [String: Set<ParameterValue>] = [:]
        for point in Self.trials(search, 120).map(Self.values) {
            for (name, value) in zip(point.names, point.values) {
                seen[name, default: []].insert(value)
            }
        }
        #expect(seen["a"]?.count == 5)
        #expect(seen["b"] == Set((1...9).map { .decimal(Double($0) / 10) }))
        #expect(seen["c"]?.count == 3)
        #expect(seen["d"]?.count == 2)
    }

    @Test(
        "no point is tried twice, and a search ends when it has tried all",
        arguments: samplerDefinitions.map(\.name), [1, 7] as [UInt64])
    func exhausts(name: String, seed: UInt64) throws {
        for (spaces, asked, count) in [(["sell"], 100, 6), (["buy", "sell"], 240, 240)] {
            let search = try Self.search(Self.space(Set(spaces)), name, seed: seed)
            let trials = Self.trials(search, asked)
            #expect(trials.count == count)
            #expect(Set(trials.map(Self.values)).count == count)
        }
    }

    @Test(
        "a search goes on after any epoch as if it had not stopped, and does not know how many follow",
        arguments: samplerDefinitions.map(\.name))
    func resumes(name: String) throws {
        let space = Self.space(["buy", "sell"])
        let search = try Self.search(space, name, seed: 3)
        let trials = Self.trials(search, 150)
        for stop in (0..<24) + [60, 149] {
            var resumed = search
            for trial in trials.prefix(stop) { resumed.learn(trial) }
            #expect(Self.trials(resumed, 150) == Array(trials.dropFirst(stop)))
            #expect(Self.trials(search, stop) == Array(trials.prefix(stop)))
        }
        let other = Self.trials(try Self.search(space, name, seed: 4), 150)
        #expect(trials.map(\.parameters) != other.map(\.parameters))
    }

    static func search(_ space: SearchSpace, _ name: String, seed: UInt64) throws -> Search {
        Search(space, sampler: try #require(SamplerDefinition.named(name)), seed: seed)
    }

    @Test("epochs without a loss count as bad, and a search of nothing else goes on")
    func withoutLosses() throws {
        let space = Self.space(["buy", "sell"])
        let trials = Self.trials(try Self.search(space, "tpe", seed: 3), 60) { _ in nil }
        #expect(Set(trials.map(Self.values)).count == 60)
        let half = Self.trials(try Self.search(space, "tpe", seed: 3), 60) { values in
            values["d"] == .boolean(true) ? nil : 1
        }
        #expect(half.suffix(30).count { Self.values($0)["d"] == .boolean(false) } > 20)
    }

    /// Medians of the best of 100 epochs over some seeds: optuna's are in `Golden/tpe.json`.
    @Test("tpe finds what optuna's finds", arguments: ["sphere", "rastrigin", "choosy"])
    func finds(name: String) throws {
        let item = try #require(try ParzenTests.golden()["searches"]?[name])
        let parameters = try ParzenTests.axes(item).enumerated().map { index, axis in
            let domain: Parameter.Domain =
                switch axis {
                case .ordered(let count): .integer(0...(count - 1))
                case .choices(let count): .categorical((0..<count).map(String.init))
                }
            return Parameter(
                name: "p\(index)", domain: domain,
                standard: axis.isOrdered ? .integer(0) : .text("0"), space: "buy")
        }
        let space = SearchSpace(
            parameters, spaces: ["buy"], fixed: ParameterValues(defaultsOf: parameters),
            timeframeMinutes: 5)
        let bests = try (1...Self.seeds).map { seed in
            let search = try Self.search(space, "tpe", seed: UInt64(seed))
            let trials = Self.trials(search, 100) { Objective.value(name, $0) }
            return trials.compactMap(\.loss).min() ?? .infinity
        }.sorted()
        let optuna = try #require(item["tpe"]?.double)
        let random = try #require(item["random"]?.double)
        let median = bests[bests.count / 2]
        #expect(median < optuna * 2 && median < random / 2)
    }

    static let seeds = 15

    /// What a search does with an objective, to the end.
    static func trials(
        _ search: Search, _ epochs: Int,
        loss: (ParameterValues) -> Double? = { Double(abs($0.hashOfNumbers)) }
    ) -> [Trial] {
        var (search, trials) = (search, [Trial]())
        while case let batch = search.next(of: epochs), !batch.isEmpty {
            for values in batch {
                trials.append(trial(search.count + 1, values, loss(values)))
                search.learn(trials[trials.count - 1])
            }
        }
        return trials
    }

    static func trial(_ epoch: Int, _ values: ParameterValues, _ loss: Double?) -> Trial {
        Trial(
            run: "r", epoch: epoch, parameters: values.json, loss: loss, measures: [:],
            isBest: false, isInitial: false)
    }

    static func values(_ trial: Trial) -> ParameterValues {
        (try? ParameterValues(trial.parameters, for: parameters))
            ?? ParameterValues(defaultsOf: parameters)
    }

    @Test("the best is strictly better than all before, and never without a loss")
    func best() {
        var best = BestSoFar()
        let losses: [Double?] = [nil, 5, .nan, 5, 4, nil, 100, 3.5, -.infinity]
        let marks = losses.enumerated().map { index, loss in
            best.take(
                Trial(
                    run: "r", epoch: index + 1, parameters: [:], loss: loss, measures: [:],
                    isBest: true, isInitial: true)
            ).isBest
        }
        #expect(marks == [false, true, false, false, true, false, false, true, true])
        #expect(best.trial?.epoch == 9)
        var worst = BestSoFar()
        for (loss, isBest) in [(100_000.0, false), (100, false), (99.9, true)] {
            let trial = Trial(
                run: "r", epoch: 1, parameters: [:], loss: loss, measures: [:], isBest: false,
                isInitial: true)
            #expect(worst.take(trial).isBest == isBest)
        }
    }

    @Test("losses go by our names and freqtrade's, and have no value with too few trades")
    func losses() throws {
        for name in ["SharpeDaily", "SharpeHyperOptLossDaily"] {
            #expect(Loss(named: name)?.definition.name == "SharpeDaily")
        }
        #expect(Loss(named: "DefaultHyperOptLoss")?.definition.name == "ShortTradeDur")
        #expect(Loss(named: "sharpe") == nil && Loss(named: "SharpeHyperOptLos") == nil)
        #expect(Loss.names.count == 12)
        var trades = TradeColumns(pairCount: 1, startingBalance: 10, fromMs: 0, toMs: 86_400_000)
        for profit in [1.0, 1] {
            trades.append(profit: profit, ratio: profit, openMs: 0, closeMs: 60_000, pair: 0)
        }
        #expect(Loss(named: "OnlyProfit")?.evaluate(trades) == -2)
        #expect(Loss(named: "OnlyProfit", minimumTrades: 2)?.evaluate(trades) == -2)
        #expect(Loss(named: "OnlyProfit", minimumTrades: 3)?.evaluate(trades) == nil)
    }
}

extension ParameterValues {
    /// Some number that depends on all values.
    fileprivate var hashOfNumbers: Int {
        values.reduce(7) { hash, value in
            switch value {
            case .integer(let number): hash * 31 % 997 + number
            case .decimal(let number): hash * 31 % 997 + Int((number * 10).rounded())
            case .text(let text): hash * 31 % 997 + Int(text.utf8.first ?? 0)
            case .boolean(let flag): hash * 31 % 997 + (flag ? 1 : 0)
            }
        }
    }
}

/// What `Golden/tpe.py` minimises.
private enum Objective {
    static func value(_ name: String, _ values: ParameterValues) -> Double {
        let p = values.values.map { value in
            switch value {
            case .integer(let number): Double(number)
            case .text(let text): Double(text) ?? 0
            default: 0.0
            }
        }
        switch name {
        case "sphere": return p.reduce(0) { $0 + (($1 - 500) / 100) * (($1 - 500) / 100) }
        case "rastrigin":
            return p.reduce(20) { sum, place in
                let x = (place - 512) / 100
                return sum + x * x - 10 * cos(2 * .pi * x)
            }
        default:
            let (first, second) = ((p[0] - 21) / 5, (p[1] - 9) / 10)
            return first * first + second * second + [1, 0, 2][Int(p[2])] + p[3] / 2
        }
    }
}
