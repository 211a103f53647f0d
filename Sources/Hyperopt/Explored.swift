internal import Market

/// The points of a space that a search has proposed: none is tried twice.
struct Explored {
    let axes: [Axis]
    /// How many points the space has, nil for more than can be counted.
    let size: Int?
    /// The loss by the points' numbers, infinity without one and until it is known. Beyond 2¹²⁸ points
    /// two may share a number: the second then counts as tried.
    private var seen: [UInt128: Double] = [:]

    init(_ axes: [Axis]) {
        self.axes = axes
        size = axes.reduce(1) { size, axis in
            size.flatMap { size in
                let (product, overflow) = size.multipliedReportingOverflow(by: axis.count)
                return overflow ? nil : product
            }
        }
    }

    var isComplete: Bool { size.map { seen.count >= $0 } ?? false }

    func contains(_ point: [Int]) -> Bool { seen[number(of: point)] != nil }

    /// Takes note of a point that is proposed.
    mutating func insert(_ point: [Int]) { seen[number(of: point)] = .infinity }

    /// Forgets points that were proposed and that nobody tries.
    mutating func remove(_ points: [[Int]]) {
        for point in points { seen[number(of: point)] = nil }
    }

    /// Takes note of what came of points.
    mutating func learn(_ points: [[Int]], _ losses: [Double?]) {
        for case (let point, let loss?) in zip(points, losses) { seen[number(of: point)] = loss }
    }

    /// The losses of points, infinity for one without.
    func losses(of points: [[Int]]) -> [Double] {
        points.map { seen[number(of: $0)] ?? .infinity }
    }

    /// A point drawn evenly.
    func point(using random: inout SplitMix64) -> [Int] {
        axes.map { Int.random(in: 0..<$0.count, using: &random) }
    }

    /// The first point that was not tried, counting up from `start`. The space has one.
    func unseen(after start: [Int]) -> [Int] {
        var point = start
        while contains(point) {
            for place in point.indices {
                point[place] += 1
                if point[place] < axes[place].count { break }
                point[place] = 0
            }
        }
        return point
    }

    private func number(of point: [Int]) -> UInt128 {
        var number: UInt128 = 0
        for (choice, axis) in zip(point, axes) {
            number =
                number &* UInt128(truncatingIfNeeded: axis.count)
                &+ UInt128(truncatingIfNeeded: choice)
        }
        return number
    }
}

/// What a parameter looks like to a sampler.
enum Axis: Hashable, Sendable {
    /// Whole numbers `0..<count`, near ones alike.
    case ordered(Int)
    /// `count` choices, each as far from any other.
    case choices(Int)

    var count: Int {
        switch self {
        case .ordered(let count), .choices(let count): count
        }
    }
}
