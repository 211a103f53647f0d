public import Market
internal import Strategies

/// What a strategy decides for itself while a trade lives: freqtrade's hooks, each nil when not set.
public struct TradeHooks: Sendable {
    /// A new stop as a ratio from the candle's high, once also from the entry's rate; nil or 0 to leave it.
    public var customStoploss: (@Sendable (TradeMoment) -> Double?)?
    /// The reason to leave at the candle's open, nil to stay.
    public var customExit: (@Sendable (TradeMoment) -> String?)?
    /// The price to buy at instead of the candle's open; nil for the open.
    public var customEntryPrice: (@Sendable (EntryMoment) -> Double?)?
    /// The price to sell at instead of the candle's open, asked for where a signal or the strategy's own exit
    /// leaves; nil for the open.
    public var customExitPrice: (@Sendable (TradeMoment) -> Double?)?
    /// The stake to use instead of the proposed one, stake currency.
    public var customStakeAmount: (@Sendable (EntryMoment) -> Double)?
    public var confirmTradeEntry: (@Sendable (EntryMoment) -> Bool)?
    /// Not asked for forced exits.
    public var confirmTradeExit: (@Sendable (TradeMoment, _ reason: String) -> Bool)?

    public init() {}
}

/// An entry about to be made.
public struct EntryMoment: Sendable {
    public let pair: Pair
    /// Open of the candle, Unix milliseconds.
    public let nowMs: Int
    /// Row of the candle whose signal is acted on, counted in the prepared series.
    public let signalRow: Int
    public let rate: Double
    /// What would be used if nobody was asked: a stake in the stake currency, or a price.
    public let proposed: Double
    /// What the market and the money allow, stake currency; NaN where no stake is asked for.
    public let leastStake: Double
    public let greatestStake: Double
    public let enterTag: String?

    init(
        pair: Pair, nowMs: Int, signalRow: Int, rate: Double, proposed: Double,
        leastStake: Double = .nan, greatestStake: Double = .nan, enterTag: String?
    ) {
        self.pair = pair
        self.nowMs = nowMs
        self.signalRow = signalRow
        self.rate = rate
        self.proposed = proposed
        self.leastStake = leastStake
        self.greatestStake = greatestStake
        self.enterTag = enterTag
    }
}

/// An open trade on one candle.
public struct TradeMoment: Sendable {
    public let pair: Pair
    /// Open of the candle, Unix milliseconds.
    public let nowMs: Int
    public let openMs: Int
    /// Row of the last candle that has ended, counted in the prepared series.
    public let signalRow: Int
    public let openRate: Double
    /// The rate that the hook speaks of: the candle's open, for a custom stop its high.
    public let currentRate: Double
    /// At `currentRate`, after fees, rounded to 8 decimals.
    public let profitRatio: Double
    /// Lowest and highest price since the entry, this candle included.
    public let minRate: Double
    public let maxRate: Double
    public let stopRate: Double
    public let stakeAmount: Double
    public let amount: Double
    public let enterTag: String?

    /// Minutes since the entry.
    public var minutes: Double { Double(nowMs - openMs) / 60_000 }
}

extension TradeHooks {
    /// The hooks of a strategy, by pair; a custom exit's reason is the tag of the first rule that holds.
    init(_ hooks: [Pair: Hooks]) {
        func has(_ hook: Hook) -> Bool { hooks.values.contains { $0[hook] != nil } }
        if has(.customStoploss) {
            customStoploss = { moment in
                hooks[moment.pair]?[.customStoploss]?.evaluate(
                    row: moment.signalRow, trade: moment.facts)
            }
        }
        if hooks.values.contains(where: { !$0.customExits.isEmpty }) {
            customExit = { moment in
                hooks[moment.pair]?.customExits.first {
                    $0.program.evaluate(row: moment.signalRow, trade: moment.facts) == 1
                }?.tag
            }
        }
        if has(.customStakeAmount) {
            customStakeAmount = { moment in
                hooks[moment.pair]?[.customStakeAmount]?.evaluate(
                    row: moment.signalRow, trade: moment.facts) ?? moment.proposed
            }
        }
        if has(.customEntryPrice) {
            customEntryPrice = { moment in
                hooks[moment.pair]?[.customEntryPrice]?.evaluate(
                    row: moment.signalRow, trade: moment.facts)
            }
        }
        if has(.customExitPrice) {
            customExitPrice = { moment in
                hooks[moment.pair]?[.customExitPrice]?.evaluate(
                    row: moment.signalRow, trade: moment.facts)
            }
        }
        if has(.confirmTradeEntry) {
            confirmTradeEntry = { moment in
                hooks[moment.pair]?[.confirmTradeEntry]?.evaluate(
                    row: moment.signalRow, trade: moment.facts) != 0
            }
        }
        if has(.confirmTradeExit) {
            confirmTradeExit = { moment, _ in
                hooks[moment.pair]?[.confirmTradeExit]?.evaluate(
                    row: moment.signalRow, trade: moment.facts) != 0
            }
        }
    }

    /// The hooks that a back-test can follow.
    static let known: Set<Hook> = [
        .customStoploss, .customExit, .customStakeAmount, .customEntryPrice, .customExitPrice,
        .confirmTradeEntry, .confirmTradeExit,
    ]
}

extension EntryMoment {
    var facts: TradeFacts {
        TradeFacts(
            currentRate: rate, currentMs: nowMs, proposed: proposed, least: leastStake,
            greatest: greatestStake)
    }
}

extension TradeMoment {
    var facts: TradeFacts {
        TradeFacts(
            profitRatio: profitRatio, minutes: minutes, openRate: openRate,
            currentRate: currentRate, maxRate: maxRate, minRate: minRate,
            stakeAmount: stakeAmount, amount: amount, entries: 1, currentMs: nowMs,
            proposed: currentRate)
    }
}
