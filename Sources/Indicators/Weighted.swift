internal import Glibc

// Exponential weights. Source: pandas' `Series.ewm(…)`, its algorithms and their order of operations.

extension Catalogue {
    /// Mean, deviation and variance, each by the four ways to say how fast weights fall.
    static let weighted: [Indicator] = decays.flatMap { decay in
        [
            row("mean", "mean", decay, least: 0) { weightedMean($0, $1) },
            row("std", "standard deviation", decay, least: 1) {
                weightedVariance($0, $1).map { $0.squareRoot() }
            },
            row("var", "variance", decay, least: 1) { weightedVariance($0, $1) },
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

    private static func row(
        _ method: String, _ what: String, _ decay: Decay, least: Int,
        _ compute: @escaping @Sendable ([Double], Weights) -> [Double]
    ) -> Indicator {
        let suffix = decay.name == "span" ? "" : "_\(decay.name)"
        let center = decay.center
        return Indicator(
            "ewm_\(method)\(suffix)",
            "\(what) with weights that fall exponentially, by \(decay.name) (pandas)",
            inputs: [.series],
            parameters: [
                Indicator.Parameter(
                    name: decay.name, standard: nil, bounds: decay.bounds, isWhole: false),
                .flag("adjust", true), .period(0, "min_periods", least: 0),
            ],
            skipsMissing: true, warmUp: { max(least, Int($0[2]) - 1) },
            compute: {
                let weights = Weights(
                    alpha: 1 / (1 + center($1[0])), adjust: $1[1] == 1, least: Int($1[2]))
                return [compute($0[0], weights)]
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
                if mean != value { mean = (old * mean + weights.new * value) / (old + weights.new) }
                old = weights.adjust ? old + weights.new : 1
            }
        }
        return count >= weights.least ? mean : .nan
    }
}

/// Corrected for its bias: missing for a single value.
private func weightedVariance(_ values: [Double], _ weights: Weights) -> [Double] {
    var moments = WeightedMoments(weights)
    return values.map { moments.step($0) }
}

private struct WeightedMoments {
    private let weights: Weights
    private var mean = Double.nan
    private var variance = 0.0
    private var (sum, squares, old) = (1.0, 1.0, 1.0)
    private var count = 0

    init(_ weights: Weights) { self.weights = weights }

    /// The variance with the next value.
    mutating func step(_ value: Double) -> Double {
        if !value.isNaN { count += 1 }
        if mean.isNaN {
            mean = value
        } else {
            let rest = 1 - weights.alpha
            sum *= rest
            squares *= rest * rest
            old *= rest
            if !value.isNaN { add(value) }
        }
        let numerator = sum * sum
        let denominator = numerator - squares
        guard count >= weights.least, count > 0, denominator > 0 else { return .nan }
        return max(0, numerator / denominator * variance)
    }

    private mutating func add(_ value: Double) {
        let (new, before) = (weights.new, mean)
        if mean != value { mean = (old * before + new * value) / (old + new) }
        let moved = before - mean
        variance =
            (old * (variance + moved * moved) + new * ((value - mean) * (value - mean)))
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
