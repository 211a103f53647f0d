internal import Market

/// How likely points of a discrete space are, seen from some points: a mixture of one kernel around
/// each and one as wide as the space.
///
/// A point is the number of each parameter's choice. Kernels are products over the parameters: a
/// normal curve cut to the range and gathered around each whole number, or for choices without order
/// a bonus for the same choice. Widths are the larger distance to a neighbour, at least a share of the
/// range. Source: Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011, as optuna
/// 5 builds it (multivariate, prior weight 1, magic clip, without endpoints).
struct ParzenEstimator {
    private var rows: [KernelRow]
    /// Of each point, then of the widest kernel; their sum is 1.
    private var weights: [Double]

    /// `points` in the order of time: the weight of the oldest falls once there are more than 25.
    /// Estimators of the same axes may share `tails`.
    init(_ points: [[Int]], in axes: [Axis], tails: NormalTails = NormalTails()) {
        rows = axes.enumerated().map { place, axis in
            KernelRow(points.map { $0[place] }, in: axis, tails: tails)
        }
        weights = Self.weights(of: points.count)
    }

    /// Sees one more point, the latest.
    mutating func add(_ point: [Int]) {
        for place in rows.indices { rows[place].add(point[place]) }
        weights = Self.weights(of: weights.count)
    }

    private static func weights(of count: Int) -> [Double] {
        let raw = ramp(count) + [1]
        let total = raw.reduce(0, +)
        return raw.map { $0 / total }
    }

    /// Weights of `count` points in the order of time: 1 for the last 25, rising evenly from 1/count
    /// before them.
    static func ramp(_ count: Int) -> [Double] {
        let old = max(0, count - 25)
        let first = 1 / Double(count)
        return (0..<count).map { index in
            guard index < old else { return 1 }
            return old == 1 ? first : first + (1 - first) * Double(index) / Double(old - 1)
        }
    }

    /// Probability of each of some points.
    func probabilities(of points: [[Int]]) -> [Double] {
        // What each kind of each parameter gives each point, and where that of each kernel begins.
        var factors: [Double] = []
        var starts: [Int] = []
        for (place, row) in rows.enumerated() {
            let known = row.append(probabilitiesOf: points.map { $0[place] }, to: &factors)
            starts += row.kinds.map { known[$0] }
        }
        return sums(of: factors, starts, pointCount: points.count)
    }

    /// The sum over the kernels of weight times factors, for each point.
    private func sums(of factors: [Double], _ starts: [Int], pointCount: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: pointCount)
        sums.withUnsafeMutableBufferPointer { sums in
            factors.withUnsafeBufferPointer { factors in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: pointCount) { products in
                    for (kernel, weight) in weights.enumerated() {
                        products.initialize(repeating: weight)
                        for start in stride(from: kernel, to: starts.count, by: weights.count) {
                            let first = starts[start]
                            for index in 0..<pointCount {
                                products[index] *= factors[first &+ index]
                            }
                        }
                        for index in 0..<pointCount { sums[index] += products[index] }
                    }
                }
            }
        }
        return sums
    }

    /// Draws a point by these probabilities.
    func point(using random: inout SplitMix64) -> [Int] {
        var rest = random.unit()
        let kernel = weights.firstIndex { weight in
            rest -= weight
            return rest < 0
        }
        return rows.map { $0.choice(of: kernel ?? weights.count - 1, using: &random) }
    }
}

/// What a parameter looks like to a sampler.
enum Axis: Hashable, Sendable {
    /// Whole numbers `0..<count`, near ones alike.
    case ordered(Int)
    /// `count` choices, each as far from any other.
    case choices(Int)
}

/// The kernels of one parameter.
private enum KernelRow {
    case ordered(StepCurves)
    /// The choice of each kernel, and `count` for the one without any.
    case choices(count: Int, [Int])

    init(_ observed: [Int], in axis: Axis, tails: NormalTails) {
        switch axis {
        case .ordered(let count):
            self = .ordered(StepCurves(around: observed, count: count, tails: tails))
        case .choices(let count): self = .choices(count: count, observed + [count])
        }
    }

    mutating func add(_ choice: Int) {
        switch self {
        case .ordered(var curves):
            // Moved out and back: a copy would cost more than the point.
            self = .choices(count: 0, [])
            curves.add(choice)
            self = .ordered(curves)
        case .choices(let count, let kinds):
            self = .choices(count: count, kinds.dropLast() + [choice, count])
        }
    }

    /// The kind of each kernel, the widest last.
    var kinds: [Int] {
        switch self {
        case .ordered(let curves): curves.kinds
        case .choices(_, let kinds): kinds
        }
    }

    /// Appends each kind's probabilities of some choices, kind by kind, and says where those of a kind
    /// begin.
    func append(probabilitiesOf choices: [Int], to factors: inout [Double]) -> [Int] {
        switch self {
        case .ordered(let curves):
            return curves.append(probabilitiesOf: choices, to: &factors)
        case .choices(let count, _):
            let first = factors.count
            for kind in 0...count {
                factors += choices.map { probability(of: $0, kind: kind, count: count) }
            }
            return (0...count).map { first + $0 * choices.count }
        }
    }

    /// A choice by one kernel's probabilities.
    func choice(of kernel: Int, using random: inout SplitMix64) -> Int {
        var rest = random.unit()
        switch self {
        case .choices(let count, let kinds):
            for choice in 0..<count {
                rest -= probability(of: choice, kind: kinds[kernel], count: count)
                if rest < 0 { return choice }
            }
            return count - 1
        case .ordered(let curves): return curves.choice(of: kernel, below: rest)
        }
    }

    private func probability(of choice: Int, kind: Int, count: Int) -> Double {
        let bonus = kind == count ? 0 : Double(kinds.count)
        return (1 + (kind == choice ? bonus : 0)) / (Double(count) + bonus)
    }
}
