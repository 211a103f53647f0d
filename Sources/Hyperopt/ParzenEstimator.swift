internal import Market
internal import Metrics

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

/// The kernels of one parameter. Many are equal, so each kind of kernel is kept once.
private struct KernelRow {
    private let axis: Axis
    /// The kind of each kernel, the widest last.
    private var kinds: [Int] = []
    /// Centre and width of each kind, and how much of its curve lies within the range; the width is 0
    /// for choices without order.
    private var centres: [Double] = []
    private var widths: [Double] = []
    private var masses: [Double] = []

    init(_ observed: [Int], in axis: Axis) {
        self.axis = axis
        switch axis {
        case .ordered(let count): setOrdered(observed, Double(count))
        case .choices(let count):
            kinds = observed + [count]
            centres = (0...count).map(Double.init)
            widths = [Double](repeating: 0, count: count + 1)
        }
    }

    private mutating func setOrdered(_ observed: [Int], _ count: Double) {
        let order = observed.indices.sorted { (observed[$0], $0) < (observed[$1], $1) }
        let narrowest = count / min(100, Double(observed.count + 2))
        kinds = [Int](repeating: 0, count: observed.count + 1)
        for place in order.indices {
            let centre = Double(observed[order[place]])
            let below = place > 0 ? centre - Double(observed[order[place - 1]]) : nil
            let above =
                place + 1 < order.count ? Double(observed[order[place + 1]]) - centre : nil
            // A single point measures its distance from the ends of the range instead.
            let gap = max(below ?? 0, above ?? 0)
            let width = order.count == 1 ? max(centre + 0.5, count - 0.5 - centre) : gap
            add(
                centre, min(max(width, narrowest), count), to: order[place], end: count - 0.5)
        }
        add((count - 1) / 2, count, to: observed.count, end: count - 0.5)
    }

    /// Notes a kernel, as one of the kind noted last where it is the same.
    private mutating func add(_ centre: Double, _ width: Double, to kernel: Int, end: Double) {
        if centres.last != centre || widths.last != width {
            centres.append(centre)
            widths.append(width)
            masses.append(mass(from: -0.5, to: end, kind: centres.count - 1))
        }
        kinds[kernel] = centres.count - 1
    }

    /// Each kind's probability of a choice.
    func probabilities(of choice: Int) -> [Double] {
        centres.indices.map { probability(of: choice, kind: $0) }
    }

    /// Multiplies each kernel's product by what its kind gives.
    func multiply(_ products: inout [Double], by factors: [Double]) {
        for kernel in products.indices { products[kernel] *= factors[kinds[kernel]] }
    }

    /// A choice by one kernel's probabilities.
    func choice(of kernel: Int, using random: inout SplitMix64) -> Int {
        let kind = kinds[kernel]
        var rest = random.unit()
        switch axis {
        case .choices(let count):
            for choice in 0..<count {
                rest -= probability(of: choice, kind: kind)
                if rest < 0 { return choice }
            }
            return count - 1
        case .ordered(let count):
            let part = rest * masses[kind]
            var (low, high) = (0, count - 1)
            while low < high {
                let middle = (low + high) / 2
                let isBelow = mass(from: -0.5, to: Double(middle) + 0.5, kind: kind) > part
                (low, high) = isBelow ? (low, middle) : (middle + 1, high)
            }
            return low
        }
    }

    private func probability(of choice: Int, kind: Int) -> Double {
        switch axis {
        case .choices(let count):
            let bonus = kind == count ? 0 : Double(kinds.count)
            return (1 + (kind == choice ? bonus : 0)) / (Double(count) + bonus)
        case .ordered:
            let place = Double(choice)
            return mass(from: place - 0.5, to: place + 0.5, kind: kind) / masses[kind]
        }
    }

    /// What of a kind's normal curve lies between two numbers; the tails on the far side keep digits.
    private func mass(from low: Double, to high: Double, kind: Int) -> Double {
        let (first, last) = (
            (low - centres[kind]) / widths[kind], (high - centres[kind]) / widths[kind]
        )
        return first > 0
            ? normalProbability(below: -first) - normalProbability(below: -last)
            : normalProbability(below: last) - normalProbability(below: first)
    }
}
