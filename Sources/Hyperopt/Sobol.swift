internal import Market

/// Points that fill a space evenly from the first on, each half, quarter and so on of every axis alike.
///
/// Sobol's sequence in the order of Gray codes, scrambled as Owen does: each bit is turned or not by
/// chance that depends on the bits before it, which keeps the evenness and makes seeds differ.
/// Sources: I. Sobol' (1967); A. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences" (1995).
/// Dimensions beyond the 64 that have directions are drawn by chance.
struct SobolSequence: EvenSequence {
    private let directions: [[UInt32]]
    private var state: [UInt32]
    private var count: UInt32 = 0
    private let seed: UInt64?

    /// Not scrambled without a seed.
    init(dimensions: Int, seed: UInt64?) {
        let rows = [[]] + sobolDirections
        directions = rows.prefix(dimensions).map(Self.directions)
        state = Array(repeating: 0, count: dimensions)
        self.seed = seed
    }

    mutating func next() -> [Double] {
        if count > 0 {
            for (axis, directions) in directions.enumerated() {
                state[axis] ^= directions[count.trailingZeroBitCount]
            }
        }
        count += 1
        return state.indices.map { axis in
            guard let seed else { return Double(state[axis]) * 0x1p-32 }
            if axis >= directions.count {
                var random = SplitMix64(seed: seed, words: UInt64(axis), UInt64(count))
                return random.unit()
            }
            let stream = SplitMix64(seed: seed, words: UInt64(axis))
            return Double(Self.scrambled(state[axis], stream)) * 0x1p-32
        }
    }

    /// Turns each bit by chance that follows from the bits before it.
    private static func scrambled(_ bits: UInt32, _ stream: SplitMix64) -> UInt32 {
        var turned: UInt32 = 0
        for place in 0..<UInt32(32) {
            // The bits before this one, behind a 1 that tells how many they are.
            let before = UInt64(bits) >> (32 - place) | 1 << place
            var random = stream
            random.skip(before)
            turned = turned << 1 | UInt32(truncatingIfNeeded: random.next() & 1)
        }
        return bits ^ turned
    }

    /// A row of the table as 32 directions.
    private static func directions(_ row: [UInt32]) -> [UInt32] {
        guard let polynomial = row.first else { return (0..<32).map { 1 << (31 - $0) } }
        let degree = row.count - 1
        var directions = (0..<degree).map { row[$0 + 1] << (31 - UInt32($0)) }
        for place in degree..<32 {
            var next = directions[place - degree] ^ directions[place - degree] >> UInt32(degree)
            for step in 1..<max(1, degree) where polynomial >> UInt32(degree - step) & 1 == 1 {
                next ^= directions[place - step]
            }
            directions.append(next)
        }
        return directions
    }
}

/// Points of the unit cube, one after another.
protocol EvenSequence {
    mutating func next() -> [Double]
}

/// Tries the points of a sequence.
struct SequenceSampler<Sequence: EvenSequence>: Sampler {
    private let axes: [Axis]
    private var sequence: Sequence

    init(_ sequence: Sequence, in axes: [Axis]) {
        self.axes = axes
        self.sequence = sequence
    }

    mutating func batch(_ explored: inout Explored, _ give: ([Int]) -> Void) {
        for _ in 0..<100 where !explored.isComplete {
            let point = next(explored)
            explored.insert(point)
            give(point)
        }
    }

    /// The next point that was not tried. Once most are, the nearest in counting must do.
    mutating func next(_ explored: Explored) -> [Int] {
        var point: [Int] = []
        for _ in 0..<10 {
            point = zip(sequence.next(), axes).map { $0.choice(of: $1) }
            if !explored.contains(point) { return point }
        }
        return explored.unseen(after: point)
    }

    mutating func learn(_ losses: [Double?], _ explored: Explored) {}
}

extension Double {
    /// The choice in whose share of 0 ..< 1 this lies.
    fileprivate func choice(of axis: Axis) -> Int {
        Swift.min(axis.count - 1, Int(self * Double(axis.count)))
    }
}
