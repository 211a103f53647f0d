// Wilder's directional movement, Aroon and Vortex. Source: TA-Lib, "Momentum Indicators".

extension Catalogue {
    static let directional: [Indicator] = [
        row("adx", "average directional index, 0…100", warmUp: { 2 * $0 - 1 }) {
            [$0.averageIndex(firstOf: $1)]
        },
        row(
            "adxr", "mean of the average directional index and that of a period before",
            warmUp: { 3 * $0 - 2 }
        ) { movement, period in
            [ratios(movement.averageIndex(firstOf: period), period - 1) { ($0 + $1) / 2 }]
        },
        row("dx", "directional movement index, 0…100", warmUp: { $0 }) { movement, _ in
            [movement.index]
        },
        row("plus_di", "positive directional indicator", warmUp: { $0 }) { movement, _ in
            [movement.plusIndicator]
        },
        row("minus_di", "negative directional indicator", warmUp: { $0 }) { movement, _ in
            [movement.minusIndicator]
        },
        Indicator(
            "plus_dm", "positive directional movement", inputs: [.high, .low],
            parameters: [.period(14)], warmUp: { Int($0[0]) - 1 },
            compute: { [Movement($0[0], $0[1], $0[1], Int($1[0])).plus] }),
        Indicator(
            "minus_dm", "negative directional movement", inputs: [.high, .low],
            parameters: [.period(14)], warmUp: { Int($0[0]) - 1 },
            compute: { [Movement($0[0], $0[1], $0[1], Int($1[0])).minus] }),
        Indicator(
            "aroon", "candles since the lowest low and highest high, 0…100",
            inputs: [.high, .low], parameters: [.period(14)], outputs: ["down", "up"],
            warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let period = Int(settings[0])
                return [
                    ages(extremeRows(inputs[1], period + 1, <), period),
                    ages(extremeRows(inputs[0], period + 1, >), period),
                ]
            }),
        Indicator(
            "aroonosc", "Aroon up less Aroon down, −100…100", inputs: [.high, .low],
            parameters: [.period(14)], warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let period = Int(settings[0])
                let highs = extremeRows(inputs[0], period + 1, >)
                let lows = extremeRows(inputs[1], period + 1, <)
                return [
                    zip(highs, lows).map {
                        $0 < 0 ? .nan : 100 / Double(period) * Double($0 - $1)
                    }
                ]
            }),
        Indicator(
            "vortex", "vortex indicator", inputs: [.high, .low, .close],
            parameters: [.period(14)], outputs: ["plus", "minus"], warmUp: { Int($0[0]) },
            compute: { vortex($0[0], $0[1], $0[2], Int($1[0])) }),
        Indicator(
            "fractal", "100 when the candles after it have confirmed a swing high or low",
            inputs: [.high, .low],
            parameters: [
                .period(2, "candles_before", least: 1), .period(2, "candles_after", least: 1),
            ],
            outputs: ["high", "low"], flags: ["high", "low"], warmUp: { Int($0[0] + $0[1]) },
            compute: { inputs, settings in
                let (before, after) = (Int(settings[0]), Int(settings[1]))
                return [
                    swings(inputs[0], before, after, >), swings(inputs[1], before, after, <),
                ]
            }),
    ]

    private static func row(
        _ name: String, _ summary: String, warmUp: @escaping @Sendable (Int) -> Int,
        _ compute: @escaping @Sendable (Movement, Int) -> [[Double]]
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.high, .low, .close], parameters: [.period(14)],
            warmUp: { warmUp(Int($0[0])) },
            compute: { inputs, settings in
                let period = Int(settings[0])
                return compute(Movement(inputs[0], inputs[1], inputs[2], period), period)
            })
    }
}

/// Directional movement and true range with Wilder's sums: value − value / period + new.
private struct Movement {
    /// From row period − 1 on.
    private(set) var plus: [Double]
    private(set) var minus: [Double]
    private var range: [Double]
    private let period: Int

    init(_ high: [Double], _ low: [Double], _ close: [Double], _ period: Int) {
        self.period = period
        plus = missing(high.count)
        minus = missing(high.count)
        range = missing(high.count)
        let ranges = trueRange(high, low, close)
        let length = Double(period)
        var sums = (plus: 0.0, minus: 0.0, range: 0.0)
        for row in 1..<max(1, high.count) {
            if row >= period {
                sums.plus -= sums.plus / length
                sums.minus -= sums.minus / length
                sums.range -= sums.range / length
            }
            let (up, down) = (high[row] - high[row - 1], low[row - 1] - low[row])
            if down > 0, up < down {
                sums.minus += down
            } else if up > 0, up > down {
                sums.plus += up
            }
            sums.range += ranges[row]
            guard row >= period - 1 else { continue }
            (plus[row], minus[row], range[row]) = sums
        }
        if period == 1, !high.isEmpty { (plus[0], minus[0]) = (.nan, .nan) }
    }

    var plusIndicator: [Double] { indicator(plus) }
    var minusIndicator: [Double] { indicator(minus) }

    private func indicator(_ movement: [Double]) -> [Double] {
        hiding(
            combined(movement, range) { 100 * quotient($0, $1) }, first: period)
    }

    /// The value before stays where nothing moved.
    var index: [Double] {
        var result = missing(plus.count)
        var last = 0.0
        for row in period..<max(period, plus.count) {
            last = strength(row) ?? last
            result[row] = last
        }
        return result
    }

    private func strength(_ row: Int) -> Double? {
        guard range[row] != 0 else { return nil }
        let (down, up) = (100 * (minus[row] / range[row]), 100 * (plus[row] / range[row]))
        return down + up == 0 ? nil : 100 * ((down - up).magnitude / (down + up))
    }

    /// Wilder's average of the index, from the mean of its first `count` values.
    func averageIndex(firstOf count: Int) -> [Double] {
        var result = missing(plus.count)
        let first = period + count - 1
        guard plus.count > first else { return result }
        var sum = 0.0
        for row in period...first { sum += strength(row) ?? 0 }
        let length = Double(count)
        var average = sum / length
        result[first] = average
        for row in (first + 1)..<max(first + 1, plus.count) {
            if let strength = strength(row) {
                average = (average * (length - 1) + strength) / length
            }
            result[row] = average
        }
        return result
    }
}

/// 100 where the value `after` rows ago is better than all before and since.
private func swings(
    _ values: [Double], _ before: Int, _ after: Int, _ isBetter: (Double, Double) -> Bool
) -> [Double] {
    values.indices.map { row in
        guard row >= before + after else { return .nan }
        let swing = row - after
        let isSwing = ((swing - before)...row).allSatisfy {
            $0 == swing || isBetter(values[swing], values[$0])
        }
        return isSwing ? 100 : 0
    }
}

private func ages(_ rows: [Int], _ period: Int) -> [Double] {
    rows.indices.map { row in
        rows[row] < 0 ? .nan : 100 / Double(period) * Double(period - (row - rows[row]))
    }
}

private func vortex(
    _ high: [Double], _ low: [Double], _ close: [Double], _ period: Int
) -> [[Double]] {
    let rising = high.indices.map { $0 == 0 ? .nan : (high[$0] - low[$0 - 1]).magnitude }
    let falling = high.indices.map { $0 == 0 ? .nan : (low[$0] - high[$0 - 1]).magnitude }
    let range = chained(trueRange(high, low, close)) { sums($0, period, moves: $0) }
    return [rising, falling].map { moves in
        combined(chained(moves) { sums($0, period) }, range) { quotient($0, $1) }
    }
}
