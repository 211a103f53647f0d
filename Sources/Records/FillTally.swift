/// How much of a back-test hangs on what candles do not tell: in which order their prices came.
///
/// Amounts are in the stake currency. A trade is looked at on the candle that ended it.
public struct FillTally: Hashable, Sendable {
    /// Closed on the candle that opened them.
    public var sameCandleTrades = 0
    /// Whose end another order of that candle's prices could have changed.
    public var orderDependentTrades = 0
    /// What these brought.
    public var orderDependentProfit = 0.0
    /// Left by a stop that the candle had opened beyond.
    public var gappedStops = 0
    /// What they got above what the candle's open would have given, where the candle came back to the
    /// stop and they were filled at it.
    public var gapGift = 0.0

    public init() {}
}
