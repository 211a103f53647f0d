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
    private let kernels: [KernelRow]
    /// Of each point, then of the widest kernel; their sum is 1.
    private let weights: [Double]

    /// `points` in the order of time: the weight of the oldest falls once there are more than 25.
    init(_ points: [[Int]], in axes: [Axis]) {
        kernels = axes.enumerated().map { place, axis in
            KernelRow(points.map { $0[place] }, in: axis)
        }
        let raw = Self.ramp(points.count) + [1]
        let total = raw.reduce(0, +)
        weights = raw.map { $0 / total }
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
        var products = [[Double]](repeating: weights, count: points.count)
        for (place, row) in kernels.enumerated() {
            var known: [Int: [Double]] = [:]
            for (index, point) in points.enumerated() {
                let choice = point[place]
                let factors = known[choice] ?? row.probabilities(of: choice)
                known[choice] = factors
                row.multiply(&products[index], by: factors)
            }
        }
        return products.map { $0.reduce(0, +) }
    }

    /// Draws a point by these probabilities.
    func point(using random: inout SplitMix64) -> [Int] {
        var rest = random.unit()
        let kernel = weights.firstIndex { weight in
            rest -= weight
            return rest < 0
        }
        return kernels.map { $0.choice(of: kernel ?? weights.count - 1, using: &random) }
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
    /// One normal curve a kernel, cut to half a step beyond the range of `0..<count`.
    case ordered(count: Int, CutNormals)
    /// The choice of each kernel, and `count` for the one without any.
    case choices(count: Int, [Int])

    init(_ observed: [Int], in axis: Axis) {
        switch axis {
        case .ordered(let count):
            let curves = CutNormals(
                around: observed.map(Double.init), in: -0.5...(Double(count) - 0.5))
            self = .ordered(count: count, curves)
        case .choices(let count): self = .choices(count: count, observed + [count])
        }
    }

    /// The kind of each kernel, the widest last.
    private var kinds: [Int] {
        switch self {
        case .ordered(_, let curves): curves.kinds
        case .choices(_, let kinds): kinds
        }
    }

    /// Each kind's probability of a choice.
    func probabilities(of choice: Int) -> [Double] {
        switch self {
        case .ordered(_, let curves):
            curves.shares(from: Double(choice) - 0.5, to: Double(choice) + 0.5)
        case .choices(let count, _):
            (0...count).map { probability(of: choice, kind: $0, count: count) }
        }
    }

    /// Multiplies each kernel's product by what its kind gives.
    func multiply(_ products: inout [Double], by factors: [Double]) {
        let kinds = kinds
        for kernel in products.indices { products[kernel] *= factors[kinds[kernel]] }
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
        case .ordered(let count, let curves):
            let kind = curves.kinds[kernel]
            let part = rest * curves.masses[kind]
            var (low, high) = (0, count - 1)
            while low < high {
                let middle = (low + high) / 2
                let isBelow = curves.mass(from: -0.5, to: Double(middle) + 0.5, kind: kind) > part
                (low, high) = isBelow ? (low, middle) : (middle + 1, high)
            }
            return low
        }
    }

    private func probability(of choice: Int, kind: Int, count: Int) -> Double {
        let bonus = kind == count ? 0 : Double(kinds.count)
        return (1 + (kind == choice ? bonus : 0)) / (Double(count) + bonus)
    }
}
