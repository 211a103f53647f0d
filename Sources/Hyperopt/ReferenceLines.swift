internal import Market

/// NSGA-III's choice among points of which not all survive: lines run from the best of every loss in
/// directions that are evenly spread, and those survive whose lines have the fewest points so far.
///
/// Source: K. Deb and H. Jain, "An evolutionary many-objective optimization algorithm using
/// reference-point-based nondominated sorting approach", IEEE Transactions on Evolutionary Computation 18
/// (2014), with optuna 5's rules: every axis is cut in three; losses that are not there count as beyond
/// the rest by three times its width; where the extreme points span no plane the greatest losses do.
struct ReferenceLines {
    static let divisions = 3

    /// A direction each, as whole parts of the axes.
    let directions: [[Double]]

    init(losses count: Int) {
        var directions = [[Double]](repeating: [], count: 1)
        for axis in 0..<count {
            directions = directions.flatMap { begun -> [[Double]] in
                let left = Self.divisions - Int(begun.reduce(0, +))
                let parts = axis == count - 1 ? left...left : 0...left
                return parts.reversed().map { begun + [Double($0)] }
            }
        }
        self.directions = directions
    }

    /// Which of the border survive besides the elite: so many of them, in the order of their choice.
    func survivors(
        of border: [Int], beside elite: [Int], among losses: [[Double]], count: Int,
        using random: inout SplitMix64
    ) -> [Int] {
        let points = Self.normalised((elite + border).map { losses[$0] })
        let nearest = points.map(nearest)
        var crowds = directions.map { _ in 0 }
        for place in nearest.prefix(elite.count) { crowds[place.line] += 1 }
        var waiting = directions.map { _ in [(distance: Double, index: Int)]() }
        for (index, place) in zip(border, nearest.dropFirst(elite.count)) {
            waiting[place.line].append((place.distance, index))
        }
        var chosen: [Int] = []
        while chosen.count < count {
            let open = directions.indices.filter { !waiting[$0].isEmpty }
            guard let least = open.map({ crowds[$0] }).min() else { break }
            let emptiest = open.filter { crowds[$0] == least }
            let line = emptiest[Int.random(in: emptiest.indices, using: &random)]
            let next =
                least == 0
                ? closest(waiting[line]) : waiting[line].indices.randomElement(using: &random)
            guard let next else { break }
            chosen.append(waiting[line].remove(at: next).index)
            crowds[line] += 1
        }
        return chosen
    }

    private func closest(_ some: [(distance: Double, index: Int)]) -> Int? {
        some.indices.min { (some[$0].distance, $0) < (some[$1].distance, $1) }
    }

    /// The line that a point is closest to, and how far it is from it.
    func nearest(_ point: [Double]) -> (line: Int, distance: Double) {
        var best = (line: 0, distance: Double.infinity)
        for line in directions.indices {
            let distance = distance(point, from: line)
            if distance < best.distance { best = (line, distance) }
        }
        return best
    }

    func distance(_ point: [Double], from line: Int) -> Double {
        let direction = directions[line]
        let along = Self.product(point, direction) / Self.product(direction, direction)
        let rest = zip(point, direction).map { $0 - along * $1 }
        return Self.product(rest, rest).squareRoot()
    }

    private static func product(_ one: [Double], _ other: [Double]) -> Double {
        zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    }

    // MARK: Normalising

    /// Points as seen from the best of every loss, in units of where the plane through the extreme points
    /// meets the axes.
    static func normalised(_ points: [[Double]]) -> [[Double]] {
        var points = points
        guard let axes = points.first?.indices else { return points }
        for axis in axes {
            let known = points.map { $0[axis] }.filter(\.isFinite)
            let (low, high) = (known.min() ?? 0, known.max() ?? 0)
            let margin = 3 * (high - low)
            for index in points.indices {
                points[index][axis] = min(max(points[index][axis], low - margin), high + margin)
            }
            let least = points.map { $0[axis] }.min() ?? 0
            for index in points.indices { points[index][axis] -= least }
        }
        let scales = scales(points, axes)
        return points.map { point in zip(point, scales).map { $0 * $1 } }
    }

    private static func scales(_ points: [[Double]], _ axes: Range<Int>) -> [Double] {
        // The extreme point of an axis is closest to it: its greatest other loss is least.
        let extremes = axes.compactMap { axis in
            points.min { reach($0, along: axis) < reach($1, along: axis) }
        }
        if let inverse = solve(extremes) { return inverse.map { $0.isFinite ? $0 : 1 } }
        return axes.map { axis in
            let most = points.map { $0[axis] }.max() ?? 0
            return most == 0 ? 1 : 1 / most
        }
    }

    private static func reach(_ point: [Double], along axis: Int) -> Double {
        point.indices.map { $0 == axis ? point[$0] : point[$0] * 1e6 }.max() ?? 0
    }

    /// x of `rows` · x = 1, by elimination; nil where the rows span less than the space.
    private static func solve(_ rows: [[Double]]) -> [Double]? {
        var rows = rows.map { $0 + [1] }
        let size = rows.count
        let most = rows.flatMap { $0.dropLast() }.map(abs).max() ?? 0
        for column in 0..<size {
            guard
                let pivot = (column..<size).max(by: {
                    abs(rows[$0][column]) < abs(rows[$1][column])
                }),
                abs(rows[pivot][column]) > most * 1e-14
            else { return nil }
            rows.swapAt(column, pivot)
            for row in rows.indices where row != column {
                let factor = rows[row][column] / rows[column][column]
                for place in column...size { rows[row][place] -= factor * rows[column][place] }
            }
        }
        return rows.indices.map { rows[$0][size] / rows[$0][$0] }
    }
}
