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
        func probability(of choice: Int) -> Double {
            let place = 2 * choice - doubleCentre
            return curve.mass(from: place - 1, to: place + 1) / mass
        }
    }

    init(around observed: [Int], count: Int, tails: NormalTails) {
        self.count = count
        self.tails = tails
        curves = CutNormals(around: observed.map(Double.init), in: -0.5...(Double(count) - 0.5))
        gather()
    }

    /// The kind of each curve, the widest last.
    var kinds: [Int] { curves.kinds }

    mutating func add(_ choice: Int) {
        curves.add(Double(choice))
        gather()
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
        var known = [Double](repeating: 0, count: distinct.count)
        for (kind, kernel) in kernels.enumerated() {
            guard let kernel else { continue }
            starts[kind] = factors.count
            for index in known.indices { known[index] = kernel.probability(of: distinct[index]) }
            for place in places { factors.append(known[place]) }
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

    private mutating func gather() {
        kernels = zip(curves.centres, curves.widths).map { centre, width in
            guard width > 0 else { return nil }
            let (doubleCentre, curve) = (Int(2 * centre), tails.curve(width: width))
            let mass = curve.mass(from: -1 - doubleCentre, to: 2 * count - 1 - doubleCentre)
            return Kernel(doubleCentre: doubleCentre, curve: curve, mass: mass)
        }
    }
}
