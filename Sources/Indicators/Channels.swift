// Channels and stops made of ranges, and measures of ranges. Source: TA-Lib, "Overlap Studies" and
// "Volatility Indicators".

extension Catalogue {
    static let channels: [Indicator] = [
        Indicator(
            "accbands", "acceleration bands: averages of prices stretched by their range",
            inputs: [.high, .low, .close], parameters: [.period(20)],
            outputs: ["upper", "middle", "lower"], warmUp: { Int($0[0]) - 1 },
            compute: { stretchedBands($0, Int($1[0])) }),
        Indicator(
            "kc", "Keltner channel: average true ranges around an exponential average",
            inputs: [.high, .low, .close],
            parameters: [
                .period(20), .period(10, "range_period", least: 1),
                .number("ranges", 2, -1_000...1_000),
            ],
            outputs: ["upper", "middle", "lower"], warmUp: { Int(max($0[0] - 1, $0[1])) },
            compute: { keltner($0, $1) }),
        Indicator(
            "supertrend", "stop a number of average true ranges away, and the side: 1 or −1",
            inputs: [.high, .low, .close],
            parameters: [.period(10), .number("multiplier", 3, 0...1_000)],
            outputs: ["supertrend", "trend"], flags: ["trend"], warmUp: { Int($0[0]) },
            compute: { superTrend($0, Int($1[0]), $1[1]) }),
        Indicator(
            "adr", "average of high less low", inputs: [.high, .low], parameters: [.period(14)],
            warmUp: { Int($0[0]) - 1 },
            compute: { [simpleAverage(combined($0[0], $0[1]) { $0 - $1 }, Int($1[0]))] }),
        Indicator(
            "cvi", "Chaikin's volatility: change of the average range in percent",
            inputs: [.high, .low],
            parameters: [.period(10), .period(10, "change_period", least: 1)],
            warmUp: { Int($0[0] + $0[1]) - 1 },
            compute: { inputs, settings in
                let range = combined(inputs[0], inputs[1]) { $0 - $1 }
                let average = exponentialAverage(range, Int(settings[0]))
                return [ratios(average, Int(settings[1])) { quotient($0 - $1, $1) * 100 }]
            }),
        Indicator(
            "massi", "mass index: sum of range averages over their averages",
            inputs: [.high, .low],
            parameters: [.period(9, "fast_period"), .period(25, "slow_period")],
            warmUp: { 2 * (Int($0[0]) - 1) + Int($0[1]) - 1 },
            compute: { inputs, settings in
                let range = combined(inputs[0], inputs[1]) { $0 - $1 }
                let once = exponentialAverage(range, Int(settings[0]))
                let twice = chained(once) { exponentialAverage($0, Int(settings[0])) }
                let ratio = combined(once, twice, quotient)
                return [chained(ratio) { sums($0, Int(settings[1])) }]
            }),
        Indicator(
            "rvi", "relative volatility index: share of the deviation in rising candles, 0…100",
            inputs: [.series], parameters: [.period(14), .period(10, "deviation_period")],
            warmUp: { Int($0[0] + $0[1]) - 2 },
            compute: { [relativeVolatility($0[0], Int($1[0]), Int($1[1]))] }),
    ]
}

private func stretchedBands(_ inputs: [[Double]], _ period: Int) -> [[Double]] {
    let stretch = combined(inputs[0], inputs[1]) { high, low in
        high + low == 0 ? 0 : 4 * (high - low) / (high + low)
    }
    return [
        simpleAverage(combined(inputs[0], stretch) { $0 * (1 + $1) }, period),
        simpleAverage(inputs[2], period),
        simpleAverage(combined(inputs[1], stretch) { $0 * (1 - $1) }, period),
    ]
}

/// Averages begin where the later one can.
private func keltner(_ inputs: [[Double]], _ settings: [Double]) -> [[Double]] {
    let (period, rangePeriod) = (Int(settings[0]), Int(settings[1]))
    let first = max(period - 1, rangePeriod)
    let typical = inputs[0].indices.map { (inputs[0][$0] + inputs[1][$0] + inputs[2][$0]) / 3 }
    let middle = AverageKind.ema.average(typical, period, from: first)
    let unread = first - rangePeriod
    let range = missing(unread) + averageRange(inputs.map { Array($0[unread...]) }, rangePeriod)
    return [
        combined(middle, range) { $0 + settings[2] * $1 }, middle,
        combined(middle, range) { $0 - settings[2] * $1 },
    ]
}

/// A band only comes nearer until a close passes it.
private func superTrend(
    _ inputs: [[Double]], _ period: Int, _ multiplier: Double
) -> [[Double]] {
    let (high, low, close) = (inputs[0], inputs[1], inputs[2])
    let range = averageRange(inputs, period)
    var (stops, sides) = (missing(close.count), missing(close.count))
    var (upper, lower, side) = (0.0, 0.0, 1.0)
    for row in period..<max(period, close.count) {
        let middle = (high[row] + low[row]) / 2
        let (above, below) = (
            middle + multiplier * range[row], middle - multiplier * range[row]
        )
        let isFirst = row == period
        upper = isFirst || above < upper || close[row - 1] > upper ? above : upper
        lower = isFirst || below > lower || close[row - 1] < lower ? below : lower
        if side > 0, close[row] < lower {
            side = -1
        } else if side < 0, close[row] > upper {
            side = 1
        }
        (stops[row], sides[row]) = (side > 0 ? lower : upper, side)
    }
    return [stops, sides]
}

private func relativeVolatility(
    _ values: [Double], _ period: Int, _ deviationPeriod: Int
) -> [Double] {
    let deviation = variances(values, deviationPeriod).map { $0.squareRoot() }
    let change = ratios(values, 1) { $0 - $1 }
    let rising = combined(deviation, change) { $0.isNaN ? .nan : $1 > 0 ? $0 : 0 }
    let falling = combined(deviation, change) { $0.isNaN ? .nan : $1 < 0 ? $0 : 0 }
    return combined(
        chained(rising) { wilderAverage($0, period) },
        chained(falling) { wilderAverage($0, period) }
    ) { $0 + $1 == 0 ? 50 : 100 * ($0 / ($0 + $1)) }
}
