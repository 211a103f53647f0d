// Where a window has its extremes. Source: TA-Lib's MININDEX and its like: rows are counted from the
// first candle that there is, and are 0 before the first window.

extension Catalogue {
    static let extremePlaces: [Indicator] = [
        Indicator(
            "minmax", "least and greatest of the last rows", inputs: [.series],
            parameters: [.period(30)], outputs: ["min", "max"], warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                [
                    rollingExtreme(inputs[0], Int(settings[0]), isBetter: <),
                    rollingExtreme(inputs[0], Int(settings[0]), isBetter: >),
                ]
            }),
        row("minindex", "row of the least of the last rows", ["value"]) {
            [places($0, $1, <, <=)]
        },
        row("maxindex", "row of the greatest of the last rows", ["value"]) {
            [places($0, $1, >, >=)]
        },
        row("minmaxindex", "rows of the least and the greatest of the last rows", ["min", "max"]) {
            [places($0, $1, <, <=), places($0, $1, >, >=)]
        },
    ]

    private static func row(
        _ name: String, _ summary: String, _ outputs: [String],
        _ compute: @escaping @Sendable ([Double], Int) -> [[Double]]
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series], parameters: [.period(30)], outputs: outputs,
            flags: Set(outputs), skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { compute($0[0], Int($1[0])) })
    }
}

/// The newest row takes the place of one that is as good; where the best has left the window, the first
/// of the best ones is looked up. O(n · period) at worst.
private func places(
    _ values: [Double], _ period: Int, _ isBetter: (Double, Double) -> Bool,
    _ isAsGood: (Double, Double) -> Bool
) -> [Double] {
    var column = missing(values.count)
    let first = values.firstIndex { !$0.isNaN } ?? values.count
    var best = -1
    for row in values.indices.dropFirst(first + period - 1) {
        let oldest = row - period + 1
        if best < oldest {
            best = oldest
            for other in oldest...row where isBetter(values[other], values[best]) { best = other }
        } else if isAsGood(values[row], values[best]) {
            best = row
        }
        column[row] = Double(best)
    }
    return column
}
