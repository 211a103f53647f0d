// Moving averages and what follows price. Source: TA-Lib, "Overlap Studies".

extension Catalogue {
    static let averages: [Indicator] = [
        average("sma", "simple moving average", simpleAverage) { $0 - 1 },
        average("ema", "exponential moving average, from the simple one of the first period") {
            exponentialAverage($0, $1)
        } lookback: {
            $0 - 1
        },
        average("wma", "linearly weighted moving average", weightedAverage) { $0 - 1 },
        average("dema", "double exponential moving average", doubleAverage) { 2 * ($0 - 1) },
        average("tema", "triple exponential moving average", tripleAverage) { 3 * ($0 - 1) },
        average(
            "trima", "triangular moving average: a simple average of a simple average",
            triangularAverage
        ) { $0 - 1 },
        average("kama", "Kaufman's adaptive moving average", adaptiveAverage) { $0 },
        average("rma", "Wilder's moving average", wilderAverage) { $0 - 1 },
        average("hma", "Hull's moving average", standard: 20, hullAverage) {
            $0 - 1 + Int(Double($0).squareRoot()) - 1
        },
        average(
            "zlema", "exponential moving average of values with their lag added", lagFreeAverage
        ) { $0 - 1 + ($0 - 1) / 2 },
        Indicator(
            "t3", "Tillson's T3: six exponential averages", inputs: [.series],
            parameters: [.period(5), .number("volume_factor", 0.7, 0...1)],
            warmUp: { 6 * (Int($0[0]) - 1) },
            compute: { [tillsonAverage($0[0], Int($1[0]), $1[1])] }),
        Indicator(
            "vwma", "moving average weighted by volume", inputs: [.series, .volume],
            parameters: [.period(30)], warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let weighted = combined(inputs[0], inputs[1]) { $0 * $1 }
                let period = Int(settings[0])
                return [
                    combined(simpleAverage(weighted, period), simpleAverage(inputs[1], period)) {
                        $0 / $1
                    }
                ]
            }),
        average("midpoint", "middle of the highest and lowest value", standard: 14) {
            combined(extremes($0, $1, >), extremes($0, $1, <)) { ($0 + $1) / 2 }
        } lookback: {
            $0 - 1
        },
        Indicator(
            "midprice", "middle of the highest high and the lowest low", inputs: [.high, .low],
            parameters: [.period(14)], warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let period = Int(settings[0])
                return [
                    combined(extremes(inputs[0], period, >), extremes(inputs[1], period, <)) {
                        ($0 + $1) / 2
                    }
                ]
            }),
    ]

    private static func average(
        _ name: String, _ summary: String, standard: Double = 30,
        _ compute: @escaping @Sendable ([Double], Int) -> [Double],
        lookback: @escaping @Sendable (Int) -> Int
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series], parameters: [.period(standard)],
            warmUp: { lookback(Int($0[0])) }, compute: { [compute($0[0], Int($1[0]))] })
    }
}

/// Mean of the last `period` values, from a running sum.
func simpleAverage(_ values: [Double], _ period: Int) -> [Double] {
    sums(values, period).map { $0 / Double(period) }
}

/// Running sum of the last `period` values: the new one is added before the oldest is taken off.
func sums(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    guard values.count >= period else { return result }
    var sum = 0.0
    for row in 0..<(period - 1) { sum += values[row] }
    for row in (period - 1)..<values.count {
        sum += values[row]
        result[row] = sum
        sum -= values[row - period + 1]
    }
    return result
}

/// The same, but 0 where `moves` were 0 in the whole window: what is left of the sum there is rounding.
func sums(_ values: [Double], _ period: Int, moves: [Double]) -> [Double] {
    var result = missing(values.count)
    var (sum, stillRows) = (0.0, 0)
    for row in values.indices {
        sum += values[row]
        stillRows = moves[row] == 0 ? stillRows + 1 : 0
        if stillRows >= period { sum = 0 }
        guard row >= period - 1 else { continue }
        result[row] = sum
        sum -= values[row - period + 1]
    }
    return result
}

/// k = 2 / (period + 1), from the simple average of the first `period` values. The multiplication
/// and the addition round once, as in TA-Lib's builds for processors with fused operations.
func exponentialAverage(_ values: [Double], _ period: Int, factor: Double? = nil) -> [Double] {
    guard values.count >= period else { return missing(values.count) }
    let factor = factor ?? 2 / Double(period + 1)
    var sum = 0.0
    for row in 0..<period { sum += values[row] }
    return [Double](unsafeUninitializedCapacity: values.count) { result, filled in
        result[..<(period - 1)].initialize(repeating: .nan)
        var average = sum / Double(period)
        result[period - 1] = average
        for row in period..<values.count {
            average = average.addingProduct(values[row] - average, factor)
            result[row] = average
        }
        filled = values.count
    }
}

/// k = 1 / period, from the simple average of the first `period` values.
func wilderAverage(_ values: [Double], _ period: Int) -> [Double] {
    let rest = Double(period - 1) / Double(period)
    return blendedAverage(values, period, share: 1 - rest, rest: rest)
}

/// A share of each value and the rest of the average before it; rounds like `exponentialAverage`.
private func blendedAverage(
    _ values: [Double], _ period: Int, share: Double, rest: Double
) -> [Double] {
    var result = missing(values.count)
    guard values.count >= period else { return result }
    var sum = 0.0
    for row in 0..<period { sum += values[row] }
    var average = sum / Double(period)
    result[period - 1] = average
    for row in period..<values.count {
        average = (values[row] * share).addingProduct(average, rest)
        result[row] = average
    }
    return result
}

/// As TA-Lib does it: the sums run on from row to row and are taken anew every 8 periods.
func weightedAverage(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    guard values.count >= period else { return result }
    let divisor = Double(period * (period + 1) / 2)
    var (weighted, plain) = (0.0, 0.0)
    for row in (period - 1)..<values.count {
        let first = row - period + 1
        if first == 0 || (first + 1) % (8 * period) == 0 {
            (weighted, plain) = (0, 0)
            for other in first...row {
                plain += values[other]
                weighted += values[other] * Double(other - first + 1)
            }
        } else {
            weighted -= plain
            plain = plain + values[row] - values[first - 1]
            weighted += values[row] * Double(period)
        }
        result[row] = weighted / divisor
    }
    return result
}

func doubleAverage(_ values: [Double], _ period: Int) -> [Double] {
    let once = exponentialAverage(values, period)
    let twice = chained(once) { exponentialAverage($0, period) }
    return combined(once, twice) { 2 * $0 - $1 }
}

func tripleAverage(_ values: [Double], _ period: Int) -> [Double] {
    let once = exponentialAverage(values, period)
    let twice = chained(once) { exponentialAverage($0, period) }
    let thrice = chained(twice) { exponentialAverage($0, period) }
    return combined(combined(once, twice) { 3 * $0 - 3 * $1 }, thrice) { $0 + $1 }
}

/// Weights rise to the middle of the window and fall after it: the sums of its rising and of its
/// falling half run on, and each candle shifts the weights by one of each.
func triangularAverage(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    guard values.count >= period else { return result }
    let isOdd = !period.isMultiple(of: 2)
    let (rise, fall) = ((period + 1) / 2, period / 2)
    let share = 1 / (Double(rise) * Double(fall + 1))
    var (rising, falling, weighted) = (0.0, 0.0, 0.0)
    for row in (0..<rise).reversed() {
        rising += values[row]
        weighted += rising
    }
    for row in rise..<period {
        falling += values[row]
        weighted += falling
    }
    result[period - 1] = weighted * share
    for row in period..<values.count {
        let middle = values[row - fall]
        weighted -= rising
        rising = rising - values[row - period] + middle
        if isOdd { weighted += falling }
        falling -= middle
        if !isOdd { weighted += falling }
        falling += values[row]
        weighted += values[row]
        result[row] = weighted * share
    }
    return result
}

func lagFreeAverage(_ values: [Double], _ period: Int) -> [Double] {
    let lag = (period - 1) / 2
    let ahead = ratios(values, lag) { 2 * $0 - $1 }
    return chained(ahead) { exponentialAverage($0, period) }
}

func hullAverage(_ values: [Double], _ period: Int) -> [Double] {
    let short = max(1, period / 2)
    let root = max(1, Int(Double(period).squareRoot()))
    let raw = combined(
        AverageKind.wma.average(values, short, from: period - 1), weightedAverage(values, period)
    ) { 2 * $0 - $1 }
    return chained(raw) { AverageKind.wma.average($0, root) }
}

/// The smoothing follows how straight the path of the last `period` values was.
func adaptiveAverage(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    guard values.count > period else { return result }
    let slowest = 2.0 / 31
    let span = 2.0 / 3 - slowest
    let straight = efficiency(values, period)
    var average = values[period - 1]
    for row in period..<values.count {
        let smoothing = slowest.addingProduct(straight[row], span)
        average.addProduct(values[row] - average, smoothing * smoothing)
        result[row] = average
    }
    return result
}

/// Change over `period` as a share of the path that led there, 0…1; 1 where nothing moved.
func efficiency(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    guard values.count > period else { return result }
    var (path, stillRows) = (0.0, 0)
    for row in 1..<values.count {
        if row > period {
            path -= (values[row - period] - values[row - period - 1]).magnitude
        }
        let step = (values[row] - values[row - 1]).magnitude
        path += step
        stillRows = step == 0 ? stillRows + 1 : 0
        // What is left of a sum of zeros is rounding.
        if stillRows >= period { path = 0 }
        guard row >= period else { continue }
        let change = (values[row] - values[row - period]).magnitude
        result[row] = path <= change ? 1 : change / path
    }
    return result
}

func tillsonAverage(_ values: [Double], _ period: Int, _ factor: Double) -> [Double] {
    let share = 2 / Double(period + 1)
    var stages = [values]
    for stage in 0..<6 {
        stages.append(
            chained(stages[stage]) {
                blendedAverage($0, period, share: share, rest: 1 - share)
            })
    }
    let square = factor * factor
    let cube = square * factor
    let weights = [
        -cube, 3 * (square + cube), -6 * square - 3 * (factor + cube),
        (1.0.addingProduct(3, factor) + cube).addingProduct(3, square),
    ]
    return values.indices.map { row in
        (weights[1] * stages[5][row]).addingProduct(weights[0], stages[6][row])
            .addingProduct(weights[2], stages[4][row]).addingProduct(weights[3], stages[3][row])
    }
}
