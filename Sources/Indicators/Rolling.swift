// Windows over the last rows. Source: pandas' `Series.rolling(period)`, its online algorithms
// (Kahan-compensated sums, Welford's variance) included: a threshold on a rolling mean must fall on
// the same candle. A window with a missing value has none.

extension Catalogue {
    static let rolling: [Indicator] = [
        row("rolling_mean", "mean of the last rows (pandas)", least: 1) {
            rollingMean($0, $1)
        },
        row("rolling_sum", "sum of the last rows (pandas)", least: 1) { rollingSum($0, $1) },
        row("rolling_std", "standard deviation of the last rows, n − 1 (pandas)", least: 2) {
            rollingVariance($0, $1).map { $0.squareRoot() }
        },
        row("rolling_var", "variance of the last rows, n − 1 (pandas)", least: 2) {
            rollingVariance($0, $1)
        },
        row("rolling_min", "least of the last rows (pandas)", least: 1) {
            rollingExtreme($0, $1, isBetter: <)
        },
        row("rolling_max", "greatest of the last rows (pandas)", least: 1) {
            rollingExtreme($0, $1, isBetter: >)
        },
        row("rolling_median", "median of the last rows (pandas)", least: 1) {
            rollingMedian($0, $1)
        },
    ]

    private static func row(
        _ name: String, _ summary: String, least: Double,
        _ compute: @escaping @Sendable ([Double], Int) -> [Double]
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series], parameters: [.period(nil, least: least)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { [compute(finite($0[0]), Int($1[0]))] })
    }
}

/// pandas' sum of a window: added and removed values are compensated apart.
private struct RollingSum {
    private var sum = 0.0
    private var addedLost = 0.0
    private var removedLost = 0.0
    private var count = 0
    private var negative = 0
    private var last = Double.nan
    private var repeats = 0

    mutating func add(_ value: Double) {
        guard !value.isNaN else { return }
        count += 1
        let corrected = value - addedLost
        let next = sum + corrected
        addedLost = next - sum - corrected
        sum = next
        if value.sign == .minus { negative += 1 }
        repeats = value == last ? repeats + 1 : 1
        last = value
    }

    mutating func remove(_ value: Double) {
        guard !value.isNaN else { return }
        count -= 1
        let corrected = -value - removedLost
        let next = sum + corrected
        removedLost = next - sum - corrected
        sum = next
        if value.sign == .minus { negative -= 1 }
    }

    func has(_ least: Int) -> Bool { count >= least }

    var total: Double {
        if count == 0 { return 0 }
        return repeats >= count ? last * Double(count) : sum
    }

    var mean: Double {
        if repeats >= count { return last }
        let mean = sum / Double(count)
        if negative == 0, mean < 0 { return 0 }
        return negative == count && mean > 0 ? 0 : mean
    }
}

/// pandas' windows take what is infinite as missing.
func finite(_ values: [Double]) -> [Double] {
    guard values.contains(where: \.isInfinite) else { return values }
    return values.map { $0.isInfinite ? .nan : $0 }
}

/// `least` values must be there, all of them by default.
private func slide(
    _ values: [Double], _ period: Int, least: Int? = nil, _ result: (RollingSum) -> Double
) -> [Double] {
    var window = RollingSum()
    var column = missing(values.count)
    for row in values.indices {
        if row >= period { window.remove(values[row - period]) }
        window.add(values[row])
        if window.has(least ?? period) { column[row] = result(window) }
    }
    return column
}

func rollingMean(_ values: [Double], _ period: Int, least: Int? = nil) -> [Double] {
    slide(values, period, least: least) { $0.mean }
}

func rollingSum(_ values: [Double], _ period: Int, least: Int? = nil) -> [Double] {
    slide(values, period, least: least) { $0.total }
}

/// pandas' variance of a window: Welford's update, begun anew where cancellation ate the digits.
private struct RollingVariance {
    /// About three digits left of a double.
    private static let tolerance = Double.ulpOfOne * 1_000

    private var count = 0.0
    private var mean = 0.0
    private var squares = 0.0
    private var addedLost = 0.0
    private var removedLost = 0.0
    private(set) var isUnstable = false

    mutating func add(_ value: Double) {
        guard !value.isNaN else { return }
        count += 1
        let before = (mean: mean - addedLost, squares: squares)
        let corrected = value - addedLost
        let change = corrected - mean
        addedLost = change + mean - corrected
        mean += change / count
        squares += (value - before.mean) * (value - mean)
        if before.squares * Self.tolerance > squares { isUnstable = true }
    }

    mutating func remove(_ value: Double) {
        guard !value.isNaN else { return }
        count -= 1
        guard count > 0 else {
            (mean, squares, isUnstable) = (0, 0, false)
            return
        }
        let before = (mean: mean - removedLost, squares: squares)
        let corrected = value - removedLost
        let change = corrected - mean
        removedLost = change + mean - corrected
        mean -= change / count
        squares -= (value - before.mean) * (value - mean)
        if before.squares * Self.tolerance > squares { isUnstable = true }
    }

    /// n − 1 in the denominator; nil unless `least` values are there, and two.
    func variance(_ least: Int) -> Double? {
        count >= Double(max(2, least)) ? max(0, squares / (count - 1)) : nil
    }
}

func rollingVariance(_ values: [Double], _ period: Int, least: Int? = nil) -> [Double] {
    var column = missing(values.count)
    var window = RollingVariance()
    for row in values.indices {
        if row >= period { window.remove(values[row - period]) }
        window.add(values[row])
        if window.isUnstable {
            window = RollingVariance()
            for other in max(0, row - period + 1)...row { window.add(values[other]) }
        }
        if let variance = window.variance(least ?? period) { column[row] = variance }
    }
    return column
}

/// Extreme of each window by a queue of candidates, O(n).
func rollingExtreme(
    _ values: [Double], _ period: Int, isBetter: (Double, Double) -> Bool
) -> [Double] {
    var column = missing(values.count)
    var queue: [Int] = []
    var head = 0
    var lastMissing = -1
    for row in values.indices {
        if values[row].isNaN { lastMissing = row }
        while queue.count > head, !isBetter(values[queue[queue.count - 1]], values[row]) {
            queue.removeLast()
        }
        queue.append(row)
        while queue[head] <= row - period { head += 1 }
        if row >= period - 1, lastMissing <= row - period { column[row] = values[queue[head]] }
    }
    return column
}

/// Middle of each window, the mean of the two middle ones for even periods. O(n · period).
private func rollingMedian(_ values: [Double], _ period: Int) -> [Double] {
    var column = missing(values.count)
    var window: [Double] = []
    for row in values.indices {
        if row >= period, let index = position(of: values[row - period], in: window) {
            window.remove(at: index)
        }
        if !values[row].isNaN { window.insert(values[row], at: slot(of: values[row], in: window)) }
        guard window.count == period else { continue }
        let middle = period / 2
        column[row] =
            period.isMultiple(of: 2) ? (window[middle - 1] + window[middle]) / 2 : window[middle]
    }
    return column
}

private func position(of value: Double, in sorted: [Double]) -> Int? {
    guard !value.isNaN else { return nil }
    let index = slot(of: value, in: sorted)
    return index < sorted.count && sorted[index] == value ? index : nil
}

/// First index whose value is not below `value`.
private func slot(of value: Double, in sorted: [Double]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
}
