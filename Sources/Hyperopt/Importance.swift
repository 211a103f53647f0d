public import Records
internal import Strategies

/// Which parameters decide the loss of a search: functional analysis of variance over a forest.
///
/// Were every point of the space as likely as any other, a tree's losses would have a variance. The part of
/// it that remains when all parameters but one are averaged out is what that one explains alone; what
/// is missing to 1 is the doing of parameters together. The mean over the trees counts.
///
/// Source: F. Hutter, H. Hoos, K. Leyton-Brown, "An efficient approach for assessing hyperparameter
/// importance", ICML 2014; optuna's `FanovaImportanceEvaluator` scales the same parts to a sum of 1.
public struct Importance: Sendable {
    public struct Part: Hashable, Sendable {
        public let parameter: String
        /// 0…1; the sum over the parameters is at most 1.
        public let share: Double
    }

    /// In the space's order.
    public let parts: [Part]

    private static let treeCount = 16
    /// More trials, evenly taken out of all, would tell no more.
    private static let trialCount = 1_000

    /// nil where fewer than two parameters were searched, or losses do not differ. Losses far above the
    /// rest (over the third quartile by more than three times what lies between the quartiles) count as
    /// one at that fence: how bad the worst are is nobody's question.
    public init?(of trials: [Trial], in space: SearchSpace, seed: UInt64) {
        let usable = trials.filter { $0.loss != nil }
        let count = min(usable.count, Self.trialCount)
        let taken = (0..<count).compactMap { place in
            let trial = usable[place * usable.count / count]
            return trial.loss.flatMap { loss in space.point(trial.parameters).map { ($0, loss) } }
        }
        let shares = Self.shares(
            space.axes, points: taken.map(\.0), losses: Self.fenced(taken.map(\.1)),
            seed: seed)
        guard let shares else { return nil }
        parts = zip(space.parameters, shares).map { Part(parameter: $0.name, share: $1) }
    }

    /// The share of every axis; nil where there are fewer than two, or losses do not differ.
    static func shares(
        _ axes: [Axis], points: [[Int]], losses: [Double], seed: UInt64
    ) -> [Double]? {
        guard axes.count > 1, !points.isEmpty else { return nil }
        let grid = BinnedSpace(axes: axes)
        let columns = axes.indices.map { axis in points.map { grid.bin($0[axis], on: axis) } }
        let forest = RegressionForest(
            grid, columns: columns, losses: centred(losses), trees: treeCount, seed: seed)
        let shares = forest.trees.compactMap { Self.shares($0, grid) }
        guard !shares.isEmpty else { return nil }
        return axes.indices.map { axis in
            shares.reduce(0) { $0 + $1[axis] } / Double(shares.count)
        }
    }

    /// Those beyond the fence at it.
    static func fenced(_ losses: [Double]) -> [Double] {
        guard !losses.isEmpty else { return [] }
        let sorted = losses.sorted()
        let (lower, upper) = (sorted[sorted.count / 4], sorted[sorted.count * 3 / 4])
        let fence = upper > lower ? upper + 3 * (upper - lower) : .infinity
        return losses.map { min($0, fence) }
    }

    /// About their mean, so that squares lose no digits.
    private static func centred(_ losses: [Double]) -> [Double] {
        let mean = losses.reduce(0, +) / Double(losses.count)
        return losses.map { $0 - mean }
    }

    /// What every axis explains alone of a tree's variance; nil for a tree without one.
    private static func shares(_ tree: RegressionForest.Tree, _ grid: BinnedSpace) -> [Double]? {
        guard tree.count > 1 else { return nil }
        let weights = grid.axes.indices.map { axis in
            (0..<grid.binCount(axis)).map { grid.weight($0, on: axis) }
        }
        var means = weights.map { $0.map { _ in 0.0 } }
        var (mean, square) = (0.0, 0.0)
        for leaf in tree {
            let sides = leaf.box.enumerated().map { axis, bins in
                Bits(bins).reduce(0.0) { $0 + weights[axis][$1] }
            }
            let volume = sides.reduce(1, *)
            mean += volume * leaf.loss
            square += volume * leaf.loss * leaf.loss
            for (axis, bins) in leaf.box.enumerated() {
                let part = volume / sides[axis] * leaf.loss
                for bin in Bits(bins) { means[axis][bin] += part }
            }
        }
        let variance = square - mean * mean
        guard variance > 0 else { return nil }
        return zip(means, weights).map { means, weights in
            let square = zip(means, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
            return min(1, max(0, (square - mean * mean) / variance))
        }
    }
}
