/// What an exchange says of one pair: steps, limits and fees. freqtrade's exact amounts need them.
public struct MarketFacts: Hashable, Sendable {
    public let exchange: String
    public let pair: Pair
    /// Smallest step of an amount, base currency.
    public let amountStep: Double
    /// Smallest step of a price, quote currency.
    public let priceTick: Double
    public let minAmount: Double?
    public let maxAmount: Double?
    /// Least and greatest value of an order, quote currency.
    public let minCost: Double?
    public let maxCost: Double?
    /// Fees as ratios of the value.
    public let maker: Double
    public let taker: Double
    /// Of a futures market, ascending; empty for spot.
    public let leverageTiers: [LeverageTier]

    /// - Throws: `MarketError.invalidMarket` unless steps are above zero, limits are zero or more and fees lie in -1…1.
    public init(
        exchange: String, pair: Pair, amountStep: Double, priceTick: Double, minAmount: Double?,
        maxAmount: Double?, minCost: Double?, maxCost: Double?, maker: Double, taker: Double,
        leverageTiers: [LeverageTier] = []
    ) throws(MarketError) {
        for (name, step) in [("amount_step", amountStep), ("price_tick", priceTick)]
        where !(step > 0 && step.isFinite) {
            throw .invalidMarket(reason: "\"\(name)\" is \(step), expected a number above zero")
        }
        for (name, limit) in [
            ("min_amount", minAmount), ("max_amount", maxAmount), ("min_cost", minCost),
            ("max_cost", maxCost),
        ] {
            guard let limit, !(limit >= 0 && limit.isFinite) else { continue }
            throw .invalidMarket(reason: "\"\(name)\" is \(limit), expected zero or more")
        }
        for (name, fee) in [("maker", maker), ("taker", taker)] where !(fee > -1 && fee < 1) {
            throw .invalidMarket(reason: "\"\(name)\" is \(fee), expected a ratio such as 0.001")
        }
        for (lower, upper) in zip(leverageTiers, leverageTiers.dropFirst())
        where lower.minNotional >= upper.minNotional {
            throw .invalidMarket(reason: "\"leverage_tiers\" do not ascend by min_notional")
        }
        self.exchange = exchange
        self.pair = pair
        self.amountStep = amountStep
        self.priceTick = priceTick
        self.minAmount = minAmount
        self.maxAmount = maxAmount
        self.minCost = minCost
        self.maxCost = maxCost
        self.maker = maker
        self.taker = taker
        self.leverageTiers = leverageTiers
    }
}
