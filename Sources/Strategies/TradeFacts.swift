/// What a hook may know of the trade (or of the order that is about to be placed) and its moment.
public struct TradeFacts: Hashable, Sendable {
    /// Profit at `currentRate` with fees and leverage, as a ratio.
    public var profitRatio: Double
    /// Minutes since the trade was opened.
    public var minutes: Double
    /// Prices in the quote currency.
    public var openRate: Double
    public var currentRate: Double
    public var maxRate: Double
    public var minRate: Double
    /// In the stake currency.
    public var stakeAmount: Double
    /// In the base currency.
    public var amount: Double
    public var leverage: Double
    public var isShort: Bool
    /// The moment at which the hook is asked, Unix milliseconds UTC.
    public var currentMs: Int
    /// What the engine would do without the hook: a stake, a price or a leverage; NaN elsewhere.
    public var proposed: Double
    /// Limits of the stake or the leverage; NaN elsewhere.
    public var least: Double
    public var greatest: Double
    /// The tag of the entry signal, and why the trade is about to be left; empty where there is none.
    public var enterTag: String
    public var exitReason: String
    /// Whether a stop is asked for at the entry, not at a candle after it.
    public var isAfterFill: Bool
    /// What the trade's orders have brought about so far.
    public var history: TradeHistory
    /// The trade's custom data by their places, conditions as 1 and 0; empty before any hook changed it.
    public var kept: [Double]

    public init(
        profitRatio: Double = .nan, minutes: Double = .nan, openRate: Double = .nan,
        currentRate: Double, maxRate: Double = .nan, minRate: Double = .nan,
        stakeAmount: Double = .nan, amount: Double = .nan, leverage: Double = 1,
        isShort: Bool = false, currentMs: Int, proposed: Double = .nan,
        least: Double = .nan, greatest: Double = .nan, enterTag: String = "",
        exitReason: String = "", isAfterFill: Bool = false, history: TradeHistory = TradeHistory(),
        kept: [Double] = []
    ) {
        self.profitRatio = profitRatio
        self.minutes = minutes
        self.openRate = openRate
        self.currentRate = currentRate
        self.maxRate = maxRate
        self.minRate = minRate
        self.stakeAmount = stakeAmount
        self.amount = amount
        self.leverage = leverage
        self.isShort = isShort
        self.currentMs = currentMs
        self.proposed = proposed
        self.least = least
        self.greatest = greatest
        self.enterTag = enterTag
        self.exitReason = exitReason
        self.isAfterFill = isAfterFill
        self.history = history
        self.kept = kept
    }

    subscript(fact: TradeFact) -> Double {
        switch fact {
        case .profitRatio: profitRatio
        case .minutes: minutes
        case .openRate: openRate
        case .maxRate: maxRate
        case .minRate: minRate
        case .stakeAmount: stakeAmount
        case .amount: amount
        case .leverage, .entryLeverage: leverage
        case .entries: history.entries
        case .exits: history.exits
        case .minutesSinceFill: history.minutesSinceFill
        case .firstStake: history.firstStake
        case .lastEntryRate: history.lastEntryRate
        case .maxStakeAmount: history.maxStakeAmount
        case .realizedProfit: history.realizedProfit
        case .hasOpenOrders: history.hasOpenOrders ? 1 : 0
        case .isShort: isShort ? 1 : 0
        case .afterFill: isAfterFill ? 1 : 0
        case .currentRate: currentRate
        case .proposedStake, .proposedRate, .proposedLeverage: proposed
        case .minimumStake: least
        case .maximumStake, .maximumLeverage: greatest
        case .enterTag, .entryTag, .exitReason, .entrySide: .nan
        }
    }

    /// What a fact that is a text says.
    func text(_ fact: TradeFact) -> String {
        switch fact {
        case .exitReason: exitReason
        case .entrySide: isShort ? "short" : "long"
        default: enterTag
        }
    }
}

/// What the filled orders of a trade have brought about so far.
public struct TradeHistory: Hashable, Sendable {
    /// Filled orders that opened or enlarged the trade, and those that made it smaller.
    public var entries: Double
    public var exits: Double
    /// Since the last order was filled.
    public var minutesSinceFill: Double
    /// What the first entry cost, and what all of them did, in the stake currency.
    public var firstStake: Double
    public var maxStakeAmount: Double
    /// The price of the last entry.
    public var lastEntryRate: Double
    /// Of what was sold so far, in the stake currency.
    public var realizedProfit: Double
    /// An order waits for its price.
    public var hasOpenOrders: Bool

    public init(
        entries: Double = 0, exits: Double = 0, minutesSinceFill: Double = .nan,
        firstStake: Double = .nan, maxStakeAmount: Double = .nan, lastEntryRate: Double = .nan,
        realizedProfit: Double = 0, hasOpenOrders: Bool = false
    ) {
        self.entries = entries
        self.exits = exits
        self.minutesSinceFill = minutesSinceFill
        self.firstStake = firstStake
        self.maxStakeAmount = maxStakeAmount
        self.lastEntryRate = lastEntryRate
        self.realizedProfit = realizedProfit
        self.hasOpenOrders = hasOpenOrders
    }
}

/// The names of the facts in expressions.
public enum TradeFact: String, CaseIterable, Hashable, Sendable {
    case profitRatio = "trade.profit_ratio"
    case minutes = "trade.minutes"
    case openRate = "trade.open_rate"
    case maxRate = "trade.max_rate"
    case minRate = "trade.min_rate"
    case stakeAmount = "trade.stake_amount"
    case amount = "trade.amount"
    case leverage = "trade.leverage"
    case entries = "trade.entries"
    case exits = "trade.exits"
    case minutesSinceFill = "trade.minutes_since_fill"
    case firstStake = "trade.first_stake"
    case lastEntryRate = "trade.last_entry_rate"
    case maxStakeAmount = "trade.max_stake_amount"
    case realizedProfit = "trade.realized_profit"
    case hasOpenOrders = "trade.has_open_orders"
    case isShort = "trade.is_short"
    case currentRate = "current_rate"
    case proposedStake = "proposed_stake"
    case minimumStake = "min_stake"
    case maximumStake = "max_stake"
    case proposedRate = "proposed_rate"
    case proposedLeverage = "proposed_leverage"
    case maximumLeverage = "max_leverage"
    case enterTag = "trade.enter_tag"
    case entryTag = "entry_tag"
    case entrySide = "entry_side"
    case entryLeverage = "entry_leverage"
    case exitReason = "exit_reason"
    case afterFill = "after_fill"

    var kind: ExpressionChecker.Typed.Kind {
        switch self {
        case .isShort, .hasOpenOrders, .afterFill: .boolean
        case .enterTag, .entryTag, .exitReason, .entrySide: .text
        default: .number
        }
    }

    static let ofTrade: [Self] = allCases.filter {
        $0.rawValue.hasPrefix("trade.") && $0 != .hasOpenOrders
    }
}

/// freqtrade's call-backs that a strategy may give as expressions.
public enum Hook: String, CaseIterable, Hashable, Sendable {
    case customStoploss = "custom_stoploss"
    case customExit = "custom_exit"
    case customStakeAmount = "custom_stake_amount"
    case customEntryPrice = "custom_entry_price"
    case customExitPrice = "custom_exit_price"
    case confirmTradeEntry = "confirm_trade_entry"
    case confirmTradeExit = "confirm_trade_exit"
    case adjustTradePosition = "adjust_trade_position"
    case leverage

    var facts: [TradeFact] {
        switch self {
        case .customStoploss: TradeFact.ofTrade + [.currentRate, .afterFill]
        case .customExit: TradeFact.ofTrade + [.currentRate]
        case .confirmTradeExit: TradeFact.ofTrade + [.currentRate, .exitReason]
        case .customExitPrice: TradeFact.ofTrade + [.currentRate, .proposedRate]
        case .adjustTradePosition:
            TradeFact.ofTrade + [.hasOpenOrders, .currentRate, .minimumStake, .maximumStake]
        case .customStakeAmount:
            [
                .currentRate, .proposedStake, .minimumStake, .maximumStake, .entryLeverage,
                .entryTag, .entrySide,
            ]
        case .customEntryPrice: [.currentRate, .proposedRate, .entryTag, .entrySide]
        case .confirmTradeEntry: [.currentRate, .entryTag, .entrySide]
        case .leverage: [.currentRate, .proposedLeverage, .maximumLeverage, .entryTag, .entrySide]
        }
    }

    /// Whether the hook is asked of a trade that there is: then it reads and changes its custom data.
    public var knowsTrade: Bool { facts.contains(.openRate) }

    /// Whether the hook answers yes or no; the others answer with a number.
    public var isCondition: Bool {
        switch self {
        case .customExit, .confirmTradeEntry, .confirmTradeExit: true
        default: false
        }
    }
}
