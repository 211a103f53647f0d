/// A smooth surface through known values: a plane, and around each known place the cube of the distance.
///
/// Source: M. Powell, "The theory of radial basis function approximation in 1990" (1992). Values are
/// met the less closely, the larger `slack` is, a share of the mean cube.
struct RadialSurface {
    /// In units of their spread around the first.
    private let places: [[Double]]
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
        (self.places, self.centre, self.spread) = (places, centre, spread)
        let size = places.count + 1 + slopes
        var rows = (0..<size).map { _ in [Double](repeating: 0, count: size + 1) }
        var cubes = 0.0
        for (index, place) in places.enumerated() {
            for other in places.indices {
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

    private static func relative(
        _ place: [Double], to centre: [Double], _ spread: Double
    ) -> [Double] {
        place.indices.map { (place[$0] - centre[$0]) / spread }
    }

    func value(at place: [Double]) -> Double {
        let place = Self.relative(place, to: centre, spread)
        var sum = weights[places.count]
        for index in places.count + 1..<weights.count {
            sum += weights[index] * place[index - places.count - 1]
        }
        for index in places.indices {
            sum += weights[index] * Self.cube(Self.squaredDistance(place, places[index]))
        }
        return sum
    }

    /// The distance to the nearest known place, squared.
    func isolation(of place: [Double]) -> Double {
        let place = Self.relative(place, to: centre, spread)
        let nearest = places.reduce(Double.infinity) {
            min($0, Self.squaredDistance(place, $1))
        }
        return nearest * spread * spread
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
