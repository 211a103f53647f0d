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
    /// How many points there are, and which of them are taken out, ascending.
    private(set) var count: Int
    private var absent: [Int] = []
    /// Of each point, 0 where it is taken out, then of the widest kernel; their sum is 1. None where
    /// points came or went since they were asked for.
    private var weights: [Double] = []
    private var factors: Factors
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
        factors = Factors(rowCount: axes.count)
        count = points.count
    }

    /// Sees one more point, the latest.
    mutating func add(_ point: [Int]) {
        for place in rows.indices { rows[place].add(point[place]) }
        count += 1
        weights.removeAll(keepingCapacity: true)
    }

    /// Forgets the latest point, which was not taken out.
    mutating func removeLast(_ point: [Int]) {
        for place in rows.indices { rows[place].removeLast(point[place]) }
        count -= 1
        weights.removeAll(keepingCapacity: true)
    }

    /// Takes out the point that came as that number, counted from 0, or takes it in again.
    mutating func set(_ number: Int, _ point: [Int], present: Bool) {
        let index = absent.firstIndex { $0 >= number } ?? absent.count
        let isAbsent = index < absent.count && absent[index] == number
        guard isAbsent == present else { return }
        if isAbsent { absent.remove(at: index) } else { absent.insert(number, at: index) }
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
        var ramp = Self.ramp(count - absent.count)
        let total = ramp.reduce(0, +) + 1
        for place in ramp.indices { ramp[place] /= total }
        weights.reserveCapacity(count + 1)
        for (before, number) in absent.enumerated() {
            weights += ramp[(weights.count - before)..<(number - before)]
            weights.append(0)
        }
        weights += ramp[(weights.count - absent.count)...]
        weights.append(1 / total)
    }

    /// Weights of `count` points in the order of time: 1 for the last 25, rising evenly from 1/count
    /// before them.
    static func ramp(_ count: Int) -> [Double] {
        let old = max(0, count - 25)
        let first = 1 / Double(count)
        guard old > 1 else { return (0..<count).map { $0 < old ? first : 1 } }
        let (step, most) = (1 - first, Double(old - 1))
        return Array(unsafeUninitializedCapacity: count + 3) { ramp, initializedCount in
            var numbers = SIMD4<Double>(0, 1, 2, 3)
            for index in stride(from: 0, to: old, by: 4) {
                let four = first + step * numbers / most
                for lane in 0..<4 { ramp[index + lane] = four[lane] }
                numbers += 4
            }
            for index in old..<count { ramp[index] = 1 }
            initializedCount = count
        }
    }

    /// Probability of each of some points.
    mutating func probabilities(of points: [[Int]]) -> [Double] {
        weigh()
        start()
        var sums: [Double] = []
        for first in stride(from: 0, to: points.count, by: 8) {
            let eight = points[first...].prefix(8)
            for place in rows.indices {
                var choices = SIMD8<Int>.zero
                for (lane, point) in eight.enumerated() { choices[lane] = point[place] }
                rows[place].put(probabilitiesOf: choices, in: &factors, at: place)
            }
            if eight.count > 4 {
                let sum = sum { $0 }
                sums += eight.indices.map { sum[$0 - first] }
            } else {
                let sum = sum { $0.lowHalf }
                sums += eight.indices.map { sum[$0 - first] }
            }
        }
        return sums
    }

    /// Says where each kernel's factors will be, where that has changed.
    private mutating func start() {
        let missing = weights.count * rows.count - starts.count
        if missing < 0 { starts.removeLast(-missing) }
        starts.append(contentsOf: repeatElement(0, count: max(0, missing)))
        for place in rows.indices {
            let kinds = rows[place].kinds
            for kernel in rows[place].changed where kernel < weights.count {
                starts[kernel * rows.count + place] = factors.index(kinds[kernel], place)
            }
            rows[place].takeNote()
        }
        factors.makeRoom(kindCount: rows.reduce(0) { max($0, $1.kindCount) })
    }

    /// The sum over the kernels of weight times factors, of a part of eight points.
    @inline(__always)
    private func sum<Lanes: SIMD<Double>>(_ part: (SIMD8<Double>) -> Lanes) -> Lanes {
        var sum = Lanes.zero
        factors.eights.withUnsafeBufferPointer { factors in
            starts.withUnsafeBufferPointer { starts in
                for (kernel, weight) in weights.enumerated() where weight > 0 {
                    var product = Lanes(repeating: weight)
                    for place in 0..<rows.count {
                        product *= part(factors[starts[kernel &* rows.count &+ place]])
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

/// What each kind of kernels gives eight points: those of all parameters' first kinds, then of their
/// second ones and so on, so that none moves when others come.
struct Factors {
    private let rowCount: Int
    fileprivate private(set) var eights: [SIMD8<Double>] = []

    init(rowCount: Int) { self.rowCount = rowCount }

    subscript(kind: Int, place: Int) -> SIMD8<Double> {
        get { eights[index(kind, place)] }
        set { eights[index(kind, place)] = newValue }
    }

    fileprivate func index(_ kind: Int, _ place: Int) -> Int { kind &* rowCount &+ place }

    fileprivate mutating func makeRoom(kindCount: Int) {
        let missing = kindCount * rowCount - eights.count
        eights.append(contentsOf: repeatElement(.zero, count: max(0, missing)))
    }
}

/// The kernels of one parameter. Many are alike: they are of the same kind.
protocol KernelRow {
    /// The kind of each kernel, the widest last; that of one that was taken out means nothing.
    var kinds: [Int] { get }
    var kindCount: Int { get }
    /// Kernels whose kind has changed since somebody took note, in any order; some may be gone.
    var changed: [Int] { get }

    mutating func takeNote()
    mutating func add(_ choice: Int)
    mutating func removeLast(_ choice: Int)
    mutating func restore(_ choice: Int, as number: Int)
    mutating func remove(_ choice: Int, as number: Int)

    /// Says what each kind gives eight choices of the parameter at a place; that of a kind which no kernel has
    /// means nothing.
    func put(probabilitiesOf choices: SIMD8<Int>, in factors: inout Factors, at place: Int)

    /// The choice below which, with its own share, more than `part` of a kernel lies.
    func choice(of kernel: Int, below part: Double) -> Int
}

/// Kernels over choices without order: each favours its own, and the last one none.
private struct ChoiceBonuses: KernelRow {
    private let count: Int
    /// The choice of each kernel, and `count` for the one without any.
    private(set) var kinds: [Int]
    private(set) var changed: [Int]
    /// By how much a kernel favours its own choice: by as much as there are kernels.
    private var bonus: Double

    init(around observed: [Int], count: Int) {
        self.count = count
        kinds = observed + [count]
        changed = Array(kinds.indices)
        bonus = Double(kinds.count)
    }

    var kindCount: Int { count + 1 }

    mutating func add(_ choice: Int) {
        kinds[kinds.count - 1] = choice
        kinds.append(count)
        changed += [kinds.count - 2, kinds.count - 1]
        bonus += 1
    }

    mutating func removeLast(_ choice: Int) {
        kinds.remove(at: kinds.count - 2)
        changed.append(kinds.count - 1)
        bonus -= 1
    }

    mutating func takeNote() { changed.removeAll(keepingCapacity: true) }

    mutating func restore(_ choice: Int, as number: Int) { bonus += 1 }

    mutating func remove(_ choice: Int, as number: Int) { bonus -= 1 }

    func put(probabilitiesOf choices: SIMD8<Int>, in factors: inout Factors, at place: Int) {
        for kind in 0..<count {
            let own = probability(of: kind, kind: kind)
            var eight = SIMD8(repeating: probability(of: kind + 1, kind: kind))
            for lane in 0..<8 where choices[lane] == kind { eight[lane] = own }
            factors[kind, place] = eight
        }
        factors[count, place] = SIMD8(repeating: probability(of: 0, kind: count))
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
