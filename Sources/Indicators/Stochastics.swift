// Where the close stands in the range of the last candles. Source: TA-Lib, "Momentum Indicators".

extension Catalogue {
    static let stochastics: [Indicator] = [
        Indicator(
            "stoch", "slow stochastic, 0…100", inputs: [.high, .low, .close],
            parameters: [
                .period(5, "fast_k", least: 1), .period(3, "slow_k", least: 1),
                .period(3, "slow_d", least: 1),
            ],
            outputs: ["k", "d"], warmUp: { Int($0[0] + $0[1] + $0[2]) - 3 },
            compute: { inputs, settings in
                let raw = position(inputs, Int(settings[0]))
                let slow = chained(raw) { simpleAverage($0, Int(settings[1])) }
                let hidden = Int(settings[0] + settings[1] + settings[2]) - 3
                return [
                    hiding(slow, first: hidden),
                    chained(slow) { simpleAverage($0, Int(settings[2])) },
                ]
            }),
        Indicator(
            "stochf", "fast stochastic, 0…100", inputs: [.high, .low, .close],
            parameters: [.period(5, "fast_k", least: 1), .period(3, "fast_d", least: 1)],
            outputs: ["k", "d"], warmUp: { Int($0[0] + $0[1]) - 2 },
            compute: { fast($0, Int($1[0]), Int($1[1])) }),
        Indicator(
            "stochrsi", "fast stochastic of the relative strength index, 0…100",
            inputs: [.series],
            parameters: [
                .period(14), .period(5, "fast_k", least: 1), .period(3, "fast_d", least: 1),
            ],
            outputs: ["k", "d"], warmUp: { Int($0[0] + $0[1] + $0[2]) - 2 },
            compute: { inputs, settings in
                let strength = Catalogue.indicator("rsi")?.values(inputs, [settings[0]])[0] ?? []
                let first = Int(settings[0])
                let tail = Array(strength[first...])
                return fast([tail, tail, tail], Int(settings[1]), Int(settings[2])).map {
                    missing(first) + $0
                }
            }),
        Indicator(
            "willr", "Williams' %R, −100…0", inputs: [.high, .low, .close],
            parameters: [.period(14)],
            warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let highest = extremes(inputs[0], Int(settings[0]), >)
                let lowest = extremes(inputs[1], Int(settings[0]), <)
                return [
                    inputs[2].indices.map { row in
                        if isFlat(highest[row], lowest[row]) { return 0 }
                        let range = highest[row] - lowest[row]
                        return -100 * ((highest[row] - inputs[2][row]) / range)
                    }
                ]
            }),
    ]
}

private func fast(_ inputs: [[Double]], _ period: Int, _ smoothing: Int) -> [[Double]] {
    let raw = position(inputs, period)
    return [
        hiding(raw, first: period + smoothing - 2),
        chained(raw) { simpleAverage($0, smoothing) },
    ]
}

/// The close (third input) between the lowest low and the highest high, in percent; 0 in a flat range.
private func position(_ inputs: [[Double]], _ period: Int) -> [Double] {
    let highest = extremes(inputs[0], period, >)
    let lowest = extremes(inputs[1], period, <)
    return inputs[2].indices.map { row in
        if isFlat(highest[row], lowest[row]) { return 0 }
        return 100 * ((inputs[2][row] - lowest[row]) / (highest[row] - lowest[row]))
    }
}
