internal import Market

/// How a search chooses its points: in turns of a batch and of learning what came of it.
///
/// A batch follows from the seed and from the losses of the batches before it, and its size from
/// nothing else: so a search gives the same trials on any number of threads, and may be interrupted and
/// resumed. Only sums, products, quotients, roots and our own logarithms go into it: so it gives the
/// same trials on every processor.
protocol Sampler {
    /// Gives the next points, none of which `explored` has, and takes note of them there. None when the
    /// space has no more. Each is given as soon as it is chosen, so that it may be tried while the others
    /// are being looked for.
    mutating func batch(_ explored: inout Explored, _ give: ([Int]) -> Void)

    /// Gives the points of the next batch before it is known what comes of the latest, and takes note of
    /// them there: so that they may be tried in time that would be lost. Some samplers can say them if what
    /// comes of it changes nothing, as is usual later on. If it does, `learn` forgets them.
    mutating func lookAhead(_ explored: inout Explored, _ give: ([Int]) -> Void)

    /// A guess, before the next batch is chosen, at the one after it: how many points the next one will have,
    /// and those of the other. It changes nothing.
    func farAhead(_ explored: Explored) -> (behind: Int, points: [[Int]])

    /// The points that were given by looking ahead and not forgotten: the next batch will give them.
    var ahead: [[Int]] { get }

    /// What came of the latest batch: the loss of each of its points, nil for one without. `explored`
    /// knows the losses of all batches.
    mutating func learn(_ losses: [Double?], _ explored: Explored)

    /// The same of points with several losses each, infinite where there is none.
    mutating func learn(_ points: [[Double]], _ explored: Explored)
}

extension Sampler {
    /// The next points at once.
    mutating func batch(_ explored: inout Explored) -> [[Int]] {
        var points: [[Int]] = []
        batch(&explored) { points.append($0) }
        return points
    }

    /// Whoever learns from every batch cannot look ahead.
    mutating func lookAhead(_ explored: inout Explored, _ give: ([Int]) -> Void) {}

    func farAhead(_ explored: Explored) -> (behind: Int, points: [[Int]]) { (0, []) }

    var ahead: [[Int]] { [] }

    /// Whoever knows no better learns by the first loss.
    mutating func learn(_ points: [[Double]], _ explored: Explored) {
        learn(points.map { $0[0] < .infinity ? $0[0] : nil }, explored)
    }
}

/// What a sampler is called, what it does, and how to begin with it.
public struct SamplerDefinition: Sendable {
    public let name: String
    /// A few words for people who choose among them.
    public let summary: String
    /// How many epochs, counted from 1, are drawn before it learns; nil for all.
    let initialCount: Int?
    let make: @Sendable ([Axis], UInt64) -> any Sampler

    /// The sampler of that name; nil for none.
    public static func named(_ name: String) -> SamplerDefinition? {
        samplerDefinitions.first { $0.name == name }
    }

    /// Whether it learns by several losses at once.
    public var takesObjectives: Bool { ["nsgaii", "nsgaiii"].contains(name) }

    /// Whether an epoch, counted from 1, is drawn before the sampler learns.
    public func isInitial(epoch: Int) -> Bool { epoch <= initialCount ?? epoch }
}

/// Every sampler, the usual one first.
public let samplerDefinitions = [
    SamplerDefinition(
        name: "auto", summary: "fills the space, then refines by what it learns",
        initialCount: AutoSampler.initialCount
    ) { AutoSampler(in: $0, seed: $1) },
    SamplerDefinition(
        name: "tpe", summary: "points like the best so far, and unlike the rest",
        initialCount: TreeParzen.initialCount
    ) { TreeParzen(in: $0, seed: $1) },
    SamplerDefinition(
        name: "cmaes", summary: "a cloud of points that moves and shrinks towards the best",
        initialCount: 0
    ) { CovarianceSampler(in: $0, seed: $1) },
    SamplerDefinition(
        name: "nsgaii", summary: "generations of 30 that descend from the best so far",
        initialCount: Genetic.populationCount
    ) { Genetic(in: $0, seed: $1, survivors: .first) },
    SamplerDefinition(
        name: "nsgaiii", summary: "the same, and chance or reference lines decide among equals",
        initialCount: Genetic.populationCount
    ) { Genetic(in: $0, seed: $1, survivors: .any) },
    SamplerDefinition(
        name: "sobol", summary: "points that fill the space evenly", initialCount: nil
    ) { SequenceSampler(SobolSequence(dimensions: $0.count, seed: $1), in: $0) },
    SamplerDefinition(
        name: "halton", summary: "the same by another sequence", initialCount: nil
    ) { SequenceSampler(HaltonSequence(dimensions: $0.count, seed: $1), in: $0) },
    SamplerDefinition(
        name: "random", summary: "every point evenly from the space", initialCount: nil
    ) { _, seed in EvenChance(seed: seed) },
]

/// Points drawn evenly, each epoch by itself.
struct EvenChance: Sampler {
    let seed: UInt64
    private var count = 0

    init(seed: UInt64) { self.seed = seed }

    mutating func batch(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        for _ in 0..<100 where !explored.isComplete {
            count += 1
            var random = SplitMix64(seed: seed, words: UInt64(count))
            let point = explored.unseen(after: explored.point(using: &random))
            explored.insert(point)
            give(point)
        }
    }

    mutating func learn(_ losses: [Double?], _ explored: Explored) {}
}
