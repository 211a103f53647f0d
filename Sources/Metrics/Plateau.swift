/// How far the loss falls around the best point of a search: a peak that one step leaves was luck.
public struct Plateau: Hashable, Sendable {
    /// Points one step away from the best one that were tried; those without a usable loss included.
    public let points: Int
    /// Of the best point's lead over the median trial, the part that the median neighbour has lost: 0 on
    /// a plateau, 1 where the neighbours are no better than any trial, below 0 beside a better point.
    public let fall: Double?
    /// The same of the worst neighbour; nil where one has no usable loss.
    public let worstFall: Double?

    /// `neighbours` are the losses one step away, nil for those that have none; `losses` those of all
    /// trials. Without a lead over the median trial nothing is said of a fall.
    public init(best: Double, neighbours: [Double?], losses: [Double]) {
        points = neighbours.count
        let falls = neighbours.map { $0 ?? .infinity }.sorted()
        guard let middle = median(losses), middle > best, let worst = falls.last else {
            (fall, worstFall) = (nil, nil)
            return
        }
        // Of an even number the worse middle one: the mean of it and infinity would say nothing.
        let typical = falls[falls.count / 2]
        let lead = middle - best
        // What has no usable loss has lost the whole lead at least.
        let known = falls.last(where: \.isFinite).map { ($0 - best) / lead } ?? 1
        fall = typical.isFinite ? (typical - best) / lead : max(1, known)
        worstFall = worst.isFinite ? (worst - best) / lead : nil
    }
}
