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
        if losses.count >= batch.count { propose() }
        count += 1
        losses.append(trial.loss)
        if !objectives.isEmpty { points.append(trial.losses(objectives)) }
        guard losses.count == batch.count else { return }
        explored.learn(batch, losses)
        let ahead = sampler.ahead
        if objectives.isEmpty {
            sampler.learn(losses, explored)
        } else {
            sampler.learn(points, explored)
        }
        if sampler.ahead.isEmpty { explored.remove(ahead) }
    }

    /// What to try next: values for the epochs after `count`, at most until `epochs`; none when all is
    /// done or the whole space is tried.
    public mutating func next(of epochs: Int) -> [ParameterValues] {
        var values: [ParameterValues] = []
        next(of: epochs) { values.append($0) }
        return values
    }

    /// Gives what to try next, each as soon as it is chosen: it may be tried while the others are being
    /// looked for.
    public mutating func next(of epochs: Int, _ give: (ParameterValues) -> Void) {
        guard count < epochs else { return }
        let waiting = batch.dropFirst(losses.count).prefix(epochs - count)
        for point in waiting { give(space.values(point)) }
        var wanted = min(epochs - count, learns ? 1 : Self.mostAhead) - waiting.count
        while wanted > 0 {
            let proposed = propose(upTo: epochs - count, give)
            guard proposed > 0 else { return }
            wanted -= proposed
        }
    }

    /// Before the next batch is chosen, gives what the one after it may be, each with the number of its epoch,
    /// counted from the next one: it may be tried in time that would be lost. It is nothing but a guess.
    public func lookFarAhead(of epochs: Int, _ give: (_ epoch: Int, ParameterValues) -> Void) {
        guard losses.count == batch.count else { return }
        let (behind, points) = sampler.farAhead(explored)
        for (place, point) in points.prefix(max(0, epochs - count - behind)).enumerated() {
            give(behind + place, space.values(point))
        }
    }

    /// Gives what will be next after what is being tried, at most until `epochs`, as far as that can be said:
    /// it may be tried, too. It is nothing but a guess, and only `next` knows.
    public mutating func lookAhead(of epochs: Int, _ give: (ParameterValues) -> Void) {
        guard losses.count < batch.count, sampler.ahead.isEmpty else { return }
        var room = epochs - count - (batch.count - losses.count)
        guard room > 0 else { return }
        sampler.lookAhead(&explored) { [space] point in
            if room > 0 { give(space.values(point)) }
            room -= 1
        }
    }

    /// Points that are proposed at once where none waits for another, so that memory stays bounded.
    private static let mostAhead = 10_000

    /// Has the sampler add to the batch, and gives what is new unless more than `most` are to be tried then;
    /// how much that is.
    @discardableResult
    private mutating func propose(
        upTo most: Int = 0, _ give: (ParameterValues) -> Void = { _ in }
    ) -> Int {
        if losses.count >= batch.count { (batch, losses, points) = ([], [], []) }
        let room = most - (batch.count - losses.count)
        var proposed: [[Int]] = []
        sampler.batch(&explored) { [space] point in
            proposed.append(point)
            if proposed.count <= room { give(space.values(point)) }
        }
        batch += proposed
        return proposed.count
    }
}

extension Trial {
    /// Its loss and the measures of these names, infinite where there is none.
    public func losses(_ objectives: [String]) -> [Double] {
        [loss ?? .infinity] + objectives.map { measures[$0]?.double ?? .infinity }
    }
}
