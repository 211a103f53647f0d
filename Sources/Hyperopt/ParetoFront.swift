/// Points with several losses: which of them no other beats, and in which order the rest follows.
///
/// One point beats another that is better in no loss and worse in one. A loss that is not there is infinite.
public enum ParetoFront {
    static func beats(_ one: [Double], _ other: [Double]) -> Bool {
        one != other && zip(one, other).allSatisfy { $0 <= $1 }
    }

    /// Which points no other one beats; a point without any loss is never among them. O(n × front).
    public static func members(_ points: [[Double]]) -> [Bool] {
        var isMember = points.map { _ in false }
        var front: [Int] = []
        // Whoever beats a point comes before it.
        let order = points.indices.sorted {
            points[$0].lexicographicallyPrecedes(points[$1])
                || (points[$0] == points[$1] && $0 < $1)
        }
        for index in order where points[index].contains(where: { $0 < .infinity }) {
            if !front.contains(where: { beats(points[$0], points[index]) }) {
                front.append(index)
                isMember[index] = true
            }
        }
        return isMember
    }

    /// The points of each front: those that none beats, those that only these beat, and so on. O(n²).
    static func fronts(_ points: [[Double]]) -> [[Int]] {
        var (left, fronts) = (Array(points.indices), [[Int]]())
        while !left.isEmpty {
            let front = left.filter { one in
                !left.contains { beats(points[$0], points[one]) }
            }
            fronts.append(front)
            left.removeAll { front.contains($0) }
        }
        return fronts
    }

    /// How far the neighbours of each point of a front are apart, summed over losses; infinite at its ends.
    ///
    /// Source: K. Deb et al. (2002), section III B, as optuna 5 has it.
    static func crowding(_ front: [Int], of points: [[Double]]) -> [Int: Double] {
        var distances = Dictionary(uniqueKeysWithValues: front.map { ($0, 0.0) })
        for loss in points[front[0]].indices {
            let order = front.sorted {
                (points[$0][loss], $0) < (points[$1][loss], $1)
            }
            let (least, most) = (points[order[0]][loss], points[order[order.count - 1]][loss])
            for index in [order[0], order[order.count - 1]] { distances[index] = .infinity }
            guard order.count > 2, most - least > 0, most < .infinity else { continue }
            for place in 1..<(order.count - 1) {
                let gap = points[order[place + 1]][loss] - points[order[place - 1]][loss]
                distances[order[place], default: 0] += gap / (most - least)
            }
        }
        return distances
    }
}
