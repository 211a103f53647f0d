// Ranges, bands and channels. Source: TA-Lib, "Volatility Indicators" and "Overlap Studies".

extension Catalogue {
    static let volatility: [Indicator] = [
        Indicator(
            "trange", "true range", inputs: [.high, .low, .close], warmUp: { _ in 1 },
            compute: { inputs, _ in [trueRange(inputs[0], inputs[1], inputs[2])] }),
        Indicator(
            "atr", "average true range, Wilder's smoothing", inputs: [.high, .low, .close],
            parameters: [.period(14, least: 1)], warmUp: { Int($0[0]) },
            compute: { [averageRange($0, Int($1[0]))] }),
        Indicator(
            "natr", "average true range in percent of the close", inputs: [.high, .low, .close],
            parameters: [.period(14, least: 1)], warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                [
                    combined(averageRange(inputs, Int(settings[0])), inputs[2]) {
                        quotient($0, $1) * 100
                    }
                ]
            }),
        Indicator(
            "bollinger", "Bollinger bands: average and standard deviations (n) around it (BBANDS)",
            inputs: [.series],
            parameters: [.period(20), .number("deviations", 2, -1_000...1_000)],
            outputs: ["upper", "middle", "lower"], warmUp: { Int($0[0]) - 1 },
            compute: { bands($0[0], Int($1[0]), above: $1[1], below: $1[1]) }),
        Indicator(
            "bbands", "Bollinger bands with a deviation for each side", inputs: [.series],
            parameters: [
                .period(20), .number("deviations_up", 2, -1_000...1_000),
                .number("deviations_down", 2, -1_000...1_000), .kind(.sma),
            ],
            outputs: ["upper", "middle", "lower"],
            warmUp: { max(Int($0[0]) - 1, AverageKind($0[3]).warmUp(Int($0[0]))) },
            compute: {
                bands($0[0], Int($1[0]), AverageKind($1[3]), above: $1[1], below: $1[2])
            }),
        Indicator(
            "donchian", "highest high, lowest low and their middle", inputs: [.high, .low],
            parameters: [.period(20)], outputs: ["upper", "middle", "lower"],
            warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let highest = extremes(inputs[0], Int(settings[0]), >)
                let lowest = extremes(inputs[1], Int(settings[0]), <)
                return [highest, combined(highest, lowest) { ($0 + $1) / 2 }, lowest]
            }),
    ]
}

func averageRange(_ inputs: [[Double]], _ period: Int) -> [Double] {
    chained(trueRange(inputs[0], inputs[1], inputs[2])) { wilderAverage($0, period) }
}

func bands(
    _ values: [Double], _ period: Int, _ kind: AverageKind = .sma, above: Double, below: Double
) -> [[Double]] {
    let middle = kind.average(values, period)
    let unread = max(0, kind.warmUp(period) - (period - 1))
    let deviation =
        missing(unread) + variances(Array(values[unread...]), period).map { $0.squareRoot() }
    // TA-Lib's builds for processors with fused operations round so.
    let upper = combined(middle, deviation) {
        above == below ? $0 + $1 * above : $0.addingProduct($1, above)
    }
    return [
        upper, hiding(middle, first: period - 1),
        combined(middle, deviation) { $0 - $1 * below },
    ]
}
