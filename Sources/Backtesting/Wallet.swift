internal import Market
internal import Records
internal import Strategies

/// The money of a back-test: what is tied up in open trades, what is free, and what may be staked.
struct Wallet {
    let backtest: Backtest
    /// Profit of the closed trades, summed in closing order.
    private(set) var closedProfit = 0.0
    /// The same as freqtrade sums it anew for each stake of a given capital: compensated.
    private var summedProfit = CompensatedSum()
    /// Profit of what open trades have sold already.
    var realizedProfit = 0.0

    init(_ backtest: Backtest) { self.backtest = backtest }

    var balance: Double { backtest.configuration.dryRunWallet + closedProfit }

    mutating func book(profit: Double) {
        closedProfit += profit
        summedProfit.add(profit)
    }

    static func sum(_ values: [Double]) -> Double {
        var sum = CompensatedSum()
        for value in values { sum.add(value) }
        return sum.value
    }

    /// The stake for one more trade, before the market's limits; nil when the money does not suffice.
    ///
    /// - Parameter tied: The sum of the open trades' stakes.
    /// - Returns: The stake, and the money that it is taken from.
    func proposedStake(tied: Double) -> (stake: Double, available: Double)? {
        let available = available(tied: tied)
        var stake: Double
        switch backtest.configuration.stakeAmount {
        case .fixed(let amount): stake = amount
        case .unlimited:
            let slots = Double(backtest.configuration.maxOpenTrades ?? 0)
            stake = slots == 0 ? 0 : min((available + tied) / slots, available)
        }
        if backtest.configuration.amendLastStakeAmount {
            let least = stake * backtest.configuration.lastStakeAmountMinRatio
            stake = available > least ? min(stake, available) : 0
        }
        return available < stake ? nil : (max(stake, 0), available)
    }

    func free(tied: Double) -> Double {
        backtest.configuration.dryRunWallet + (closedProfit + realizedProfit) - tied
    }

    /// What may be staked besides the open trades' stakes.
    func available(tied: Double) -> Double { facts(tied: tied).available }

    /// What there is in all, and what of it is left besides the open trades' stakes.
    func facts(tied: Double) -> WalletFacts {
        let free = free(tied: tied)
        let total =
            backtest.configuration.availableCapital.map { $0 + summedProfit.value }
            ?? (tied + free) * backtest.configuration.tradableBalanceRatio
        return WalletFacts(total: total, available: min(total - tied, free), free: free)
    }

    /// The least and the greatest stake that the market and the money allow.
    ///
    /// `stoploss` is the loss for which there must be a reserve; `held` is what the trade has staked already.
    func limits(
        price: Double, available: Double, leverage: Double, facts: MarketFacts,
        stoploss: Double = 0.05, held: Double = 0
    ) -> (least: Double, greatest: Double) {
        let least = max(
            leastCost(facts, stoploss: stoploss), (facts.minAmount ?? 0) * price * reserve)
        let greatest = min(
            facts.maxNotional(leverage: leverage) ?? .infinity, facts.maxCost ?? .infinity,
            facts.maxAmount.map { $0 * price } ?? .infinity)
        let most = greatest / leverage
        return (least / leverage, min(most, available, most - held))
    }

    /// The least stake that the market allows at any price.
    func leastCost(_ facts: MarketFacts, stoploss: Double = 0.05) -> Double {
        // What a stop loss may take is in reserve as well.
        (facts.minCost ?? 0) * max(min(reserve / (1 - stoploss), 1.5), 1)
    }

    private var reserve: Double { 1 + backtest.configuration.amountReserve }

    /// Whether a stake cannot even be raised to the least one.
    static func isTooLittle(_ stake: Double, for least: Double) -> Bool {
        stake <= 0 || stake * 1.3 < least
    }

    /// The stake that the limits leave of a wish; nil for no trade.
    static func limited(_ stake: Double, to limits: (least: Double, greatest: Double)) -> Double? {
        guard stake > 0, limits.least <= limits.greatest else { return nil }
        if stake < limits.least {
            return isTooLittle(stake, for: limits.least) ? nil : limits.least
        }
        return min(stake, limits.greatest)
    }
}

/// Neumaier's compensated sum, as Python sums floats since 3.12.
struct CompensatedSum {
    private var total = 0.0
    private var lost = 0.0

    var value: Double { total + lost }

    mutating func add(_ value: Double) {
        let next = total + value
        if total.magnitude >= value.magnitude {
            lost += (total - next) + value
        } else {
            lost += (value - next) + total
        }
        total = next
    }
}
