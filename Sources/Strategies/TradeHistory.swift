internal import Market

/// What the filled orders of a trade have brought about so far.
public struct TradeHistory: Hashable, Sendable {
    /// Filled orders that opened or enlarged the trade, and those that made it smaller.
    public var entries: Double
    public var exits: Double
    /// Since the last order was filled.
    public var minutesSinceFill: Double
    public var firstEntry: OrderFacts
    public var lastEntry: OrderFacts
    /// Missing as long as nothing was sold.
    public var lastExit: OrderFacts
    /// What all entries cost, in the stake currency.
    public var maxStakeAmount: Double
    /// Of what was sold so far, in the stake currency.
    public var realizedProfit: Double
    /// An order waits for its price.
    public var hasOpenOrders: Bool

    public init(
        entries: Double = 0, exits: Double = 0, minutesSinceFill: Double = .nan,
        firstEntry: OrderFacts = OrderFacts(), lastEntry: OrderFacts = OrderFacts(),
        lastExit: OrderFacts = OrderFacts(), maxStakeAmount: Double = .nan,
        realizedProfit: Double = 0, hasOpenOrders: Bool = false
    ) {
        self.entries = entries
        self.exits = exits
        self.minutesSinceFill = minutesSinceFill
        self.firstEntry = firstEntry
        self.lastEntry = lastEntry
        self.lastExit = lastExit
        self.maxStakeAmount = maxStakeAmount
        self.realizedProfit = realizedProfit
        self.hasOpenOrders = hasOpenOrders
    }
}

/// A filled order of a trade.
public struct OrderFacts: Hashable, Sendable {
    /// In the quote currency.
    public var rate: Double
    /// In the base currency.
    public var amount: Double
    /// What it took of the wallet, or gave back to it, fee not counted, in the stake currency.
    public var stake: Double
    /// Since it was filled.
    public var minutes: Double

    public init(
        rate: Double = .nan, amount: Double = .nan, stake: Double = .nan, minutes: Double = .nan
    ) {
        self.rate = rate
        self.amount = amount
        self.stake = stake
        self.minutes = minutes
    }

    /// All of its value and the fee on it, whatever part of that the wallet had to pay. freqtrade adds the fee for
    /// those who sell too.
    func cost(fee: Double) -> Double { amount * rate * (1 + fee) }
}

/// The money of a back-test, in the stake currency.
public struct WalletFacts: Hashable, Sendable {
    /// What all trades together may stake, what they do already included.
    public var total: Double
    /// What is left of that.
    public var available: Double
    /// What is in no trade, may it be staked or not.
    public var free: Double

    public init(total: Double = .nan, available: Double = .nan, free: Double = .nan) {
        self.total = total
        self.available = available
        self.free = free
    }
}

/// What the profit of leaving a trade is counted by.
public struct TradeWorth: Hashable, Sendable {
    /// The value of the entry with its fee, in the stake currency.
    public var openValue: Double
    /// The fee of every order, as a ratio.
    public var fee: Double
    /// What funding adds to the value at the close, in the stake currency.
    public var funding: Double

    public init(openValue: Double = .nan, fee: Double = .nan, funding: Double = 0) {
        self.openValue = openValue
        self.fee = fee
        self.funding = funding
    }
}

extension TradeFacts {
    /// The profit ratio of leaving at `rate`, rounded to 8 decimals, as freqtrade counts `current_profit`.
    func profitRatio(at rate: Double) -> Double {
        guard rate.isFinite, worth.openValue != 0, worth.openValue.isFinite else { return .nan }
        let part = isShort ? Amount(1) + Amount(worth.fee) : Amount(1) - Amount(worth.fee)
        let closed = (Amount(amount) * Amount(rate) * part).double + worth.funding
        let quotient = closed / worth.openValue
        return Precision.rounded((isShort ? 1 - quotient : quotient - 1) * leverage, decimals: 8)
    }
}
