// Windows that need not be full, and the last known value. Source: pandas' `Series.rolling(period,
// min_periods)` and `Series.ffill()`: missing values do not count, and a window with too few has none.

extension Catalogue {
    static let partial: [Indicator] = [
        row("mean", "mean") { rollingMean($0, $1, least: max($2, 1)) },
        row("sum", "sum") { rollingSum($0, $1, least: $2) },
        row("std", "standard deviation (n − 1)") {
            rollingVariance($0, $1, least: $2).map { $0.squareRoot() }
        },
        row("var", "variance (n − 1)") { rollingVariance($0, $1, least: $2) },
        row("min", "least") { extreme($0, $1, least: $2, isBetter: <) },
        row("max", "greatest") { extreme($0, $1, least: $2, isBetter: >) },
        Indicator(
            "ffill", "the value, or the last one that was not missing (pandas)",
            inputs: [.series], skipsMissing: true, warmUp: { _ in 0 },
            compute: { inputs, _ in [carriedOn(inputs[0])] }),
    ]

    private static func row(
        _ method: String, _ what: String,
        _ compute: @escaping @Sendable ([Double], Int, _ least: Int) -> [Double]
    ) -> Indicator {
        let isSpread = method == "std" || method == "var"
        return Indicator(
            "rolling_\(method)_partial",
            "\(what) of the last rows that are known, min_periods (at most period) or more (pandas)",
            inputs: [.series],
            parameters: [
                .period(nil, least: 1),
                .period(1, "min_periods", least: 0, noMoreThan: "period"),
            ],
            skipsMissing: true, warmUp: { max(isSpread ? 1 : 0, Int($0[1]) - 1) },
            compute: { [compute(finite($0[0]), Int($1[0]), Int($1[1]))] })
    }
}

private func carriedOn(_ values: [Double]) -> [Double] {
    var last = Double.nan
    return values.map { value in
        if !value.isNaN { last = value }
        return last
    }
}

/// Extreme of the known values of each window by a queue of candidates, O(n).
private func extreme(
    _ values: [Double], _ period: Int, least: Int, isBetter: (Double, Double) -> Bool
) -> [Double] {
    var column = missing(values.count)
    var queue: [Int] = []
    var head = 0
    var known = 0
    for row in values.indices {
        if row >= period, !values[row - period].isNaN { known -= 1 }
        if !values[row].isNaN {
            known += 1
            while queue.count > head, !isBetter(values[queue[queue.count - 1]], values[row]) {
                queue.removeLast()
            }
            queue.append(row)
        }
        while queue.count > head, queue[head] <= row - period { head += 1 }
        if known >= max(least, 1) { column[row] = values[queue[head]] }
    }
    return column
}
