/// What of a trade decides how its bot does: a trade without its orders and prices.
public struct TradeOutcome: Hashable, Sendable {
    public var tradeID: Int
    /// `BASE/QUOTE`, or `BASE/QUOTE:SETTLE`.
    public var pair: String
    public var strategy: String
    public var isOpen: Bool
    /// Unix milliseconds UTC.
    public var openMs: Int
    /// nil while open.
    public var closeMs: Int?
    public var stakeAmount: Double
    /// After fees, in `currency`; of an open trade, what partial exits brought.
    public var profitAbs: Double?
    public var profitRatio: Double?

    public init(
        tradeID: Int, pair: String, strategy: String, isOpen: Bool, openMs: Int, closeMs: Int?,
        stakeAmount: Double, profitAbs: Double?, profitRatio: Double?
    ) {
        self.tradeID = tradeID
        self.pair = pair
        self.strategy = strategy
        self.isOpen = isOpen
        self.openMs = openMs
        self.closeMs = closeMs
        self.stakeAmount = stakeAmount
        self.profitAbs = profitAbs
        self.profitRatio = profitRatio
    }

    /// The currency in which the trade gains and loses: the one that it settles in.
    public var currency: String {
        let start = pair.lastIndex(of: ":") ?? pair.lastIndex(of: "/")
        return start.map { String(pair[pair.index(after: $0)...]) } ?? pair
    }
}
