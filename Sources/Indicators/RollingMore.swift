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
                let rows = complete(finite(inputs[0]), Int(settings[0])) {
                    quantile($0.sorted(), settings[1])
                }
                return [rows.map { $0 ?? .nan }]
            }),
        row(
            "rolling_rank", "rank of the value among the last rows, ties share it (pandas)",
            least: 1
        ) { window in
            guard let last = window.last else { return .nan }
            let equal = window.count { $0 == last }
            return Double(window.count { $0 < last }) + Double(equal + 1) / 2
        },
    ]

    private static func row(
        _ name: String, _ summary: String, least: Double,
        _ value: @escaping @Sendable (ArraySlice<Double>) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series], parameters: [.period(nil, least: least)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { [complete(finite($0[0]), Int($1[0]), value).map { $0 ?? .nan }] })
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
