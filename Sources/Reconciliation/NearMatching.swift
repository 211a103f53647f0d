internal import Market
internal import Records

/// The second tier of `Matching`: trades of one pair and side in neighbouring candles.
///
/// Both lists are ordered by time, and crossing two matches never makes them cheaper, so the best
/// assignment is an alignment of two sequences. It is computed cluster by cluster: trades further
/// apart than the tolerance cannot influence each other.
struct NearMatching {
    let expected: [Trade]
    let actual: [Trade]
    let candleMs: Int
    let tolerances: Tolerances

    /// Matches among the given indices, most first, then least cost.
    func matches(expected left: [Int], actual right: [Int]) -> [Matching.Match] {
        let actualGroups = Dictionary(grouping: right) { Lane(actual[$0]) }
        return Dictionary(grouping: left) { Lane(expected[$0]) }
            .flatMap { lane, indices in
                clusters(indices, actualGroups[lane] ?? [])
                    .flatMap { align($0.expected, $0.actual) }
            }
    }

    /// What it costs to take two trades for the same, 0…2; nil when they cannot be.
    func cost(_ left: Int, _ right: Int) -> Double? {
        let (expected, actual) = (expected[left], actual[right])
        let candles = abs(
            candleNumber(actual.openMs, candleMs: candleMs)
                - candleNumber(expected.openMs, candleMs: candleMs))
        let difference = abs(actual.amount - expected.amount)
        let allowed = (tolerances.amountRatio + tolerances.noiseRatio) * expected.amount
        guard candles <= tolerances.candles, difference <= allowed else { return nil }
        return Double(candles) / Double(max(1, tolerances.candles))
            + (allowed > 0 ? difference / allowed : 0)
    }

    /// Groups indices whose openings follow each other within the tolerance.
    private func clusters(
        _ left: [Int], _ right: [Int]
    ) -> [(expected: [Int], actual: [Int])] {
        let reach = (tolerances.candles + 1) * candleMs
        let events =
            left.map { (openMs: expected[$0].openMs, isExpected: true, index: $0) }
            + right.map { (openMs: actual[$0].openMs, isExpected: false, index: $0) }
        var found: [(expected: [Int], actual: [Int])] = []
        var lastMs: Int?
        for event in events.sorted(by: { ($0.openMs, $0.index) < ($1.openMs, $1.index) }) {
            if lastMs.map({ event.openMs - $0 > reach }) ?? true { found.append(([], [])) }
            if event.isExpected {
                found[found.count - 1].expected.append(event.index)
            } else {
                found[found.count - 1].actual.append(event.index)
            }
            lastMs = event.openMs
        }
        return found
    }

    /// The best one-to-one alignment of two time-ordered lists. O(n·m) of one cluster.
    private func align(_ left: [Int], _ right: [Int]) -> [Matching.Match] {
        guard !left.isEmpty, !right.isEmpty else { return [] }
        let width = right.count + 1
        var scores = Array(repeating: Score(), count: (left.count + 1) * width)
        for row in 1...left.count {
            for column in 1...right.count {
                var best = max(scores[(row - 1) * width + column], scores[row * width + column - 1])
                if let cost = cost(left[row - 1], right[column - 1]) {
                    let diagonal = scores[(row - 1) * width + column - 1]
                    best = max(best, Score(count: diagonal.count + 1, cost: diagonal.cost + cost))
                }
                scores[row * width + column] = best
            }
        }
        return walkBack(scores, left, right)
    }

    private func walkBack(_ scores: [Score], _ left: [Int], _ right: [Int]) -> [Matching.Match] {
        let width = right.count + 1
        var (row, column) = (left.count, right.count)
        var found: [Matching.Match] = []
        while row > 0, column > 0 {
            let here = scores[row * width + column]
            if here == scores[(row - 1) * width + column] {
                row -= 1
            } else if here == scores[row * width + column - 1] {
                column -= 1
            } else {
                let cost = cost(left[row - 1], right[column - 1]) ?? 0
                found.append(
                    Matching.Match(
                        expected: left[row - 1], actual: right[column - 1], tier: .near,
                        confidence: max(0, 1 - cost / 4)))
                (row, column) = (row - 1, column - 1)
            }
        }
        return found
    }
}

/// Where trades can be one another: a pair and a side.
struct Lane: Hashable {
    let pair: Pair
    let side: Side

    init(_ trade: Trade) {
        (pair, side) = (trade.pair, trade.side)
    }
}

/// More matches win; among equals the lower cost.
private struct Score: Comparable {
    var count = 0
    var cost = 0.0

    static func < (left: Score, right: Score) -> Bool {
        left.count == right.count ? left.cost > right.cost : left.count < right.count
    }
}
