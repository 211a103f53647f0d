internal import Glibc

// Rows that pandas-ta computes in a way of its own. Source: ft-pandas-ta 0.3.16, whose averages are
// TA-Lib's.

extension Catalogue {
    static let pandasTA: [Indicator] = [
        Indicator(
            "pandas_ta_supertrend",
            "stop a number of average true ranges away that moves until a close passes the other "
                + "band, and the side: 1 or −1 (pandas-ta)",
            inputs: [.high, .low, .close],
            parameters: [.period(7, least: 1), .number("multiplier", 3, 0.000_001...1_000)],
            outputs: ["supertrend", "trend"], flags: ["trend"], warmUp: { Int($0[0]) },
            compute: { turningStop($0, Int($1[0]), $1[1]) }),
        Indicator(
            "pandas_ta_linreg",
            "line through the last values: its last but one value, slope, value before the first "
                + "and last value (pandas-ta)",
            inputs: [.series], parameters: [.period(14, "length")],
            outputs: ["value", "slope", "intercept", "tsf"], skipsMissing: true,
            warmUp: { Int($0[0]) - 1 }, compute: { lines($0[0], Int($1[0])) }),
        Indicator(
            "pandas_ta_chop", "choppiness: 100 in a sideways market (pandas-ta)",
            inputs: [.high, .low, .close],
            parameters: [.period(14, "length"), .period(1, "range_length", least: 1)],
            warmUp: { Int($0[0] + $0[1]) - 1 },
            compute: { [choppiness($0, Int($1[0]), Int($1[1]))] }),
        Indicator(
            "pandas_ta_qqe",
            "quantitative qualitative estimation: a stop that follows the smoothed relative strength, "
                + "that strength, and the side: 1 or −1 (pandas-ta)",
            inputs: [.series],
            parameters: [
                .period(14), .period(5, "smooth"), .number("factor", 4.236, 0.000_001...1_000),
            ],
            outputs: ["qqe", "strength", "trend"], flags: ["trend"], skipsMissing: true,
            warmUp: { Int(5 * $0[0] + $0[1]) - 4 },
            compute: { qualitativeStop($0[0], Int($1[0]), Int($1[1]), $1[2]) }),
    ]
}

/// Closes are compared with the bands of the candle before; the band on whose side the trend is only
/// comes nearer.
private func turningStop(
    _ inputs: [[Double]], _ period: Int, _ multiplier: Double
) -> [[Double]] {
    let close = inputs[2]
    let middle = combined(inputs[0], inputs[1]) { 0.5 * ($0 + $1) }
    let width = averageRange(inputs, period).map { multiplier * $0 }
    var upper = combined(middle, width) { $0 + $1 }
    var lower = combined(middle, width) { $0 - $1 }
    var (stops, sides) = (missing(close.count), missing(close.count))
    var side = 1.0
    for row in period..<max(period, close.count) {
        if close[row] > upper[row - 1] {
            side = 1
        } else if close[row] < lower[row - 1] {
            side = -1
        } else if side > 0, lower[row] < lower[row - 1] {
            lower[row] = lower[row - 1]
        } else if side < 0, upper[row] > upper[row - 1] {
            upper[row] = upper[row - 1]
        }
        (stops[row], sides[row]) = (side > 0 ? lower[row] : upper[row], side)
    }
    return [stops, sides]
}

/// As the source has it, places count from 1 and the value is taken at the last but one.
private func lines(_ values: [Double], _ length: Int) -> [[Double]] {
    let count = Double(length)
    let places = 0.5 * count * (count + 1)
    let squares = places * (2 * count + 1) / 3
    let divisor = count * squares - places * places
    let sums = windows(values, length) { pairwiseSum($0) }
    let products = windows(values, length) { window in
        pairwiseSum(zip(1..., window).map { Double($0) * $1 }[...])
    }
    let slope = combined(sums, products) { (count * $1 - places * $0) / divisor }
    let intercept = combined(sums, products) { ($0 * squares - places * $1) / divisor }
    return [
        combined(slope, intercept) { $0 * (count - 1) + $1 }, slope, intercept,
        combined(slope, intercept) { $0 * count + $1 },
    ]
}

private func choppiness(_ inputs: [[Double]], _ length: Int, _ rangeLength: Int) -> [Double] {
    let span = combined(
        rollingExtreme(inputs[0], length, isBetter: >),
        rollingExtreme(inputs[1], length, isBetter: <)
    ) { $0 - $1 }
    let path = rollingSum(averageRange(inputs, rangeLength), length)
    return combined(path, span) { 100 * ((log10($0) - log10($1)) / log10(Double(length))) }
}

/// Bands around the smoothed strength come nearer while it stays on their side; crossings are told from
/// the bands of the two candles before.
private func qualitativeStop(
    _ values: [Double], _ period: Int, _ smooth: Int, _ factor: Double
) -> [[Double]] {
    let plain = Catalogue.indicator("rsi")?.values([values], [Double(period)])[0] ?? []
    let strength = chained(plain) { exponentialAverage($0, smooth) }
    var width = ratios(strength, 1) { abs($0 - $1) }
    for _ in 0..<2 { width = chained(width) { exponentialAverage($0, 2 * period - 1) } }
    let upper = combined(strength, width) { $0 + factor * $1 }
    let lower = combined(strength, width) { $0 - factor * $1 }
    var (below, above) = ([Double](repeating: 0, count: values.count), upper.map { _ in 0.0 })
    var (stops, sides) = (missing(values.count), missing(values.count))
    var side = 1.0
    for row in strength.indices.dropFirst() {
        let (last, now) = (strength[row - 1], strength[row])
        let (low, high) = (below[row - 1], above[row - 1])
        let (before, beyond) = row > 1 ? (below[row - 2], above[row - 2]) : (0, 0)
        let isAbove = last > low && now > low
        below[row] = isAbove && !lower[row].isNaN ? max(low, lower[row]) : lower[row]
        let isBelow = last < high && now < high
        above[row] = isBelow && !upper[row].isNaN ? min(high, upper[row]) : upper[row]
        if now > high && last < beyond || now <= high && last >= beyond {
            side = 1
        } else if now > low && last < before || now <= low && last >= before {
            side = -1
        }
        stops[row] = side > 0 ? below[row] : above[row]
        sides[row] = stops[row].isNaN ? .nan : side
    }
    return [stops, strength, sides]
}
