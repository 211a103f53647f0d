internal import Glibc

// qtpylib's indicators of candles. Source: qtpylib's `indicators`, that of freqtrade's `technical` 1.7.

extension Catalogue {
    static let quantitativeRanges: [Indicator] = [
        Indicator(
            "qtpylib_true_range", "true range; high less low in the first row (qtpylib)",
            inputs: range, skipsMissing: true, warmUp: { _ in 0 },
            compute: { inputs, _ in [wholeRange(inputs)] }),
        Indicator(
            "qtpylib_atr", "average of the true range, exponential if so wanted (qtpylib)",
            inputs: range, parameters: [.period(14, "window"), .flag("exp", false)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let (range, window) = (wholeRange(inputs), Int(settings[0]))
                let weights = Weights(
                    alpha: 1 / (1 + (settings[0] - 1) / 2), adjust: true, least: window)
                return [
                    settings[1] == 1 ? weightedMean(range, weights) : rollingMean(range, window)
                ]
            }),
        Indicator(
            "qtpylib_keltner_channel", "average ranges around the average typical price (qtpylib)",
            inputs: range,
            parameters: [.period(14, "window"), .number("atrs", 2, -1_000...1_000)],
            outputs: ["upper", "mid", "lower"], skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let window = Int(settings[0])
                let middle = rollingMean(typical(inputs), window)
                let distance = rollingMean(wholeRange(inputs), window).map { $0 * settings[1] }
                return [
                    combined(middle, distance) { $0 + $1 }, middle,
                    combined(middle, distance) { $0 - $1 },
                ]
            }),
        Indicator(
            "qtpylib_stoch", "slow stochastic, missing where nothing moved (qtpylib)",
            inputs: range,
            parameters: [.period(14, "window"), .period(3, "d"), .period(3, "k")],
            outputs: ["slow_k", "slow_d"], skipsMissing: true,
            warmUp: { Int($0[0] + $0[1] + $0[2]) - 3 },
            compute: { inputs, settings in
                let slow = rollingMean(place(inputs, Int(settings[0])), Int(settings[2]))
                return [slow, rollingMean(slow, Int(settings[1]))]
            }),
        Indicator(
            "qtpylib_chopiness", "choppiness: 100 in a sideways market (qtpylib)", inputs: range,
            parameters: [.period(14, "window")], skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let window = Int(settings[0])
                let path = rollingSum(wholeRange(inputs), window)
                let span = combined(
                    rollingExtreme(inputs[0], window, isBetter: >),
                    rollingExtreme(inputs[1], window, isBetter: <)
                ) { $0 - $1 }
                return [combined(path, span) { 100 * log10($0 / $1) / log10(settings[0]) }]
            }),
        Indicator(
            "qtpylib_ibs", "where the close stands in the candle, to two places (qtpylib)",
            inputs: range, skipsMissing: true, warmUp: { _ in 0 },
            compute: { inputs, _ in
                [
                    inputs[0].indices.map { row in
                        let span = inputs[0][row] - inputs[1][row]
                        let place = (inputs[2][row] - inputs[1][row]) / span
                        return (place * 100).rounded(.toNearestOrEven) / 100
                    }
                ]
            }),
        Indicator(
            "qtpylib_awesome_oscillator", "fast less slow average of the middle (qtpylib)",
            inputs: [.high, .low],
            parameters: [.flag("weighted", false), .period(5, "fast"), .period(34, "slow")],
            skipsMissing: true, warmUp: { $0[0] == 1 ? 0 : Int(max($0[1], $0[2])) - 1 },
            compute: { inputs, settings in
                let middle = combined(inputs[0], inputs[1]) { ($0 + $1) / 2 }
                let averages = settings.dropFirst().map { period in
                    settings[0] == 1
                        ? weightedMean(
                            middle, Weights(alpha: 1 / (1 + period), adjust: true, least: 0))
                        : rollingMean(middle, Int(period))
                }
                return [combined(averages[0], averages[1]) { $0 - $1 }]
            }),
        Indicator(
            "qtpylib_rolling_vwap",
            "typical price weighted by volume; stays without volume (qtpylib)",
            inputs: range + [.volume], parameters: [.period(200, "window", least: 1)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let window = Int(settings[0])
                let money = rollingSum(combined(inputs[3], typical(inputs)) { $0 * $1 }, window)
                var last = Double.nan
                return [
                    combined(money, rollingSum(inputs[3], window)) {
                        if ($0 / $1).isFinite { last = $0 / $1 }
                        return last
                    }
                ]
            }),
    ]

    private static let range: [Indicator.Input] = [.high, .low, .close]
}

private func typical(_ inputs: [[Double]]) -> [Double] {
    inputs[0].indices.map { (inputs[0][$0] + inputs[1][$0] + inputs[2][$0]) / 3 }
}

/// As pandas' `max` skips what is missing, the first row has a range too.
private func wholeRange(_ inputs: [[Double]]) -> [Double] {
    let range = trueRange(inputs[0], inputs[1], inputs[2])
    return range.indices.map { row in
        row == 0 || inputs[2][row - 1].isNaN ? inputs[0][row] - inputs[1][row] : range[row]
    }
}

private func place(_ inputs: [[Double]], _ window: Int) -> [Double] {
    let highest = rollingExtreme(inputs[0], window, isBetter: >)
    let lowest = rollingExtreme(inputs[1], window, isBetter: <)
    return inputs[2].indices.map { row in
        100 * (inputs[2][row] - lowest[row]) / (highest[row] - lowest[row])
    }
}
