internal import Glibc

// Regressions and moments of the last values, and prices of one candle.
// Source: TA-Lib, "Statistic Functions" and "Price Transform".

extension Catalogue {
    static let statistics: [Indicator] = [
        Indicator(
            "stddev", "standard deviation (n) times a factor", inputs: [.series],
            parameters: [.period(5), .number("deviations", 1, -1_000...1_000)],
            warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                [
                    variances(inputs[0], Int(settings[0])).map { $0.squareRoot() * settings[1] }
                ]
            }),
        Indicator(
            "var", "variance (n)", inputs: [.series], parameters: [.period(5, least: 1)],
            warmUp: { Int($0[0]) - 1 },
            compute: { [variances($0[0], Int($1[0]))] }),
        Indicator(
            "avgdev", "mean distance from the mean", inputs: [.series],
            parameters: [.period(14)], warmUp: { Int($0[0]) - 1 },
            compute: { [meanDeviation($0[0], Int($1[0]))] }),
        Indicator(
            "sum", "sum of the last values", inputs: [.series], parameters: [.period(30)],
            warmUp: { Int($0[0]) - 1 }, compute: { [sums($0[0], Int($1[0]))] }),
        Indicator(
            "percentile", "value below which so many percent of the last values lie",
            inputs: [.series], parameters: [.period(30), .number("percentile", 50, 0...100)],
            warmUp: { Int($0[0]) - 1 },
            compute: { [percentile($0[0], Int($1[0]), $1[1])] }),
        Indicator(
            "percentrank", "percent of the values before that are below",
            inputs: [.series], parameters: [.period(100)], warmUp: { Int($0[0]) },
            compute: { [percentRank($0[0], Int($1[0]))] }),
        line("linearreg", "last value of the line through the last values") {
            $0.start.addingProduct($0.slope, $1 - 1)
        },
        line("linearreg_slope", "slope of that line per candle") { line, _ in line.slope },
        line("linearreg_intercept", "first value of that line") { line, _ in line.start },
        line("linearreg_angle", "slope of that line in degrees") { line, _ in
            atan(line.slope) * (180 / .pi)
        },
        line("tsf", "value of that line one candle ahead: time series forecast") {
            $0.start.addingProduct($0.slope, $1)
        },
        Indicator(
            "correl", "Pearson's correlation of two series", inputs: [.series, .other],
            parameters: [.period(30, least: 1)], warmUp: { Int($0[0]) - 1 },
            compute: { [correlation($0[0], $0[1], Int($1[0]))] }),
        Indicator(
            "beta", "slope of one series' changes against another's",
            inputs: [.series, .other], parameters: [.period(5, least: 1)],
            warmUp: { Int($0[0]) },
            compute: { [beta($0[0], $0[1], Int($1[0]))] }),
    ]

    static let prices: [Indicator] = [
        price("avgprice", "(open + high + low + close) / 4", [.open, .high, .low, .close]) {
            ($0[1] + $0[2] + $0[3] + $0[0]) / 4
        },
        price("medprice", "(high + low) / 2", [.high, .low]) { ($0[0] + $0[1]) / 2 },
        price("typprice", "(high + low + close) / 3", [.high, .low, .close]) {
            ($0[0] + $0[1] + $0[2]) / 3
        },
        price("wclprice", "(high + low + 2 · close) / 4", [.high, .low, .close]) {
            ($0[0] + $0[1] + $0[2] * 2) / 4
        },
        Indicator(
            "ha", "Heikin-Ashi candles", inputs: [.open, .high, .low, .close],
            outputs: ["open", "high", "low", "close"], warmUp: { _ in 0 },
            compute: { inputs, _ in heikinAshi(inputs) }),
    ]

    private static func line(
        _ name: String, _ summary: String,
        _ value: @escaping @Sendable (Line, Double) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series], parameters: [.period(14)],
            warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                [
                    lines(inputs[0], Int(settings[0])).map {
                        $0.map { value($0, settings[0]) } ?? .nan
                    }
                ]
            })
    }

    private static func price(
        _ name: String, _ summary: String, _ inputs: [Indicator.Input],
        _ combine: @escaping @Sendable ([Double]) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: inputs, warmUp: { _ in 0 },
            compute: { columns, _ in
                [columns[0].indices.map { row in combine(columns.map { $0[row] }) }]
            })
    }
}

extension Indicator.Input {
    static let other = Self(name: "other", column: nil)
}

/// The value of the nearest rank.
private func percentile(_ values: [Double], _ period: Int, _ percent: Double) -> [Double] {
    let rank = Int((percent / 100 * Double(period)).rounded(.up))
    return windows(values, period) { $0.sorted()[max(0, rank - 1)] }
}

private func percentRank(_ values: [Double], _ period: Int) -> [Double] {
    values.indices.map { row in
        guard row >= period else { return .nan }
        let below = values[(row - period)..<row].count { $0 < values[row] }
        return Double(below) / Double(period) * 100
    }
}

private func meanDeviation(_ values: [Double], _ period: Int) -> [Double] {
    windows(values, period) { window in
        // From the latest value back.
        let mean = window.reversed().reduce(0, +) / Double(period)
        return window.reversed().reduce(0) { $0 + ($1 - mean).magnitude } / Double(period)
    }
}

/// Least squares through a window; x counts from 0 at its first row.
private struct Line {
    let slope: Double
    let start: Double
}

/// As TA-Lib does it, so that a slope of nearly zero has TA-Lib's sign: the sums run on from row to row and
/// are taken anew every 32 periods, and when a value leaves that outweighs those that stay.
private func lines(_ values: [Double], _ period: Int) -> [Line?] {
    let length = Double(period)
    let sumX = length * (length - 1) / 2
    let sumXX = length * (length - 1) * (2 * length - 1) / 6
    let divisor = sumX * sumX - length * sumXX
    var sums = LineSums()
    var age = 32 * period
    return values.indices.map { row in
        guard row >= period - 1 else { return nil }
        age += 1
        if age > 32 * period || sums.slide(values[row - period], values[row], length) {
            sums = LineSums(of: values[(row - period + 1)...row])
            age = 1
        }
        let slope = (length * sums.xy - sumX * sums.y) / divisor
        return Line(slope: slope, start: (sums.y - slope * sumX) / length)
    }
}

/// Sums over a window; x counts back from its last row.
private struct LineSums {
    private(set) var y = 0.0
    private(set) var xy = 0.0
    private var size = 0.0

    init() {}

    init(of values: ArraySlice<Double>) {
        for (row, value) in zip(values.indices, values) {
            y += value
            xy += Double(values.endIndex - 1 - row) * value
            size += value.magnitude
        }
    }

    /// Whether what went outweighs what is left by so much that the sums lost digits.
    mutating func slide(_ gone: Double, _ value: Double, _ length: Double) -> Bool {
        let weight = length * gone
        xy = xy + y - weight
        y = y - gone + value
        size = size - gone.magnitude + value.magnitude
        return weight.magnitude > 100 * size
    }
}

private func heikinAshi(_ inputs: [[Double]]) -> [[Double]] {
    var candles = inputs
    for row in inputs[0].indices {
        let (open, high, low, close) = (
            inputs[0][row], inputs[1][row], inputs[2][row], inputs[3][row]
        )
        candles[3][row] = (open + high + low + close) / 4
        candles[0][row] =
            row == 0 ? (open + close) / 2 : (candles[0][row - 1] + candles[3][row - 1]) / 2
        candles[1][row] = max(high, candles[0][row], candles[3][row])
        candles[2][row] = min(low, candles[0][row], candles[3][row])
    }
    return candles
}
