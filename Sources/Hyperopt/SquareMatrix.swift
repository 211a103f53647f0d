/// A small matrix with as many rows as columns.
struct SquareMatrix {
    let size: Int
    private var cells: [Double]

    init(identity size: Int) {
        self.size = size
        cells = Array(repeating: 0, count: size * size)
        for place in 0..<size { self[place, place] = 1 }
    }

    subscript(row: Int, column: Int) -> Double {
        get { cells[row * size + column] }
        set { cells[row * size + column] = newValue }
    }

    func times(_ vector: [Double]) -> [Double] {
        (0..<size).map { row in
            vector.indices.reduce(0.0) { $0 + self[row, $1] * vector[$1] }
        }
    }

    func transposedTimes(_ vector: [Double]) -> [Double] {
        (0..<size).map { column in
            vector.indices.reduce(0.0) { $0 + self[$1, column] * vector[$1] }
        }
    }

    mutating func scale(by factor: Double) {
        for index in cells.indices { cells[index] *= factor }
    }

    /// Adds a vector's product with itself.
    mutating func add(_ vector: [Double], weight: Double) {
        for row in 0..<size {
            for column in 0..<size { self[row, column] += weight * vector[row] * vector[column] }
        }
    }

    /// Eigenvectors of a symmetric matrix as columns, and the roots of their eigenvalues, negative ones
    /// taken as tiny: by Jacobi's rotations, each of which makes a pair of cells 0.
    func eigenvectors() -> (SquareMatrix, [Double]) {
        var (rest, vectors) = (self, SquareMatrix(identity: size))
        for _ in 0..<50 {
            var off = 0.0
            for row in 0..<size {
                for column in 0..<row { off += rest[row, column] * rest[row, column] }
            }
            let whole = (0..<size).reduce(0.0) { $0 + rest[$1, $1] * rest[$1, $1] }
            guard off > 1e-30 * whole else { break }
            for row in 0..<size {
                for column in 0..<row { rest.rotate(row, column, &vectors) }
            }
        }
        return (vectors, (0..<size).map { max(rest[$0, $0], 1e-16).squareRoot() })
    }

    private mutating func rotate(_ row: Int, _ column: Int, _ vectors: inout SquareMatrix) {
        let cell = self[row, column]
        guard cell != 0 else { return }
        let ratio = (self[column, column] - self[row, row]) / (2 * cell)
        let tangent =
            (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for place in 0..<size {
            let (first, second) = (self[place, row], self[place, column])
            self[place, row] = cosine * first - sine * second
            self[place, column] = sine * first + cosine * second
        }
        for place in 0..<size {
            let (first, second) = (self[row, place], self[column, place])
            self[row, place] = cosine * first - sine * second
            self[column, place] = sine * first + cosine * second
            let (left, right) = (vectors[place, row], vectors[place, column])
            vectors[place, row] = cosine * left - sine * right
            vectors[place, column] = sine * left + cosine * right
        }
    }
}
