// Speed and strength of moves. Source: TA-Lib, "Momentum Indicators".

extension Catalogue {
    static let momentum: [Indicator] = [
        Indicator(
            "rsi", "relative strength index, 0…100, Wilder's smoothing", inputs: [.series],
            parameters: [.period(14)],
            warmUp: { Int($0[0]) },
            compute: { [relativeStrength($0[0], Int($1[0]))] })
    ]
    static let directional: [Indicator] = []
    static let stochastics: [Indicator] = []
    static let volatility: [Indicator] = []
    static let volume: [Indicator] = []
    static let statistics: [Indicator] = []
    static let prices: [Indicator] = []
}

/// 100 · gain / (gain + loss) of Wilder-smoothed gains and losses; 0 where nothing moved.
func relativeStrength(_ values: [Double], _ period: Int) -> [Double] {
    var result = missing(values.count)
    var (gain, loss) = (0.0, 0.0)
    for row in 1...period {
        let change = values[row] - values[row - 1]
        if change < 0 { loss -= change } else { gain += change }
    }
    let length = Double(period)
    loss /= length
    gain /= length
    result[period] = isZero(gain + loss) ? 0 : 100 * (gain / (gain + loss))
    for row in (period + 1)..<max(period + 1, values.count) {
        let change = values[row] - values[row - 1]
        loss *= length - 1
        gain *= length - 1
        if change < 0 { loss -= change } else { gain += change }
        loss /= length
        gain /= length
        result[row] = isZero(gain + loss) ? 0 : 100 * (gain / (gain + loss))
    }
    return result
}
