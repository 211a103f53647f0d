/// Normal curves around some of the whole numbers `0..<count` and one over all of them, cut half a step
/// beyond them and gathered around each number.
struct StepCurves {
    private let count: Int
    private let tails: NormalTails
    private var curves: CutNormals
    /// Of each kind; nil where no number has it.
    private var kernels: [Kernel?] = []

    private struct Kernel {
        let doubleCentre: Int
        let curve: NormalTails.Curve
        /// How much of the curve lies within the range.
        let mass: Double

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

    /// The kind of each curve, the widest last.
    var kinds: [Int] { curves.kinds }

    mutating func add(_ choice: Int) { gather(curves.add(Double(choice))) }

    mutating func restore(_ choice: Int, as member: Int) {
        gather(curves.restore(Double(choice), as: member))
    }

    mutating func remove(_ choice: Int, as member: Int) {
        gather(curves.remove(Double(choice), as: member))
    }

    /// Appends each kind's probabilities of some numbers, kind by kind, and says where those of a kind
    /// begin.
    func append(probabilitiesOf choices: [Int], to factors: inout [Double]) -> [Int] {
        var distinct: [Int] = []
        let places = choices.map { choice in
            if let place = distinct.firstIndex(of: choice) { return place }
            distinct.append(choice)
            return distinct.count - 1
        }
        var starts = [Int](repeating: 0, count: kernels.count)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: distinct.count) { known in
            for (kind, kernel) in kernels.enumerated() {
                guard let kernel else { continue }
                starts[kind] = factors.count
                for (index, choice) in distinct.enumerated() {
                    known[index] = kernel.probability(of: choice)
                }
                for place in places { factors.append(known[place]) }
            }
        }
        return starts
    }

    /// The number below which, with its own share, more than `part` of a curve lies.
    func choice(of curve: Int, below part: Double) -> Int {
        guard let kernel = kernels[curves.kinds[curve]] else { return 0 }
        let wanted = part * kernel.mass
        var (low, high) = (0, count - 1)
        while low < high {
            let middle = (low + high) / 2
            let mass = kernel.curve.mass(
                from: -1 - kernel.doubleCentre, to: 2 * middle + 1 - kernel.doubleCentre)
            (low, high) = mass > wanted ? (low, middle) : (middle + 1, high)
        }
        return low
    }

    /// Makes the kernels of some kinds anew.
    private mutating func gather(_ kinds: [Range<Int>]) {
        let missing = curves.widths.count - kernels.count
        kernels.append(contentsOf: repeatElement(nil, count: missing))
        for kind in kinds.joined() { kernels[kind] = kernel(kind) }
    }

    private func kernel(_ kind: Int) -> Kernel? {
        let width = curves.widths[kind]
        guard width > 0 else { return nil }
        let doubleCentre = Int(2 * curves.centres[kind])
        let curve = tails.curve(width: width)
        let mass = curve.mass(from: -1 - doubleCentre, to: 2 * count - 1 - doubleCentre)
        return Kernel(doubleCentre: doubleCentre, curve: curve, mass: mass)
    }
}
