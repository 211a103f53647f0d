internal import Glibc

// Oscillators of other collections. Source: freqtrade's `technical` 1.7 and pandas-ta 0.3, as each row
// says.

extension Catalogue {
    static let popularOscillators: [Indicator] = [
        Indicator(
            "laguerre", "Ehlers' Laguerre relative strength, 0…1 (technical)", inputs: [.close],
            parameters: [.number("gamma", 0.75, 0...1)], warmUp: { _ in 0 },
            compute: { [laguerre($0[0], $1[0])] }),
        Indicator(
            "rmi", "relative momentum index, 0…100 (technical)", inputs: [.close],
            parameters: [.period(20, "length"), .period(5, "momentum", least: 1)],
            warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let changes = ratios(inputs[0], Int(settings[1])) { $0 - $1 }
                let sides = [1.0, -1].map { side in
                    exponentialAverage(
                        changes.map { $0.isNaN ? 0 : max(0, side * $0) }, Int(settings[0]))
                }
                return [combined(sides[0], sides[1]) { $1 == 0 ? 0 : 100 - 100 / (1 + $0 / $1) }]
            }),
        Indicator(
            "fisher",
            "Fisher transform of the place in the range, and that of a candle before "
                + "(pandas-ta)",
            inputs: [.high, .low],
            parameters: [.period(9), .period(1, "signal", least: 1)],
            outputs: ["fisher", "signal"],
            skipsMissing: true,
            warmUp: { Int($0[0] + $0[1]) - 1 },
            compute: { inputs, settings in
                let line = fisher(inputs, Int(settings[0]))
                return [line, ratios(line, Int(settings[1])) { $1 }]
            }),
        Indicator(
            "kst", "know sure thing: four smoothed changes in percent, weighted (pandas-ta)",
            inputs: [.series],
            parameters: [
                .period(10, "roc1", least: 1), .period(15, "roc2", least: 1),
                .period(20, "roc3", least: 1), .period(30, "roc4", least: 1),
                .period(10, "sma1", least: 1), .period(10, "sma2", least: 1),
                .period(10, "sma3", least: 1), .period(15, "sma4", least: 1),
                .period(9, "signal", least: 1),
            ],
            outputs: ["kst", "signal"], skipsMissing: true,
            warmUp: { settings in
                let parts = (0..<4).map { settings[$0] + settings[$0 + 4] - 1 }
                return Int((parts.max() ?? 0) + settings[8]) - 1
            },
            compute: { knowSureThing($0[0], $1.map { Int($0) }) }),
    ]
}

/// Four filters in a row; rises of one to the next over all moves between them.
private func laguerre(_ values: [Double], _ gamma: Double) -> [Double] {
    var levels = [0.0, 0, 0, 0]
    return values.map { value in
        let before = levels
        levels[0] = (1 - gamma) * value + gamma * before[0]
        for level in 1...3 {
            levels[level] = -gamma * levels[level - 1] + before[level - 1] + gamma * before[level]
        }
        var (up, down) = (0.0, 0.0)
        for level in 0..<3 {
            let move = levels[level] - levels[level + 1]
            if move >= 0 { up += move } else { down -= move }
        }
        return up + down == 0 ? 0 : up / (up + down)
    }
}

private func fisher(_ inputs: [[Double]], _ period: Int) -> [Double] {
    let middle = combined(inputs[0], inputs[1]) { 0.5 * ($0 + $1) }
    let lowest = rollingExtreme(middle, period, isBetter: <)
    let highest = rollingExtreme(middle, period, isBetter: >)
    var line = missing(middle.count)
    guard let first = highest.firstIndex(where: { !$0.isNaN }) else { return line }
    line[first] = 0
    var smooth = 0.0
    for row in (first + 1)..<max(first + 1, middle.count) {
        let range = highest[row] - lowest[row]
        let place = (middle[row] - lowest[row]) / (range < 0.001 ? 0.001 : range) - 0.5
        smooth = 0.66 * place + 0.67 * smooth
        if smooth < -0.99 { smooth = -0.999 }
        if smooth > 0.99 { smooth = 0.999 }
        line[row] = 0.5 * (log((1 + smooth) / (1 - smooth)) + line[row - 1])
    }
    return line
}

private func knowSureThing(_ values: [Double], _ periods: [Int]) -> [[Double]] {
    let parts = (0..<4).map { part in
        rollingMean(ratios(values, periods[part], percent), periods[part + 4])
    }
    let line = values.indices.map { row in
        100 * (parts[0][row] + 2 * parts[1][row] + 3 * parts[2][row] + 4 * parts[3][row])
    }
    return [line, rollingMean(line, periods[8])]
}
