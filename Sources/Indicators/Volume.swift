// What volume says of price. Source: TA-Lib, "Volume Indicators" and "Momentum Indicators".

extension Catalogue {
    static let volume: [Indicator] = [
        Indicator(
            "obv", "on balance volume", inputs: [.close, .volume], warmUp: { _ in 0 },
            compute: { inputs, _ in [onBalance(inputs[0], inputs[1])] }),
        Indicator(
            "ad", "accumulation and distribution line", inputs: flow, warmUp: { _ in 0 },
            compute: { inputs, _ in [accumulation(inputs)] }),
        Indicator(
            "adosc", "fast less slow average of the accumulation line", inputs: flow,
            parameters: [.period(3, "fast_period"), .period(10, "slow_period")],
            warmUp: { Int(max($0[0], $0[1])) - 1 },
            compute: { inputs, settings in
                let line = accumulation(inputs)
                let (fast, slow) = (smoothed(line, settings[0]), smoothed(line, settings[1]))
                let first = Int(max(settings[0], settings[1])) - 1
                return [hiding(combined(fast, slow) { $0 - $1 }, first: first)]
            }),
        Indicator(
            "cmf", "Chaikin money flow, −1…1", inputs: flow, parameters: [.period(20)],
            warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let period = Int(settings[0])
                return [
                    combined(sums(moneyFlow(inputs), period), sums(inputs[3], period)) {
                        $0.isNaN ? .nan : $1 > 0 ? $0 / $1 : 0
                    }
                ]
            }),
        Indicator(
            "mfi", "money flow index, 0…100", inputs: flow, parameters: [.period(14)],
            warmUp: { Int($0[0]) },
            compute: { [flowIndex($0, Int($1[0]))] }),
    ]

    private static let flow: [Indicator.Input] = [.high, .low, .close, .volume]
}

private func onBalance(_ close: [Double], _ volume: [Double]) -> [Double] {
    var balance = volume.first ?? 0
    return close.indices.map { row in
        if row > 0, close[row] > close[row - 1] {
            balance += volume[row]
        } else if row > 0, close[row] < close[row - 1] {
            balance -= volume[row]
        }
        return balance
    }
}

/// Volume times where the close stands in the candle, −1…1; 0 for flat candles.
private func moneyFlow(_ inputs: [[Double]]) -> [Double] {
    inputs[0].indices.map { row in
        let (high, low, close) = (inputs[0][row], inputs[1][row], inputs[2][row])
        return !isFlat(high, low)
            ? ((close - low) - (high - close)) / (high - low) * inputs[3][row] : 0
    }
}

private func accumulation(_ inputs: [[Double]]) -> [Double] {
    var line = 0.0
    return moneyFlow(inputs).map { flow in
        line += flow
        return line
    }
}

/// An exponential average that starts at the first value.
private func smoothed(_ values: [Double], _ period: Double) -> [Double] {
    let factor = 2 / (period + 1)
    var average = values.first ?? 0
    return values.indices.map { row in
        if row > 0 { average = (factor * values[row]).addingProduct(1 - factor, average) }
        return average
    }
}

/// Money of rising candles over all money, by the typical price; 0 where none flowed. As in TA-Lib the sums
/// run on from row to row, and typical prices that only rounding tells apart are equal.
private func flowIndex(_ inputs: [[Double]], _ period: Int) -> [Double] {
    let typical = inputs[0].indices.map { (inputs[0][$0] + inputs[1][$0] + inputs[2][$0]) / 3 }
    var index = missing(typical.count)
    var gains = [Double](repeating: 0, count: period)
    var losses = gains
    var (gain, loss) = (0.0, 0.0)
    for row in typical.indices.dropFirst() {
        let slot = row % period
        gain -= gains[slot]
        loss -= losses[slot]
        let (now, before) = (typical[row], typical[row - 1])
        let money = isFlat(now, before) ? 0 : now * inputs[3][row]
        gains[slot] = now > before ? money : 0
        losses[slot] = now < before ? money : 0
        gain += gains[slot]
        loss += losses[slot]
        if gains.allSatisfy({ $0 == 0 }), losses.allSatisfy({ $0 == 0 }) { (gain, loss) = (0, 0) }
        guard row >= period else { continue }
        index[row] = min(max(100 * quotient(gain, gain + loss), 0), 100)
    }
    return index
}
