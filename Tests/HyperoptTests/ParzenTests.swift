import Foundation
import JSONL
import Market
import Metrics
import TestSupport
import Testing

@testable import Hyperopt

/// Densities against optuna's: `Golden/tpe.json`, written by `Golden/tpe.py`, and the shared vectors.
struct ParzenTests {
    @Test("densities over mixed spaces are optuna's, with none to many observations")
    func densities() throws {
        let file = try Self.golden()
        var compared = 0
        for item in file["densities"]?.array ?? [] {
            var estimator = ParzenEstimator(
                Self.points(item["points"]), in: try Self.axes(item))
            let expected = item["log_pdf"]?.array?.compactMap(\.double) ?? []
            let queries = Self.points(item["queries"])
            let found = estimator.probabilities(of: queries).map { log($0) }
            for (mine, want) in zip(found, expected) {
                #expect(abs(mine - want) <= 1e-9 * max(1, abs(want)), "\(mine) \(want)")
                compared += 1
            }
        }
        #expect(compared == 70)
    }

    @Test(
        "densities, gamma and weights are those of the shared vectors",
        .enabled(if: sharedFolder != nil, "needs ../shared"))
    func vectors() throws {
        let path = (sharedFolder ?? "") + "/oracle/vectors/samplers.json"
        let file = try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
        for (count, want) in file["tpe_default_gamma"]?.members?.map({ ($0.key, $0.value) }) ?? [] {
            #expect(TreeParzen.goodCount(of: try #require(Int(count))) == want.int)
        }
        for member in file["tpe_default_weights"]?.members ?? [] {
            let want = member.value.array?.compactMap(\.double) ?? []
            let mine = ParzenEstimator.ramp(try #require(Int(member.key)))
            #expect(mine.count == want.count && !want.isEmpty)
            #expect(zip(mine, want).allSatisfy { abs($0 - $1) < 1e-14 })
        }
        for (name, low, axis) in [
            ("parzen_int", 1, Axis.ordered(20)), ("parzen_cat", 0, .choices(3)),
        ] {
            let vector = try #require(file[name])
            func places(_ key: String) -> [[Int]] {
                (vector[key]?.array ?? []).compactMap(\.double).map { [Int($0) - low] }
            }
            var estimator = ParzenEstimator(places("obs"), in: [axis])
            let want = vector["log_pdf"]?.array?.compactMap(\.double) ?? []
            #expect(places("query").count == want.count && !want.isEmpty)
            let found = estimator.probabilities(of: places("query"))
            for (mine, want) in zip(found, want) {
                #expect(abs(log(mine) - want) < 1e-9)
            }
        }
    }

    @Test(
        "curves over continuous, logarithmic and several ranges are those of the shared vectors",
        .enabled(if: sharedFolder != nil, "needs ../shared"),
        arguments: [
            ("parzen_float", [0.0...1.0], false), ("parzen_log", [log(1e-4)...0], true),
            ("parzen_multivariate", [0...1, 0...10], false),
        ])
    func continuous(name: String, ranges: [ClosedRange<Double>], isLogarithmic: Bool) throws {
        let path = try #require(sharedFolder.map { $0 + "/oracle/vectors/samplers.json" })
        let vector = try #require(
            JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))[name])
        let observed = try Self.columns(vector["obs"], isLogarithmic)
        let queries = try Self.columns(vector["query"], isLogarithmic)
        let want = vector["log_pdf"]?.array?.compactMap(\.double) ?? []
        let rows = zip(observed, ranges).map { points, range in
            CutNormals(around: points, in: range)
        }
        #expect(rows.count == ranges.count && !want.isEmpty && queries[0].count == want.count)
        for (index, want) in want.enumerated() {
            let products = (0...observed[0].count).map { kernel in
                zip(rows, queries).reduce(1.0) {
                    $0 * $1.0.density(at: $1.1[index], kernel: kernel)
                }
            }
            let mine = log(products.reduce(0, +) / Double(products.count))
            #expect(abs(mine - want) <= 1e-12 * max(1, abs(want)), "\(mine) \(want)")
        }
    }

    /// One list for each parameter: of the vector itself, or of its members in their order.
    private static func columns(_ value: JSONValue?, _ isLogarithmic: Bool) throws -> [[Double]] {
        let columns = try #require(
            value?.array.map { [$0] } ?? value?.members?.map { $0.value.array ?? [] })
        return columns.map { $0.compactMap(\.double).map { isLogarithmic ? log($0) : $0 } }
    }

    @Test("an estimator that sees points one by one is that of all of them", arguments: 1...20)
    func adding(seed: UInt64) {
        let axes = [Axis.ordered(6), .choices(3), .ordered(2_000)]
        var random = SplitMix64(seed: seed)
        let points = (0..<60).map { _ in
            [6, 3, 2_000].map { Int.random(in: 0..<$0, using: &random) }
        }
        for start in [0, 1, 30, 59] {
            var grown = ParzenEstimator(Array(points[..<start]), in: axes)
            for point in points[start...] { grown.add(point) }
            var whole = ParzenEstimator(points, in: axes)
            let (mine, want) = (grown.probabilities(of: points), whole.probabilities(of: points))
            #expect(mine == want)
        }
    }

    @Test(
        "an estimator without some of its points is that of the others, and they can come back",
        arguments: 1...20)
    func removing(seed: UInt64) {
        let axes = [Axis.ordered(6), .choices(3), .ordered(2_000)]
        var random = SplitMix64(seed: seed)
        let points = (0..<(seed < 10 ? 30 : 140)).map { _ in
            [6, 3, 2_000].map { Int.random(in: 0..<$0, using: &random) }
        }
        var estimator = ParzenEstimator(points, in: axes)
        var isPresent = points.map { _ in true }
        for _ in 0..<60 {
            let number = Int.random(in: points.indices, using: &random)
            isPresent[number].toggle()
            estimator.set(number, points[number], present: isPresent[number])
        }
        let rest = points.indices.filter { isPresent[$0] }.map { points[$0] }
        #expect(rest.count < points.count)
        var small = ParzenEstimator(rest, in: axes)
        let (mine, want) = (estimator.probabilities(of: points), small.probabilities(of: points))
        #expect(mine == want)
    }

    @Test(
        "an estimator that forgets its latest points is that of the others", arguments: 1...20)
    func forgetting(seed: UInt64) {
        let axes = [Axis.ordered(6), .choices(3), .ordered(2_000)]
        var random = SplitMix64(seed: seed)
        let points = (0..<(seed < 10 ? 30 : 140)).map { _ in
            [6, 3, 2_000].map { Int.random(in: 0..<$0, using: &random) }
        }
        var estimator = ParzenEstimator(points, in: axes)
        estimator.set(4, points[4], present: false)
        for end in [points.count - 4, 20, 5] {
            while estimator.count > end { estimator.removeLast(points[estimator.count - 1]) }
            for point in points.suffix(3) { estimator.add(point) }
            var rest = Array(points[..<end] + points.suffix(3))
            rest.remove(at: 4)
            var small = ParzenEstimator(rest, in: axes)
            #expect(estimator.probabilities(of: points) == small.probabilities(of: points))
            for point in points.suffix(3).reversed() { estimator.removeLast(point) }
        }
    }

    @Test("probabilities of all points add up to 1, and points are drawn by them")
    func drawing() {
        let axes = [Axis.ordered(6), .choices(3)]
        var estimator = ParzenEstimator([[1, 2], [4, 0], [1, 1]], in: axes)
        let points = (0..<6).flatMap { first in (0..<3).map { [first, $0] } }
        let probabilities = estimator.probabilities(of: points)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        var random = SplitMix64(seed: 5)
        var counts: [[Int]: Int] = [:]
        let draws = 20_000
        for _ in 0..<draws { counts[estimator.point(using: &random), default: 0] += 1 }
        let chiSquare = zip(points, probabilities).reduce(0.0) { sum, item in
            let expected = item.1 * Double(draws)
            let distance = Double(counts[item.0] ?? 0) - expected
            return sum + distance * distance / expected
        }
        // The 99.9th percentile with 17 degrees of freedom.
        #expect(chiSquare < 40.8)
    }

    static func golden() throws -> JSONValue {
        try JSONValue(
            parsing: String(
                decoding: Data(contentsOf: TestSupport.golden("HyperoptTests", "tpe.json")),
                as: UTF8.self))
    }

    static func points(_ value: JSONValue?) -> [[Int]] {
        (value?.array ?? []).map { $0.array?.compactMap(\.int) ?? [] }
    }

    static func axes(_ item: JSONValue) throws -> [Axis] {
        try #require(item["dimensions"]?.array).map { row in
            let count = try #require(row.array?.last?.int)
            return row.array?.first?.string == "ordered" ? .ordered(count) : .choices(count)
        }
    }
}

extension CutNormals {
    /// The density of one kernel's curve.
    fileprivate func density(at place: Double, kernel: Int) -> Double {
        let kind = kinds[kernel]
        func z(_ place: Double) -> Double { (place - centres[kind]) / widths[kind] }
        let mass =
            normalProbability(below: z(range.upperBound))
            - normalProbability(below: z(range.lowerBound))
        return exp(-z(place) * z(place) / 2)
            / ((2 * Double.pi).squareRoot() * widths[kind] * mass)
    }
}
