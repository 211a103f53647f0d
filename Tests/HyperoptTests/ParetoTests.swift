import Foundation
import JSONL
import Market
import Records
import Strategies
import TestSupport
import Testing

@testable import Hyperopt

/// Several losses at once. What optuna makes of some points is in `Golden/pareto.json`.
struct ParetoTests {
    private struct Case {
        let points: [[Double]]
        let ranks: [Int]
        let crowding: [Double]

        init(_ json: JSONValue) throws {
            points = try #require(json["points"]?.array).map {
                ($0.array ?? []).compactMap(\.double)
            }
            ranks = try #require(json["ranks"]?.array).compactMap(\.int)
            crowding = try #require(json["crowding"]?.array).map { $0.double ?? .infinity }
        }
    }

    private static func cases() throws -> [Case] {
        let path = TestSupport.packageFolder + "/Tests/HyperoptTests/Golden/pareto.json"
        let json = try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
        return try #require(json.array).map(Case.init)
    }

    @Test("fronts and who is on the first are optuna's")
    func fronts() throws {
        for one in try Self.cases() {
            var ranks = one.points.map { _ in -1 }
            for (rank, front) in ParetoFront.fronts(one.points).enumerated() {
                for index in front { ranks[index] = rank }
            }
            #expect(ranks == one.ranks)
            // Of equal points each is on the front, and one of them stands for all.
            let members = ParetoFront.members(one.points)
            #expect(members == one.ranks.map { $0 == 0 })
        }
    }

    @Test("crowding distances are optuna's, where no two points share a loss")
    func crowding() throws {
        for one in try Self.cases() {
            let front = one.ranks.indices.filter { one.ranks[$0] == 0 }
            let isDistinct = one.points[0].indices.allSatisfy { loss in
                Set(front.map { one.points[$0][loss] }).count == front.count
            }
            guard isDistinct else { continue }
            let room = ParetoFront.crowding(front, of: one.points)
            for (index, distance) in zip(front, one.crowding) {
                let mine = room[index] ?? -1
                #expect(mine == distance || abs(mine - distance) < 1e-12)
            }
        }
    }

    @Test("points without a loss are on no front, and equal ones are all on it")
    func absent() {
        let none = Double.infinity
        #expect(ParetoFront.members([[none, none], [none, none]]) == [false, false])
        #expect(
            ParetoFront.members([[1, 2], [1, 2], [2, 1], [2, 2], [none, 0]])
                == [true, true, true, false, true])
        #expect(ParetoFront.members([]) == [])
    }

    /// Two losses of a point: how far it is from two corners of the space.
    private static func losses(_ values: ParameterValues) -> (Double, Double) {
        let numbers = values.values.compactMap(\.json.double)
        return (
            numbers.map { $0 * $0 }.reduce(0, +), numbers.map { ($0 - 40) * ($0 - 40) }.reduce(0, +)
        )
    }

    /// The share of the space of losses that a search's front leaves behind it, 0…1.
    private static func volume(_ sampler: String, seed: UInt64) throws -> Double {
        let parameters = (0..<4).map {
            Parameter(
                name: "p\($0)", domain: .integer(0...100), standard: .integer(0), space: "buy")
        }
        let space = SearchSpace(
            parameters, spaces: ["buy"], fixed: ParameterValues(defaultsOf: parameters),
            timeframeMinutes: 5)
        let definition = try #require(SamplerDefinition.named(sampler))
        var search = Search(space, sampler: definition, seed: seed, objectives: ["second"])
        var trials: [Trial] = []
        while case let batch = search.next(of: 300), !batch.isEmpty {
            for values in batch {
                let (first, second) = losses(values)
                trials.append(
                    Trial(
                        run: "r", epoch: search.count + 1, parameters: values.json, loss: first,
                        measures: ["second": .number(second)], isBest: false, isInitial: false))
                search.learn(trials[trials.count - 1])
            }
        }
        let points = trials.map { $0.losses(["second"]) }
        let front = zip(points, ParetoFront.members(points)).filter(\.1).map(\.0).sorted {
            $0[0] < $1[0]
        }
        let most = 40_000.0
        var (volume, ceiling) = (0.0, most)
        for point in front where point[1] < ceiling && point[0] < most {
            volume += (most - point[0]) * (ceiling - point[1])
            ceiling = point[1]
        }
        return volume / (most * most)
    }

    @Test(
        "with two losses generations find a better front than chance",
        arguments: ["nsgaii", "nsgaiii"])
    func descends(name: String) throws {
        let seeds = 1...7 as ClosedRange<UInt64>
        let found = try seeds.map { try Self.volume(name, seed: $0) }.sorted()
        let random = try seeds.map { try Self.volume("random", seed: $0) }.sorted()
        // What the front leaves before it shrinks by a third at least.
        #expect(1 - found[3] < (1 - random[3]) * 0.67)
    }
}
