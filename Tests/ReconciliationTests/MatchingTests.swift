import Market
import Records
import Reconciliation
import Testing

struct MatchingTests {
    private func match(_ expected: [Trade], _ actual: [Trade]) -> Matching {
        Matching(
            byCandle: expected, actual, candleMs: 300_000, tolerances: Tolerances())
    }

    @Test("trades of one pair, side and candle are the same, seconds apart or not")
    func sameCandle() throws {
        let late = try trade(7, at: 60) { $0.openMs += 42_318 }
        let found = match([try trade(1, at: 60)], [late])
        #expect(found.matches.map(\.tier) == [.exact])
        #expect(found.missing.isEmpty && found.extra.isEmpty)
    }

    @Test(
        "a neighbouring candle is near enough only with nearly the same amount",
        arguments: [
            (5, 2.0, 1), (-5, 2.0, 1), (5, 2.009, 1), (5, 2.02, 0), (10, 2.0, 0), (-10, 2.0, 0),
        ])
    func neighbours(minutes: Int, amount: Double, count: Int) throws {
        let found = match(
            [try trade(1, at: 60)], [try trade(1, at: 60 + minutes, amount: amount)])
        #expect(found.matches.count == count)
        #expect(found.missing.count == 1 - count && found.extra.count == 1 - count)
    }

    @Test("another pair or side is another trade")
    func others() throws {
        let short = try trade(1, at: 60) { $0.side = .short }
        let found = match(
            [try trade(1, at: 60)], [short, try trade(2, "BTC/USDT", at: 60)])
        #expect(found.matches.isEmpty && found.extra == [0, 1])
    }

    @Test("most matches come before the nearest ones, and each trade is used once")
    func assignment() throws {
        // Greedy by cost would marry 65 with 65 only by leaving 60 and 70 alone.
        let found = match(
            [try trade(1, at: 60), try trade(2, at: 65), try trade(3, at: 75)],
            [try trade(1, at: 65), try trade(2, at: 70), try trade(3, at: 80)])
        // The exact tier takes 65; then 75 goes to the cheaper of 70 and 80, and 60 has nobody.
        #expect(found.matches.map(\.expected) == [1, 2])
        #expect(Set(found.matches.map(\.actual)).count == found.matches.count)
    }

    @Test("the best assignment equals the best of all assignments", arguments: 0..<50)
    func optimal(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func some() throws -> [Trade] {
            try (0..<Int.random(in: 0...5, using: &random)).map { _ in
                try trade(
                    1, at: 5 * Int.random(in: 0...4, using: &random),
                    amount: 2 + 0.004 * Double(Int.random(in: 0...3, using: &random)))
            }
        }
        let (expected, actual) = (try some(), try some())
        let found = match(expected, actual)
        let used = Set(found.matches.filter { $0.tier == .exact }.map(\.actual))
        let left = expected.indices.filter { index in
            !found.matches.contains { $0.tier == .exact && $0.expected == index }
        }
        let most = mostMatches(
            left, expected, actual.indices.filter { !used.contains($0) }, actual)
        #expect(found.matches.count { $0.tier == .near } == most)
        #expect(Set(found.matches.map(\.actual)).count == found.matches.count)
        #expect(found.matches.count + found.missing.count == expected.count)
        #expect(found.matches.count + found.extra.count == actual.count)
    }

    /// Tries every assignment.
    private func mostMatches(
        _ left: [Int], _ expected: [Trade], _ right: [Int], _ actual: [Trade]
    ) -> Int {
        guard let first = left.first else { return 0 }
        let rest = Array(left.dropFirst())
        return right.filter { index in
            let candles = abs(actual[index].openMs - expected[first].openMs) / 300_000
            let difference = abs(actual[index].amount - expected[first].amount)
            return candles <= 1 && difference <= 0.005 * expected[first].amount + 1e-9
        }.map { index in
            1 + mostMatches(rest, expected, right.filter { $0 != index }, actual)
        }.reduce(mostMatches(rest, expected, right, actual), max)
    }
}
