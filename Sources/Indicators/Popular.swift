internal import Glibc

// What strategies take from other collections. Source: freqtrade's `technical` 1.7 and pandas-ta 0.3,
// as each row says. Ichimoku's chikou span knows the future and is left out.

extension Catalogue {
    static let popular: [Indicator] = [
        Indicator(
            "ichimoku", "Ichimoku cloud: each line is a middle of a range (technical)",
            inputs: [.high, .low],
            parameters: [
                .period(9, "conversion", least: 1), .period(26, "base", least: 1),
                .period(52, "span", least: 1), .period(26, "displacement", least: 1),
            ],
            outputs: [
                "tenkan_sen", "kijun_sen", "senkou_span_a", "senkou_span_b",
                "leading_senkou_span_a", "leading_senkou_span_b",
            ],
            skipsMissing: true,
            warmUp: { Int(max($0[0], $0[1], $0[2]) + $0[3]) - 2 }, compute: { cloud($0, $1) }),
        Indicator(
            "ssl_channel",
            "averages of highs and lows that swap sides on a close beyond (technical)",
            inputs: [.high, .low, .close],
            parameters: [
                .period(10),
                .choice(
                    "mode", 0,
                    of: [
                        Indicator.Choice(name: "sma", number: 0),
                        Indicator.Choice(name: "ema", number: 1),
                    ]),
            ],
            outputs: ["down", "up"], warmUp: { Int($0[0]) - 1 },
            compute: { swappingChannel($0, Int($1[0]), isExponential: $1[1] == 1) }),
        Indicator(
            "alma", "Arnaud Legoux' average, weighted by a bell curve (technical)",
            inputs: [.close],
            parameters: [
                .period(8, "length"), .number("offset", 0.85, 0...1),
                .number("sigma", 6, 0.01...1_000),
            ],
            warmUp: { Int($0[0]) - 1 }, compute: { [bellAverage($0[0], $1)] }),
        Indicator(
            "vwmacd", "convergence and divergence of averages weighted by volume (technical)",
            inputs: [.close, .volume],
            parameters: [
                .period(12, "fast_period"), .period(26, "slow_period"),
                .period(9, "signal_period"),
            ],
            outputs: ["vwmacd", "signal", "hist"], skipsMissing: true,
            warmUp: { Int(max($0[0], $0[1]) + $0[2]) - 2 },
            compute: { weightedConvergence($0, $1.map { Int($0) }) }),
        Indicator(
            "ulcer", "ulcer index: root mean square of falls from the highest close (pandas-ta)",
            inputs: [.series], parameters: [.period(14)], skipsMissing: true,
            warmUp: { 2 * (Int($0[0]) - 1) },
            compute: { inputs, settings in
                let period = Int(settings[0])
                let highest = rollingExtreme(inputs[0], period, isBetter: >)
                let falls = combined(inputs[0], highest) { 100 * ($0 - $1) / $1 }
                return [
                    rollingSum(falls.map { $0 * $0 }, period).map {
                        ($0 / Double(period)).squareRoot()
                    }
                ]
            }),
        Indicator(
            "squeeze",
            "TTM squeeze: whether the Bollinger bands lie within Keltner's, and the momentum "
                + "(pandas-ta)",
            inputs: [.high, .low, .close],
            parameters: [
                .period(20, "bollinger_period"), .number("deviations", 2, 0.001...1_000),
                .period(20, "keltner_period"), .number("ranges", 1.5, 0.001...1_000),
                .period(12, "momentum_period", least: 1), .period(6, "smoothing", least: 2),
            ],
            outputs: ["momentum", "on", "off"], flags: ["on", "off"], skipsMissing: true,
            warmUp: { Int($0[4] + $0[5]) - 1 }, compute: { squeeze($0, $1) }),
    ]
}

private func cloud(_ inputs: [[Double]], _ settings: [Double]) -> [[Double]] {
    let middles = settings.prefix(3).map { period in
        combined(
            rollingExtreme(inputs[0], Int(period), isBetter: >),
            rollingExtreme(inputs[1], Int(period), isBetter: <)
        ) { ($0 + $1) / 2 }
    }
    let leading = [combined(middles[0], middles[1]) { ($0 + $1) / 2 }, middles[2]]
    let shift = Int(settings[3]) - 1
    return Array(middles.prefix(2)) + leading.map { ratios($0, shift) { $1 } } + leading
}

private func swappingChannel(
    _ inputs: [[Double]], _ period: Int, isExponential: Bool
) -> [[Double]] {
    let averages = inputs.prefix(2).map {
        isExponential ? exponentialAverage($0, period) : rollingMean($0, period)
    }
    var isDown = false
    var lines = [missing(inputs[2].count), missing(inputs[2].count)]
    for row in inputs[2].indices {
        let (high, low) = (averages[0][row], averages[1][row])
        if inputs[2][row] > high {
            isDown = false
        } else if inputs[2][row] < low {
            isDown = true
        }
        (lines[0][row], lines[1][row]) = isDown ? (high, low) : (low, high)
    }
    return lines
}

private func bellAverage(_ values: [Double], _ settings: [Double]) -> [Double] {
    let length = Int(settings[0])
    let center = settings[1] * (settings[0] - 1)
    let width = settings[0] / settings[2]
    let weights = (0..<length).map { index in
        exp(-((Double(index) - center) * (Double(index) - center)) / (2 * (width * width)))
    }
    let total = weights.reduce(0, +)
    return windows(values, length) { window in
        zip(window, weights).reduce(0) { $0 + $1.0 * ($1.1 / total) }
    }
}

private func weightedConvergence(_ inputs: [[Double]], _ periods: [Int]) -> [[Double]] {
    let money = combined(inputs[0], inputs[1]) { $0 * $1 }
    let averages = periods.prefix(2).map { period in
        let weighted = chained(money) { exponentialAverage($0, period) }
        return combined(weighted, chained(inputs[1]) { exponentialAverage($0, period) }) { $0 / $1 }
    }
    let macd = combined(averages[0], averages[1]) { $0 - $1 }
    let signal = chained(macd) { exponentialAverage($0, periods[2]) }
    return [macd, signal, combined(macd, signal) { $0 - $1 }]
}

private func squeeze(_ columns: [[Double]], _ settings: [Double]) -> [[Double]] {
    let first = columns.map { $0.firstIndex { !$0.isNaN } ?? $0.count }.max() ?? 0
    let inputs = columns.map { Array($0[first...]) }
    let close = inputs[2]
    let bands = bands(close, Int(settings[0]), above: settings[1], below: settings[1])
    let period = Int(settings[2])
    let middle = simpleAverage(close, period)
    let range = chained(trueRange(inputs[0], inputs[1], close)) { simpleAverage($0, period) }
    let upper = combined(middle, range) { $0 + settings[3] * $1 }
    let lower = combined(middle, range) { $0 - settings[3] * $1 }
    let momentum = ratios(close, Int(settings[4])) { $0 - $1 }
    let isOn = close.indices.map { bands[2][$0] > lower[$0] && bands[0][$0] < upper[$0] }
    let isOff = close.indices.map { bands[2][$0] < lower[$0] && bands[0][$0] > upper[$0] }
    return [
        chained(momentum) { simpleAverage($0, Int(settings[5])) }, isOn.map { $0 ? 1 : 0 },
        isOff.map { $0 ? 1 : 0 },
    ].map { missing(first) + $0 }
}
