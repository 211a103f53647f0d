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
    /// In the base currency: what the trade holds, or what the order would buy.
    public var amount: Double
    public var leverage: Double
    /// Where the trade is left at a loss, and where that was at first, in the quote currency.
    public var stopRate: Double
    public var initialStopRate: Double
    /// What leaving at another rate is counted by.
    public var worth: TradeWorth
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
    /// Whether the order that was just filled opened or enlarged the trade.
    public var isEntryFilled = false
    /// What the trade's orders have brought about so far.
    public var history: TradeHistory
    /// The money of all trades; missing where a trade's own life is all that is known.
    public var wallet: WalletFacts
    /// The trade's custom data by their places, conditions as 1 and 0; empty before any hook changed it.
    public var kept: [Double]

    public init(
        profitRatio: Double = .nan, minutes: Double = .nan, openRate: Double = .nan,
        currentRate: Double, maxRate: Double = .nan, minRate: Double = .nan,
        stakeAmount: Double = .nan, amount: Double = .nan, leverage: Double = 1,
        stopRate: Double = .nan, initialStopRate: Double = .nan,
        worth: TradeWorth = TradeWorth(), isShort: Bool = false, currentMs: Int,
        proposed: Double = .nan, least: Double = .nan, greatest: Double = .nan,
        enterTag: String = "", exitReason: String = "", isAfterFill: Bool = false,
        history: TradeHistory = TradeHistory(), wallet: WalletFacts = WalletFacts(),
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
        self.stopRate = stopRate
        self.initialStopRate = initialStopRate
        self.worth = worth
        self.isShort = isShort
        self.currentMs = currentMs
        self.proposed = proposed
        self.least = least
        self.greatest = greatest
        self.enterTag = enterTag
        self.exitReason = exitReason
        self.isAfterFill = isAfterFill
        self.history = history
        self.wallet = wallet
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
        case .amount, .orderAmount: amount
        case .leverage, .entryLeverage: leverage
        case .stopRate: stopRate
        case .initialStopRate: initialStopRate
        case .entries: history.entries
        case .exits: history.exits
        case .minutesSinceFill: history.minutesSinceFill
        case .firstStake: history.firstEntry.stake
        case .firstRate: history.firstEntry.rate
        case .firstAmount: history.firstEntry.amount
        case .firstCost: history.firstEntry.cost(fee: worth.fee)
        case .minutesSinceEntry: history.lastEntry.minutes
        case .lastEntryStake: history.lastEntry.stake
        case .lastEntryRate: history.lastEntry.rate
        case .lastEntryAmount: history.lastEntry.amount
        case .lastEntryCost: history.lastEntry.cost(fee: worth.fee)
        case .minutesSinceExit: history.lastExit.minutes
        case .lastExitStake: history.lastExit.stake
        case .lastExitRate: history.lastExit.rate
        case .lastExitAmount: history.lastExit.amount
        case .lastExitCost: history.lastExit.cost(fee: worth.fee)
        case .maxStakeAmount: history.maxStakeAmount
        case .realizedProfit: history.realizedProfit
        case .hasOpenOrders: history.hasOpenOrders ? 1 : 0
        case .isShort: isShort ? 1 : 0
        case .afterFill: isAfterFill ? 1 : 0
        case .orderIsEntry: isEntryFilled ? 1 : 0
        case .currentRate: currentRate
        case .proposedStake, .proposedRate, .proposedLeverage: proposed
        case .minimumStake: least
        case .maximumStake, .maximumLeverage: greatest
        case .walletTotal: wallet.total
        case .walletAvailable: wallet.available
        case .walletFree: wallet.free
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
    case stopRate = "trade.stop_rate"
    case initialStopRate = "trade.initial_stop_rate"
    case entries = "trade.entries"
    case exits = "trade.exits"
    case minutesSinceFill = "trade.minutes_since_fill"
    case firstStake = "trade.first_stake"
    case firstRate = "trade.first_rate"
    case firstAmount = "trade.first_amount"
    case firstCost = "trade.first_cost"
    case minutesSinceEntry = "trade.minutes_since_entry"
    case lastEntryStake = "trade.last_entry_stake"
    case lastEntryRate = "trade.last_entry_rate"
    case lastEntryAmount = "trade.last_entry_amount"
    case lastEntryCost = "trade.last_entry_cost"
    case minutesSinceExit = "trade.minutes_since_exit"
    case lastExitStake = "trade.last_exit_stake"
    case lastExitRate = "trade.last_exit_rate"
    case lastExitAmount = "trade.last_exit_amount"
    case lastExitCost = "trade.last_exit_cost"
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
    case orderIsEntry = "order_is_entry"
    case orderAmount = "order_amount"
    case walletTotal = "wallet_total"
    case walletAvailable = "wallet_available"
    case walletFree = "wallet_free"

    var kind: ExpressionChecker.Typed.Kind {
        switch self {
        case .isShort, .hasOpenOrders, .afterFill, .orderIsEntry: .boolean
        case .enterTag, .entryTag, .exitReason, .entrySide: .text
        default: .number
        }
    }

    static let ofTrade: [Self] = allCases.filter {
        $0.rawValue.hasPrefix("trade.") && $0 != .hasOpenOrders
    }

    static let ofWallet: [Self] = [.walletTotal, .walletAvailable, .walletFree]
}

/// freqtrade's call-backs that a strategy may give as expressions.
public enum Hook: String, CaseIterable, Hashable, Sendable {
    case orderFilled = "order_filled"
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
        case .orderFilled: TradeFact.ofTrade + [.currentRate, .orderIsEntry]
        case .customStoploss: TradeFact.ofTrade + [.currentRate, .afterFill]
        case .customExit: TradeFact.ofTrade + [.currentRate]
        case .confirmTradeExit: TradeFact.ofTrade + [.currentRate, .exitReason]
        case .customExitPrice:
            TradeFact.ofTrade + [.currentRate, .proposedRate, .exitReason]
        case .adjustTradePosition:
            TradeFact.ofTrade + [.hasOpenOrders, .currentRate, .minimumStake, .maximumStake]
                + TradeFact.ofWallet
        case .customStakeAmount:
            [
                .currentRate, .proposedStake, .minimumStake, .maximumStake, .entryLeverage,
                .entryTag, .entrySide,
            ] + TradeFact.ofWallet
        case .customEntryPrice: [.currentRate, .proposedRate, .entryTag, .entrySide]
        case .confirmTradeEntry:
            [.currentRate, .orderAmount, .entryTag, .entrySide] + TradeFact.ofWallet
        case .leverage:
            [.currentRate, .proposedLeverage, .maximumLeverage, .entryTag, .entrySide]
                + TradeFact.ofWallet
        }
    }

    /// Those that answer something; `order_filled` does nothing but change what the trade keeps.
    public static let answering = allCases.filter { $0 != .orderFilled }

    /// Whether the hook is asked of a trade that there is: then it reads and changes its custom data.
    public var knowsTrade: Bool { facts.contains(.openRate) }

    /// Whether the hook is asked at a moment at which the money of all trades is known.
    public var knowsWallet: Bool { facts.contains(.walletTotal) }

    /// Whether the hook answers yes or no; the others answer with a number.
    public var isCondition: Bool {
        switch self {
        case .customExit, .confirmTradeEntry, .confirmTradeExit: true
        default: false
        }
    }
}
