internal import Market

/// Generations of points that descend from the best so far: children of two parents, or of one, with
/// some parameters drawn anew.
///
/// Source: K. Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE
/// Transactions on Evolutionary Computation 6 (2002), with optuna 5's rules (uniform crossover with
/// chance 0.9, each parameter from the second parent with chance 0.5, one drawn anew on average) and
/// freqtrade's 30 points a generation. NSGA-III is set apart by which of equals survive: with one loss
/// chance decides, where here the first do; with several its reference lines, where here the most room
/// does. A child that was tried changes until it was not.
struct Genetic: Sampler {
    /// Of equally good points, which survive: the first, or those with the most room (NSGA-II), or any, or
    /// those by the emptiest reference lines (NSGA-III).
    enum Survivors { case first, any }

    static let populationCount = 30

    private struct Member {
        let point: [Int]
        /// Several where there are several objectives.
        let losses: [Double]
        /// Its one loss, or how many come before it.
        var loss: Double
    }

    private let axes: [Axis]
    private let seed: UInt64
    private let survivors: Survivors
    private var generation: UInt64 = 0
    private var parents: [Member] = []
    private var children: [[Int]] = []

    init(in axes: [Axis], seed: UInt64, survivors: Survivors) {
        self.axes = axes
        self.seed = seed
        self.survivors = survivors
    }

    mutating func batch(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        children = []
        while children.count < Self.populationCount, !explored.isComplete {
            var random = SplitMix64(seed: seed, words: generation, UInt64(children.count))
            let child =
                parents.isEmpty
                ? explored.unseen(after: explored.point(using: &random))
                : fresh(explored, using: &random)
            explored.insert(child)
            children.append(child)
            give(child)
        }
    }

    private func fresh(_ explored: Explored, using random: inout SplitMix64) -> [Int] {
        var child = child(using: &random)
        for _ in 0..<10 where explored.contains(child) {
            let axis = Int.random(in: axes.indices, using: &random)
            child[axis] = Int.random(in: 0..<axes[axis].count, using: &random)
        }
        return explored.unseen(after: child)
    }

    private func child(using random: inout SplitMix64) -> [Int] {
        var child = parents[0].point
        if random.unit() < 0.9 {
            child = parent(using: &random)
            let other = parent(using: &random)
            for axis in axes.indices where random.unit() < 0.5 { child[axis] = other[axis] }
        } else {
            child = parents[Int.random(in: parents.indices, using: &random)].point
        }
        for axis in axes.indices where random.unit() < 1 / Double(axes.count) {
            child[axis] = Int.random(in: 0..<axes[axis].count, using: &random)
        }
        return child
    }

    /// The better of two.
    private func parent(using random: inout SplitMix64) -> [Int] {
        let first = parents[Int.random(in: parents.indices, using: &random)]
        let second = parents[Int.random(in: parents.indices, using: &random)]
        return (first.loss < second.loss ? first : second).point
    }

    mutating func learn(_ losses: [Double?], _ explored: Explored) {
        var random = SplitMix64(seed: seed, words: generation, UInt64(Self.populationCount))
        let all =
            parents
            + zip(children, losses).map {
                Member(point: $0, losses: [], loss: $1 ?? .infinity)
            }
        let lots: [UInt64] = all.map { _ in survivors == .any ? random.next() : 0 }
        let order = all.indices.sorted {
            (all[$0].loss, lots[$0], $0) < (all[$1].loss, lots[$1], $1)
        }
        parents = order.prefix(Self.populationCount).map { all[$0] }
        generation += 1
    }

    /// With several objectives those survive that no other beats, then those that only these beat; of the
    /// front that has not room for all, some.
    mutating func learn(_ points: [[Double]], _ explored: Explored) {
        var random = SplitMix64(seed: seed, words: generation, UInt64(Self.populationCount))
        let all = parents + zip(children, points).map { Member(point: $0, losses: $1, loss: 0) }
        let losses = all.map(\.losses)
        var next: [Int] = []
        parents = []
        for (rank, front) in ParetoFront.fronts(losses).enumerated() {
            let room = Self.populationCount - next.count
            guard room > 0 else { break }
            let chosen: [Int]
            switch survivors {
            case .first: chosen = roomiest(front, of: losses, count: room)
            case .any where front.count <= room: chosen = front
            case .any:
                chosen = ReferenceLines(losses: losses[0].count).survivors(
                    of: front, beside: next, among: losses, count: room, using: &random)
            }
            next += chosen
            for index in chosen {
                var member = all[index]
                // Of two parents of one front the roomier wins, or none.
                member.loss = Double(survivors == .first ? parents.count : rank)
                parents.append(member)
            }
        }
        generation += 1
    }

    private func roomiest(_ front: [Int], of losses: [[Double]], count: Int) -> [Int] {
        let room = ParetoFront.crowding(front, of: losses)
        let order = front.sorted { (-(room[$0] ?? 0), $0) < (-(room[$1] ?? 0), $1) }
        return Array(order.prefix(count))
    }
}
