internal import Glibc

// What freqtrade's strategies take from qtpylib, as it computes them: on pandas' windows and weights.
// Source: qtpylib's `indicators`, that of freqtrade's `technical` 1.7. Its `rsi` and `cci` know the
// future and are left out; its `typical_price` and `heikinashi` are `typprice` and `ha`.

extension Catalogue {
    static let quantitative: [Indicator] = quantitativeAverages + quantitativeRanges + returns

    private static let quantitativeAverages: [Indicator] = [
        bands(
            "bollinger_bands", "Bollinger bands from the first rows on, n − 1 (qtpylib)", warmUp: 1
        ) {
            (
                rollingMean($0, $1, least: 1),
                rollingVariance($0, $1, least: 1).map { $0.squareRoot() }
            )
        },
        bands("weighted_bollinger_bands", "bands around an exponential average, n − 1 (qtpylib)") {
            (spanMean($0, Double($1), least: $1), windowDeviation($0, $1))
        },
        average(
            "rolling_weighted_mean", "exponential average of pandas (qtpylib)", warmUp: { $0 - 1 }
        ) {
            spanMean($0, Double($1), least: $1)
        },
        average(
            "hull_moving_average", "Hull's average of exponential averages (qtpylib)",
            warmUp: { 2 * ($0 - 1) }
        ) { hull($0, Double($1), least: $1) },
        average(
            "zlema", "zero-lag exponential average of half the window (qtpylib)", window: 20,
            warmUp: { $0 - 1 + ($0 - 1) / 2 }
        ) { values, window in
            let lag = (window - 1) / 2
            return spanMean(ratios(values, lag) { 2 * $0 - $1 }, Double(lag), least: window)
        },
        average(
            "zlhma", "zero-lag Hull average of half the window (qtpylib)", window: 20, least: 5,
            warmUp: { 2 * ($0 - 1) + ($0 - 1) / 2 }
        ) { values, window in
            let lag = (window - 1) / 2
            return hull(ratios(values, lag) { 2 * $0 - $1 }, Double(lag), least: window)
        },
        Indicator(
            "qtpylib_macd", "convergence and divergence of exponential averages (qtpylib)",
            inputs: [.series],
            parameters: [.period(3, "fast"), .period(10, "slow"), .period(16, "smooth")],
            outputs: ["macd", "signal", "histogram"], skipsMissing: true,
            warmUp: { Int(max($0[0], $0[1]) + $0[2]) - 2 },
            compute: { inputs, settings in
                let averages = settings.map { period in
                    { (values: [Double]) in spanMean(values, period, least: Int(period)) }
                }
                let macd = combined(averages[0](inputs[0]), averages[1](inputs[0])) { $0 - $1 }
                let signal = averages[2](macd)
                return [macd, signal, combined(macd, signal) { $0 - $1 }]
            }),
        Indicator(
            "qtpylib_zscore", "deviations from the mean, n − 1 (qtpylib)", inputs: [.close],
            parameters: [.period(20, "window"), .number("stds", 1, 1e-9...1_000)],
            skipsMissing: true, warmUp: { Int($0[0]) - 1 },
            compute: { inputs, settings in
                let window = Int(settings[0])
                let means = windows(inputs[0], window) { pairwiseSum($0) / settings[0] }
                let distance = combined(inputs[0], means) { $0 - $1 }
                let deviation = windowDeviation(inputs[0], window)
                return [combined(distance, deviation) { $0 / ($1 * settings[1]) }]
            }),
    ]

    private static func bands(
        _ name: String, _ summary: String, warmUp: Int? = nil,
        _ compute: @escaping @Sendable ([Double], Int) -> (middle: [Double], deviation: [Double])
    ) -> Indicator {
        Indicator(
            "qtpylib_\(name)", summary, inputs: [.series],
            parameters: [.period(20, "window"), .number("stds", 2, -1_000...1_000)],
            outputs: ["upper", "mid", "lower"], skipsMissing: true,
            warmUp: { warmUp ?? Int($0[0]) - 1 },
            compute: { inputs, settings in
                let (middle, deviation) = compute(inputs[0], Int(settings[0]))
                return [
                    combined(middle, deviation) { $0 + $1 * settings[1] }, middle,
                    combined(middle, deviation) { $0 - $1 * settings[1] },
                ]
            })
    }

    private static func average(
        _ name: String, _ summary: String, window: Double = 200, least: Double = 3,
        warmUp: @escaping @Sendable (Int) -> Int,
        _ compute: @escaping @Sendable ([Double], Int) -> [Double]
    ) -> Indicator {
        Indicator(
            "qtpylib_\(name)", summary, inputs: [.series],
            parameters: [.period(window, "window", least: least)], skipsMissing: true,
            warmUp: { warmUp(Int($0[0])) }, compute: { [compute($0[0], Int($1[0]))] })
    }

    private static let returns: [Indicator] = [
        Indicator(
            "qtpylib_returns", "change as a ratio (qtpylib)", inputs: [.series],
            skipsMissing: true, warmUp: { _ in 1 },
            compute: { inputs, _ in [ratios(inputs[0], 1) { finite($0 / $1 - 1) }] }),
        Indicator(
            "qtpylib_log_returns", "logarithm of value over the one before (qtpylib)",
            inputs: [.series], skipsMissing: true, warmUp: { _ in 1 },
            compute: { inputs, _ in [logReturns(inputs[0])] }),
        Indicator(
            "qtpylib_implied_volatility",
            "deviation of log returns times root of the window (qtpylib)",
            inputs: [.series], parameters: [.period(252, "window")], skipsMissing: true,
            warmUp: { Int($0[0]) },
            compute: { inputs, settings in
                let deviation = windowDeviation(logReturns(inputs[0]), Int(settings[0]))
                return [deviation.map { $0 * settings[0].squareRoot() }]
            }),
        Indicator(
            "qtpylib_roc", "change over the window as a ratio (qtpylib)", inputs: [.series],
            parameters: [.period(14, "window", least: 1)], skipsMissing: true,
            warmUp: { Int($0[0]) },
            compute: { [ratios($0[0], Int($1[0])) { ($0 - $1) / $1 }] }),
        Indicator(
            "qtpylib_pvt", "sum of relative change times volume (qtpylib)",
            inputs: [.close, .volume], warmUp: { _ in 1 },
            compute: { inputs, _ in
                var trend = 0.0
                let changes = ratios(inputs[0], 1) { ($0 - $1) / $1 }
                return [
                    combined(changes, inputs[1]) {
                        trend += ($0 * $1).isNaN ? 0 : $0 * $1
                        return ($0 * $1).isNaN ? .nan : trend
                    }
                ]
            }),
    ]
}

/// pandas' `ewm(span:min_periods:).mean()`.
private func spanMean(_ values: [Double], _ span: Double, least: Int) -> [Double] {
    weightedMean(values, Weights(alpha: 1 / (1 + (span - 1) / 2), adjust: true, least: least))
}

private func hull(_ values: [Double], _ window: Double, least: Int) -> [Double] {
    let fast = spanMean(values, window / 2, least: least)
    let slow = spanMean(values, window, least: least)
    return spanMean(combined(fast, slow) { 2 * $0 - $1 }, window.squareRoot(), least: least)
}

/// numpy's deviation of each window, n − 1: to the last bit, for where prices stand still it is nothing but what
/// rounding left over, and so are prices less their mean.
private func windowDeviation(_ values: [Double], _ window: Int) -> [Double] {
    windows(values, window) { rows in
        let mean = pairwiseSum(rows) / Double(window)
        let squares = rows.map { ($0 - mean) * ($0 - mean) }
        return (pairwiseSum(squares[...]) / Double(window - 1)).squareRoot()
    }
}

private func finite(_ value: Double) -> Double { value.isInfinite ? .nan : value }

private func logReturns(_ values: [Double]) -> [Double] {
    ratios(values, 1) { finite(log($0 / $1)) }
}
