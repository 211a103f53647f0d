internal import Market

/// Generations of points that descend from the best so far: children of two parents, or of one, with
/// some parameters drawn anew.
///
/// Source: K. Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE
/// Transactions on Evolutionary Computation 6 (2002), with optuna 5's rules (uniform crossover with
/// chance 0.9, each parameter from the second parent with chance 0.5, one drawn anew on average) and
/// freqtrade's 30 points a generation. With one loss all that sets NSGA-III apart is which of equals
/// survive: there chance decides, here the first. With several it ranks by fronts; NSGA-III's lines of
/// reference are not drawn. A child that was tried changes until it was not.
struct Genetic: Sampler {
    /// Of equally good points, which survive.
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

    mutating func batch(_ explored: inout Explored) -> [[Int]] {
        children = []
        while children.count < Self.populationCount, !explored.isComplete {
            var random = SplitMix64(seed: seed, words: generation, UInt64(children.count))
            let child =
                parents.isEmpty
                ? explored.unseen(after: explored.point(using: &random))
                : fresh(explored, using: &random)
            explored.insert(child)
            children.append(child)
        }
        return children
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

    /// With several objectives those come first that no other beats, then those that only these beat, and of
    /// equals those with the most room, or any.
    mutating func learn(_ points: [[Double]], _ explored: Explored) {
        var random = SplitMix64(seed: seed, words: generation, UInt64(Self.populationCount))
        let all = parents + zip(children, points).map { Member(point: $0, losses: $1, loss: 0) }
        let losses = all.map(\.losses)
        var order: [Int] = []
        for front in ParetoFront.fronts(losses) where order.count < Self.populationCount {
            let room = ParetoFront.crowding(front, of: losses)
            var keys: [Int: Double] = [:]
            for index in front {
                keys[index] = survivors == .any ? random.unit() : -(room[index] ?? 0)
            }
            order += front.sorted { (keys[$0] ?? 0, $0) < (keys[$1] ?? 0, $1) }
        }
        parents = order.prefix(Self.populationCount).enumerated().map { place, index in
            var member = all[index]
            member.loss = Double(place)
            return member
        }
        generation += 1
    }
}
