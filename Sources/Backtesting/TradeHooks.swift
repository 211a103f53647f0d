public import Market
public import Records
internal import Strategies

/// What a strategy decides for itself while a trade lives: freqtrade's hooks, each nil when not set.
///
/// Those that are told of an open trade may change what it keeps.
public struct TradeHooks: Sendable {
    /// Told of every order that is filled, at its price, before a stop is asked for.
    public var orderFilled: (@Sendable (inout TradeMoment) -> Void)?
    /// A new stop as a ratio from the candle's high, once also from the entry's rate; nil or 0 to leave it.
    public var customStoploss: (@Sendable (inout TradeMoment) -> Double?)?
    /// The reason to leave at the candle's open, nil to stay.
    public var customExit: (@Sendable (inout TradeMoment) -> String?)?
    /// The price to buy at instead of the candle's open; nil for the open.
    public var customEntryPrice: (@Sendable (EntryMoment) -> Double?)?
    /// The price to sell at instead of the candle's open, asked for where a signal or the strategy's own exit
    /// leaves; nil for the open.
    public var customExitPrice: (@Sendable (inout TradeMoment) -> Double?)?
    /// The stake to use instead of the proposed one, stake currency.
    public var customStakeAmount: (@Sendable (EntryMoment) -> Double)?
    /// The leverage to use instead of 1; capped at what the market gives for the stake.
    public var leverage: (@Sendable (EntryMoment) -> Double?)?
    public var confirmTradeEntry: (@Sendable (EntryMoment) -> Bool)?
    /// Not asked for forced exits.
    public var confirmTradeExit: (@Sendable (inout TradeMoment) -> Bool)?

    /// What to add to an open trade, or to take off it, asked for at each candle's open.
    public var adjustTradePosition: (@Sendable (inout TradeMoment) -> Adjustment?)?

    /// A change of an open trade.
    public struct Adjustment: Sendable {
        /// To add, or to take off if negative, stake currency.
        public let stake: Double
        /// The order's tag.
        public let tag: String?

        public init(stake: Double, tag: String?) {
            self.stake = stake
            self.tag = tag
        }
    }

    public init() {}

    /// Whether anybody is told of an open trade.
    var seeTrades: Bool {
        orderFilled != nil || customStoploss != nil || customExit != nil || customExitPrice != nil
            || confirmTradeExit != nil || adjustTradePosition != nil
    }
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
    /// What the order would buy, base currency; NaN before that is known.
    public let amount: Double
    /// 1 until it was asked for.
    public let leverage: Double
    public let enterTag: String?
    let wallet: WalletFacts

    init(
        pair: Pair, nowMs: Int, signalRow: Int, rate: Double, side: Side, proposed: Double,
        least: Double = .nan, greatest: Double = .nan, amount: Double = .nan, leverage: Double = 1,
        enterTag: String?, wallet: WalletFacts
    ) {
        self.pair = pair
        self.nowMs = nowMs
        self.signalRow = signalRow
        self.rate = rate
        self.side = side
        self.proposed = proposed
        self.least = least
        self.greatest = greatest
        self.amount = amount
        self.leverage = leverage
        self.enterTag = enterTag
        self.wallet = wallet
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
    public let initialStopRate: Double
    public let stakeAmount: Double
    public let amount: Double
    public let leverage: Double
    public let isShort: Bool
    public let enterTag: String?
    /// Whether a stop is asked for at the entry, not at a candle after it.
    public var isAfterFill = false
    /// Whether the order that was just filled opened or enlarged the trade.
    public var isEntryFilled = false
    /// Why the trade is about to be left; empty where that is not yet known.
    public var exitReason = ""
    var history: TradeHistory
    let worth: TradeWorth
    /// The trade's custom data, empty before any hook changed it.
    var kept: [Double]
    /// What the market and the money allow to add, stake currency; NaN where nobody may add.
    var least = Double.nan
    var greatest = Double.nan
    /// The money of all trades, where they are walked through together.
    var wallet = WalletFacts()

    /// Minutes since the entry.
    public var minutes: Double { Double(nowMs - openMs) / 60_000 }
}

extension TradeHooks {
    /// The hooks of a strategy, by pair; a custom exit's reason is the tag of the first rule that holds.
    init(_ hooks: [Pair: Hooks]) {
        if hooks.values.contains(where: { $0.changes(after: .orderFilled) }) {
            orderFilled = Self.keeping(.orderFilled, hooks) { _, _, _ in }
        }
        customStoploss = Self.followed(.customStoploss, hooks)
        customEntryPrice = Self.asked(.customEntryPrice, hooks)
        customExitPrice = Self.followed(.customExitPrice, hooks)
        leverage = Self.asked(.leverage, hooks)
        if let stake: @Sendable (EntryMoment) -> Double? = Self.asked(.customStakeAmount, hooks) {
            customStakeAmount = { stake($0) ?? $0.proposed }
        }
        if let confirms: @Sendable (EntryMoment) -> Double? = Self.asked(.confirmTradeEntry, hooks)
        {
            confirmTradeEntry = { confirms($0) != 0 }
        }
        if let confirms: @Sendable (inout TradeMoment) -> Double? = Self.followed(
            .confirmTradeExit, hooks)
        {
            confirmTradeExit = { confirms(&$0) != 0 }
        }
        if hooks.values.contains(where: { !$0.customExits.isEmpty }) {
            customExit = Self.keeping(.customExit, hooks) { pair, row, facts in
                hooks[pair]?.customExits.first {
                    $0.program.evaluate(row: row, trade: facts) == 1
                }?.tag
            }
        }
        if hooks.values.contains(where: { !$0.adjustments.isEmpty }) {
            adjustTradePosition = Self.keeping(.adjustTradePosition, hooks) { pair, row, facts in
                hooks[pair]?.adjustment(row, facts)
            }
        }
    }

    /// The hook as a question about an open trade, nil where no pair has it.
    private static func followed(
        _ hook: Hook, _ hooks: [Pair: Hooks]
    ) -> (@Sendable (inout TradeMoment) -> Double?)? {
        let programs = hooks.compactMapValues { $0[hook] }
        guard !programs.isEmpty else { return nil }
        return keeping(hook, hooks) { pair, row, facts in
            programs[pair]?.evaluate(row: row, trade: facts)
        }
    }

    /// Asks the question, after which the trade keeps what the hook wants it to.
    private static func keeping<Answer>(
        _ hook: Hook, _ hooks: [Pair: Hooks],
        _ question: @escaping @Sendable (Pair, _ row: Int, TradeFacts) -> Answer
    ) -> @Sendable (inout TradeMoment) -> Answer {
        let changing = hooks.filter { $0.value.changes(after: hook) }
        return { moment in
            let facts = moment.facts
            let answer = question(moment.pair, moment.signalRow, facts)
            if !changing.isEmpty { moment.keep(after: hook, changing, facts) }
            return answer
        }
    }

    /// The hook as a question about an entry, nil where no pair has it.
    private static func asked(
        _ hook: Hook, _ hooks: [Pair: Hooks]
    ) -> (@Sendable (EntryMoment) -> Double?)? {
        guard hooks.values.contains(where: { $0[hook] != nil }) else { return nil }
        return { moment in
            hooks[moment.pair]?[hook]?.evaluate(row: moment.signalRow, trade: moment.facts)
        }
    }

    /// The hooks that a back-test can follow.
    static let known: Set<Hook> = [
        .orderFilled, .customStoploss, .customExit, .customStakeAmount, .customEntryPrice,
        .customExitPrice,
        .confirmTradeEntry, .confirmTradeExit, .adjustTradePosition, .leverage,
    ]
}

extension Hooks {
    /// What the first rule that holds wants; nil for nothing.
    fileprivate func adjustment(_ row: Int, _ facts: TradeFacts) -> TradeHooks.Adjustment? {
        let rule = adjustments.first { rule in
            rule.condition.map { $0.evaluate(row: row, trade: facts) == 1 } ?? true
        }
        guard let rule, let stake = rule.stake.evaluate(row: row, trade: facts) else { return nil }
        return TradeHooks.Adjustment(stake: stake, tag: rule.tag)
    }
}

extension EntryMoment {
    fileprivate var facts: TradeFacts {
        TradeFacts(
            currentRate: rate, amount: amount, leverage: leverage, isShort: side == .short,
            currentMs: nowMs, proposed: proposed, least: least, greatest: greatest,
            enterTag: enterTag ?? "", wallet: wallet)
    }
}

extension TradeMoment {
    /// What a hook that was asked with these facts makes of what the trade keeps.
    fileprivate mutating func keep(after hook: Hook, _ hooks: [Pair: Hooks], _ facts: TradeFacts) {
        if let kept = hooks[pair]?.kept(after: hook, row: signalRow, trade: facts) {
            self.kept = kept
        }
    }

    var facts: TradeFacts {
        var facts = TradeFacts(
            profitRatio: profitRatio, minutes: minutes, openRate: openRate,
            currentRate: currentRate, maxRate: maxRate, minRate: minRate,
            stakeAmount: stakeAmount, amount: amount, leverage: leverage, stopRate: stopRate,
            initialStopRate: initialStopRate, worth: worth, isShort: isShort, currentMs: nowMs,
            proposed: currentRate, least: least, greatest: greatest, enterTag: enterTag ?? "",
            exitReason: exitReason, isAfterFill: isAfterFill, history: history, wallet: wallet,
            kept: kept)
        facts.isEntryFilled = isEntryFilled
        return facts
    }
}
