internal import Market

/// Points around a place of a space: a normal distribution over the parameters with an order, and chances
/// of each choice over the others.
struct Cloud {
    private let axes: [Axis]
    /// Places of the axes with an order, and of the others.
    private let ordered: [Int]
    private let choices: [Int]
    private var evolution: Evolution
    /// Of each axis without an order.
    private var chances: [[Double]]
    private var best = Double.infinity
    /// Generations since the best was found, and of late that were all equal.
    private var stale = 0
    private var flat = 0

    var population: Int { evolution.population }

    init(in axes: [Axis], mean: [Double], deviation: Double, population: Int?) {
        self.axes = axes
        ordered = axes.indices.filter { axes[$0].isOrdered }
        choices = axes.indices.filter { !axes[$0].isOrdered }
        // A space of choices alone has one coordinate that means nothing.
        let places = ordered.isEmpty ? [0.5] : ordered.map { mean[$0] }
        let usual = Evolution(mean: axes.map { _ in 0 }, deviation: 1).population
        evolution = Evolution(
            mean: places, deviation: deviation, population: population ?? max(usual, 6))
        chances = choices.map { place in
            Array(repeating: 1 / Double(axes[place].count), count: axes[place].count)
        }
    }

    /// A point, and its direction from the mean.
    func draw(_ random: SplitMix64) -> (point: [Int], direction: [Double]) {
        var random = random
        let scales = self.scales
        var direction: [Double] = []
        var places: [Double] = []
        for _ in 0..<10 {
            direction = evolution.direction(evolution.mean.map { _ in random.normal() })
            places = place(of: direction, scales)
            if places.allSatisfy({ (0..<1).contains($0) }) { break }
        }
        for index in places.indices where !(0..<1).contains(places[index]) {
            places[index] = min(max(places[index], 0), 1 - 0x1p-53)
            direction[index] =
                (places[index] - evolution.mean[index]) / (evolution.deviation * scales[index])
        }
        var point = axes.map { _ in 0 }
        for (place, axis) in zip(places, ordered) {
            point[axis] = min(axes[axis].count - 1, Int(place * Double(axes[axis].count)))
        }
        for (chances, axis) in zip(chances, choices) {
            var rest = random.unit()
            let choice = chances.firstIndex { chance in
                rest -= chance
                return rest < 0
            }
            point[axis] = choice ?? chances.count - 1
        }
        return (point, direction)
    }

    /// The direction from the mean to a point, no longer than a draw's may well be.
    func direction(to point: [Int]) -> [Double] {
        let scales = self.scales
        let direction = evolution.mean.indices.map { index -> Double in
            guard index < ordered.count else { return 0 }
            let axis = ordered[index]
            let place = (Double(point[axis]) + 0.5) / Double(axes[axis].count)
            return (place - evolution.mean[index]) / (evolution.deviation * scales[index])
        }
        return evolution.cut(direction)
    }

    private func place(of direction: [Double], _ scales: [Double]) -> [Double] {
        direction.indices.map {
            evolution.mean[$0] + evolution.deviation * scales[$0] * direction[$0]
        }
    }

    /// By how much each coordinate is stretched: so far that one draw in twenty leaves the mean's value.
    private var scales: [Double] {
        evolution.mean.indices.map { index in
            guard index < ordered.count else { return 1 }
            let count = Double(axes[ordered[index]].count)
            let mean = min(max(evolution.mean[index], 0), 1) * count
            let below = mean.rounded(.down)
            let toLower = below >= 1 ? mean - below : 1
            let toUpper = below + 1 < count ? below + 1 - mean : 1
            return max(1, min(toLower, toUpper) / count / (2 * evolution.scatter(index)))
        }
    }

    /// Moves to a generation's directions and points, the best first.
    mutating func learn(
        _ directions: [[Double]], _ points: [[Int]], best: Double, isFlat: Bool
    ) {
        evolution.learn(directions, scales: scales)
        for (index, axis) in choices.enumerated() {
            var aim = chances[index].map { _ in 0.0 }
            for (point, weight) in zip(points, evolution.weights) where weight > 0 {
                aim[point[axis]] += weight
            }
            let floor = 0.2 / Double(choices.count * aim.count)
            let moved = zip(chances[index], aim).map { max(floor, 0.8 * $0 + 0.2 * $1) }
            let sum = moved.reduce(0, +)
            chances[index] = moved.map { $0 / sum }
        }
        flat = isFlat ? flat + 1 : 0
        stale = best < self.best ? 0 : stale + 1
        self.best = min(best, self.best)
    }

    /// Whether it has shrunk to a point or has long found nothing better.
    var isSpent: Bool {
        if flat >= 5 || stale > 10 + 30 * axes.count / population { return true }
        return choices.isEmpty
            && ordered.enumerated().allSatisfy { index, axis in
                evolution.scatter(index) * Double(axes[axis].count) < 0.1
            }
    }
}

extension Axis {
    var isOrdered: Bool { if case .ordered = self { true } else { false } }
}

extension SplitMix64 {
    /// Close to normal, mean 0 and deviation 1: a sum of twelve even numbers, so without a logarithm.
    fileprivate mutating func normal() -> Double {
        (bell() + bell() + bell()) * 0.5773502691896258
    }
}
