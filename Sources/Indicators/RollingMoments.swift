internal import Glibc

// Moments of windows. Source: pandas 3.1's `Series.rolling(period)`, its online updates, its order of
// operations and the places where it begins anew included: what is left of digits that cancel must
// fall on the same side of a threshold. A window with a missing value has none.

extension Catalogue {
    static let rollingMoments: [Indicator] = [
        row("rolling_skew", "skewness of the last rows, unbiased (pandas)", least: 3) {
            $0.skewness
        },
        row("rolling_kurt", "excess kurtosis of the last rows, unbiased (pandas)", least: 4) {
            $0.kurtosis
        },
        pair("rolling_cov", "covariance of the last rows of two series, n − 1 (pandas)") {
            $0.covariance
        },
        pair("rolling_corr", "correlation of the last rows of two series (pandas)") {
            $0.correlation
        },
    ]

    private static func row(
        _ name: String, _ summary: String, least: Double,
        _ value: @escaping @Sendable (RollingMoments) -> Double
    ) -> Indicator {
        let hasFourth = least > 3
        return Indicator(
            name, summary, inputs: [.series], parameters: [.period(nil, least: least)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let window = RollingMoments(finite(inputs[0]), hasFourth: hasFourth)
                return [slide(window, inputs[0].count, Int(settings[0]), value)]
            })
    }

    private static func pair(
        _ name: String, _ summary: String,
        _ value: @escaping @Sendable (RollingSpread) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series, .other], parameters: [.period(nil)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let window = RollingSpread(finite(inputs[0]), finite(inputs[1]))
                return [slide(window, inputs[0].count, Int(settings[0]), value)]
            })
    }
}

/// A window that knows what it holds, row by row.
private protocol SlidingWindow {
    var count: Double { get }
    /// Whether cancellation ate the digits.
    var isUnstable: Bool { get }
    mutating func add(_ row: Int)
    mutating func remove(_ row: Int)
    mutating func clear()
}

private func slide<Window: SlidingWindow>(
    _ window: Window, _ rows: Int, _ period: Int, _ value: (Window) -> Double
) -> [Double] {
    var window = window
    return (0..<rows).map { row in
        if row >= period { window.remove(row - period) }
        window.add(row)
        if window.isUnstable {
            window.clear()
            for other in max(0, row - period + 1)...row { window.add(other) }
        }
        return window.count < Double(period) ? .nan : value(window)
    }
}

/// Values are taken from the window's first one, so that what all of them share costs no digits.
private enum Anchor {
    /// Whose square is the greatest number.
    private static let greatest = Double.greatestFiniteMagnitude.squareRoot()

    static func of(_ value: Double) -> Double { value.magnitude < greatest ? value : 0 }
}

/// Sums of powers of the distances from the mean, updated as Pébay does.
private struct RollingMoments: SlidingWindow {
    private let values: [Double]
    private let hasFourth: Bool
    private(set) var count = 0.0
    private(set) var isUnstable = false
    private var (mean, origin) = (0.0, 0.0)
    private var (second, third, fourth) = (0.0, 0.0, 0.0)
    /// The farthest that a value was from the mean.
    private var farthest = 0.0

    init(_ values: [Double], hasFourth: Bool) {
        (self.values, self.hasFourth) = (values, hasFourth)
    }

    mutating func clear() { self = RollingMoments(values, hasFourth: hasFourth) }

    mutating func add(_ row: Int) {
        guard !values[row].isNaN else { return }
        if count == 0 { origin = Anchor.of(values[row]) }
        let change = values[row] - origin - mean
        count += 1
        let part = change / count
        let term = change * part * (count - 1)
        if hasFourth {
            let spread = count * count - 3 * count + 3
            fourth += part * (-4 * third + part * (6 * second + term * spread))
        }
        third += part * (term * (count - 2) - 3 * second)
        second += term
        mean += part
        look(at: values[row] - origin)
    }

    mutating func remove(_ row: Int) {
        guard !values[row].isNaN else { return }
        guard count > 1 else { return clear() }
        count -= 1
        let change = values[row] - origin - mean
        let part = change / count
        let term = part * change * (count + 1)
        if hasFourth {
            let spread = count * count + 3 * count + 3
            fourth += part * (4 * third + part * (6 * second - term * spread))
        }
        third -= part * (term * (count + 2) - 3 * second)
        second -= term
        mean -= part
        look(at: values[row] - origin)
    }

    /// Whether the squares fell far below what they once held, or the mean left the origin behind.
    private mutating func look(at value: Double) {
        farthest = max(farthest, (value - mean).magnitude)
        let isLost = second.isNaN || third.isNaN || fourth.isNaN
        if isLost || mean * mean / 16 > second || farthest * farthest * 1e-3 > second {
            isUnstable = true
        }
    }

    var skewness: Double {
        third / (second * second.squareRoot()) * (count * (count - 1).squareRoot() / (count - 2))
    }

    var kurtosis: Double {
        let ratio = count * (count + 1) * (fourth / (second * second))
        return (count - 1) / ((count - 2) * (count - 3)) * (ratio - 3 * (count - 1))
    }
}

/// Sums of squares and products of the distances from the means.
private struct RollingSpread: SlidingWindow {
    private let left: [Double]
    private let right: [Double]
    private(set) var count = 0.0
    private(set) var isUnstable = false
    private var (leftMean, leftOrigin, leftSquares, leftFarthest) = (0.0, 0.0, 0.0, 0.0)
    private var (rightMean, rightOrigin, rightSquares, rightFarthest) = (0.0, 0.0, 0.0, 0.0)
    private var products = 0.0

    init(_ left: [Double], _ right: [Double]) { (self.left, self.right) = (left, right) }

    mutating func clear() { self = RollingSpread(left, right) }

    mutating func add(_ row: Int) {
        guard !left[row].isNaN, !right[row].isNaN else { return }
        if count == 0 {
            (leftOrigin, rightOrigin) = (Anchor.of(left[row]), Anchor.of(right[row]))
        }
        count += 1
        change(row, by: 1)
    }

    mutating func remove(_ row: Int) {
        guard !left[row].isNaN, !right[row].isNaN else { return }
        guard count > 1 else { return clear() }
        count -= 1
        change(row, by: -1)
    }

    private mutating func change(_ row: Int, by sign: Double) {
        let (x, y) = (left[row] - leftOrigin, right[row] - rightOrigin)
        let (fromX, fromY) = (x - leftMean, y - rightMean)
        leftMean += sign * (fromX / count)
        rightMean += sign * (fromY / count)
        products += sign * ((x - leftMean) * fromY)
        leftSquares += sign * ((x - leftMean) * fromX)
        rightSquares += sign * ((y - rightMean) * fromY)
        leftFarthest = max(leftFarthest, (x - leftMean).magnitude)
        rightFarthest = max(rightFarthest, (y - rightMean).magnitude)
        let tolerance = Double.ulpOfOne * 1_000
        if products.isNaN || leftSquares.isNaN || rightSquares.isNaN
            || leftFarthest * rightFarthest * tolerance > products.magnitude
            || leftFarthest * leftFarthest * tolerance > leftSquares
            || rightFarthest * rightFarthest * tolerance > rightSquares
        {
            isUnstable = true
        }
    }

    var covariance: Double { count > 1 ? products / (count - 1) : .nan }

    var correlation: Double {
        guard leftSquares != 0, rightSquares != 0 else { return .nan }
        return min(max(products / pow(leftSquares * rightSquares, 0.5), -1), 1)
    }
}
