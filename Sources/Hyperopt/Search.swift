internal import Market
public import Records
public import Strategies

/// A search under way: what was tried and what came of it, and what to try next.
///
/// Source of `tpe`: Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011, as
/// optuna 5 samples. Points of the same batch that are not judged yet count as bad, so that a batch
/// spreads ("constant liar"). Unlike optuna, no point is tried twice.
public struct Search: Sendable {
    public let space: SearchSpace
    public let sampler: Sampler
    /// Epochs that are done.
    public private(set) var count = 0
    /// What `tpe` learns from, in the order of epochs.
    private var points: [[Int]] = []
    private var losses: [Double?] = []

    public init(_ space: SearchSpace, sampler: Sampler) {
        self.space = space
        self.sampler = sampler
    }

    /// Takes note of the next epoch, in order.
    public mutating func learn(_ trial: Trial) {
        count += 1
        guard sampler.method == .tpe else { return }
        points.append(space.point(trial.parameters) ?? [])
        losses.append(trial.loss)
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
        let known = batch.lowerBound - 1
        let proposals = Proposals(
            space: space, sampler: sampler, points: Array(points.prefix(known)),
            losses: Array(losses.prefix(known)))
        return proposals.batch(batch.lowerBound...wanted.upperBound).dropFirst(count - known)
            .map(space.values)
    }
}

/// One batch of `tpe`: all its points follow from the epochs before it.
private struct Proposals {
    let space: SearchSpace
    let sampler: Sampler
    private let good: ParzenEstimator
    private let bad: [[Int]]
    private var seen: Set<[Int]>

    init(space: SearchSpace, sampler: Sampler, points: [[Int]], losses: [Double?]) {
        self.space = space
        self.sampler = sampler
        let judged = points.indices.filter { losses[$0] != nil }.sorted { first, second in
            (losses[first] ?? 0, first) < (losses[second] ?? 0, second)
        }
        let best = Set(judged.prefix(Sampler.goodCount(of: points.count)))
        let axes = space.axes
        good = ParzenEstimator(best.sorted().map { points[$0] }, in: axes)
        bad = points.indices.filter { !best.contains($0) && !points[$0].isEmpty }
            .map { points[$0] }
        seen = Set(points)
    }

    /// Points of these epochs; fewer where the space is exhausted.
    func batch(_ epochs: ClosedRange<Int>) -> [[Int]] {
        var (seen, pending) = (seen, [[Int]]())
        for epoch in epochs {
            if let size = space.size, seen.count >= size { break }
            var random = sampler.random(epoch: epoch)
            let point =
                sampler.isInitial(epoch: epoch)
                ? unseen(after: space.point(using: &random), seen)
                : proposal(bad: bad + pending, seen, using: &random)
            pending.append(point)
            seen.insert(point)
        }
        return pending
    }

    /// The candidate most like the good points and least like the bad ones.
    private func proposal(
        bad: [[Int]], _ seen: Set<[Int]>, using random: inout SplitMix64
    ) -> [Int] {
        let candidates = (0..<Sampler.candidateCount).map { _ in good.point(using: &random) }
        let fresh = candidates.filter { !seen.contains($0) }
        guard !fresh.isEmpty else { return unseen(after: candidates[0], seen) }
        let others = ParzenEstimator(bad, in: space.axes).probabilities(of: fresh)
        let ratios = zip(good.probabilities(of: fresh), others).map { $0 / $1 }
        let best = ratios.indices.max { ratios[$0] < ratios[$1] } ?? 0
        return fresh[best]
    }

    /// The first point that was not tried, counting up from `start`. The space has one.
    private func unseen(after start: [Int], _ seen: Set<[Int]>) -> [Int] {
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
