internal import Market
internal import Metrics

/// Looks for low places of surfaces through the points that are known.
///
/// Source: R. Regis and C. Shoemaker, "Combining radial basis function surrogates and dynamic coordinate
/// search in high-dimensional expensive black-box optimization", Engineering Optimization 45 (2013),
/// for candidates around the best points and for scores of height and distance; candidates that repeat a
/// step between two good points are differential evolution's (R. Storn and K. Price, 1997).
struct SurfaceSearch {
    private static let candidateCount = 100
    /// Points that a surface goes through: the best, the latest, and the nearest to the best of all.
    private static let bestCount = 30
    private static let latestCount = 30
    private static let knownCount = 80
    /// How often `lowest` goes on from the lowest place that it found.
    private static let roundCount = 6

    private let axes: [Axis]
    private let coordinateCount: Int
    /// In the order of time; of those without a loss infinity.
    private var points: [[Int]] = []
    private var places: [[Double]] = []
    private var losses: [Double] = []
    private var ranking = Ranking()
    private var nearest = Nearest(most: knownCount)

    init(in axes: [Axis]) {
        self.axes = axes
        coordinateCount = axes.reduce(0) { $0 + ($1.isOrdered ? 1 : $1.count) }
    }

    var count: Int { points.count }

    /// nil where nothing has a loss.
    var best: [Int]? { ranking.best(1).first.map { points[$0] } }

    mutating func add(_ point: [Int]) {
        points.append(point)
        places.append(place(of: point))
    }

    mutating func learn(_ losses: [Double?]) {
        self.losses += losses.map { $0 ?? .infinity }
        for loss in losses { ranking.add(loss) }
    }

    /// nil where nothing has a loss.
    mutating func surface() -> RadialSurface? {
        guard let best = ranking.best(1).first else { return nil }
        var known = Array(ranking.best(Self.bestCount))
        known += losses.indices.suffix(Self.latestCount).filter { !known.contains($0) }
        let near = nearest.numbers(to: best, in: places.prefix(losses.count))
        known += near.filter { !known.contains($0) }.prefix(Self.knownCount - known.count)
        let found = known.map { losses[$0] }
        // How bad the worse half is says little.
        let finite = found.filter(\.isFinite).sorted()
        let (low, middle) = (finite[0], finite[finite.count / 2])
        let height = middle > low ? middle - low : 1
        return RadialSurface(
            through: known.map { places[$0] },
            values: found.map { (min($0, middle) - low) / height },
            slopes: axes.count(where: \.isOrdered), slack: 1e-8)
    }

    /// A point that was not tried, where the surface is as low as can be found from the best point on,
    /// step by step.
    func lowest(
        _ surface: RadialSurface, _ explored: Explored, using random: inout SplitMix64
    ) -> [Int] {
        var base = points[ranking.best(1)[0]]
        var height = surface.value(at: place(of: base))
        var (found, depth): ([Int]?, Double) = (nil, .infinity)
        for _ in 0..<Self.roundCount {
            let start = base
            for _ in 0..<(Self.candidateCount / 2) {
                let candidate = candidate(near: start, using: &random)
                let own = surface.value(at: place(of: candidate))
                if own < height { (base, height) = (candidate, own) }
                if own < depth, !explored.contains(candidate) {
                    (found, depth) = (candidate, own)
                }
            }
        }
        return found ?? explored.unseen(after: explored.point(using: &random))
    }

    /// A point that was not tried, where the surface is low, which has a weight, and which is far from
    /// what is known and pending, which has the rest.
    func low(
        _ surface: RadialSurface, weight: Double, _ explored: Explored, pending: [[Int]],
        using random: inout SplitMix64
    ) -> [Int] {
        let bests = Array(ranking.best(5))
        let candidates = (0..<Self.candidateCount).map { _ in
            let base = bests[Int.random(in: bests.indices, using: &random)]
            return candidate(near: points[base], using: &random)
        }.filter { !explored.contains($0) }
        guard !candidates.isEmpty else {
            return explored.unseen(after: explored.point(using: &random))
        }
        let goals = candidates.map(place)
        let others = pending.map(place)
        let heights = Self.shares(goals.map(surface.value))
        let distances = Self.shares(
            goals.map { place in
                others.reduce(surface.isolation(of: place)) {
                    min($0, RadialSurface.squaredDistance(place, $1))
                }.squareRoot()
            })
        let scores = zip(heights, distances).map { weight * $0 + (1 - weight) * (1 - $1) }
        return candidates[scores.indices.min { scores[$0] < scores[$1] } ?? 0]
    }

    /// Numbers from 0 for the least to 1 for the largest.
    private static func shares(_ values: [Double]) -> [Double] {
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        return values.map { high > low ? ($0 - low) / (high - low) : 0 }
    }

    private func candidate(near point: [Int], using random: inout SplitMix64) -> [Int] {
        random.unit() < 0.4 ? shifted(point, using: &random) : moved(point, using: &random)
    }

    /// A point near another: some parameters moved, by little or by much.
    private func moved(_ point: [Int], using random: inout SplitMix64) -> [Int] {
        var moved = point
        let chance = max(random.unit(), 1 / Double(axes.count))
        let always = Int.random(in: axes.indices, using: &random)
        let part = 0.4 * exponential(-5 * random.unit())
        for (place, axis) in axes.enumerated() where axis.count > 1 {
            guard place == always || random.unit() < chance else { continue }
            switch axis {
            case .choices(let count): moved[place] = Int.random(in: 0..<count, using: &random)
            case .ordered(let count):
                let step = (random.bell() * part * Double(count)).rounded()
                let least = random.unit() < 0.5 ? -1 : 1
                moved[place] += step == 0 ? least : Int(step)
                moved[place] = min(max(moved[place], 0), count - 1)
            }
        }
        return moved
    }

    /// A point as far from another, and in the same direction, as two of the best lie apart: so that
    /// narrow valleys are followed.
    private func shifted(_ point: [Int], using random: inout SplitMix64) -> [Int] {
        let bests = ranking.best(20)
        let first = points[bests[Int.random(in: bests.indices, using: &random)]]
        let second = points[bests[Int.random(in: bests.indices, using: &random)]]
        let factor = 2 * random.unit()
        return axes.indices.map { place in
            switch axes[place] {
            case .choices: return random.unit() < 0.5 ? first[place] : point[place]
            case .ordered(let count):
                let step = factor * Double(first[place] - second[place])
                return min(max(point[place] + Int(step.rounded()), 0), count - 1)
            }
        }
    }

    /// Where a point lies: first its parameters with an order, each from 0 to 1, then a corner for each
    /// choice.
    private func place(of point: [Int]) -> [Double] {
        var place: [Double] = []
        place.reserveCapacity(coordinateCount)
        for (choice, axis) in zip(point, axes) {
            guard case .ordered(let count) = axis else { continue }
            place.append(Double(choice) / Double(max(1, count - 1)))
        }
        for (choice, axis) in zip(point, axes) {
            guard case .choices(let count) = axis else { continue }
            for other in 0..<count { place.append(other == choice ? 0.35 : 0) }
        }
        return place
    }
}
