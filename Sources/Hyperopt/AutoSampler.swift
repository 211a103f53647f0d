internal import Market

/// Fills the space evenly at first, which costs next to nothing, and then refines: by surfaces through what
/// is known and by `tpe` and, once a hundred points are known, in turns with clouds as `cmaes` has them.
/// Either goes on from what the other found: surfaces go through all that is known, and a best point from
/// elsewhere takes part in the cloud's next generation.
///
/// Where some choices have no order, no slope leads from one to the other. There surfaces also look where
/// little is known, with the least weight that R. Regis and C. Shoemaker give a low place ("Combining radial
/// basis function surrogates and dynamic coordinate search in high-dimensional expensive black-box
/// optimization", Engineering Optimization 45, 2013: 0.3, 0.5, 0.8 and 0.95 in turns).
struct AutoSampler: Sampler {
    static let initialCount = 12
    private static let countBeforeClouds = 100

    private enum Way {
        /// Where the surface is lowest.
        case lowest
        /// Where it is low, which has this weight, and little is known, which has the rest.
        case low(weight: Double)
        /// Where `tpe` would go.
        case parzen
    }

    private let axes: [Axis]
    /// How each point of a surface's turn is chosen.
    private let ways: [Way]
    private let seed: UInt64
    private var sequence: SequenceSampler<SobolSequence>
    private var parzen: TreeParzen
    private var surfaces: SurfaceSearch
    private var cloud: CovarianceSampler?
    private var isCloudsTurn = false
    /// The best point, where surfaces found it since the cloud's latest turn.
    private var news: [Int]?
    /// The cloud of its next turn, if what is being tried is no better than the best.
    private var next: (cloud: CovarianceSampler, points: [[Int]])?

    init(in axes: [Axis], seed: UInt64) {
        self.axes = axes
        let near: [Way] = [.lowest, .low(weight: 0.9), .parzen, .low(weight: 0.6)]
        ways = near + (axes.allSatisfy(\.isOrdered) ? [] : [.low(weight: 0.3)])
        self.seed = seed
        sequence = SequenceSampler(SobolSequence(dimensions: axes.count, seed: seed), in: axes)
        parzen = TreeParzen(in: axes, seed: seed)
        surfaces = SurfaceSearch(in: axes)
    }

    mutating func batch(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        isCloudsTurn = surfaces.count >= Self.countBeforeClouds && !isCloudsTurn
        guard !isCloudsTurn else { return cloudBatch(&explored, give) }
        var batch: [[Int]] = []
        let isInitial = surfaces.count == 0
        let surface = surfaces.surface()
        for place in 0..<(isInitial ? Self.initialCount : ways.count)
        where !explored.isComplete {
            var random = SplitMix64(seed: seed, words: UInt64(surfaces.count + 1))
            let point =
                isInitial
                ? sequence.next(explored)
                : point(ways[place], surface, explored, pending: batch, using: &random)
            explored.insert(point)
            give(point)
            note(point)
            batch.append(point)
        }
    }

    private mutating func note(_ point: [Int]) {
        surfaces.add(point)
        parzen.add(point)
    }

    private mutating func point(
        _ way: Way, _ surface: RadialSurface?, _ explored: Explored, pending: [[Int]],
        using random: inout SplitMix64
    ) -> [Int] {
        guard let surface else { return parzen.proposal(explored, using: &random) }
        switch way {
        case .lowest: return surfaces.lowest(surface, explored, using: &random)
        case .low(let weight):
            return surfaces.low(
                surface, weight: weight, explored, pending: pending, using: &random)
        case .parzen: return parzen.proposal(explored, using: &random)
        }
    }

    private mutating func cloudBatch(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        if let next {
            for point in next.points {
                give(point)
                note(point)
            }
            cloud = next.cloud
        } else {
            var cloud = nextCloud
            cloud.batch(&explored) { point in
                give(point)
                note(point)
            }
            self.cloud = cloud
        }
        (news, next) = (nil, nil)
    }

    private var nextCloud: CovarianceSampler {
        var cloud = self.cloud ?? CovarianceSampler(in: axes, seed: seed, around: surfaces.best)
        if let news { cloud.invite(news) }
        return cloud
    }

    var ahead: [[Int]] { next?.points ?? [] }

    /// While surfaces have their turn, the cloud can say what it will do in its own.
    mutating func lookAhead(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        guard !isCloudsTurn, surfaces.count >= Self.countBeforeClouds, !explored.isComplete else {
            return
        }
        var (cloud, points) = (nextCloud, [[Int]]())
        let isNew = cloud.generation(&explored) { point in
            points.append(point)
            give(point)
        }
        if isNew { next = (cloud, points) }
    }

    /// After the cloud's turn it is the surfaces', and then its own again. A point that they find meanwhile
    /// takes a place in it that gives nothing new.
    func farAhead(_ explored: Explored) -> (behind: Int, points: [[Int]]) {
        guard isCloudsTurn, !explored.isComplete else { return (0, []) }
        return (ways.count, cloud?.outlook(explored) ?? [])
    }

    mutating func learn(_ losses: [Double?], _ explored: Explored) {
        let before = surfaces.best
        surfaces.learn(losses)
        parzen.learn(losses, explored)
        if isCloudsTurn { cloud?.learn(losses, explored) }
        guard surfaces.best != before else { return }
        news = isCloudsTurn ? nil : surfaces.best
        next = nil
    }
}
