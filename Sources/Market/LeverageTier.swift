/// How much leverage an exchange gives up to a position's value, and what it asks to be kept: one step of
/// a futures market's table.
public struct LeverageTier: Hashable, Sendable {
    /// Value of the position from which on the step counts, and up to which; nil for no end. Quote currency.
    public let minNotional: Double
    public let maxNotional: Double?
    /// The part of the position's value that must stay covered, as a ratio.
    public let maintenanceRatio: Double
    public let maxLeverage: Double
    /// What the lower steps ask less than this one, quote currency: freqtrade's `maintAmt`.
    public let maintenanceAmount: Double

    /// - Throws: `MarketError.invalidMarket` unless the step has a size, the ratio lies in 0…1 and the leverage is
    ///   at least 1.
    public init(
        minNotional: Double, maxNotional: Double?, maintenanceRatio: Double, maxLeverage: Double,
        maintenanceAmount: Double
    ) throws(MarketError) {
        guard minNotional >= 0, minNotional.isFinite, maxNotional ?? .infinity > minNotional else {
            throw .invalidMarket(
                reason: "a leverage tier from \(minNotional) to \(maxNotional ?? .infinity) is none"
            )
        }
        guard (0...1).contains(maintenanceRatio) else {
            throw .invalidMarket(
                reason: "\"maintenance_ratio\" is \(maintenanceRatio), expected a ratio from 0 to 1"
            )
        }
        guard maxLeverage >= 1, maxLeverage.isFinite else {
            throw .invalidMarket(reason: "\"max_leverage\" is \(maxLeverage), expected 1 or more")
        }
        guard maintenanceAmount >= 0, maintenanceAmount.isFinite else {
            throw .invalidMarket(
                reason: "\"maintenance_amount\" is \(maintenanceAmount), expected zero or more")
        }
        self.minNotional = minNotional
        self.maxNotional = maxNotional
        self.maintenanceRatio = maintenanceRatio
        self.maxLeverage = maxLeverage
        self.maintenanceAmount = maintenanceAmount
    }
}

extension MarketFacts {
    /// The same market with other tiers, ascending.
    public func with(_ tiers: [LeverageTier]) throws(MarketError) -> MarketFacts {
        try MarketFacts(
            exchange: exchange, pair: pair, amountStep: amountStep, priceTick: priceTick,
            minAmount: minAmount, maxAmount: maxAmount, minCost: minCost, maxCost: maxCost,
            maker: maker, taker: taker, leverageTiers: tiers)
    }

    /// The most leverage for a stake, quote currency; nil where the exchange takes no position of that size,
    /// 1 where it has no tiers.
    public func maxLeverage(stake: Double) -> Double? {
        guard let first = leverageTiers.first else { return 1 }
        if stake == 0 { return first.maxLeverage }
        return leverageTiers.first {
            stake <= ($0.maxNotional ?? .infinity) / $0.maxLeverage
        }?.maxLeverage
    }

    /// The greatest value of a position at a leverage, quote currency; nil for no limit.
    public func maxNotional(leverage: Double) -> Double? {
        leverageTiers.last { leverage <= $0.maxLeverage }?.maxNotional
    }

    /// The tier of a position of that value, quote currency.
    public func tier(notional: Double) -> LeverageTier? {
        leverageTiers.last { notional >= $0.minNotional }
    }
}
