// What the families share.

/// A column of `count` missing values, to be filled from the first value on.
func missing(_ count: Int) -> [Double] { [Double](repeating: .nan, count: count) }

/// Whether a difference of two values is no more than what rounding leaves of equal ones.
func isFlat(_ high: Double, _ low: Double) -> Bool {
    (high - low).magnitude <= 1e-14 * (high.magnitude + low.magnitude)
}

/// A quotient that is 0 where nothing can be divided.
func quotient(_ numerator: Double, _ denominator: Double) -> Double {
    denominator == 0 ? 0 : numerator / denominator
}

/// Row by row; missing where either is.
func combined(
    _ left: [Double], _ right: [Double], _ combine: (Double, Double) -> Double
) -> [Double] {
    left.indices.map { combine(left[$0], right[$0]) }
}

/// `transform` of the rows from the first value on; the rows before stay missing.
func chained(_ values: [Double], _ transform: ([Double]) -> [Double]) -> [Double] {
    let first = values.firstIndex { !$0.isNaN } ?? values.count
    return missing(first) + transform(Array(values[first...]))
}

/// The same column with its first `count` rows missing.
func hiding(_ values: [Double], first count: Int) -> [Double] {
    values.indices.map { $0 < count ? .nan : values[$0] }
}

/// What `summary` makes of each window of `period`; missing before the first. O(n · period).
func windows(
    _ values: [Double], _ period: Int, _ summary: (ArraySlice<Double>) -> Double
) -> [Double] {
    values.indices.map { row in
        row < period - 1 ? .nan : summary(values[(row - period + 1)...row])
    }
}

/// Rows of the extreme of each window of `period`; the latest where several are equal. −1 before.
func extremeRows(
    _ values: [Double], _ period: Int, _ isBetter: (Double, Double) -> Bool
) -> [Int] {
    var rows = [Int](repeating: -1, count: values.count)
    var queue: [Int] = []
    var head = 0
    for row in values.indices {
        while queue.count > head, !isBetter(values[queue[queue.count - 1]], values[row]) {
            queue.removeLast()
        }
        queue.append(row)
        while queue[head] <= row - period { head += 1 }
        if row >= period - 1 { rows[row] = queue[head] }
    }
    return rows
}

/// The extreme of each window of `period`.
func extremes(
    _ values: [Double], _ period: Int, _ isBetter: (Double, Double) -> Bool
) -> [Double] {
    extremeRows(values, period, isBetter).map { $0 < 0 ? .nan : values[$0] }
}

/// The greatest of high − low and the distances of both from the close before; missing on row 0.
func trueRange(_ high: [Double], _ low: [Double], _ close: [Double]) -> [Double] {
    var result = missing(high.count)
    for row in 1..<max(1, high.count) {
        let before = close[row - 1]
        result[row] = max(
            high[row] - low[row], (high[row] - before).magnitude, (low[row] - before).magnitude)
    }
    return result
}
