internal import Market
public import Records
public import Strategies

/// A search under way: what was tried and what came of it, and what to try next.
///
/// Source of `tpe`: Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011, as
/// optuna 5 samples. Points of the same batch that are not judged yet count as bad, so that a batch
/// spreads ("constant liar"). Unlike optuna, no point is tried twice.
public struct Search {
    public let space: SearchSpace
    public let sampler: Sampler
    /// Epochs that are done.
    public private(set) var count = 0
    /// What `tpe` learns from: the batches that are done, and the epochs of the one under way.
    private var past = Past()
    private var latest: [(point: [Int], loss: Double?)] = []
    private var tails = NormalTails()

    public init(_ space: SearchSpace, sampler: Sampler) {
        self.space = space
        self.sampler = sampler
    }

    /// Takes note of the next epoch, in order.
    public mutating func learn(_ trial: Trial) {
        count += 1
        guard sampler.method == .tpe else { return }
        latest.append((space.point(trial.parameters) ?? [], trial.loss))
        guard sampler.batch(of: count + 1).lowerBound == count + 1 else { return }
        for (point, loss) in latest { past.add(point, loss) }
        latest = []
        // Some megabytes.
        if tails.count > 1_000 { tails = NormalTails() }
    }

    /// What to try next: values for the epochs after `count`, at most until `epochs`; none when all is
    /// done, or when `tpe` has tried the whole space.
    public func next(of epochs: Int) -> [ParameterValues] {
        guard count < epochs else { return [] }
        let batch = sampler.batch(of: count + 1)
        let wanted = (count + 1)...min(batch.upperBound, epochs)
        guard sampler.method == .tpe else {
            return wanted.map { epoch in
                var random = sampler.random(epoch: epoch)
                return space.values(space.point(using: &random))
            }
        }
        var proposals = Proposals(space: space, sampler: sampler, past: past, tails: tails)
        return proposals.batch(batch.lowerBound...wanted.upperBound).dropFirst(latest.count)
            .map(space.values)
    }
}

/// Epochs from which `tpe` learns, in their order.
private struct Past {
    private(set) var points: [[Int]] = []
    private(set) var seen: Set<[Int]> = []
    private var losses: [Double] = []
    /// Epochs that have a loss, the best first, of equal ones the first.
    private var ranking: [Int] = []

    mutating func add(_ point: [Int], _ loss: Double?) {
        let epoch = points.count
        points.append(point)
        seen.insert(point)
        losses.append(loss ?? .infinity)
        guard let loss else { return }
        var (low, high) = (0, ranking.count)
        while low < high {
            let middle = (low + high) / 2
            (low, high) = losses[ranking[middle]] <= loss ? (middle + 1, high) : (low, middle)
        }
        ranking.insert(epoch, at: low)
    }

    /// The good points and the others, each in the order of epochs; a point of another space is neither.
    var parts: (good: [[Int]], bad: [[Int]]) {
        let best = ranking.prefix(Sampler.goodCount(of: points.count)).sorted()
        var isBad = points.map { !$0.isEmpty }
        for epoch in best { isBad[epoch] = false }
        return (best.map { points[$0] }, points.indices.filter { isBad[$0] }.map { points[$0] })
    }
}

/// One batch of `tpe`: all its points follow from the epochs before it.
private struct Proposals {
    let space: SearchSpace
    let sampler: Sampler
    private let good: ParzenEstimator
    /// What was tried without being good, and what is proposed.
    private var bad: ParzenEstimator
    private var seen: Set<[Int]>

    init(space: SearchSpace, sampler: Sampler, past: Past, tails: NormalTails) {
        self.space = space
        self.sampler = sampler
        let (parts, axes) = (past.parts, space.axes)
        good = ParzenEstimator(parts.good, in: axes, tails: tails)
        bad = ParzenEstimator(parts.bad, in: axes, tails: tails)
        seen = past.seen
    }

    /// Points of these epochs; fewer where the space is exhausted.
    mutating func batch(_ epochs: ClosedRange<Int>) -> [[Int]] {
        var points: [[Int]] = []
        for epoch in epochs {
            if let size = space.size, seen.count >= size { break }
            if let latest = points.last { bad.add(latest) }
            var random = sampler.random(epoch: epoch)
            let point =
                sampler.isInitial(epoch: epoch)
                ? unseen(after: space.point(using: &random)) : proposal(using: &random)
            points.append(point)
            seen.insert(point)
        }
        return points
    }

    /// The candidate most like the good points and least like the bad ones.
    private func proposal(using random: inout SplitMix64) -> [Int] {
        let candidates = (0..<Sampler.candidateCount).map { _ in good.point(using: &random) }
        let fresh = candidates.filter { !seen.contains($0) }
        guard !fresh.isEmpty else { return unseen(after: candidates[0]) }
        let others = bad.probabilities(of: fresh)
        let ratios = zip(good.probabilities(of: fresh), others).map { $0 / $1 }
        let best = ratios.indices.max { ratios[$0] < ratios[$1] } ?? 0
        return fresh[best]
    }

    /// The first point that was not tried, counting up from `start`. The space has one.
    private func unseen(after start: [Int]) -> [Int] {
        var point = start
        while seen.contains(point) {
            for place in point.indices {
                point[place] += 1
                if point[place] < space.parameters[place].choiceCount { break }
                point[place] = 0
            }
        }
        return point
    }
}
