// Where the close stands in the range of the last candles. Source: TA-Lib, "Momentum Indicators".

extension Catalogue {
    static let stochastics: [Indicator] = [
        Indicator(
            "stoch", "slow stochastic, 0…100", inputs: [.high, .low, .close],
            parameters: [
                .period(5, "fast_k", least: 1), .period(3, "slow_k", least: 1),
                .period(3, "slow_d", least: 1), .kind(.sma, "slow_k_kind"),
                .kind(.sma, "slow_d_kind"),
            ],
            outputs: ["k", "d"], warmUp: { slowWarmUp($0) }, compute: { slow($0, $1) }),
        Indicator(
            "kdj", "slow stochastic and 3 k − 2 d", inputs: [.high, .low, .close],
            parameters: [
                .period(9, "fast_k", least: 1), .period(3, "slow_k", least: 1),
                .period(3, "slow_d", least: 1), .kind(.rma, "slow_k_kind"),
                .kind(.rma, "slow_d_kind"),
            ],
            outputs: ["k", "d", "j"], warmUp: { slowWarmUp($0) },
            compute: { inputs, settings in
                let lines = slow(inputs, settings)
                return lines + [combined(lines[0], lines[1]) { 3 * $0 - 2 * $1 }]
            }),
        Indicator(
            "stochf", "fast stochastic, 0…100", inputs: [.high, .low, .close],
            parameters: [
                .period(5, "fast_k", least: 1), .period(3, "fast_d", least: 1),
                .kind(.sma, "fast_d_kind"),
            ],
            outputs: ["k", "d"],
            warmUp: { Int($0[0]) - 1 + AverageKind($0[2]).warmUp(Int($0[1])) },
            compute: { fast($0, Int($1[0]), Int($1[1]), AverageKind($1[2])) }),
        Indicator(
            "stochrsi", "fast stochastic of the relative strength index, 0…100",
            inputs: [.series],
            parameters: [
                .period(14), .period(5, "fast_k", least: 1), .period(3, "fast_d", least: 1),
                .kind(.sma, "fast_d_kind"),
            ],
            outputs: ["k", "d"],
            warmUp: { Int($0[0] + $0[1]) - 1 + AverageKind($0[3]).warmUp(Int($0[2])) },
            compute: { inputs, settings in
                let strength = Catalogue.indicator("rsi")?.values(inputs, [settings[0]])[0] ?? []
                let first = Int(settings[0])
                let tail = Array(strength[first...])
                let lines = fast(
                    [tail, tail, tail], Int(settings[1]), Int(settings[2]),
                    AverageKind(settings[3]))
                return lines.map { missing(first) + $0 }
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

private func slowWarmUp(_ settings: [Double]) -> Int {
    Int(settings[0]) - 1 + AverageKind(settings[3]).warmUp(Int(settings[1]))
        + AverageKind(settings[4]).warmUp(Int(settings[2]))
}

private func slow(_ inputs: [[Double]], _ settings: [Double]) -> [[Double]] {
    let raw = position(inputs, Int(settings[0]))
    let slow = chained(raw) { AverageKind(settings[3]).average($0, Int(settings[1])) }
    return [
        hiding(slow, first: slowWarmUp(settings)),
        chained(slow) { AverageKind(settings[4]).average($0, Int(settings[2])) },
    ]
}

private func fast(
    _ inputs: [[Double]], _ period: Int, _ smoothing: Int, _ kind: AverageKind
) -> [[Double]] {
    let raw = position(inputs, period)
    return [
        hiding(raw, first: period - 1 + kind.warmUp(smoothing)),
        chained(raw) { kind.average($0, smoothing) },
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
