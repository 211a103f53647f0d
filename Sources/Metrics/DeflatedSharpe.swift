internal import Glibc

/// A Sharpe ratio of periods, not annualised, with what its error depends on.
public struct SharpeEstimate: Hashable, Sendable {
    /// Mean ÷ sample deviation of the periods' returns.
    public let ratio: Double
    public let periods: Int
    /// Third moment ÷ second moment^1.5, biased.
    public let skewness: Double
    /// Fourth moment ÷ second moment², biased; 3 for a normal distribution.
    public let kurtosis: Double

    public init(ratio: Double, periods: Int, skewness: Double, kurtosis: Double) {
        self.ratio = ratio
        self.periods = periods
        self.skewness = skewness
        self.kurtosis = kurtosis
    }

    /// Of returns; nil for fewer than two different ones. O(n).
    public init?(_ returns: [Double]) {
        guard let ratio = Self.ratio(returns) else { return nil }
        let n = Double(returns.count)
        let second = momentSum(returns, 2) / n
        self.init(
            ratio: ratio, periods: returns.count,
            skewness: momentSum(returns, 3) / n / (second * sqrt(second)),
            kurtosis: momentSum(returns, 4) / n / (second * second))
    }

    /// Mean ÷ sample deviation; nil for fewer than two different returns.
    static func ratio(_ returns: [Double]) -> Double? {
        guard let mean = mean(returns), let spread = Metrics.deviation(returns, freedom: 1) else {
            return nil
        }
        return mean / spread
    }

    /// Probability that the true ratio is above `benchmark`, of the same periods; nil where two
    /// values leave no error to speak of.
    ///
    /// Source: D. Bailey and M. López de Prado, "The Sharpe ratio efficient frontier", Journal of
    /// Risk 15 (2012).
    public func probability(above benchmark: Double) -> Double? {
        let variance = 1 - skewness * ratio + (kurtosis - 1) / 4 * ratio * ratio
        guard variance > 0, periods > 1 else { return nil }
        return normalProbability(
            below: (ratio - benchmark) * sqrt(Double(periods - 1) / variance))
    }

    /// The deflated Sharpe ratio: the probability that the true ratio is above what the best of
    /// `trials` without any skill would show, whose ratios spread by `deviation`.
    ///
    /// Source: D. Bailey and M. López de Prado, "The deflated Sharpe ratio", Journal of Portfolio
    /// Management 40 (2014), equation 2.
    public func deflated(trials: Double, deviation: Double) -> Double? {
        probability(above: deviation * expectedMaximum(of: trials))
    }
}

/// About what the largest of `count` independent standard normal numbers is; 0 for one or none. `count`
/// need not be whole. O(1).
///
/// Source: the same paper, equation 1: (1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e)).
public func expectedMaximum(of count: Double) -> Double {
    guard count > 1 else { return 0 }
    let (euler, e) = (0.5772156649015329, 2.718281828459045)
    return max(
        0,
        (1 - euler) * normalQuantile(1 - 1 / count) + euler * normalQuantile(1 - 1 / (count * e)))
}

/// What the trials of a search have in common: how their Sharpe ratios spread, and how alike they are.
///
/// Takes the daily returns of one trial after the other and keeps a number of each.
public struct TrialSpread: Sendable {
    /// All trials, those without a Sharpe ratio included.
    public private(set) var count = 0
    private var ratios: [Double] = []
    /// Sums over the trials of each day's return less the trial's mean, ÷ the trial's deviation.
    private var scaled: [Double] = []

    public init() {}

    /// Takes a trial; all have the same days. O(days).
    public mutating func add(_ returns: [Double]) {
        count += 1
        guard let centre = mean(returns), let spread = Metrics.deviation(returns, freedom: 0),
            let estimate = SharpeEstimate(returns)
        else { return }
        if scaled.isEmpty { scaled = Array(repeating: 0, count: returns.count) }
        precondition(scaled.count == returns.count, "trials of different days")
        ratios.append(estimate.ratio)
        for day in returns.indices { scaled[day] += (returns[day] - centre) / spread }
    }

    /// Sample deviation of the trials' Sharpe ratios; nil for fewer than two different ones.
    public var deviation: Double? { Metrics.deviation(ratios, freedom: 1) }

    /// Mean correlation of two trials' returns; nil for fewer than two trials that have one.
    public var likeness: Double? {
        guard ratios.count > 1 else { return nil }
        let n = Double(ratios.count)
        let together = sum(scaled.map { $0 * $0 }) / Double(scaled.count)
        return (together - n) / (n * (n - 1))
    }

    /// How many independent trials would be as many: r + (1 − r) × N with the mean correlation r, which
    /// counts as 0 where it is negative.
    ///
    /// Source: "The deflated Sharpe ratio", appendix A.3.
    public var effectiveCount: Double {
        let likeness = min(max(self.likeness ?? 0, 0), 1)
        return count == 0 ? 0 : likeness + (1 - likeness) * Double(count)
    }
}
