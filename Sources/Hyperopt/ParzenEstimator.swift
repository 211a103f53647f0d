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
    private var rows: [any KernelRow]
    /// Which points are not taken out.
    private var isPresent: [Bool]
    /// Of each point, 0 where it is taken out, then of the widest kernel; their sum is 1. None where
    /// points came or went since they were asked for.
    private var weights: [Double] = []
    /// What each kind of each parameter gives eight points.
    private var factors: [SIMD8<Double>] = []
    /// Kernel by kernel, where among the factors those of its kinds are.
    private var starts: [Int] = []

    /// `points` in the order of time: the weight of the oldest falls once there are more than 25.
    /// Estimators of the same axes may share `tails`.
    init(_ points: [[Int]], in axes: [Axis], tails: NormalTails = NormalTails()) {
        rows = axes.enumerated().map { place, axis -> any KernelRow in
            let observed = points.map { $0[place] }
            return switch axis {
            case .ordered(let count): StepCurves(around: observed, count: count, tails: tails)
            case .choices(let count): ChoiceBonuses(around: observed, count: count)
            }
        }
        isPresent = Array(repeating: true, count: points.count)
    }

    /// Sees one more point, the latest.
    mutating func add(_ point: [Int]) {
        for place in rows.indices { rows[place].add(point[place]) }
        isPresent.append(true)
        weights.removeAll(keepingCapacity: true)
    }

    /// Takes out the point that came as that number, counted from 0, or takes it in again.
    mutating func set(_ number: Int, _ point: [Int], present: Bool) {
        guard isPresent[number] != present else { return }
        isPresent[number] = present
        for place in rows.indices {
            if present {
                rows[place].restore(point[place], as: number)
            } else {
                rows[place].remove(point[place], as: number)
            }
        }
        weights.removeAll(keepingCapacity: true)
    }

    private mutating func weigh() {
        guard weights.isEmpty else { return }
        let ramp = Self.ramp(isPresent.count { $0 })
        let total = ramp.reduce(0, +) + 1
        var place = 0
        weights.reserveCapacity(isPresent.count + 1)
        for isPresent in isPresent {
            weights.append(isPresent ? ramp[place] / total : 0)
            if isPresent { place += 1 }
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
    mutating func probabilities(of points: [[Int]]) -> [Double] {
        weigh()
        start()
        var sums: [Double] = []
        for first in stride(from: 0, to: points.count, by: 8) {
            let eight = points[first...].prefix(8)
            factors.removeAll(keepingCapacity: true)
            for place in rows.indices {
                var choices = SIMD8<Int>.zero
                for (lane, point) in eight.enumerated() { choices[lane] = point[place] }
                rows[place].append(probabilitiesOf: choices, to: &factors)
            }
            let sum = sum()
            sums += eight.indices.map { sum[$0 - first] }
        }
        return sums
    }

    /// Says where each kernel's factors will be.
    private mutating func start() {
        let missing = weights.count * rows.count - starts.count
        starts.append(contentsOf: repeatElement(0, count: missing))
        var base = 0
        for (place, row) in rows.enumerated() {
            var next = place
            for kind in row.kinds {
                starts[next] = base + kind
                next += rows.count
            }
            base += row.kindCount
        }
    }

    /// The sum over the kernels of weight times factors.
    private func sum() -> SIMD8<Double> {
        var sum = SIMD8<Double>.zero
        factors.withUnsafeBufferPointer { factors in
            starts.withUnsafeBufferPointer { starts in
                for (kernel, weight) in weights.enumerated() where weight > 0 {
                    var product = SIMD8(repeating: weight)
                    for place in 0..<rows.count {
                        product *= factors[starts[kernel &* rows.count &+ place]]
                    }
                    sum += product
                }
            }
        }
        return sum
    }

    /// Draws a point by these probabilities.
    mutating func point(using random: inout SplitMix64) -> [Int] {
        weigh()
        var rest = random.unit()
        let kernel = weights.firstIndex { weight in
            rest -= weight
            return rest < 0
        }
        return rows.indices.map {
            rows[$0].choice(of: kernel ?? weights.count - 1, below: random.unit())
        }
    }
}

/// The kernels of one parameter. Many are alike: they are of the same kind.
protocol KernelRow {
    /// The kind of each kernel, the widest last; that of one that was taken out means nothing.
    var kinds: [Int] { get }
    var kindCount: Int { get }

    mutating func add(_ choice: Int)
    mutating func restore(_ choice: Int, as number: Int)
    mutating func remove(_ choice: Int, as number: Int)

    /// Appends what each kind gives eight choices; that of a kind which no kernel has means nothing.
    func append(probabilitiesOf choices: SIMD8<Int>, to factors: inout [SIMD8<Double>])

    /// The choice below which, with its own share, more than `part` of a kernel lies.
    func choice(of kernel: Int, below part: Double) -> Int
}

/// Kernels over choices without order: each favours its own, and the last one none.
private struct ChoiceBonuses: KernelRow {
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

    var kindCount: Int { count + 1 }

    mutating func add(_ choice: Int) {
        kinds[kinds.count - 1] = choice
        kinds.append(count)
        bonus += 1
    }

    mutating func restore(_ choice: Int, as number: Int) { bonus += 1 }

    mutating func remove(_ choice: Int, as number: Int) { bonus -= 1 }

    func append(probabilitiesOf choices: SIMD8<Int>, to factors: inout [SIMD8<Double>]) {
        for kind in 0..<count {
            let own = probability(of: kind, kind: kind)
            var eight = SIMD8(repeating: probability(of: kind + 1, kind: kind))
            for lane in 0..<8 where choices[lane] == kind { eight[lane] = own }
            factors.append(eight)
        }
        factors.append(SIMD8(repeating: probability(of: 0, kind: count)))
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
