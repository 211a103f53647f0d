// More of what volume says of price. Source: TA-Lib, "Volume Indicators".

extension Catalogue {
    static let flows: [Indicator] = [
        Indicator(
            "efi", "Elder's force index: average of change times volume",
            inputs: [.close, .volume], parameters: [.period(13)], warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let changes = ratios(inputs[0], 1) { $0 - $1 }
                let force = combined(changes, inputs[1]) { $0 * $1 }
                return [chained(force) { exponentialAverage($0, Int(settings[0])) }]
            }),
        Indicator(
            "marketfi", "market facilitation index: range over volume",
            inputs: [.high, .low, .volume], warmUp: { _ in 0 },
            compute: { inputs, _ in
                [combined(combined(inputs[0], inputs[1]) { $0 - $1 }, inputs[2], quotient)]
            }),
        Indicator(
            "nvi", "negative volume index: changes on falling volume, from 1,000",
            inputs: [.close, .volume], warmUp: { _ in 0 },
            compute: { inputs, _ in [volumeIndex(inputs[0], inputs[1]) { $0 < $1 }] }),
        Indicator(
            "pvi", "positive volume index: changes on rising volume, from 1,000",
            inputs: [.close, .volume], warmUp: { _ in 0 },
            compute: { inputs, _ in [volumeIndex(inputs[0], inputs[1]) { $0 > $1 }] }),
        Indicator(
            "pvt", "price volume trend: sum of volume times relative change",
            inputs: [.close, .volume], warmUp: { _ in 0 },
            compute: { inputs, _ in [volumeTrend(inputs[0], inputs[1])] }),
        Indicator(
            "rvol", "volume over the average of the candles before", inputs: [.volume],
            parameters: [.period(20)], warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let average = simpleAverage(inputs[0], Int(settings[0]))
                return [
                    inputs[0].indices.map { row in
                        row == 0 ? .nan : inputs[0][row] / average[row - 1]
                    }
                ]
            }),
        Indicator(
            "vwap", "average typical price, weighted by volume, since the first candle",
            inputs: [.high, .low, .close, .volume], warmUp: { _ in 0 },
            compute: { inputs, _ in [volumeWeighted(inputs)] }),
    ]
}

private func volumeIndex(
    _ close: [Double], _ volume: [Double], _ counts: (Double, Double) -> Bool
) -> [Double] {
    var index = 1_000.0
    return close.indices.map { row in
        if row > 0, counts(volume[row], volume[row - 1]), close[row - 1] != 0 {
            index += index * ((close[row] - close[row - 1]) / close[row - 1])
        }
        return index
    }
}

private func volumeTrend(_ close: [Double], _ volume: [Double]) -> [Double] {
    var trend = 0.0
    return close.indices.map { row in
        if row > 0, close[row - 1] != 0 {
            trend += volume[row] * ((close[row] - close[row - 1]) / close[row - 1])
        }
        return trend
    }
}

private func volumeWeighted(_ inputs: [[Double]]) -> [Double] {
    var (money, volume) = (0.0, 0.0)
    return inputs[0].indices.map { row in
        let typical = (inputs[0][row] + inputs[1][row] + inputs[2][row]) / 3
        money += typical * inputs[3][row]
        volume += inputs[3][row]
        return volume == 0 ? typical : money / volume
    }
}
