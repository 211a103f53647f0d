internal import Market
internal import Metrics

/// CMA-ES: a cloud of points that moves, stretches and shrinks towards the better ones, and begins anew
/// elsewhere once it has shrunk to a point or finds nothing better.
///
/// Parameters with an order are places in 0…1; a place outside is drawn again, at last put on the edge.
/// A cloud never gets so thin along one that its values no longer change (after R. Hamano et al.,
/// "CMA-ES with margin", GECCO 2022). Choices without an order are drawn by chances of their own that
/// move to those of the better points and keep a floor (after R. Hamano et al., "CatCMA", GECCO 2024).
/// New clouds are in turn twice as large as the largest, and small ones (N. Hansen, "Benchmarking a
/// BI-population CMA-ES", GECCO 2009). A point that was tried takes part with its known loss.
struct CovarianceSampler: Sampler {
    private struct Member {
        let point: [Int]
        let direction: [Double]
    }

    private let axes: [Axis]
    private let seed: UInt64
    private var cloud: Cloud
    private var members: [Member] = []
    private var draws: UInt64 = 0
    private var restarts = Restarts()
    /// A point found elsewhere that takes part in the next generation.
    private var guest: [Int]?

    /// Begins in the middle of the space, or with a smaller cloud around a point.
    init(in axes: [Axis], seed: UInt64, around point: [Int]? = nil) {
        self.axes = axes
        self.seed = seed
        let mean = axes.indices.map { place in
            point.map { (Double($0[place]) + 0.5) / Double(axes[place].count) } ?? 0.5
        }
        cloud = Cloud(
            in: axes, mean: mean, deviation: point == nil ? 0.25 : 0.1, population: nil)
        restarts.least = cloud.population
    }

    /// Lets a point that was found elsewhere take part in the next generation.
    mutating func invite(_ point: [Int]) { guest = point }

    mutating func batch(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        for _ in 0..<200 where !explored.isComplete {
            guard !generation(&explored, give) else { return }
            turn(explored.losses(of: members.map(\.point)))
        }
        guard !explored.isComplete else { return }
        var random = SplitMix64(seed: seed, words: draws)
        let point = explored.unseen(after: explored.point(using: &random))
        explored.insert(point)
        members = []
        give(point)
    }

    /// Gives the points of the next generation that were not tried; whether there are some. It does not hang
    /// on the losses of others.
    mutating func generation(_ explored: inout Explored, _ give: ([Int]) -> Void) -> Bool {
        assemble(explored)
        var isNew = false
        for member in members where !explored.contains(member.point) {
            explored.insert(member.point)
            give(member.point)
            isNew = true
        }
        return isNew
    }

    /// What `generation` would give now.
    func outlook(_ explored: Explored) -> [[Int]] {
        var copy = self
        copy.assemble(explored)
        var points: [[Int]] = []
        for point in copy.members.map(\.point)
        where !explored.contains(point) && !points.contains(point) {
            points.append(point)
        }
        return points
    }

    private mutating func assemble(_ explored: Explored) {
        members = guest.map { [Member(point: $0, direction: cloud.direction(to: $0))] } ?? []
        guest = nil
        while members.count < cloud.population {
            var member = cloud.draw(SplitMix64(seed: seed, words: draws))
            for _ in 0..<3 where explored.contains(member.point) {
                draws += 1
                member = cloud.draw(SplitMix64(seed: seed, words: draws))
            }
            draws += 1
            members.append(Member(point: member.point, direction: member.direction))
        }
    }

    mutating func learn(_ losses: [Double?], _ explored: Explored) {
        guard !members.isEmpty else { return }
        restarts.spent += losses.count
        turn(explored.losses(of: members.map(\.point)))
    }

    /// Moves the cloud, or begins with another.
    private mutating func turn(_ losses: [Double]) {
        let order = losses.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
        cloud.learn(
            order.map { members[$0].direction }, order.map { members[$0].point },
            best: losses[order[0]], isFlat: losses[order[0]] == losses[order[order.count - 1]])
        guard cloud.isSpent else { return }
        var random = SplitMix64(seed: seed, words: draws, 1)
        let (population, deviation) = restarts.next(using: &random)
        cloud = Cloud(
            in: axes, mean: axes.map { _ in random.unit() }, deviation: deviation,
            population: population)
    }
}

/// How large the next cloud is: in turn large and small ones, so that both get as many points.
private struct Restarts {
    /// The first cloud's.
    var least = 0
    /// Points of the cloud under way.
    var spent = 0
    private var largest = 0
    private var isSmall = false
    private var spentOnLarge = 0
    private var spentOnSmall = 0

    mutating func next(using random: inout SplitMix64) -> (population: Int, deviation: Double) {
        if isSmall { spentOnSmall += spent } else { spentOnLarge += spent }
        spent = 0
        isSmall = spentOnSmall < spentOnLarge
        guard isSmall else {
            largest = max(2 * largest, 2 * least)
            return (largest, 0.25)
        }
        let (size, spread) = (random.unit(), random.unit())
        let extra = Double(max(0, largest / 2 - least)) * size * size
        return (least + Int(extra), 0.25 * exponential(-4.6 * spread))
    }
}
