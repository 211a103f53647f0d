public import Market
public import Records
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
    /// The leverage to use instead of 1; capped at what the market gives for the stake.
    public var leverage: (@Sendable (EntryMoment) -> Double?)?
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
    public let side: Side
    /// What would be used if nobody was asked: a stake in the stake currency, a price, or a leverage.
    public let proposed: Double
    /// What the market and the money allow of a stake, stake currency, or of a leverage; NaN elsewhere.
    public let least: Double
    public let greatest: Double
    public let enterTag: String?

    init(
        pair: Pair, nowMs: Int, signalRow: Int, rate: Double, side: Side, proposed: Double,
        least: Double = .nan, greatest: Double = .nan, enterTag: String?
    ) {
        self.pair = pair
        self.nowMs = nowMs
        self.signalRow = signalRow
        self.rate = rate
        self.side = side
        self.proposed = proposed
        self.least = least
        self.greatest = greatest
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
    public let leverage: Double
    public let isShort: Bool
    public let enterTag: String?
    /// Whether a stop is asked for at the entry, not at a candle after it.
    public var isAfterFill = false

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
        if has(.leverage) {
            leverage = { moment in
                hooks[moment.pair]?[.leverage]?.evaluate(
                    row: moment.signalRow, trade: moment.facts)
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
            confirmTradeExit = { moment, reason in
                var facts = moment.facts
                facts.exitReason = reason
                return hooks[moment.pair]?[.confirmTradeExit]?.evaluate(
                    row: moment.signalRow, trade: facts) != 0
            }
        }
    }

    /// The hooks that a back-test can follow.
    static let known: Set<Hook> = [
        .customStoploss, .customExit, .customStakeAmount, .customEntryPrice, .customExitPrice,
        .confirmTradeEntry, .confirmTradeExit, .leverage,
    ]
}

extension EntryMoment {
    var facts: TradeFacts {
        TradeFacts(
            currentRate: rate, isShort: side == .short, currentMs: nowMs, proposed: proposed,
            least: least, greatest: greatest, enterTag: enterTag ?? "")
    }
}

extension TradeMoment {
    var facts: TradeFacts {
        TradeFacts(
            profitRatio: profitRatio, minutes: minutes, openRate: openRate,
            currentRate: currentRate, maxRate: maxRate, minRate: minRate,
            stakeAmount: stakeAmount, amount: amount, leverage: leverage, entries: 1,
            isShort: isShort, currentMs: nowMs,
            proposed: currentRate, enterTag: enterTag ?? "", isAfterFill: isAfterFill)
    }
}
