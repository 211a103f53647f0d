internal import Glibc

// Exponential weights. Source: pandas' `Series.ewm(…)`, its algorithms and their order of operations.

extension Catalogue {
    /// Mean, deviation, variance and those of two series, each by the four ways to say how fast weights fall.
    static let weighted: [Indicator] = decays.flatMap { decay in
        [
            row("mean", "mean", decay, least: 0) { weightedMean($0, $1) },
            row("std", "standard deviation", decay, least: 1) {
                weightedVariance($0, $1).map { $0.squareRoot() }
            },
            row("var", "variance", decay, least: 1) { weightedVariance($0, $1) },
            pair("cov", "covariance", decay, weightedCovariance),
            pair("corr", "correlation", decay, weightedCorrelation),
        ]
    }

    private struct Decay {
        let name: String
        let bounds: ClosedRange<Double>
        /// pandas' center of mass.
        let center: @Sendable (Double) -> Double
    }

    private static let decays = [
        Decay(name: "span", bounds: 1...100_000) { ($0 - 1) / 2 },
        Decay(name: "alpha", bounds: 1e-9...1) { (1 - $0) / $0 },
        Decay(name: "com", bounds: 0...100_000) { $0 },
        Decay(name: "halflife", bounds: 1e-9...100_000) { 1 / (1 - exp(log(0.5) / $0)) - 1 },
    ]

    private static func pair(
        _ method: String, _ what: String, _ decay: Decay,
        _ compute: @escaping @Sendable ([Double], [Double], Weights) -> [Double]
    ) -> Indicator {
        row(method, what, decay, [.series, .other], least: 1) { compute($0[0], $0[1], $1) }
    }

    private static func row(
        _ method: String, _ what: String, _ decay: Decay, least: Int,
        _ compute: @escaping @Sendable ([Double], Weights) -> [Double]
    ) -> Indicator {
        row(method, what, decay, [.series], least: least) { compute($0[0], $1) }
    }

    private static func row(
        _ method: String, _ what: String, _ decay: Decay, _ inputs: [Indicator.Input], least: Int,
        _ compute: @escaping @Sendable ([[Double]], Weights) -> [Double]
    ) -> Indicator {
        let suffix = decay.name == "span" ? "" : "_\(decay.name)"
        let center = decay.center
        return Indicator(
            "ewm_\(method)\(suffix)",
            "\(what) with weights that fall exponentially, by \(decay.name) (pandas)",
            inputs: inputs,
            parameters: [
                Indicator.Parameter(
                    name: decay.name, standard: nil, bounds: decay.bounds, isWhole: false),
                .flag("adjust", true), .period(0, "min_periods", least: 0),
            ],
            skipsMissing: true, warmUp: { max(least, Int($0[2]) - 1) },
            compute: {
                let weights = Weights(
                    alpha: 1 / (1 + center($1[0])), adjust: $1[1] == 1, least: Int($1[2]))
                return [compute($0.map(finite), weights)]
            })
    }
}

/// How weights fall.
struct Weights: Sendable {
    let alpha: Double
    /// Whether the first values are weighted as if nothing had come before them.
    let adjust: Bool
    /// How many values there must be.
    let least: Int

    /// Of a new value.
    var new: Double { adjust ? 1 : alpha }
}

func weightedMean(_ values: [Double], _ weights: Weights) -> [Double] {
    var mean = Double.nan
    var (old, count) = (1.0, 0)
    return values.map { value in
        if !value.isNaN { count += 1 }
        if mean.isNaN {
            mean = value
        } else {
            old *= 1 - weights.alpha
            if !value.isNaN {
                // pandas lets a value after a gap weigh more, but at this speed alone.
                let new = !weights.adjust && weights.alpha == 0.5 ? 1 - old : weights.new
                if mean != value { mean = (old * mean + new * value) / (old + new) }
                old = weights.adjust ? old + weights.new : 1
            }
        }
        return count >= weights.least ? mean : .nan
    }
}

/// Corrected for its bias: missing for a single value.
private func weightedVariance(_ values: [Double], _ weights: Weights) -> [Double] {
    weightedCovariance(values, values, weights).map { $0 < 0 ? 0 : $0 }
}

/// Rows on which one of the two is missing do not count.
private func weightedCovariance(
    _ left: [Double], _ right: [Double], _ weights: Weights
) -> [Double] {
    var moments = WeightedMoments(weights)
    return zip(left, right).map { x, y in
        moments.step(x, y)
        return moments.corrected
    }
}

private func weightedCorrelation(
    _ left: [Double], _ right: [Double], _ weights: Weights
) -> [Double] {
    var (both, first) = (WeightedMoments(weights), WeightedMoments(weights))
    var second = first
    return zip(left, right).map { x, y in
        let isThere = !x.isNaN && !y.isNaN
        both.step(x, y)
        first.step(isThere ? x : .nan, isThere ? x : .nan)
        second.step(isThere ? y : .nan, isThere ? y : .nan)
        return both.plain / (first.plain * second.plain).squareRoot()
    }
}

private struct WeightedMoments {
    private let weights: Weights
    private var (leftMean, rightMean) = (Double.nan, Double.nan)
    private var covariance = 0.0
    private var (sum, squares, old) = (1.0, 1.0, 1.0)
    private var count = 0

    init(_ weights: Weights) { self.weights = weights }

    mutating func step(_ x: Double, _ y: Double) {
        let isThere = !x.isNaN && !y.isNaN
        if isThere { count += 1 }
        guard !leftMean.isNaN else {
            if isThere { (leftMean, rightMean) = (x, y) }
            return
        }
        let rest = 1 - weights.alpha
        sum *= rest
        squares *= rest * rest
        old *= rest
        if isThere { add(x, y) }
    }

    /// Without regard to its bias; missing before there are enough values.
    var plain: Double { count >= max(weights.least, 1) ? covariance : .nan }

    /// Corrected for its bias: missing for a single value.
    var corrected: Double {
        let numerator = sum * sum
        let denominator = numerator - squares
        return denominator > 0 ? numerator / denominator * plain : .nan
    }

    private mutating func add(_ x: Double, _ y: Double) {
        let new = weights.new
        let before = (left: leftMean, right: rightMean)
        if leftMean != x { leftMean = (old * before.left + new * x) / (old + new) }
        if rightMean != y { rightMean = (old * before.right + new * y) / (old + new) }
        let moved = (before.left - leftMean) * (before.right - rightMean)
        covariance =
            (old * (covariance + moved) + new * ((x - leftMean) * (y - rightMean)))
            / (old + new)
        sum += new
        squares += new * new
        old += new
        guard !weights.adjust else { return }
        sum /= old
        squares /= old * old
        old = 1
    }
}
