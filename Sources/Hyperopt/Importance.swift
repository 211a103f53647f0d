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
        let usable = trials.compactMap { trial in
            trial.loss.flatMap { loss in
                space.point(trial.parameters).map { (point: $0, loss: loss) }
            }
        }
        guard space.parameters.count > 1, !usable.isEmpty else { return nil }
        let count = min(usable.count, Self.trialCount)
        let taken = (0..<count).map { usable[$0 * usable.count / count] }
        let losses = Self.fenced(taken.map(\.loss))
        let grid = BinnedSpace(axes: space.axes)
        let columns = grid.axes.indices.map { axis in
            taken.map { grid.bin($0.point[axis], on: axis) }
        }
        let forest = RegressionForest(
            grid, columns: columns, losses: losses, trees: Self.treeCount, seed: seed)
        let shares = forest.trees.compactMap { Self.shares($0, grid) }
        guard !shares.isEmpty else { return nil }
        parts = space.parameters.enumerated().map { axis, parameter in
            let sum = shares.reduce(0) { $0 + $1[axis] }
            return Part(parameter: parameter.name, share: sum / Double(shares.count))
        }
    }

    /// About their mean, those beyond the fence at it.
    private static func fenced(_ losses: [Double]) -> [Double] {
        let sorted = losses.sorted()
        let (lower, upper) = (sorted[sorted.count / 4], sorted[sorted.count * 3 / 4])
        let fence = upper > lower ? upper + 3 * (upper - lower) : .infinity
        let fenced = losses.map { min($0, fence) }
        let mean = fenced.reduce(0, +) / Double(fenced.count)
        return fenced.map { $0 - mean }
    }

    /// What every axis explains alone of a tree's variance; nil for a tree without one.
    private static func shares(_ tree: RegressionForest.Tree, _ grid: BinnedSpace) -> [Double]? {
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
