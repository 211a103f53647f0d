internal import Market
internal import Strategies

/// What a trade holds, and at which price it came to it.
struct Position {
    /// Base currency.
    let amount: Double
    /// Stake currency.
    let stakeAmount: Double
    /// The average price on the tick.
    let openRate: Double
}

/// A filled order of a trade that was adjusted, and what the trade was after it.
struct FilledOrder: Sendable {
    let isEntry: Bool
    let price: Double
    let amount: Double
    /// Unix milliseconds.
    let atMs: Int
    let tag: String?
    /// What funding brought since the order before, stake currency.
    let fundingFees: Double
    /// What it cost, fee not counted, stake currency.
    let stake: Double
    /// After it: what the trade held, what it had sold with which profit, and what all its entries cost.
    var heldAmount = 0.0
    var heldStake = 0.0
    var realizedProfit = 0.0
    var maxStakeAmount = 0.0
}

/// What the filled orders of a trade come to, as freqtrade counts it: exact decimals, each quotient truncated to
/// 18 decimals.
///
/// An entry moves the average price, an exit leaves at it; each exit's profit is rounded to 8 decimals.
struct TradeLedger {
    private let leverage: Double
    private let isShort: Bool
    private let fee: Fee
    private let tick: Step
    private let amountStep: Step
    private var amount = Amount.zero
    private var stake = Amount.zero
    private var average = Amount.zero
    private var bought = Amount.zero
    /// Funding since the last exit.
    private var funding = 0.0
    /// Of all orders.
    private(set) var fundingFees = 0.0
    /// The value of all entries with their fees.
    private(set) var paidValue = 0.0
    /// Of all exits.
    private(set) var profitAbs = 0.0
    /// The same, but for exits of no profit at all, which freqtrade overlooks.
    private(set) var realizedProfit = 0.0

    init(_ trade: SimulatedTrade, fee: Fee, amountStep: Step) {
        (leverage, isShort) = (trade.leverage, trade.isShort)
        (self.fee, self.amountStep) = (fee, amountStep)
        tick = trade.tick
    }

    /// All entries at their prices, stake currency.
    var maxStakeAmount: Double { bought.double / leverage }

    /// Of the value of all entries.
    var profitRatio: Double { paidValue > 0 ? profitAbs / paidValue * leverage : 0 }

    /// What is held; nil for nothing.
    var position: Position? {
        let held = Precision.truncated(amount.double, step: amountStep)
        guard held > 0 else { return nil }
        return Position(
            amount: held, stakeAmount: stake.double / leverage,
            openRate: Precision.nearest(stake.divided(by: amount).double, tick: tick))
    }

    mutating func add(_ order: FilledOrder) {
        funding += order.fundingFees
        fundingFees += order.fundingFees
        let (size, price) = (Amount(order.amount), Amount(order.price))
        if order.isEntry {
            amount = amount + size
            stake = stake + price * size
            bought = bought + price * size
            if Amount.zero < amount { average = stake.divided(by: amount) }
            paidValue += fee.openValue(order.amount, order.price, isShort: isShort)
        } else {
            amount = amount - size
            stake = stake - average * size
            sell(order)
        }
    }

    private mutating func sell(_ order: FilledOrder) {
        let opened = fee.openValue(order.amount, average.double, isShort: isShort)
        let closed = fee.closeValue(order.amount, order.price, isShort: isShort)
        let profit = isShort ? opened - (closed - funding) : (closed + funding) - opened
        profitAbs += Precision.rounded(profit, decimals: 8)
        if profitRatio != 0 { realizedProfit = profitAbs }
        funding = 0
    }
}
