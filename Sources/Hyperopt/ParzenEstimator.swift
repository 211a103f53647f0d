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
    /// Which points are not taken out.
    private var isPresent: [Bool]
    /// Of each point, 0 where it is taken out, then of the widest kernel; their sum is 1.
    private var weights: [Double] = []

    /// `points` in the order of time: the weight of the oldest falls once there are more than 25.
    /// Estimators of the same axes may share `tails`.
    init(_ points: [[Int]], in axes: [Axis], tails: NormalTails = NormalTails()) {
        rows = axes.enumerated().map { place, axis in
            KernelRow(points.map { $0[place] }, in: axis, tails: tails)
        }
        isPresent = Array(repeating: true, count: points.count)
        weigh()
    }

    /// Sees one more point, the latest.
    mutating func add(_ point: [Int]) {
        for place in rows.indices { rows[place].add(point[place]) }
        isPresent.append(true)
        weigh()
    }

    /// Takes out the point that came as that number, counted from 0, or takes it in again.
    mutating func set(_ number: Int, _ point: [Int], present: Bool) {
        guard isPresent[number] != present else { return }
        isPresent[number] = present
        for place in rows.indices {
            rows[place].set(number, point[place], present: present)
        }
        weigh()
    }

    private mutating func weigh() {
        let raw = Self.ramp(isPresent.count { $0 }) + [1]
        let total = raw.reduce(0, +)
        weights.removeAll(keepingCapacity: true)
        var next = 0
        for isPresent in isPresent {
            weights.append(isPresent ? raw[next] / total : 0)
            if isPresent { next += 1 }
        }
        weights.append(1 / total)
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
        guard let first = points.first else { return [] }
        // What each kind of each parameter gives each point, and where that of each kernel begins: the
        // points are filled up to whole lanes.
        let lanes = points + Array(repeating: first, count: -points.count & 7)
        var factors: [Double] = []
        var starts: [Int] = []
        starts.reserveCapacity(rows.count * weights.count)
        for (place, row) in rows.enumerated() {
            let known = row.append(probabilitiesOf: lanes.map { $0[place] }, to: &factors)
            for kind in row.kinds { starts.append(known[kind]) }
        }
        var sums = [Double](repeating: 0, count: lanes.count)
        for first in stride(from: 0, to: lanes.count, by: 8) {
            let eight = sum(factors, starts, from: first)
            for lane in 0..<8 { sums[first + lane] = eight[lane] }
        }
        return Array(sums.prefix(points.count))
    }

    /// The sum over the kernels of weight times factors, for eight points.
    private func sum(_ factors: [Double], _ starts: [Int], from first: Int) -> SIMD8<Double> {
        var sum = SIMD8<Double>.zero
        factors.withUnsafeBytes { factors in
            for (kernel, weight) in weights.enumerated() where weight > 0 {
                var product = SIMD8(repeating: weight)
                for start in stride(from: kernel, to: starts.count, by: weights.count) {
                    product *= factors.loadUnaligned(
                        fromByteOffset: (starts[start] + first) * 8, as: SIMD8<Double>.self)
                }
                sum += product
            }
        }
        return sum
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

/// The kernels of one parameter.
private enum KernelRow {
    case ordered(StepCurves)
    case choices(ChoiceBonuses)

    init(_ observed: [Int], in axis: Axis, tails: NormalTails) {
        switch axis {
        case .ordered(let count):
            self = .ordered(StepCurves(around: observed, count: count, tails: tails))
        case .choices(let count):
            self = .choices(ChoiceBonuses(around: observed, count: count))
        }
    }

    mutating func add(_ choice: Int) {
        change({ $0.add(choice) }, { $0.add(choice) })
    }

    mutating func set(_ number: Int, _ choice: Int, present: Bool) {
        if present {
            change({ $0.restore(choice, as: number) }, { $0.restore() })
        } else {
            change({ $0.remove(choice, as: number) }, { $0.remove() })
        }
    }

    private mutating func change(
        _ curves: (inout StepCurves) -> Void, _ bonuses: (inout ChoiceBonuses) -> Void
    ) {
        switch self {
        case .ordered(var row):
            // Moved out and back: a copy would cost more than the point.
            self = .choices(ChoiceBonuses(around: [], count: 0))
            curves(&row)
            self = .ordered(row)
        case .choices(var row):
            self = .choices(ChoiceBonuses(around: [], count: 0))
            bonuses(&row)
            self = .choices(row)
        }
    }

    /// The kind of each kernel, the widest last.
    var kinds: [Int] {
        switch self {
        case .ordered(let curves): curves.kinds
        case .choices(let bonuses): bonuses.kinds
        }
    }

    /// Appends each kind's probabilities of some choices, kind by kind, and says where those of a kind
    /// begin.
    func append(probabilitiesOf choices: [Int], to factors: inout [Double]) -> [Int] {
        switch self {
        case .ordered(let curves): curves.append(probabilitiesOf: choices, to: &factors)
        case .choices(let bonuses): bonuses.append(probabilitiesOf: choices, to: &factors)
        }
    }

    /// A choice by one kernel's probabilities.
    func choice(of kernel: Int, using random: inout SplitMix64) -> Int {
        let part = random.unit()
        return switch self {
        case .ordered(let curves): curves.choice(of: kernel, below: part)
        case .choices(let bonuses): bonuses.choice(of: kernel, below: part)
        }
    }
}

/// Kernels over choices without order: each favours its own, and the last one none.
private struct ChoiceBonuses {
    private let count: Int
    /// The choice of each kernel, and `count` for the one without any.
    private(set) var kinds: [Int]
    /// By how much a kernel favours its own choice: by as much as there are kernels.
    private var bonus: Double

    init(around observed: [Int], count: Int) {
        self.count = count
        kinds = observed + [count]
        bonus = Double(kinds.count)
    }

    mutating func add(_ choice: Int) {
        kinds[kinds.count - 1] = choice
        kinds.append(count)
        bonus += 1
    }

    mutating func restore() { bonus += 1 }

    mutating func remove() { bonus -= 1 }

    func append(probabilitiesOf choices: [Int], to factors: inout [Double]) -> [Int] {
        let first = factors.count
        for kind in 0...count {
            for choice in choices { factors.append(probability(of: choice, kind: kind)) }
        }
        return (0...count).map { first + $0 * choices.count }
    }

    func choice(of kernel: Int, below part: Double) -> Int {
        var rest = part
        for choice in 0..<count {
            rest -= probability(of: choice, kind: kinds[kernel])
            if rest < 0 { return choice }
        }
        return count - 1
    }

    private func probability(of choice: Int, kind: Int) -> Double {
        let bonus = kind == count ? 0 : bonus
        return (1 + (kind == choice ? bonus : 0)) / (Double(count) + bonus)
    }
}
