// Windows that are looked at as a whole. Source: pandas' `Series.rolling(period)`. A window with a
// missing value has none.

extension Catalogue {
    static let rollingMore: [Indicator] = [
        Indicator(
            "rolling_quantile", "value below which that share of the last rows lies (pandas)",
            inputs: [.series],
            parameters: [
                .period(nil, least: 1),
                Indicator.Parameter(name: "quantile", standard: nil, bounds: 0...1, isWhole: false),
            ],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let rows = complete(inputs[0], Int(settings[0])) {
                    quantile($0.sorted(), settings[1])
                }
                return [rows.map { $0 ?? .nan }]
            }),
        row("rolling_skew", "skewness of the last rows, unbiased (pandas)", least: 3, skewness),
        row(
            "rolling_kurt", "excess kurtosis of the last rows, unbiased (pandas)", least: 4,
            kurtosis),
        row(
            "rolling_rank", "rank of the value among the last rows, ties share it (pandas)",
            least: 1
        ) { window in
            guard let last = window.last else { return .nan }
            let equal = window.count { $0 == last }
            return Double(window.count { $0 < last }) + Double(equal + 1) / 2
        },
        pair("rolling_cov", "covariance of the last rows of two series, n − 1 (pandas)") {
            $0.products / Double($1 - 1)
        },
        pair("rolling_corr", "correlation of the last rows of two series (pandas)") { spread, _ in
            spread.products / (spread.left * spread.right).squareRoot()
        },
    ]

    private static func row(
        _ name: String, _ summary: String, least: Double,
        _ value: @escaping @Sendable (ArraySlice<Double>) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series], parameters: [.period(nil, least: least)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { [complete($0[0], Int($1[0]), value).map { $0 ?? .nan }] })
    }

    private static func pair(
        _ name: String, _ summary: String,
        _ value: @escaping @Sendable (Spread, Int) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series, .other], parameters: [.period(nil)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let period = Int(settings[0])
                let rows = complete(combined(inputs[0], inputs[1]) { $0 + $1 }, period) {
                    Spread(inputs[0][$0.indices], inputs[1][$0.indices])
                }
                return [rows.map { $0.map { value($0, period) } ?? .nan }]
            })
    }
}

/// Sums of squares and products of the distances from the means.
private struct Spread {
    private(set) var left = 0.0
    private(set) var right = 0.0
    private(set) var products = 0.0

    init(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) {
        let count = Double(x.count)
        let meanX = isConstant(x) ? x[x.startIndex] : x.reduce(0, +) / count
        let meanY = isConstant(y) ? y[y.startIndex] : y.reduce(0, +) / count
        for row in x.indices {
            let (fromX, fromY) = (x[row] - meanX, y[row] - meanY)
            left += fromX * fromX
            right += fromY * fromY
            products += fromX * fromY
        }
    }
}

/// Windows without missing values. O(n · period).
private func complete<Summary>(
    _ values: [Double], _ period: Int, _ summary: (ArraySlice<Double>) -> Summary
) -> [Summary?] {
    var lastMissing = -1
    return values.indices.map { row in
        if values[row].isNaN { lastMissing = row }
        let first = row - period + 1
        return first < 0 || lastMissing >= first ? nil : summary(values[first...row])
    }
}

private func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Double(below))
}

/// Sums of powers of the distances from the mean.
private func powers(_ window: ArraySlice<Double>) -> (second: Double, third: Double, fourth: Double)
{
    let mean = window.reduce(0, +) / Double(window.count)
    var sums = (second: 0.0, third: 0.0, fourth: 0.0)
    for value in window {
        let square = (value - mean) * (value - mean)
        sums.second += square
        sums.third += square * (value - mean)
        sums.fourth += square * square
    }
    return sums
}

private func isConstant(_ window: ArraySlice<Double>) -> Bool {
    window.allSatisfy { $0 == window.first }
}

private func skewness(_ window: ArraySlice<Double>) -> Double {
    if isConstant(window) { return .nan }
    let (count, sums) = (Double(window.count), powers(window))
    return count * (count - 1).squareRoot() / (count - 2)
        * (sums.third / (sums.second * sums.second.squareRoot()))
}

private func kurtosis(_ window: ArraySlice<Double>) -> Double {
    if isConstant(window) { return .nan }
    let (count, sums) = (Double(window.count), powers(window))
    let ratio = count * (count + 1) * sums.fourth / (sums.second * sums.second)
    return (count - 1) / ((count - 2) * (count - 3)) * (ratio - 3 * (count - 1))
}
