// Variance, correlation and beta of windows. As TA-Lib does it, the sums run on from row to row and are of
// distances from a shift near the window, so that no digits are lost to the level of the values; they are
// taken anew around the window's mean when that shift has become stale.

/// Mean square of the distances from each window's mean.
func variances(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    guard values.count >= period else { return result }
    let share = 1 / Double(period)
    var sums = ShiftedSums(of: values[..<(period - 1)], around: values[0])
    var age = 0
    for row in (period - 1)..<values.count {
        let first = row - period + 1
        sums.add(values[row])
        var variance = sums.variance(share)
        let gone = sums.remove(values[first])
        age += 1
        if variance < staleRatio * (sums.squares * share) || gone > 1e6 * sums.squares
            || age == oldest * period
        {
            age = 0
            let window = values[first...row]
            sums = ShiftedSums(of: window, around: window.reduce(0, +) * share)
            variance = sums.variance(share)
            if variance < 1e-12 * (sums.squares * share) { variance = 0 }
            _ = sums.remove(values[first])
        }
        result[row] = variance
    }
    return result
}

/// Of the squares that a spread is taken from: under it too few digits are left.
private let staleRatio = 1e-6
/// Of the squares that a spread is taken from: under it there is only rounding.
private let flatRatio = 1e-14
/// How many periods sums run on at most.
private let oldest = 32

private struct ShiftedSums {
    private let shift: Double
    private var sum = 0.0
    private(set) var squares = 0.0

    init(of values: ArraySlice<Double>, around shift: Double) {
        self.shift = shift
        for value in values { add(value) }
    }

    mutating func add(_ value: Double) {
        let distance = value - shift
        sum += distance
        squares += distance * distance
    }

    /// The square that goes.
    mutating func remove(_ value: Double) -> Double {
        let distance = value - shift
        sum -= distance
        squares -= distance * distance
        return distance * distance
    }

    func variance(_ share: Double) -> Double {
        let mean = sum * share
        return squares * share - mean * mean
    }
}

/// Pearson's correlation of each window, −1…1; 0 where a series stands still.
func correlation(_ left: [Double], _ right: [Double], _ period: Int) -> [Double] {
    var result = missing(left.count)
    guard left.count >= period else { return result }
    let share = 1 / Double(period)
    var sums = PairSums(left, right, rows: 0..<(period - 1), around: (left[0], right[0]))
    var (age, gone) = (0, (left: 0.0, right: 0.0))
    for row in (period - 1)..<left.count {
        let first = row - period + 1
        sums.add(left[row], right[row])
        var spread = sums.spread(share)
        age += 1
        if spread.left < staleRatio * sums.leftSquares
            || spread.right < staleRatio * sums.rightSquares
            || gone.left > 1e6 * sums.leftSquares || gone.right > 1e6 * sums.rightSquares
            || age == oldest * period
        {
            age = 0
            let rows = first..<(row + 1)
            let means = (left[rows].reduce(0, +) * share, right[rows].reduce(0, +) * share)
            sums = PairSums(left, right, rows: rows, around: means)
            spread = sums.spread(share)
            if spread.left < 0 { spread.left = 0 }
            if spread.right < 0 { spread.right = 0 }
        }
        let moves =
            spread.left > flatRatio * sums.leftSquares
            && spread.right > flatRatio * sums.rightSquares
        let ratio = moves ? spread.both / (spread.left * spread.right).squareRoot() : 0
        result[row] = ratio > 1 ? 1 : ratio < -1 ? -1 : ratio
        gone = sums.remove(left[first], right[first])
    }
    return result
}

/// Slope of the relative changes on the right against those on the left; 0 where the left ones are all alike.
func beta(_ left: [Double], _ right: [Double], _ period: Int) -> [Double] {
    let (left, right) = (changes(left), changes(right))
    var result = missing(left.count)
    guard left.count > period else { return result }
    let length = Double(period)
    var sums = PairSums(left, right, rows: 1..<period, around: (left[1], right[1]))
    var (age, gone) = (0, (left: 0.0, right: 0.0))
    for row in period..<left.count {
        let first = row - period + 1
        sums.add(left[row], right[row])
        var divisor = sums.divisor(length)
        age += 1
        if divisor < staleRatio * (length * sums.leftSquares)
            || gone.left > 1e3 * sums.leftSquares || gone.right > 1e3 * sums.rightSquares
            || age == oldest * period
        {
            age = 0
            let rows = first..<(row + 1)
            let means = (left[rows].reduce(0, +) / length, right[rows].reduce(0, +) / length)
            sums = PairSums(left, right, rows: rows, around: means)
            divisor = sums.divisor(length)
            if divisor < 0 { divisor = 0 }
        }
        let moves = divisor > flatRatio * (length * sums.leftSquares)
        result[row] = moves ? sums.numerator(length) / divisor : 0
        gone = sums.remove(left[first], right[first])
    }
    return result
}

/// Against the value before, as ratios of it; 0 after nothing.
private func changes(_ values: [Double]) -> [Double] {
    ratios(values, 1) { $1.magnitude < 1e-14 ? 0 : ($0 - $1) / $1 }
}

private struct PairSums {
    private let shift: (left: Double, right: Double)
    private var left = 0.0
    private var right = 0.0
    private(set) var leftSquares = 0.0
    private(set) var rightSquares = 0.0
    private var products = 0.0

    init(
        _ left: [Double], _ right: [Double], rows: Range<Int>, around shift: (Double, Double)
    ) {
        self.shift = shift
        for row in rows { add(left[row], right[row]) }
    }

    mutating func add(_ one: Double, _ other: Double) {
        let (one, other) = (one - shift.left, other - shift.right)
        left += one
        right += other
        leftSquares += one * one
        rightSquares += other * other
        products += one * other
    }

    /// The squares that go.
    mutating func remove(_ one: Double, _ other: Double) -> (left: Double, right: Double) {
        let (one, other) = (one - shift.left, other - shift.right)
        left -= one
        right -= other
        leftSquares -= one * one
        rightSquares -= other * other
        products -= one * other
        return (one * one, other * other)
    }

    /// Sums of squares and products of the distances from the means.
    func spread(_ share: Double) -> (left: Double, right: Double, both: Double) {
        (
            leftSquares - left * left * share, rightSquares - right * right * share,
            products - left * right * share
        )
    }

    func divisor(_ length: Double) -> Double { length * leftSquares - left * left }

    func numerator(_ length: Double) -> Double { length * products - left * right }
}
