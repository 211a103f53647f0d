/// What came of a back-test, as light as a search over thousands of them needs it.
public struct Simulation: Sendable {
    /// Open of the first candle, one before the first that may be traded, and of the last one.
    public let startMs: Int
    public let endMs: Int
    /// Stake currency.
    public let startingBalance: Double
    public let finalBalance: Double
    /// Entries refused for want of a slot; a want of money is not counted.
    public let rejectedSignals: Int
    /// In closing order; those forced out at the end come last, in the order of the pairs.
    public let trades: [SimulatedTrade]
    public let locks: [Lock]
    /// The account holds positions, not coins.
    let isFutures: Bool
}
