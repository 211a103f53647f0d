internal import Glibc

/// How often the best candidate of one half of the days is no better than the median candidate in the
/// other half: combinatorially symmetric cross-validation.
///
/// The days are cut into blocks; every choice of half of the blocks is once what the best candidate is
/// chosen on, and the rest what it is judged on. A candidate's score is its Sharpe ratio, 0 for a half in
/// which its account did not move. Takes the daily returns of one candidate after the other and
/// keeps two numbers a block of each.
///
/// Source: D. Bailey, J. Borwein, M. López de Prado and Q. Zhu, "The probability of backtest
/// overfitting", Journal of Computational Finance 20 (2017; SSRN 2326253, 2015).
public struct CrossValidation: Sendable {
    /// What came of it.
    public struct Result: Hashable, Sendable {
        /// Share of the choices whose logit is 0 or less: the chosen one is at or below the median.
        public let probability: Double
        /// Share of the choices after which the chosen one's score is below 0.
        public let lossProbability: Double
        /// Of the line through the scores of the chosen ones, before and after; nil where those
        /// before are all equal.
        public let slope: Double?
        public let intercept: Double?
        /// One each choice of blocks: log(w ÷ (1 − w)), w: rank ÷ (candidates + 1), 1 the worst.
        public let logits: [Double]

        /// Linear between the neighbours; `part` in 0…1.
        public func logit(quantile part: Double) -> Double? { quantile(logits, part) }
    }

    public let days: Int
    public let blocks: Int
    public private(set) var candidates = 0
    private let bounds: [Int]
    /// By block, then by candidate: sums of the returns less the candidate's mean, and of their squares.
    private var sums: [[Double]]
    private var squares: [[Double]]
    private var centres: [Double] = []

    /// Blocks have at least this many days, so that a half has a deviation to speak of.
    public static let leastDays = 4
    public static let mostBlocks = 16

    /// As many blocks, an even number up to `most`, as so many days fill; nil where they do not fill four.
    public init?(days: Int, most: Int = mostBlocks) {
        let blocks = min(most, days / Self.leastDays) / 2 * 2
        guard blocks >= 4 else { return nil }
        self.init(days: days, blocks: blocks)
    }

    /// `blocks` is even, and no more than half as many as `days`.
    init(days: Int, blocks: Int) {
        precondition(blocks > 1 && blocks % 2 == 0 && days >= 2 * blocks, "blocks without days")
        self.days = days
        self.blocks = blocks
        // The first blocks have a day more where the days cannot be shared out evenly.
        bounds = (0...blocks).map { days / blocks * $0 + min($0, days % blocks) }
        sums = Array(repeating: [], count: blocks)
        squares = sums
    }

    /// Takes a candidate. O(days).
    public mutating func add(_ returns: [Double]) {
        precondition(returns.count == days, "candidates of different days")
        candidates += 1
        let centre = sum(returns) / Double(days)
        centres.append(centre)
        for block in 0..<blocks {
            var (total, square) = (0.0, 0.0)
            for day in bounds[block]..<bounds[block + 1] {
                let distance = returns[day] - centre
                total += distance
                square += distance * distance
            }
            sums[block].append(total)
            squares[block].append(square)
        }
    }

    /// Judges all choices of blocks; nil for fewer than two candidates.
    ///
    /// - Complexity: O(choices × candidates × blocks); 16 blocks have 12,870 choices.
    public func result() -> Result? {
        guard candidates > 1 else { return nil }
        var (first, second) = (Half(candidates), Half(candidates))
        var chosen: [(before: Double, after: Double, logit: Double)] = []
        // Each choice with the first block in it stands for its opposite too.
        for choice in stride(from: 1, to: 1 << blocks, by: 2)
        where choice.nonzeroBitCount == blocks / 2 {
            judge(choice, into: &first)
            judge(~choice, into: &second)
            chosen.append(first.choose(judgedBy: second))
            chosen.append(second.choose(judgedBy: first))
        }
        let count = Double(chosen.count)
        let line = line(chosen.map(\.before), chosen.map(\.after))
        return Result(
            probability: Double(chosen.count { $0.logit <= 0 }) / count,
            lossProbability: Double(chosen.count { $0.after < 0 }) / count,
            slope: line?.slope, intercept: line?.intercept, logits: chosen.map(\.logit))
    }

    /// Scores of all candidates on the blocks whose bit is set.
    private func judge(_ choice: Int, into half: inout Half) {
        let members = (0..<blocks).filter { choice >> $0 & 1 == 1 }
        half.clear()
        for block in members { half.add(sums[block], squares[block]) }
        half.score(
            days: Double(members.reduce(0) { $0 + bounds[$1 + 1] - bounds[$1] }), centres: centres)
    }
}

/// The candidates on one half of the blocks.
private struct Half {
    private var sums: [Double]
    private var squares: [Double]
    private var scores: [Double]

    init(_ count: Int) {
        sums = Array(repeating: 0, count: count)
        (squares, scores) = (sums, sums)
    }

    mutating func clear() {
        for place in sums.indices { (sums[place], squares[place]) = (0, 0) }
    }

    mutating func add(_ more: [Double], _ moreSquares: [Double]) {
        for place in sums.indices {
            sums[place] += more[place]
            squares[place] += moreSquares[place]
        }
    }

    /// Sharpe ratios; 0 where nothing deviates by more than rounding.
    mutating func score(days: Double, centres: [Double]) {
        for place in sums.indices {
            let shift = sums[place] / days
            let variance = (squares[place] - sums[place] * shift) / (days - 1)
            let isFlat = variance <= 1e-14 * squares[place] / days || variance <= 1e-300
            scores[place] = isFlat ? 0 : (shift + centres[place]) / sqrt(variance)
        }
    }

    /// The best here, the first of equal ones, and how it does there.
    func choose(judgedBy other: Half) -> (before: Double, after: Double, logit: Double) {
        var best = 0
        for place in scores.indices where scores[place] > scores[best] { best = place }
        let after = other.scores[best]
        var (below, equal) = (0, 0)
        for score in other.scores {
            below += score < after ? 1 : 0
            equal += score == after ? 1 : 0
        }
        // Equal ones share their mean rank.
        let rank = Double(below) + Double(equal + 1) / 2
        let count = Double(scores.count)
        return (scores[best], after, logarithm(rank / (count + 1 - rank)))
    }
}

/// The line of least squares; nil where `x` does not change.
private func line(_ x: [Double], _ y: [Double]) -> (slope: Double, intercept: Double)? {
    guard let centre = mean(x), let level = mean(y) else { return nil }
    let spread = sum(x.map { ($0 - centre) * ($0 - centre) })
    guard spread > 0 else { return nil }
    let slope = sum(zip(x, y).map { ($0 - centre) * ($1 - level) }) / spread
    return (slope, level - slope * centre)
}
