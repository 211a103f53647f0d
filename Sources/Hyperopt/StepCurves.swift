/// Normal curves around some of the whole numbers `0..<count` and one over all of them, cut half a step
/// beyond them and gathered around each number.
struct StepCurves {
    private let count: Int
    private var points: [Double]
    /// Their places in ascending order, of equal ones the first first.
    private var order: [Int]
    private let tails: NormalTails
    private var curves: CutNormals
    /// Of each kind: twice its centre, its curve, and how much of that lies within the range.
    private var kernels: [(doubleCentre: Int, curve: Int, mass: Double)] = []

    init(around observed: [Int], count: Int, tails: NormalTails) {
        self.count = count
        self.tails = tails
        points = observed.map(Double.init)
        // The number before the place: as one word they are sorted at once.
        order = observed.enumerated().map { $1 << 32 | $0 }.sorted().map { $0 & 0xFFFF_FFFF }
        curves = Self.curves(points, order, count)
        gather()
    }

    /// The kind of each curve, the widest last.
    var kinds: [Int] { curves.kinds }

    mutating func add(_ choice: Int) {
        let point = Double(choice)
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            (low, high) = points[order[middle]] <= point ? (middle + 1, high) : (low, middle)
        }
        order.insert(points.count, at: low)
        points.append(point)
        curves = Self.curves(points, order, count)
        gather()
    }

    /// Each kind's probability of a number.
    func probabilities(of choice: Int) -> [Double] {
        kernels.map { kernel in
            let place = 2 * choice - kernel.doubleCentre
            return tails.mass(of: kernel.curve, from: place - 1, to: place + 1) / kernel.mass
        }
    }

    /// The number below which, with its own share, more than `part` of a curve lies.
    func choice(of curve: Int, below part: Double) -> Int {
        let kernel = kernels[curves.kinds[curve]]
        let wanted = part * kernel.mass
        var (low, high) = (0, count - 1)
        while low < high {
            let middle = (low + high) / 2
            let mass = tails.mass(
                of: kernel.curve, from: -1 - kernel.doubleCentre,
                to: 2 * middle + 1 - kernel.doubleCentre)
            (low, high) = mass > wanted ? (low, middle) : (middle + 1, high)
        }
        return low
    }

    private static func curves(_ points: [Double], _ order: [Int], _ count: Int) -> CutNormals {
        CutNormals(around: points, order: order, in: -0.5...(Double(count) - 0.5))
    }

    private mutating func gather() {
        kernels = zip(curves.centres, curves.widths).map { centre, width in
            let (doubleCentre, curve) = (Int(2 * centre), tails.curve(width: width))
            let mass = tails.mass(
                of: curve, from: -1 - doubleCentre, to: 2 * count - 1 - doubleCentre)
            return (doubleCentre, curve, mass)
        }
    }
}
