/// A smooth surface through known values: a plane, and around each known place the cube of the distance.
///
/// Source: M. Powell, "The theory of radial basis function approximation in 1990" (1992). Values are
/// met the less closely, the larger `slack` is, a share of the mean cube.
struct RadialSurface {
    /// How many places are known.
    private let count: Int
    /// In units of their spread around the first, eight side by side: their first coordinates, their second
    /// ones and so on.
    private let eights: [SIMD8<Double>]
    private let centre: [Double]
    private let spread: Double
    /// Of each place, then of the plane: its height, and its slope along each of the first coordinates.
    private let weights: [Double]

    /// `slopes` says along how many coordinates, the first ones, the plane may slope.
    init(through places: [[Double]], values: [Double], slopes: Int, slack: Double) {
        let centre = places[0]
        let squares = places.reduce(0) { $0 + Self.squaredDistance($1, centre) }
        let spread = squares > 0 ? (squares / Double(places.count)).squareRoot() : 1
        let places = places.map { Self.relative($0, to: centre, spread) }
        (count, eights) = (places.count, Self.eights(places))
        (self.centre, self.spread) = (centre, spread)
        let size = places.count + 1 + slopes
        var rows = (0..<size).map { _ in [Double](repeating: 0, count: size + 1) }
        var cubes = 0.0
        for (index, place) in places.enumerated() {
            for other in 0..<index { rows[index][other] = rows[other][index] }
            for other in index..<places.count {
                rows[index][other] = Self.cube(Self.squaredDistance(place, places[other]))
            }
            cubes += rows[index].reduce(0, +)
            rows[index][size] = values[index]
            for (column, part) in ([1] + place.prefix(slopes)).enumerated() {
                rows[index][places.count + column] = part
                rows[places.count + column][index] = part
            }
        }
        let share = slack * cubes / Double(places.count * places.count)
        for index in places.indices { rows[index][index] = share }
        weights = Self.solution(&rows)
    }

    private static func eights(_ places: [[Double]]) -> [SIMD8<Double>] {
        stride(from: 0, to: places.count, by: 8).flatMap { first in
            places[0].indices.map { axis in
                var eight = SIMD8<Double>.zero
                for (lane, place) in places[first...].prefix(8).enumerated() {
                    eight[lane] = place[axis]
                }
                return eight
            }
        }
    }

    private static func relative(
        _ place: [Double], to centre: [Double], _ spread: Double
    ) -> [Double] {
        place.indices.map { (place[$0] - centre[$0]) / spread }
    }

    func value(at place: [Double]) -> Double {
        let place = Self.relative(place, to: centre, spread)
        var sum = weights[count]
        for index in count + 1..<weights.count {
            sum += weights[index] * place[index - count - 1]
        }
        weights.withUnsafeBufferPointer { weights in
            forSquaredDistances(to: place) { first, squares in
                let cubes = squares * squares.squareRoot()
                for lane in 0..<min(8, count - first) { sum += weights[first + lane] * cubes[lane] }
            }
        }
        return sum
    }

    /// The distance to the nearest known place, squared.
    func isolation(of place: [Double]) -> Double {
        let place = Self.relative(place, to: centre, spread)
        var nearest = Double.infinity
        forSquaredDistances(to: place) { first, squares in
            for lane in 0..<min(8, count - first) { nearest = min(nearest, squares[lane]) }
        }
        return nearest * spread * spread
    }

    /// The squared distances from a place in our units to eight known ones at a time, and the first one's
    /// number. Beyond the last place they mean nothing.
    @inline(__always)
    private func forSquaredDistances(
        to place: [Double], _ see: (_ first: Int, _ squares: SIMD8<Double>) -> Void
    ) {
        place.withUnsafeBufferPointer { place in
            eights.withUnsafeBufferPointer { eights in
                for block in 0..<eights.count / place.count {
                    var squares = SIMD8<Double>.zero
                    for axis in place.indices {
                        let distance = place[axis] - eights[block &* place.count &+ axis]
                        squares += distance * distance
                    }
                    see(8 &* block, squares)
                }
            }
        }
    }

    @inline(__always)
    static func squaredDistance(_ first: [Double], _ second: [Double]) -> Double {
        var sum = 0.0
        for index in first.indices {
            let distance = first[index] - second[index]
            sum += distance * distance
        }
        return sum
    }

    private static func cube(_ squaredDistance: Double) -> Double {
        squaredDistance * squaredDistance.squareRoot()
    }

    /// Solves linear equations, the right side last in each row; what nothing decides becomes 0.
    private static func solution(_ rows: inout [[Double]]) -> [Double] {
        let size = rows.count
        for column in 0..<size {
            let pivot = (column..<size).max { abs(rows[$0][column]) < abs(rows[$1][column]) }
            rows.swapAt(column, pivot ?? column)
            let top = rows[column]
            guard abs(top[column]) > 1e-12 else { continue }
            for row in column + 1..<size {
                let factor = rows[row][column] / top[column]
                guard factor != 0 else { continue }
                rows[row].withUnsafeMutableBufferPointer { cells in
                    top.withUnsafeBufferPointer { top in
                        for place in column...size { cells[place] -= factor * top[place] }
                    }
                }
            }
        }
        var solution = [Double](repeating: 0, count: size)
        for row in (0..<size).reversed() where abs(rows[row][row]) > 1e-12 {
            var rest = rows[row][size]
            for place in row + 1..<size { rest -= rows[row][place] * solution[place] }
            solution[row] = rest / rows[row][row]
        }
        return solution
    }
}
