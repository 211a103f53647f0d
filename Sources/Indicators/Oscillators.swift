// More oscillators. Source: TA-Lib, "Momentum Indicators".

extension Catalogue {
    static let oscillators: [Indicator] = [
        Indicator(
            "ac", "accelerator: awesome oscillator less its average", inputs: [.high, .low],
            parameters: [
                .period(5, "fast_period"), .period(34, "slow_period"), .period(5, "signal_period"),
            ],
            warmUp: { Int(max($0[0], $0[1]) + $0[2]) - 2 },
            compute: { inputs, settings in
                let awesome = awesome(inputs, Int(settings[0]), Int(settings[1]))
                let signal = chained(awesome) { simpleAverage($0, Int(settings[2])) }
                return [combined(awesome, signal) { $0 - $1 }]
            }),
        Indicator(
            "cmou", "Chande's momentum oscillator without smoothing, −100…100", inputs: [.series],
            parameters: [.period(14)], warmUp: { Int($0[0]) },
            compute: { [unsmoothedMomentum($0[0], Int($1[0]))] }),
        Indicator(
            "coppock", "Coppock curve: weighted average of two changes in percent",
            inputs: [.series],
            parameters: [
                .period(10, "average_period", least: 1), .period(11, "first_period", least: 1),
                .period(14, "second_period", least: 1),
            ],
            warmUp: { Int(max($0[1], $0[2]) + $0[0]) - 1 },
            compute: { inputs, settings in
                let changes = settings.dropFirst().map { ratios(inputs[0], Int($0), percent) }
                let sum = combined(changes[0], changes[1]) { $0 + $1 }
                return [chained(sum) { AverageKind.wma.average($0, Int(settings[0])) }]
            }),
        Indicator(
            "dpo", "detrended price: the value half a period ago less the average",
            inputs: [.series], parameters: [.period(20)],
            warmUp: { max(Int($0[0]) - 1, Int($0[0]) / 2 + 1) },
            compute: { inputs, settings in
                let period = Int(settings[0])
                let back = period / 2 + 1
                let first = max(period - 1, back)
                let average = AverageKind.sma.average(inputs[0], period, from: first)
                return [
                    inputs[0].indices.map { row in
                        row < first ? .nan : inputs[0][row - back] - average[row]
                    }
                ]
            }),
        Indicator(
            "eri", "Elder ray: high and low less the exponential average of the close",
            inputs: [.high, .low, .close], parameters: [.period(13)], outputs: ["bull", "bear"],
            warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let average = exponentialAverage(inputs[2], Int(settings[0]))
                return [inputs[0], inputs[1]].map { combined($0, average) { $0 - $1 } }
            }),
        Indicator(
            "fosc", "distance from the forecast of the candle before, in percent of the value",
            inputs: [.series], parameters: [.period(5)], warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let forecast = Catalogue.indicator("tsf")?.values(inputs, settings)[0] ?? []
                return [
                    inputs[0].indices.map { row in
                        guard row >= Int(settings[0]) else { return .nan }
                        let value = inputs[0][row]
                        return quotient(100 * (value - forecast[row - 1]), value)
                    }
                ]
            }),
        Indicator(
            "qstick", "average of close less open", inputs: [.open, .close],
            parameters: [.period(10)], warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                [simpleAverage(combined(inputs[1], inputs[0]) { $0 - $1 }, Int(settings[0]))]
            }),
        Indicator(
            "smi", "stochastic momentum: twice-smoothed distance from the middle of the range",
            inputs: [.high, .low, .close],
            parameters: [
                .period(13), .period(2, "fast_period"), .period(25, "slow_period"),
                .period(9, "signal_period"),
            ],
            outputs: ["smi", "signal"], warmUp: { Int($0.reduce(0, +)) - 4 },
            compute: { stochasticMomentum($0, $1.map { Int($0) }) }),
        Indicator(
            "vhf", "vertical horizontal filter: range over the length of the path",
            inputs: [.series], parameters: [.period(28)], warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let period = Int(settings[0])
                let path = chained(ratios(inputs[0], 1) { ($0 - $1).magnitude }) {
                    windows($0, period) { $0.reduce(0, +) }
                }
                let range = combined(
                    extremes(inputs[0], period, >), extremes(inputs[0], period, <)
                ) { $0 - $1 }
                return [combined(range, path, quotient)]
            }),
        Indicator(
            "wad", "Williams' accumulation and distribution", inputs: [.high, .low, .close],
            warmUp: { _ in 0 }, compute: { inputs, _ in [williams(inputs)] }),
    ]
}

func percent(_ value: Double, _ before: Double) -> Double {
    before == 0 ? 0 : (value / before - 1) * 100
}

/// Fast less slow average of the middle of high and low.
func awesome(_ inputs: [[Double]], _ fast: Int, _ slow: Int) -> [Double] {
    let middle = combined(inputs[0], inputs[1]) { ($0 + $1) / 2 }
    let first = max(fast, slow) - 1
    return combined(
        AverageKind.sma.average(middle, fast, from: first),
        AverageKind.sma.average(middle, slow, from: first)
    ) { $0 - $1 }
}

/// Rises less falls of the last `period` changes, in percent of both; 0 where nothing moved.
private func unsmoothedMomentum(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    let changes = ratios(values, 1) { $0 - $1 }
    var (rises, falls, stillRows) = (0.0, 0.0, 0)
    for row in 1..<max(1, values.count) {
        if row > period {
            rises -= max(changes[row - period], 0)
            falls -= max(-changes[row - period], 0)
        }
        rises += max(changes[row], 0)
        falls += max(-changes[row], 0)
        stillRows = changes[row] == 0 ? stillRows + 1 : 0
        // What is left of sums of zeros is rounding.
        if stillRows >= period { (rises, falls) = (0, 0) }
        guard row >= period else { continue }
        result[row] = rises + falls > 0 ? 100 * (rises - falls) / (rises + falls) : 0
    }
    return result
}

private func stochasticMomentum(_ inputs: [[Double]], _ periods: [Int]) -> [[Double]] {
    let highest = extremes(inputs[0], periods[0], >)
    let lowest = extremes(inputs[1], periods[0], <)
    func smooth(_ column: [Double]) -> [Double] {
        chained(chained(column) { AverageKind.ema.average($0, periods[2]) }) {
            AverageKind.ema.average($0, periods[1])
        }
    }
    let middle = combined(highest, lowest) { ($0 + $1) / 2 }
    let distance = smooth(combined(inputs[2], middle) { $0 - $1 })
    let range = smooth(combined(highest, lowest) { $0 - $1 })
    let index = combined(distance, range) { quotient(100 * $0, 0.5 * $1) }
    let signal = chained(index) { AverageKind.ema.average($0, periods[3]) }
    let hidden = periods.reduce(-4, +)
    return [hiding(index, first: hidden), signal]
}

/// Closes above the last add their distance from the true low, closes below that from the true high.
private func williams(_ inputs: [[Double]]) -> [Double] {
    var line = 0.0
    return inputs[2].indices.map { row in
        guard row > 0 else { return 0 }
        let (close, before) = (inputs[2][row], inputs[2][row - 1])
        if close > before {
            line += close - min(inputs[1][row], before)
        } else if close < before {
            line += close - max(inputs[0][row], before)
        }
        return line
    }
}
