/// Normal curves around some of the whole numbers `0..<count` and one over all of them, cut half a step
/// beyond them and gathered around each number.
struct StepCurves: KernelRow {
    /// Ranges of more numbers than this do not keep what their curves give each: it would take more than a
    /// few megabytes, and most is never asked for.
    private static let finestKnown = 512

    private let count: Int
    private let tails: NormalTails
    private var curves: CutNormals
    /// Of each kind; nil where no number has it.
    private var kernels: [Kernel?] = []
    /// What each kind gives each number, kind by kind; empty where that is not kept.
    private var known: [Double] = []

    private struct Kernel {
        let doubleCentre: Int
        let curve: NormalTails.Curve
        /// How much of the curve lies below the range, and how much within it.
        let below: Double
        let mass: Double

        init(doubleCentre: Int, curve: NormalTails.Curve, count: Int) {
            self.doubleCentre = doubleCentre
            self.curve = curve
            below = curve.mass(below: -1 - doubleCentre)
            mass = curve.mass(below: 2 * count - 1 - doubleCentre) - below
        }

        /// The curve's probability of a number.
        @inline(__always)
        func probability(of choice: Int) -> Double {
            let place = 2 * choice - doubleCentre
            // Only the widest curve's centre may lie between two numbers.
            let part =
                place & 1 == 0
                ? curve.mass(around: place / 2) : curve.mass(from: place - 1, to: place + 1)
            return part / mass
        }
    }

    init(around observed: [Int], count: Int, tails: NormalTails) {
        self.count = count
        self.tails = tails
        curves = CutNormals(around: observed.map(Double.init), in: -0.5...(Double(count) - 0.5))
        gather([0..<curves.widths.count])
    }

    var kinds: [Int] { curves.kinds }

    var changed: [Int] { curves.changed }

    mutating func takeNote() { curves.takeNote() }

    var kindCount: Int { kernels.count }

    mutating func add(_ choice: Int) { gather(curves.add(Double(choice))) }

    mutating func restore(_ choice: Int, as number: Int) {
        gather(curves.restore(Double(choice), as: number))
    }

    mutating func remove(_ choice: Int, as number: Int) {
        gather(curves.remove(Double(choice), as: number))
    }

    mutating func removeLast(_ choice: Int) { gather(curves.removeLast(Double(choice))) }

    func put(probabilitiesOf choices: SIMD8<Int>, in factors: inout Factors, at place: Int) {
        guard known.isEmpty else { return putKnown(choices, in: &factors, at: place) }
        for (kind, kernel) in kernels.enumerated() {
            guard let kernel else { continue }
            var eight = SIMD8<Double>.zero
            for lane in 0..<8 { eight[lane] = kernel.probability(of: choices[lane]) }
            factors[kind, place] = eight
        }
    }

    private func putKnown(_ choices: SIMD8<Int>, in factors: inout Factors, at place: Int) {
        known.withUnsafeBufferPointer { known in
            for kind in kernels.indices {
                var eight = SIMD8<Double>.zero
                for lane in 0..<8 { eight[lane] = known[kind &* count &+ choices[lane]] }
                factors[kind, place] = eight
            }
        }
    }

    func choice(of number: Int, below part: Double) -> Int {
        guard let kernel = kernels[curves.kinds[number]] else { return 0 }
        let wanted = part * kernel.mass
        var (low, high) = (0, count - 1)
        while low < high {
            let middle = (low + high) / 2
            let mass = kernel.curve.mass(below: 2 * middle + 1 - kernel.doubleCentre)
            (low, high) = mass - kernel.below > wanted ? (low, middle) : (middle + 1, high)
        }
        return low
    }

    /// Makes the kernels of some kinds anew where they changed.
    private mutating func gather(_ kinds: [Range<Int>]) {
        let missing = curves.widths.count - kernels.count
        kernels.append(contentsOf: repeatElement(nil, count: missing))
        if count <= Self.finestKnown {
            known.append(contentsOf: repeatElement(0, count: missing * count))
        }
        for kind in kinds.joined() { gather(kind) }
    }

    private mutating func gather(_ kind: Int) {
        let width = curves.widths[kind]
        let doubleCentre = Int(2 * curves.centres[kind])
        guard width > 0 else { return kernels[kind] = nil }
        if let old = kernels[kind], old.curve.width == width, old.doubleCentre == doubleCentre {
            return
        }
        let kernel = Kernel(
            doubleCentre: doubleCentre, curve: tails.curve(width: width), count: count)
        kernels[kind] = kernel
        guard !known.isEmpty else { return }
        for choice in 0..<count { known[kind * count + choice] = kernel.probability(of: choice) }
    }
}
