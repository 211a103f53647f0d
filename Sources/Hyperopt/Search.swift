internal import JSONL
public import Records
public import Strategies

/// A search under way: what was tried and what came of it, and what to try next. No point is tried
/// twice.
public struct Search {
    public let space: SearchSpace
    /// Epochs that are done.
    public private(set) var count = 0
    private var sampler: any Sampler
    private var explored: Explored
    /// The batch under way, and what came of its first points.
    private var batch: [[Int]] = []
    private var losses: [Double?] = []
    /// The measures that are to be small besides the loss, and theirs of the batch.
    private let objectives: [String]
    private var points: [[Double]] = []
    /// Whether what to try next hangs on what came of it.
    private let learns: Bool

    /// `objectives` are measures of a trial that are to be small besides its loss.
    public init(
        _ space: SearchSpace, sampler: SamplerDefinition, seed: UInt64, objectives: [String] = []
    ) {
        self.space = space
        self.objectives = objectives
        self.sampler = sampler.make(space.axes, seed)
        learns = sampler.initialCount != nil
        explored = Explored(space.axes)
    }

    /// Takes note of the next epoch, in order: it tried what the search gave as next, or would have
    /// given.
    public mutating func learn(_ trial: Trial) {
        propose()
        count += 1
        losses.append(trial.loss)
        if !objectives.isEmpty { points.append(trial.losses(objectives)) }
        guard losses.count == batch.count else { return }
        explored.learn(batch, losses)
        if objectives.isEmpty {
            sampler.learn(losses, explored)
        } else {
            sampler.learn(points, explored)
        }
    }

    /// What to try next: values for the epochs after `count`, at most until `epochs`; none when all is
    /// done or the whole space is tried.
    public mutating func next(of epochs: Int) -> [ParameterValues] {
        guard count < epochs else { return [] }
        propose()
        if !learns { lookAhead(to: min(epochs - count, Self.mostAhead)) }
        return batch.dropFirst(losses.count).prefix(epochs - count).map(space.values)
    }

    /// Points that are proposed at once where none waits for another, so that memory stays bounded.
    private static let mostAhead = 10_000

    /// Joins batches until `wanted` of their points are to be tried.
    private mutating func lookAhead(to wanted: Int) {
        while batch.count - losses.count < wanted {
            let more = sampler.batch(&explored)
            guard !more.isEmpty else { return }
            batch += more
        }
    }

    private mutating func propose() {
        guard losses.count >= batch.count else { return }
        (losses, points) = ([], [])
        batch = sampler.batch(&explored)
    }
}

extension Trial {
    /// Its loss and the measures of these names, infinite where there is none.
    public func losses(_ objectives: [String]) -> [Double] {
        [loss ?? .infinity] + objectives.map { measures[$0]?.double ?? .infinity }
    }
}
