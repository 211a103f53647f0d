/// What came of a back-test, as light as a search over thousands of them needs it.
public struct Simulation: Sendable {
    /// Open of the first candle, one before the first that may be traded, and of the last one.
    public let startMs: Int
    public let endMs: Int
    /// Stake currency.
    public let startingBalance: Double
    public let finalBalance: Double
    /// Entries refused for want of a slot, nil where they were not counted; a want of money never is.
    public let rejectedSignals: Int?
    /// In closing order; those forced out at the end come last, in the order of the pairs.
    public let closings: [Closing]
    public let locks: [Lock]
    /// The account holds positions, not coins.
    let isFutures: Bool
    /// In opening order, with those that came to nothing.
    let entered: [SimulatedTrade]

    /// What a loss asks of a trade: a small part of it, for trades are large.
    public struct Closing: Sendable {
        /// Index into the back-test's pairs.
        public let pair: Int
        /// Unix milliseconds.
        public let openMs: Int
        public let closeMs: Int
        /// Stake currency.
        public let profitAbs: Double
        /// Of the value at entry, fee included.
        public let profitRatio: Double
        /// Index into the trades that were entered.
        let place: Int

        /// Inlined, for a trade is large and would be copied to be asked.
        @inline(__always)
        init(_ trade: SimulatedTrade, place: Int) {
            pair = trade.pair
            (openMs, closeMs) = (trade.openMs, trade.closeMs)
            (profitAbs, profitRatio) = (trade.profitAbs, trade.profitRatio)
            self.place = place
        }
    }

    /// In the order of `closings`. O(trades), at every call.
    public var trades: [SimulatedTrade] { closings.map { entered[$0.place] } }
}
