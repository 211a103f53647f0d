internal import Market

/// Tree-structured Parzen estimator: of some candidates drawn like the good points, the one that is
/// least like the others.
///
/// Source: Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011, as optuna 5
/// samples. Points of the same batch that are not judged yet count as bad, so that a batch spreads
/// ("constant liar").
struct TreeParzen: Sampler {
    private let axes: [Axis]
    private let seed: UInt64
    /// In the order of time.
    private var points: [[Int]] = []
    private var ranking = Ranking()
    /// Numbers of the good points, ascending.
    private var good: [Int] = []
    /// Of the good points.
    private var likeness: ParzenEstimator
    /// Of all points, the good ones taken out.
    private var bad: ParzenEstimator
    private var tails = NormalTails()
    /// Whether the latest batch changed nothing about which points are good.
    private var isSteady = false
    private(set) var ahead: [[Int]] = []

    /// optuna's `n_startup_trials`.
    static let initialCount = 10
    /// As many as keep a few threads busy without making a search much blinder.
    private static let batchCount = 4
    /// optuna's `n_ei_candidates`.
    private static let candidateCount = 24

    /// How many of `count` judged points count as good: optuna's `gamma`.
    static func goodCount(of count: Int) -> Int { min((count + 9) / 10, 25) }

    init(in axes: [Axis], seed: UInt64) {
        self.axes = axes
        self.seed = seed
        bad = ParzenEstimator([], in: axes, tails: tails)
        likeness = bad
    }

    mutating func batch(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        guard ahead.isEmpty else {
            ahead.forEach(give)
            ahead = []
            return
        }
        choose(&explored, give)
    }

    /// The good points stay what they are more often than not, and so do the proposals.
    mutating func lookAhead(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        guard isSteady else { return }
        var chosen: [[Int]] = []
        choose(&explored) { point in
            chosen.append(point)
            give(point)
        }
        ahead = chosen
    }

    private mutating func choose(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        let isInitial = points.count < Self.initialCount
        for _ in 0..<(isInitial ? Self.initialCount : Self.batchCount)
        where !explored.isComplete {
            var random = SplitMix64(seed: seed, words: UInt64(points.count + 1))
            let point =
                isInitial
                ? explored.unseen(after: explored.point(using: &random))
                : proposal(explored, using: &random)
            explored.insert(point)
            give(point)
            add(point)
        }
    }

    /// Takes note of a point that is being tried: bad until it is judged.
    mutating func add(_ point: [Int]) {
        points.append(point)
        bad.add(point)
    }

    /// The candidate most like the good points and least like the bad ones.
    mutating func proposal(_ explored: Explored, using random: inout SplitMix64) -> [Int] {
        var candidates: [[Int]] = []
        for _ in 0..<Self.candidateCount {
            let candidate = likeness.point(using: &random)
            if !candidates.contains(candidate) { candidates.append(candidate) }
        }
        let fresh = candidates.filter { !explored.contains($0) }
        guard !fresh.isEmpty else { return explored.unseen(after: candidates[0]) }
        let others = bad.probabilities(of: fresh)
        let ratios = zip(likeness.probabilities(of: fresh), others).map { $0 / $1 }
        let best = ratios.indices.max { ratios[$0] < ratios[$1] } ?? 0
        return fresh[best]
    }

    mutating func learn(_ losses: [Double?], _ explored: Explored) {
        for loss in losses { ranking.add(loss) }
        let best = ranking.best(Self.goodCount(of: ranking.count)).sorted()
        isSteady = best == good
        guard !isSteady else { return }
        forgetAhead()
        for number in good where !best.contains(number) {
            bad.set(number, points[number], present: true)
        }
        for number in best { bad.set(number, points[number], present: false) }
        good = best
        // Some megabytes.
        if tails.count > 1_000 { tails = NormalTails() }
        likeness = ParzenEstimator(good.map { points[$0] }, in: axes, tails: tails)
    }

    private mutating func forgetAhead() {
        for point in ahead.reversed() { bad.removeLast(point) }
        points.removeLast(ahead.count)
        ahead = []
    }
}

/// Losses in the order of time, and their order by size.
struct Ranking {
    private var losses: [Double] = []
    /// Numbers of those that have a loss, the best first, of equal ones the first.
    private var ranks: [Int] = []

    var count: Int { losses.count }

    mutating func add(_ loss: Double?) {
        let number = losses.count
        losses.append(loss ?? .infinity)
        guard let loss else { return }
        var (low, high) = (0, ranks.count)
        while low < high {
            let middle = (low + high) / 2
            (low, high) = losses[ranks[middle]] <= loss ? (middle + 1, high) : (low, middle)
        }
        ranks.insert(number, at: low)
    }

    /// The numbers of the best, at most so many.
    func best(_ count: Int) -> ArraySlice<Int> { ranks.prefix(count) }
}
