/// How far two sources may differ before the difference is a break.
public struct Tolerances: Hashable, Sendable {
    /// Difference of a price against a back-test, as a ratio of the expected price.
    public var rateRatio: Double
    /// Difference of an amount against a back-test, as a ratio of the expected amount. Also the
    /// bound within which trades of neighbouring candles are taken for the same trade.
    public var amountRatio: Double
    /// Candles by which the same trade may open apart and still be found.
    public var candles: Int
    /// What the same number may lose on its way through two databases, as a ratio.
    public var noiseRatio: Double
    /// Money at risk from which a difference is a warning and critical, as ratios of the stake.
    public var warnRatio: Double
    public var criticalRatio: Double

    /// - Parameters:
    ///   - rateRatio: 10 basis points by default, what a limit order at the book may cost.
    ///   - amountRatio: 0.5 % by default.
    ///   - candles: 1 by default.
    ///   - noiseRatio: one part in a thousand million by default.
    ///   - warnRatio: 0.1 % of the stake by default.
    ///   - criticalRatio: 1 % of the stake by default.
    public init(
        rateRatio: Double = 0.001, amountRatio: Double = 0.005, candles: Int = 1,
        noiseRatio: Double = 1e-9, warnRatio: Double = 0.001, criticalRatio: Double = 0.01
    ) {
        self.rateRatio = rateRatio
        self.amountRatio = amountRatio
        self.candles = candles
        self.noiseRatio = noiseRatio
        self.warnRatio = warnRatio
        self.criticalRatio = criticalRatio
    }
}
