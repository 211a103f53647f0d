import Foundation
import JSONL
import Market
import TestSupport
import Testing

@testable import Hyperopt

/// NSGA-III's lines. What optuna makes of some points is in `Golden/niches.json`.
struct ReferenceLineTests {
    private static func cases() throws -> [JSONValue] {
        let path = TestSupport.packageFolder + "/Tests/HyperoptTests/Golden/niches.json"
        let json = try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
        return try #require(json.array)
    }

    private static func matrix(_ json: JSONValue?) throws -> [[Double]] {
        try #require(json?.array).map { row in
            (row.array ?? []).map { $0.double ?? .infinity }
        }
    }

    @Test("points are normalised, and go with a line, as optuna has it, within 1e-9")
    func golden() throws {
        for one in try Self.cases() {
            let points = try Self.matrix(one["points"])
            let normalised = ReferenceLines.normalised(points)
            for (mine, theirs) in zip(normalised, try Self.matrix(one["normalised"])) {
                for (left, right) in zip(mine, theirs) {
                    #expect(abs(left - right) <= 1e-9 * max(1, abs(right)))
                }
            }
            let lines = ReferenceLines(losses: points[0].count)
            let distances = try #require(one["distances"]?.array).compactMap(\.double)
            for (index, line) in try Self.matrix(one["lines"]).enumerated() {
                let nearest = lines.nearest(normalised[index])
                #expect(abs(nearest.distance - distances[index]) <= 1e-9)
                // Of two lines as close either will do.
                let isTie = lines.directions.indices.contains {
                    $0 != nearest.line && lines.directions[$0] == line
                        && abs(lines.distance(normalised[index], from: $0) - nearest.distance)
                            < 1e-9
                }
                #expect(lines.directions[nearest.line] == line || isTie)
            }
        }
    }

    @Test(
        "directions are all ways to cut three parts over the axes",
        arguments: [(2, 4), (3, 10), (5, 35)])
    func directions(axes: Int, count: Int) {
        let directions = ReferenceLines(losses: axes).directions
        #expect(Set(directions).count == count && directions.count == count)
        #expect(directions.allSatisfy { $0.count == axes && $0.reduce(0, +) == 3 })
    }

    @Test(
        "survivors fill the emptiest lines, the closest point of a line without any first",
        arguments: 1...50)
    func survivors(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let axes = 2 + Int(seed % 3)
        let losses = (0..<60).map { _ in (0..<axes).map { _ in random.unit() } }
        let elite = Array(0..<Int(seed % 20))
        let border = Array(elite.count..<60)
        let count = 5 + Int(seed % 20)
        let lines = ReferenceLines(losses: axes)
        let chosen = lines.survivors(
            of: border, beside: elite, among: losses, count: count, using: &random)
        #expect(chosen.count == count && Set(chosen).isSubset(of: border))
        #expect(Set(chosen).count == count)
        let places = ReferenceLines.normalised(losses).map(lines.nearest)
        var crowds = lines.directions.map { _ in 0 }
        for index in elite { crowds[places[index].line] += 1 }
        var left = Set(border)
        for index in chosen {
            let line = places[index].line
            let open = Set(left.map { places[$0].line })
            #expect(open.allSatisfy { crowds[line] <= crowds[$0] })
            if crowds[line] == 0 {
                let closest = left.filter { places[$0].line == line }
                    .allSatisfy { places[$0].distance >= places[index].distance }
                #expect(closest)
            }
            crowds[line] += 1
            left.remove(index)
        }
    }
}
