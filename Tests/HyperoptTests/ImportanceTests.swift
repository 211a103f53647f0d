import Foundation
import JSONL
import Market
import TestSupport
import Testing

@testable import Hyperopt

/// Which parameters decide a loss: against optuna's analysis in `Golden/importance.json`, which
/// `Golden/importance.py` writes, and where the answer is known.
struct ImportanceTests {
    @Test("shares are those that optuna finds, as far as two forests agree")
    func optuna() throws {
        let file = try JSONValue(
            parsing: String(
                contentsOf: golden("HyperoptTests", "importance.json"), encoding: .utf8))
        let cases = file["cases"]?.array ?? []
        #expect(cases.count == 3)
        for item in cases {
            let mine = try #require(
                Importance.shares(
                    Self.axes(item), points: Self.points(item),
                    losses: Self.numbers(item["losses"]),
                    seed: 42))
            let want = Self.numbers(item["importance"])
            #expect(mine.count == want.count)
            for (mine, want) in zip(mine, want) {
                // Two of optuna's own forests differ by as much as 0.02.
                #expect(abs(mine - want) < 0.05, "\(item["name"]?.string ?? "") \(mine) \(want)")
            }
        }
    }

    @Test("of a sum the shares are the variances of its parts")
    func sum() throws {
        // Every point of 16 × 16 values: variances of 3x and of y are as 9 to 1.
        let points = (0..<256).map { [$0 / 16, $0 % 16] }
        let losses = points.map { Double(3 * $0[0] + $0[1]) }
        let shares = try #require(
            Importance.shares(
                [.ordered(16), .ordered(16)], points: points, losses: losses, seed: 1))
        #expect(abs(shares[0] - 0.9) < 0.03)
        #expect(abs(shares[1] - 0.1) < 0.03)
    }

    @Test("what two choices do together belongs to neither")
    func together() throws {
        let points = (0..<400).map { [$0 % 2, $0 / 2 % 2, $0 / 4 % 10] }
        let losses = points.map { Double($0[0] ^ $0[1]) }
        let shares = try #require(
            Importance.shares(
                [.choices(2), .choices(2), .ordered(10)], points: points, losses: losses, seed: 1))
        #expect(shares.allSatisfy { $0 < 0.02 })
    }

    @Test("shares are at most 1 together, however few the trials", arguments: 1...40)
    func few(count: Int) {
        var chance = SplitMix64(seed: UInt64(count))
        let axes = [Axis.ordered(26), .ordered(111), .choices(3), .ordered(331), .ordered(2)]
        let points = (0..<count).map { _ in
            axes.map { Int.random(in: 0..<$0.count, using: &chance) }
        }
        let losses = points.map { _ in chance.bell() }
        let shares = Importance.shares(axes, points: points, losses: losses, seed: 42)
        #expect(shares?.allSatisfy { (0...1).contains($0) } ?? (count == 1))
        #expect((shares ?? []).reduce(0, +) < 1 + 1e-9)
    }

    @Test("the same seed gives the same shares, and losses far out do not decide them")
    func steady() throws {
        var chance = SplitMix64(seed: 5)
        let axes = [Axis.ordered(200), .ordered(30)]
        let points = (0..<300).map { _ in
            axes.map { Int.random(in: 0..<$0.count, using: &chance) }
        }
        let losses = points.map { Double($0[0]) }
        func shares(_ losses: [Double]) -> [Double] {
            Importance.shares(axes, points: points, losses: losses, seed: 3) ?? []
        }
        #expect(shares(losses) == shares(losses))
        #expect(shares(losses)[0] > 0.95)
        let spoiled = losses.indices.map { $0.isMultiple(of: 60) ? 1e9 : losses[$0] }
        #expect(shares(spoiled)[0] < 0.5)
        #expect(shares(Importance.fenced(spoiled))[0] > 0.7)
        #expect(Importance.fenced(losses) == losses)
    }

    @Test(
        "there is nothing to say of one parameter, of no trials and of losses that are all alike",
        arguments: [
            ([Axis.ordered(5)], [[0], [1]], [0.0, 1]), ([.ordered(5), .choices(2)], [], []),
            ([.ordered(5), .choices(2)], [[0, 1], [4, 0]], [2, 2]),
        ])
    func nothing(axes: [Axis], points: [[Int]], losses: [Double]) {
        #expect(Importance.shares(axes, points: points, losses: losses, seed: 1) == nil)
    }

    @Test("bins share out the values of an axis", arguments: [1, 2, 63, 64, 65, 100, 1_000])
    func bins(count: Int) {
        let grid = BinnedSpace(axes: [.ordered(count)])
        let places = (0..<count).map { Int(grid.bin($0, on: 0)) }
        #expect(places.first == 0 && places.last == grid.binCount(0) - 1)
        for bin in 0..<grid.binCount(0) {
            let held = Double(places.count { $0 == bin }) / Double(count)
            #expect(held > 0 && held == grid.weight(bin, on: 0))
        }
    }

    private static func numbers(_ value: JSONValue?) -> [Double] {
        (value?.array ?? []).compactMap(\.double)
    }

    private static func points(_ item: JSONValue) -> [[Int]] {
        (item["points"]?.array ?? []).map { ($0.array ?? []).compactMap(\.int) }
    }

    private static func axes(_ item: JSONValue) throws -> [Axis] {
        try (item["axes"]?.array ?? []).map { axis in
            let count = try #require(axis.array?.last?.int)
            return axis.array?.first?.string == "ordered" ? .ordered(count) : .choices(count)
        }
    }
}
