// Speed and strength of moves. Source: TA-Lib, "Momentum Indicators".

extension Catalogue {
    static let momentum: [Indicator] = [
        Indicator(
            "rsi", "relative strength index, 0…100, Wilder's smoothing", inputs: [.series],
            parameters: [.period(14)],
            warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let share = 1 / settings[0]
                return [
                    balance(inputs[0], Int(settings[0]), mean: { $0 * share }) {
                        100 * ($0 / ($0 + $1))
                    }
                ]
            }),
        Indicator(
            "cmo", "Chande's momentum oscillator, −100…100", inputs: [.series],
            parameters: [.period(14)],
            warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let length = settings[0]
                return [
                    balance(inputs[0], Int(length), mean: { $0 / length }) {
                        100 * (($0 - $1) / ($0 + $1))
                    }
                ]
            }),
        Indicator(
            "macd", "moving average convergence and divergence", inputs: [.series],
            parameters: [
                .period(12, "fast_period"), .period(26, "slow_period"),
                .period(9, "signal_period", least: 1),
            ],
            outputs: ["macd", "signal", "histogram"],
            warmUp: { Int(max($0[0], $0[1])) - 1 + Int($0[2]) - 1 },
            compute: { convergence($0[0], Int($1[0]), Int($1[1]), signal: Int($1[2])) }),
        Indicator(
            "macdfix", "the same with the factors 0.15 and 0.075 that 12 and 26 candles once had",
            inputs: [.series], parameters: [.period(9, "signal_period", least: 1)],
            outputs: ["macd", "signal", "histogram"], warmUp: { 25 + Int($0[0]) - 1 },
            compute: {
                convergence($0[0], 12, 26, factors: (0.15, 0.075), signal: Int($1[0]))
            }),
        difference("apo", "fast less slow average") { fast, slow in fast - slow },
        difference("ppo", "fast less slow average, in percent of the slow one", inPercent),
        difference(
            "pvo", "fast less slow average of the volume, in percent", of: .volume, inPercent),
        change("mom", "change over the period") { $0 - $1 },
        change("roc", "change over the period in percent", percent),
        change("rocp", "change over the period as a ratio") { $1 == 0 ? 0 : ($0 - $1) / $1 },
        change("rocr", "value over that of the period before") { $1 == 0 ? 0 : $0 / $1 },
        change("rocr100", "value over that of the period before, times 100") {
            $1 == 0 ? 0 : $0 / $1 * 100
        },
        Indicator(
            "trix", "change in percent of a triple-smoothed average", inputs: [.series],
            parameters: [.period(30, least: 1)],
            warmUp: { 3 * (Int($0[0]) - 1) + 1 },
            compute: { inputs, settings in
                var smooth = inputs[0]
                for _ in 0..<3 {
                    smooth = chained(smooth) { exponentialAverage($0, Int(settings[0])) }
                }
                return [ratios(smooth, 1, percent)]
            }),
        Indicator(
            "cci", "commodity channel index", inputs: [.high, .low, .close],
            parameters: [.period(14)],
            warmUp: { Int($0[0]) - 1 },
            compute: { [channelIndex($0[0], $0[1], $0[2], Int($1[0]))] }),
        Indicator(
            "ultosc", "Williams' ultimate oscillator, 0…100", inputs: [.high, .low, .close],
            parameters: [
                .period(7, "short_period", least: 1), .period(14, "middle_period", least: 1),
                .period(28, "long_period", least: 1),
            ],
            warmUp: { Int($0.max() ?? 0) },
            compute: { [ultimate($0[0], $0[1], $0[2], $1.sorted().map { Int($0) })] }),
        Indicator(
            "bop", "balance of power, −1…1", inputs: [.open, .high, .low, .close],
            warmUp: { _ in 0 },
            compute: { inputs, _ in
                [
                    inputs[0].indices.map { row in
                        let range = inputs[1][row] - inputs[2][row]
                        return isFlat(inputs[1][row], inputs[2][row])
                            ? 0 : (inputs[3][row] - inputs[0][row]) / range
                    }
                ]
            }),
        Indicator(
            "imi", "intraday momentum index, 0…100", inputs: [.open, .close],
            parameters: [.period(14)],
            warmUp: { Int($0[0]) - 1 },
            compute: { [intraday($0[0], $0[1], Int($1[0]))] }),
        Indicator(
            "ao", "awesome oscillator: fast less slow average of the middle price",
            inputs: [.high, .low],
            parameters: [.period(5, "fast_period"), .period(34, "slow_period")],
            warmUp: { Int(max($0[0], $0[1])) - 1 },
            compute: { inputs, settings in
                [awesome(inputs, Int(settings[0]), Int(settings[1]))]
            }),
        Indicator(
            "tsi", "true strength index, −100…100: twice-smoothed change", inputs: [.series],
            parameters: [.period(25, "first_period"), .period(13, "second_period")],
            warmUp: { Int($0[0]) + Int($0[1]) - 1 },
            compute: { [trueStrength($0[0], Int($1[0]), Int($1[1]))] }),
        Indicator(
            "er", "Kaufman's efficiency ratio, 0…1", inputs: [.series],
            parameters: [.period(10)],
            warmUp: { Int($0[0]) },
            compute: { [efficiency($0[0], Int($1[0]))] }),
    ]

    private static func change(
        _ name: String, _ summary: String,
        _ combine: @escaping @Sendable (Double, Double) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series], parameters: [.period(10, least: 1)],
            warmUp: { Int($0[0]) }, compute: { [ratios($0[0], Int($1[0]), combine)] })
    }

    private static func difference(
        _ name: String, _ summary: String, of input: Indicator.Input = .series,
        _ combine: @escaping @Sendable (Double, Double) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [input],
            parameters: [
                .period(12, "fast_period"), .period(26, "slow_period"), .kind(.ema),
            ],
            warmUp: { AverageKind($0[2]).warmUp(Int(max($0[0], $0[1]))) },
            compute: { inputs, settings in
                let kind = AverageKind(settings[2])
                let fast = kind.average(inputs[0], Int(min(settings[0], settings[1])))
                let slow = kind.average(inputs[0], Int(max(settings[0], settings[1])))
                return [combined(fast, slow, combine)]
            })
    }
}

/// How far a fast average is from a slow one; 0 where the slow one is no more than rounding leaves of zeros.
private func inPercent(_ fast: Double, _ slow: Double) -> Double {
    slow.magnitude < 1e-14 ? 0 : (fast - slow) / slow * 100
}

/// Each value against the one `period` rows before.
func ratios(
    _ values: [Double], _ period: Int, _ combine: (Double, Double) -> Double
) -> [Double] {
    values.indices.map { $0 < period ? .nan : combine(values[$0], values[$0 - period]) }
}

/// Wilder-smoothed gains and losses, combined; 0 where nothing moved. `mean` is of a period's sum.
private func balance(
    _ values: [Double], _ period: Int, mean: (Double) -> Double,
    _ combine: (Double, Double) -> Double
) -> [Double] {
    var result = missing(values.count)
    var (gain, loss) = (0.0, 0.0)
    for row in 1...period {
        let change = values[row] - values[row - 1]
        if change < 0 { loss -= change } else { gain += change }
    }
    let rest = Double(period - 1)
    loss = mean(loss)
    gain = mean(gain)
    result[period] = gain + loss == 0 ? 0 : combine(gain, loss)
    for row in (period + 1)..<max(period + 1, values.count) {
        let change = values[row] - values[row - 1]
        gain = mean(gain * rest + (change > 0 ? change : 0))
        loss = mean(loss * rest + (change < 0 ? -change : 0))
        result[row] = gain + loss == 0 ? 0 : combine(gain, loss)
    }
    return result
}

/// Both averages begin where the slow one can: the fast one is seeded late, as in TA-Lib.
private func convergence(
    _ values: [Double], _ one: Int, _ other: Int,
    factors: (short: Double, long: Double)? = nil, signal period: Int
) -> [[Double]] {
    let (short, long) = (min(one, other), max(one, other))
    let late =
        missing(long - short)
        + exponentialAverage(Array(values[(long - short)...]), short, factor: factors?.short)
    let slow = exponentialAverage(values, long, factor: factors?.long)
    let macd = combined(late, slow) { $0 - $1 }
    let signal = chained(macd) { exponentialAverage($0, period) }
    let shown = hiding(macd, first: long - 1 + period - 1)
    return [shown, signal, combined(shown, signal) { $0 - $1 }]
}

/// Distance of the typical price from its average over 0.015 mean deviations.
private func channelIndex(
    _ high: [Double], _ low: [Double], _ close: [Double], _ period: Int
) -> [Double] {
    let typical = high.indices.map { (high[$0] + low[$0] + close[$0]) / 3 }
    let length = Double(period)
    // Summed in the order of TA-Lib's ring, so that the last bit is its own too.
    var ring = [Double](repeating: 0, count: period)
    return typical.indices.map { row in
        ring[row % period] = typical[row]
        guard row >= period - 1 else { return .nan }
        let average = ring.reduce(0, +) / length
        let deviation = ring.reduce(0) { $0 + ($1 - average).magnitude }
        let distance = typical[row] - average
        return isFlat(typical[row], average) || deviation == 0
            ? 0 : distance / (0.015 * (deviation / length))
    }
}

/// Buying pressure over true range in three windows, weighted 4 : 2 : 1. All sums begin with the longest.
private func ultimate(
    _ high: [Double], _ low: [Double], _ close: [Double], _ periods: [Int]
) -> [Double] {
    let range = trueRange(high, low, close)
    let pressure = close.indices.map { row in
        row == 0 ? .nan : close[row] - min(low[row], close[row - 1])
    }
    let parts = periods.map { period in
        let unread = min(1 + (periods.max() ?? period) - period, close.count)
        let moves = Array(range[unread...])
        let totals = [pressure, range].map {
            missing(unread) + sums(Array($0[unread...]), period, moves: moves)
        }
        return combined(totals[0], totals[1], quotient)
    }
    return close.indices.map { row in
        100 * ((4 * parts[0][row] + 2 * parts[1][row] + parts[2][row]) / 7)
    }
}

/// Sum of rises from open to close over the sum of all moves.
private func intraday(_ open: [Double], _ close: [Double], _ period: Int) -> [Double] {
    open.indices.map { row in
        guard row >= period - 1 else { return .nan }
        var (rises, falls) = (0.0, 0.0)
        for other in (row - period + 1)...row {
            let move = close[other] - open[other]
            if move > 0 { rises += move } else { falls -= move }
        }
        return rises + falls == 0 ? 50 : 100 * (rises / (rises + falls))
    }
}

private func trueStrength(_ values: [Double], _ first: Int, _ second: Int) -> [Double] {
    func smooth(_ column: [Double]) -> [Double] {
        chained(chained(column) { exponentialAverage($0, first) }) {
            exponentialAverage($0, second)
        }
    }
    let moves = ratios(values, 1) { $0 - $1 }
    return combined(smooth(moves), smooth(moves.map(\.magnitude))) {
        quotient(100 * $0, $1)
    }
}
