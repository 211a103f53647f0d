public import Market

/// A position of one bot or one back-test, from its first entry order to its last exit.
///
/// Prices are in the quote currency, `amount` in the base currency, stakes and `profitAbs` in the
/// stake currency; ratios are fractions; instants are Unix milliseconds UTC. A trade that exists is
/// possible: its numbers are finite, its rates above zero, and it has an end exactly if it is closed.
public struct Trade: Hashable, Sendable {
    /// Whose trade it is: (bot, generation, tradeID) or (run, tradeID) is its identity.
    public var origin: Origin
    public var tradeID: Int
    public var pair: Pair
    public var side: Side
    public var isOpen: Bool
    public var openMs: Int
    /// nil while open.
    public var closeMs: Int?
    public var openRate: Double
    public var closeRate: Double?
    public var amount: Double
    public var stakeAmount: Double
    public var maxStakeAmount: Double?
    /// Fees as ratios of the value.
    public var feeOpen: Double
    public var feeClose: Double
    public var leverage: Double
    public var profitAbs: Double?
    public var profitRatio: Double?
    public var enterTag: String?
    public var exitReason: String?
    public var minRate: Double?
    public var maxRate: Double?
    public var initialStopLossAbs: Double?
    public var stopLossAbs: Double?
    /// Funding received (+) or paid (−), stake currency.
    public var fundingFees: Double
    public var strategy: String
    public var timeframe: Timeframe
    public var orders: [TradeOrder]

    /// - Throws: `RecordError` naming the field that cannot be.
    public init(
        origin: Origin, tradeID: Int, pair: Pair, side: Side, isOpen: Bool, openMs: Int,
        closeMs: Int?, openRate: Double, closeRate: Double?, amount: Double, stakeAmount: Double,
        maxStakeAmount: Double?, feeOpen: Double, feeClose: Double, leverage: Double,
        profitAbs: Double?, profitRatio: Double?, enterTag: String?, exitReason: String?,
        minRate: Double?, maxRate: Double?, initialStopLossAbs: Double?, stopLossAbs: Double?,
        fundingFees: Double, strategy: String, timeframe: Timeframe, orders: [TradeOrder]
    ) throws(RecordError) {
        self.origin = origin
        self.tradeID = tradeID
        self.pair = pair
        self.side = side
        self.isOpen = isOpen
        self.openMs = openMs
        self.closeMs = closeMs
        self.openRate = openRate
        self.closeRate = closeRate
        self.amount = amount
        self.stakeAmount = stakeAmount
        self.maxStakeAmount = maxStakeAmount
        self.feeOpen = feeOpen
        self.feeClose = feeClose
        self.leverage = leverage
        self.profitAbs = profitAbs
        self.profitRatio = profitRatio
        self.enterTag = enterTag
        self.exitReason = exitReason
        self.minRate = minRate
        self.maxRate = maxRate
        self.initialStopLossAbs = initialStopLossAbs
        self.stopLossAbs = stopLossAbs
        self.fundingFees = fundingFees
        self.strategy = strategy
        self.timeframe = timeframe
        self.orders = orders
        try check()
    }

    /// What a trade is while its line is read, field by field: nothing yet, and not checked.
    @inline(__always)
    init(unread: Void) {
        origin = .run("")
        tradeID = 0
        pair = .unread
        side = .long
        isOpen = false
        openMs = 0
        closeMs = nil
        openRate = 0
        closeRate = nil
        amount = 0
        stakeAmount = 0
        maxStakeAmount = nil
        feeOpen = 0
        feeClose = 0
        leverage = 0
        profitAbs = nil
        profitRatio = nil
        enterTag = nil
        exitReason = nil
        minRate = nil
        maxRate = nil
        initialStopLossAbs = nil
        stopLossAbs = nil
        fundingFees = 0
        strategy = ""
        timeframe = .unread
        orders = []
    }
}

/// Where a trade comes from.
public enum Origin: Hashable, Sendable {
    /// A bot's database; a reset database starts the next generation, counted from 1.
    case bot(name: String, generation: Int)
    /// A back-test's run id.
    case run(String)
}

/// Whether a trade gains when the price rises or when it falls.
public enum Side: String, Hashable, Sendable, CaseIterable {
    case long
    case short
}

/// One order of a trade.
public struct TradeOrder: Hashable, Sendable {
    /// What the order does on the exchange, whatever the side of its trade.
    public enum Side: String, Hashable, Sendable, CaseIterable {
        case buy
        case sell
    }

    public var side: Side
    /// The exchange's word: `open`, `closed`, `canceled`, `expired`, `rejected`.
    public var status: String
    public var amount: Double
    /// How much of `amount` was filled, base currency.
    public var filled: Double
    public var price: Double
    /// Value of the order, quote currency.
    public var cost: Double
    /// nil until filled, Unix milliseconds UTC.
    public var filledMs: Int?
    public var tag: String?

    /// - Throws: `RecordError` for numbers that are not finite or below zero.
    public init(
        side: Side, status: String, amount: Double, filled: Double, price: Double, cost: Double,
        filledMs: Int?, tag: String?
    ) throws(RecordError) {
        self.side = side
        self.status = status
        self.amount = amount
        self.filled = filled
        self.price = price
        self.cost = cost
        self.filledMs = filledMs
        self.tag = tag
        try RecordError.check(amount, "amount", atLeast: 0)
        try RecordError.check(filled, "filled", atLeast: 0)
        try RecordError.check(price, "price", atLeast: 0)
        try RecordError.check(cost, "cost", atLeast: 0)
    }
}
