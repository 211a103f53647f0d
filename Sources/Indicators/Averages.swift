// Moving averages and what follows price. Source: TA-Lib, "Overlap Studies".

extension Catalogue {
    static let averages: [Indicator] = [
        Indicator(
            "sma", "simple moving average", inputs: [.series], parameters: [.period(30)],
            warmUp: { Int($0[0]) - 1 },
            compute: { [simpleAverage($0[0], Int($1[0]))] }),
        Indicator(
            "ema", "exponential moving average, seeded with the simple average of the first period",
            inputs: [.series], parameters: [.period(30)],
            warmUp: { Int($0[0]) - 1 },
            compute: { [exponentialAverage($0[0], Int($1[0]))] }),
    ]
}

/// Mean of the last `period` values, from a running sum.
func simpleAverage(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    guard values.count >= period else { return result }
    var sum = 0.0
    for row in 0..<(period - 1) { sum += values[row] }
    for row in (period - 1)..<values.count {
        sum += values[row]
        result[row] = sum / Double(period)
        sum -= values[row - period + 1]
    }
    return result
}

/// k = 2 / (period + 1), from the simple average of the first `period` values.
func exponentialAverage(_ values: [Double], _ period: Int) -> [Double] {
    exponentialAverage(values, period, factor: 2 / Double(period + 1))
}

func exponentialAverage(_ values: [Double], _ period: Int, factor: Double) -> [Double] {
    var result = missing(values.count)
    guard values.count >= period else { return result }
    var sum = 0.0
    for row in 0..<period { sum += values[row] }
    var average = sum / Double(period)
    result[period - 1] = average
    for row in period..<values.count {
        average = (values[row] - average) * factor + average
        result[row] = average
    }
    return result
}
