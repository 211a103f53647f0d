// Cycles of moving averages that drift apart. Source: freqtrade's `technical` 1.7 and pandas-ta 0.3, as
// each row says.

extension Catalogue {
    static let schaff: [Indicator] = [
        Indicator(
            "stc", "Schaff's trend cycle from a plain stochastic (technical)", inputs: [.close],
            parameters: [.period(23, "fast"), .period(50, "slow"), .period(10, "length")],
            warmUp: { Int(max($0[0], $0[1]) + 2 * $0[2]) - 3 },
            compute: { [plainCycle($0[0], $1.map { Int($0) })] }),
        Indicator(
            "schaff", "Schaff's trend cycle, twice smoothed, with its first stage (pandas-ta)",
            inputs: [.series],
            parameters: [
                .period(10, "length"), .period(12, "fast"), .period(26, "slow"),
                .number("factor", 0.5, 0.000_001...1),
            ],
            outputs: ["stc", "macd", "stoch"], flags: ["stc", "stoch"],
            warmUp: { Int(max($0[1], $0[2])) - 1 },
            compute: { smoothedCycle($0[0], $1) }),
        Indicator(
            "madr", "rate of the close's distance from its average, with bounds (technical)",
            inputs: [.close],
            parameters: [
                .period(21, "length"), .period(2, "deviations", least: 1),
                .choice(
                    "kind", 0,
                    of: [
                        Indicator.Choice(name: "sma", number: 0),
                        Indicator.Choice(name: "ema", number: 1),
                    ]),
            ],
            outputs: ["rate", "stdcenter", "plusdev", "minusdev"], skipsMissing: true,
            warmUp: { Int($0[0] + $0[0] * $0[1]) - 2 },
            compute: { deviationRate($0[0], $1) }),
    ]
}

private func divergence(_ values: [Double], _ fast: Int, _ slow: Int) -> [Double] {
    combined(
        chained(values) { exponentialAverage($0, fast) },
        chained(values) { exponentialAverage($0, slow) }
    ) { $0 - $1 }
}

private func plainCycle(_ values: [Double], _ settings: [Int]) -> [Double] {
    let line = divergence(values, settings[0], settings[1])
    let least = rollingExtreme(line, settings[2], isBetter: <)
    let ranges = combined(rollingExtreme(line, settings[2], isBetter: >), least) { $0 - $1 }
    let fast = combined(combined(line, least) { $0 - $1 }, ranges) { $0 / $1 * 100 }
    let slow = rollingMean(fast, settings[2])
    return line.indices.map { row in
        let share = fast[row] * line[row]
        return 100 * (line[row] - share) / (slow[row] * line[row] - share)
    }
}

private func smoothedCycle(_ values: [Double], _ settings: [Double]) -> [[Double]] {
    let length = Int(settings[0])
    let (fast, slow) = (min(settings[1], settings[2]), max(settings[1], settings[2]))
    let line = divergence(values, Int(fast), Int(slow))
    let least = rollingExtreme(line, length, isBetter: <)
    let ranges = combined(rollingExtreme(line, length, isBetter: >), least) { $0 - $1 }
    // As the source has it: the first stage moves only while the least is above zero.
    let first = smoothed(line, least, ranges, by: settings[3]) { least[$0] > 0 }
    let low = rollingExtreme(first, length, isBetter: <)
    // The source adds this to all spans as soon as one is 0, as those of the first rows are.
    let spans = combined(rollingExtreme(first, length, isBetter: >), low) {
        $0 - $1 + .ulpOfOne
    }
    let second = smoothed(first, low, spans, by: settings[3]) { spans[$0] > 0 }
    return [second, line, first]
}

/// The place in the range in percent, kept where there is none, smoothed and rounded to 8 decimals.
private func smoothed(
    _ values: [Double], _ least: [Double], _ ranges: [Double], by factor: Double,
    where isThere: (Int) -> Bool
) -> [Double] {
    var (place, mean) = (0.0, 0.0)
    return values.indices.map { row in
        guard row > 0 else { return 0 }
        if isThere(row) { place = 100 * ((values[row] - least[row]) / ranges[row]) }
        mean = ((mean + factor * (place - mean)) * 1e8).rounded(.toNearestOrEven) / 1e8
        return mean
    }
}

private func deviationRate(_ values: [Double], _ settings: [Double]) -> [[Double]] {
    let (length, factor) = (Int(settings[0]), settings[1])
    func average(_ values: [Double], _ period: Int) -> [Double] {
        chained(values) {
            settings[2] == 0 ? simpleAverage($0, period) : exponentialAverage($0, period)
        }
    }
    let rate = combined(values, average(values, length)) { $0 / $1 * 100 - 100 }
    let center = average(rate, length * Int(factor))
    let spread = chained(rate) { variances($0, length * Int(factor)).map { $0.squareRoot() } }
    return [
        rate, center, combined(center, spread) { $0 + $1 * factor },
        combined(center, spread) { $0 - $1 * factor },
    ]
}
