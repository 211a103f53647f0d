/// How far two sources may differ before the difference is a break, and when one is severe.
public struct Tolerances: Hashable, Sendable {
    /// Difference of a price against a back-test, as a ratio of the expected price: 10 basis points,
    /// what a limit order at the book may cost.
    public var rateRatio = 0.001
    /// Difference of an amount against a back-test, as a ratio of the expected amount. Also the
    /// bound within which trades of neighbouring candles are taken for the same trade.
    public var amountRatio = 0.005
    /// Difference of a fee against a back-test, in the fee's own unit: a tenth of a basis point.
    public var feeRatio = 0.00001
    /// Candles by which the same trade may open apart and still be found.
    public var candles = 1
    /// What the same number may lose on its way through two databases, as a ratio.
    public var noiseRatio = 1e-9
    /// Money at risk from which a difference is a warning and critical, as ratios of the stake.
    public var warnRatio = 0.001
    public var criticalRatio = 0.01
    /// What a reported profit may differ from its fills before it is told at all, as a ratio of the
    /// stake: freqtrade rounds and divides on its way.
    public var profitRatio = 1e-6
    /// The same from which it is a warning and critical, as ratios of the equity.
    public var equityWarnRatio = 0.0001
    public var equityCriticalRatio = 0.001
    /// How often a bot should give a sign of life, milliseconds: a day, freqtrade's own habit.
    public var heartbeatMs = 86_400_000
    /// Heartbeats missed from which a bot is stale, and critically so.
    public var staleWarn = 3.0
    public var staleCritical = 10.0
    /// The part of a bot's own gaps between openings that a silence must exceed.
    public var silenceQuantile = 0.99
    /// Openings that a bot must have had before its gaps say anything.
    public var silenceHistory = 10
    /// Missing candles up to which a gap is information only.
    public var gapInfoCandles = 3

    public init() {}
}
