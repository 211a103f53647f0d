// Trends of other collections. Source: freqtrade's `technical` 1.7 and pandas-ta 0.3, as each row says.

extension Catalogue {
    static let trends: [Indicator] = [
        Indicator(
            "cti", "correlation of the values with a rising line, −1…1 (pandas-ta)",
            inputs: [.series], parameters: [.period(12, "length")],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                [windows(inputs[0], Int(settings[0]), correlationWithLine)]
            }),
        Indicator(
            "supertrend_plain",
            "stop a number of plain average true ranges away, 0 at first (technical)",
            inputs: [.high, .low, .close],
            parameters: [.period(10), .number("multiplier", 3, -1_000...1_000)],
            warmUp: { _ in 0 }, compute: { [plainStop($0, Int($1[0]), $1[1])] }),
        Indicator(
            "vidya", "average that follows faster in strong moves, 0 at first (technical)",
            inputs: [.close], parameters: [.period(9, "length"), .flag("select", true)],
            warmUp: { _ in 0 },
            compute: { [volatilityAverage($0[0], Int($1[0]), isMomentum: $1[1] == 1)] }),
        Indicator(
            "pmax", "stop a number of average true ranges from an average, 0 at first (technical)",
            inputs: [.open, .high, .low, .close],
            parameters: [
                .period(10), .number("multiplier", 3, -1_000...1_000), .period(12, "length"),
                .choice(
                    "kind", 1,
                    of: ["ema", "dema", "t3", "sma", "vidya", "tema", "wma"].enumerated().map {
                        Indicator.Choice(name: $0.element, number: Double($0.offset + 1))
                    }),
                .choice(
                    "source", 1,
                    of: ["close", "hl2", "ohlc4"].enumerated().map {
                        Indicator.Choice(name: $0.element, number: Double($0.offset + 1))
                    }),
            ],
            warmUp: { _ in 0 }, compute: { [averageStop($0, $1)] }),
    ]
}

/// pandas-ta's `linreg(r=True)`, its sums added as numpy does.
private func correlationWithLine(_ values: ArraySlice<Double>) -> Double {
    let count = Double(values.count)
    let places = 0.5 * count * (count + 1)
    let divisor = count * (places * (2 * count + 1) / 3) - places * places
    let products = zip(1..., values).map { Double($0) * $1 }
    let (sum, product) = (pairwiseSum(values), pairwiseSum(products[...]))
    let squares = pairwiseSum(values.map { $0 * $0 }[...])
    return (count * product - places * sum)
        / (divisor * (count * squares - sum * sum)).squareRoot()
}

/// numpy's order of addition: eight sums at once, halves of what is longer than 128.
func pairwiseSum(_ values: ArraySlice<Double>) -> Double {
    guard values.count >= 8 else { return values.reduce(0, +) }
    guard values.count <= 128 else {
        let half = values.count / 2 / 8 * 8
        return pairwiseSum(values.prefix(half)) + pairwiseSum(values.dropFirst(half))
    }
    var sums = Array(values.prefix(8))
    let whole = values.count / 8 * 8
    for index in 8..<max(8, whole) { sums[index % 8] += values[values.startIndex + index] }
    let first = (sums[0] + sums[1]) + (sums[2] + sums[3])
    let second = (sums[4] + sums[5]) + (sums[6] + sums[7])
    return values.dropFirst(whole).reduce(first + second, +)
}

/// `technical.supertrend`: bands around the middle of the candle.
private func plainStop(_ inputs: [[Double]], _ period: Int, _ multiplier: Double) -> [Double] {
    let (high, low, close) = (inputs[0], inputs[1], inputs[2])
    let ranges = rollingMean(trueRange(high, low, close), period)
    return followingStop(
        price: close, middle: combined(high, low) { ($0 + $1) / 2 },
        width: ranges.map { multiplier * $0 }, from: period)
}

/// `technical.PMAX`: bands around an average, which takes the price's part too.
private func averageStop(_ inputs: [[Double]], _ settings: [Double]) -> [Double] {
    let period = Int(settings[0])
    let average = stopAverage(inputs, Int(settings[2]), kind: settings[3], source: settings[4])
    let ranges = averageRange([inputs[1], inputs[2], inputs[3]], period)
    return followingStop(
        price: average, middle: average, width: ranges.map { settings[1] * $0 }, from: period)
}

private func stopAverage(
    _ inputs: [[Double]], _ length: Int, kind: Double, source: Double
) -> [Double] {
    let (open, high, low, close) = (inputs[0], inputs[1], inputs[2], inputs[3])
    let middle = combined(high, low) { $0 + $1 }
    let prices =
        switch source {
        case 2: middle.map { $0 / 2 }
        case 3: combined(combined(middle, close) { $0 + $1 }, open) { ($0 + $1) / 4 }
        default: close
        }
    switch kind {
    case 2: return AverageKind.dema.average(prices, length)
    case 3: return AverageKind.t3.average(prices, length)
    case 4: return AverageKind.sma.average(prices, length)
    case 5: return volatilityAverage(close, length, isMomentum: true)
    case 6: return AverageKind.tema.average(prices, length)
    case 7: return AverageKind.wma.average(close, length)
    default: return AverageKind.ema.average(prices, length)
    }
}

/// Bands start at 0, and so does the stop, which changes sides when the price passes it.
private func followingStop(
    price: [Double], middle: [Double], width: [Double], from first: Int
) -> [Double] {
    var stops = [Double](repeating: 0, count: price.count)
    var (upper, lower) = (0.0, 0.0)
    for row in price.indices.dropFirst(first) {
        let (above, below) = (middle[row] + width[row], middle[row] - width[row])
        let before = (upper: upper, lower: lower, stop: stops[row - 1])
        if above < upper || price[row - 1] > upper { upper = above }
        if below > lower || price[row - 1] < lower { lower = below }
        let isOnUpper = before.stop == before.upper
        let isOnLower = before.stop == before.lower
        if isOnUpper, price[row] <= upper {
            stops[row] = upper
        } else if isOnUpper, price[row] > upper {
            stops[row] = lower
        } else if isOnLower, price[row] >= lower {
            stops[row] = lower
        } else if isOnLower, price[row] < lower {
            stops[row] = upper
        }
    }
    return stops
}

/// `technical.VIDYA`: an exponential average whose factor is Chande's momentum or a deviation.
private func volatilityAverage(
    _ values: [Double], _ length: Int, isMomentum: Bool
) -> [Double] {
    let alpha = 2 / Double(length + 1)
    let changes = ratios(values, 1) { $0 - $1 }
    let rises = rollingSum(changes.map { $0 >= 0 ? $0 : 0 }, length)
    let falls = rollingSum(changes.map { $0 >= 0 ? 0 : -$0 }, length)
    let factors =
        isMomentum
        ? combined(rises, falls) { abs(100 * ($0 - $1) / ($0 + $1)) / 100 }
        : rollingVariance(values, length).map { $0.squareRoot() }
    var average = [Double](repeating: 0, count: values.count)
    for row in values.indices.dropFirst(length) {
        let factor = alpha * (factors[row].isNaN ? 0 : factors[row])
        average[row] = factor * values[row] + (1 - factor) * average[row - 1]
    }
    return average
}
