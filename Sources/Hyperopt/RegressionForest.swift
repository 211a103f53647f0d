internal import Market

/// Trees that say a loss from a point, each grown on trials drawn with putting back until the trials of a
/// leaf are alike: what they say of a whole space can be summed up exactly, leaf by leaf.
///
/// An axis has at most 64 bins, so that the part of it that a leaf covers is the bits of one word. Only sums,
/// products and quotients go into it, in a fixed order: it is the same on every processor.
///
/// Source: L. Breiman, "Random forests", Machine Learning 45 (2001), all axes tried at every split, as
/// scikit-learn's `RandomForestRegressor` does.
struct RegressionForest {
    /// A box of the space and the mean loss of the trials in it.
    struct Leaf {
        /// The bins of every axis that belong to it.
        let box: [UInt64]
        let loss: Double
    }

    typealias Tree = [Leaf]

    let trees: [Tree]

    /// `columns` hold the bins of the trials on every axis, `losses` a loss for each trial; not empty.
    /// O(trees × trials × axes × depth).
    init(
        _ grid: BinnedSpace, columns: [[UInt8]], losses: [Double], trees count: Int, seed: UInt64
    ) {
        var grower = Grower(grid: grid, columns: columns, losses: losses)
        trees = (0..<count).map { number in
            var random = SplitMix64(seed: seed, words: 0, UInt64(number))
            return grower.tree(
                losses.indices.map { _ in Int.random(in: losses.indices, using: &random) })
        }
    }
}

/// Axes of a space cut into at most 64 bins each.
struct BinnedSpace {
    static let finest = 64

    let axes: [Axis]

    func binCount(_ axis: Int) -> Int { min(axes[axis].count, Self.finest) }

    func bin(_ choice: Int, on axis: Int) -> UInt8 {
        UInt8(choice * binCount(axis) / axes[axis].count)
    }

    /// The part of the axis' values that lie in the bin.
    func weight(_ bin: Int, on axis: Int) -> Double {
        let (count, bins) = (axes[axis].count, binCount(axis))
        func first(_ bin: Int) -> Int { (bin * count + bins - 1) / bins }
        return Double(first(bin + 1) - first(bin)) / Double(count)
    }

    /// All of the space.
    var whole: [UInt64] { axes.indices.map { UInt64.max >> UInt64(64 - binCount($0)) } }
}

/// Grows one tree after the other.
private struct Grower {
    let grid: BinnedSpace
    let columns: [[UInt8]]
    let losses: [Double]
    /// Numbers of trials; those of a node lie side by side.
    private var sample: [Int] = []
    private var histogram = Histogram()

    init(grid: BinnedSpace, columns: [[UInt8]], losses: [Double]) {
        self.grid = grid
        self.columns = columns
        self.losses = losses
    }

    private struct Node {
        let range: Range<Int>
        let box: [UInt64]
    }

    private struct Split {
        let axis: Int
        /// The bins of the axis that go to one side.
        let bins: UInt64
        /// Sum of squares of the sides' sums ÷ their counts: the larger, the more alike the sides are.
        let merit: Double
    }

    /// Trials of a node by their bin on one axis.
    private struct Histogram {
        var counts = InlineArray<64, Int>(repeating: 0)
        var sums = InlineArray<64, Double>(repeating: 0)
        /// The bins with a trial; what others hold is of earlier nodes.
        var filled: UInt64 = 0

        mutating func add(_ loss: Double, to bin: Int) {
            if filled >> UInt64(bin) & 1 == 0 {
                filled |= 1 << UInt64(bin)
                (counts[bin], sums[bin]) = (1, loss)
            } else {
                counts[bin] += 1
                sums[bin] += loss
            }
        }
    }

    mutating func tree(_ drawn: [Int]) -> RegressionForest.Tree {
        sample = drawn
        var leaves: RegressionForest.Tree = []
        var open = [Node(range: sample.indices, box: grid.whole)]
        while let node = open.popLast() {
            guard let split = split(node) else {
                leaves.append(.init(box: node.box, loss: mean(node.range)))
                continue
            }
            let middle = part(node.range, by: split)
            var (inside, outside) = (node.box, node.box)
            inside[split.axis] &= split.bins
            outside[split.axis] &= ~split.bins
            open.append(Node(range: node.range.lowerBound..<middle, box: inside))
            open.append(Node(range: middle..<node.range.upperBound, box: outside))
        }
        return leaves
    }

    private func mean(_ range: Range<Int>) -> Double {
        sample[range].reduce(0) { $0 + losses[$1] } / Double(range.count)
    }

    /// The best of all splits; nil where the trials are alike or cannot be told apart.
    private mutating func split(_ node: Node) -> Split? {
        let first = losses[sample[node.range.lowerBound]]
        guard node.range.count > 1, sample[node.range].contains(where: { losses[$0] != first })
        else { return nil }
        let total = sample[node.range].reduce(0) { $0 + losses[$1] }
        var best: Split?
        for axis in grid.axes.indices {
            count(node.range, on: axis)
            let found: Split? =
                switch grid.axes[axis] {
                case .ordered: ordered(axis, node.range.count, total)
                case .choices: chosen(axis, node.range.count, total)
                }
            if let found, found.merit > best?.merit ?? -.infinity { best = found }
        }
        return best
    }

    private mutating func count(_ range: Range<Int>, on axis: Int) {
        let column = columns[axis]
        histogram.filled = 0
        for place in range {
            let number = sample[place]
            histogram.add(losses[number], to: Int(column[number]))
        }
    }

    /// Of an axis with an order: below and above the middle between two bins that have trials.
    private func ordered(_ axis: Int, _ count: Int, _ total: Double) -> Split? {
        var best: Split?
        var (below, sum, previous) = (0, 0.0, -1)
        for bin in Bits(histogram.filled) {
            if below > 0 {
                let merit = Self.merit(below, sum, count, total)
                if merit > best?.merit ?? -.infinity {
                    let last = UInt64((previous + bin) / 2)
                    best = Split(axis: axis, bins: (2 << last) &- 1, merit: merit)
                }
            }
            below += histogram.counts[bin]
            sum += histogram.sums[bin]
            previous = bin
        }
        return best
    }

    /// Of an axis without an order: one bin, and all others.
    private func chosen(_ axis: Int, _ count: Int, _ total: Double) -> Split? {
        guard histogram.filled.nonzeroBitCount > 1 else { return nil }
        var best: Split?
        for bin in Bits(histogram.filled) {
            let merit = Self.merit(histogram.counts[bin], histogram.sums[bin], count, total)
            if merit > best?.merit ?? -.infinity {
                best = Split(axis: axis, bins: 1 << UInt64(bin), merit: merit)
            }
        }
        return best
    }

    private static func merit(_ part: Int, _ sum: Double, _ count: Int, _ total: Double) -> Double {
        let rest = total - sum
        return sum * sum / Double(part) + rest * rest / Double(count - part)
    }

    /// Moves a node's trials to their sides, in their order; gives the first of the second side.
    private mutating func part(_ range: Range<Int>, by split: Split) -> Int {
        let column = columns[split.axis]
        func isInside(_ number: Int) -> Bool { split.bins >> UInt64(column[number]) & 1 == 1 }
        let inside = sample[range].filter(isInside)
        let outside = sample[range].filter { !isInside($0) }
        sample.replaceSubrange(range, with: inside + outside)
        return range.lowerBound + inside.count
    }
}

/// The numbers of the bits that are set, ascending.
struct Bits: Sequence, IteratorProtocol {
    private var rest: UInt64

    init(_ word: UInt64) { rest = word }

    mutating func next() -> Int? {
        guard rest != 0 else { return nil }
        defer { rest &= rest - 1 }
        return rest.trailingZeroBitCount
    }
}
