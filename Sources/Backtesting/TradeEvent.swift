internal import Market
internal import Records
internal import Strategies

/// What the engine decided about a trade that is watched, as it decided it.
enum TradeEvent {
    /// The pair wanted to enter and was not let.
    case refused(Refusal)
    case ordered(EntryOrder)
    /// The entry order was filled.
    case bought(row: Int)
    /// The strategy wants the trade larger or smaller by a stake.
    case resizing(row: Int, stake: Double, PendingOrder)
    /// The order that it placed was filled; what the trade is after it.
    case resized(row: Int, FilledOrder, openRate: Double, stopRate: Double)
    /// An order was given up, having waited too long.
    case withdrawn(row: Int, rate: Double)
    case stopMoved(StopMove)
    case exitTried(ExitAttempt)
    /// The exit order was filled.
    case sold(row: Int, rate: Double)
    case forcedOut(row: Int, rate: Double)

    enum Refusal {
        case locked(untilMs: Int)
        case noSlot(Int)
        case noMoney(EntryOrder)
        case lastCandle
    }

    /// An entry order, and what its size was made from.
    struct EntryOrder {
        let row: Int
        let side: Side
        var leverage = 1.0
        /// What the strategy asked for instead of the candle's open, nil for nothing.
        var askedPrice: Double?
        /// What the strategy calls an order by which it enlarges a trade; nil for the signal's tag.
        var tag: String?
        var price = 0.0
        /// The market's price tick.
        let tick: Step
        /// Open trades, this one not counted.
        var openTrades = 0
        /// Stake currency: in open trades, to be had, proposed, asked for by the strategy, allowed at least and at
        /// most, and used in the end.
        var tied = 0.0
        var wallet = WalletFacts()
        var available: Double?
        var proposed: Double?
        var askedStake: Double?
        var least: Double?
        var greatest: Double?
        var stake: Double?
        var amountStep = 0.0
        var amount: Double?
        /// The strategy's own `confirm_trade_entry` said no.
        var isDenied = false

        init(row: Int, side: Side, on track: Track) {
            (self.row, self.side) = (row, side)
            tick = track.ticks.step(atMs: track.time(row))
        }
    }

    struct StopMove {
        enum Rule: String {
            case own = "custom_stoploss"
            case stoploss
            case positive = "trailing_stop_positive"
        }

        let row: Int
        let rule: Rule
        /// The rate that the stop is measured from: the candle's best, or the entry's price.
        let from: Double
        let ratio: Double
        let before: Double
        let after: Double
    }

    struct ExitAttempt {
        enum Outcome {
            case ordered, kept, denied
        }

        let row: Int
        let reason: String
        /// The ROI step in force, for a ROI.
        let step: (minutes: Int, ratio: Double)?
        let minutes: Int
        /// Before and after rounding to the tick.
        let price: Double
        let rate: Double
        let stopRate: Double
        /// What the strategy's own exit was told, for one of its own or an exit signal.
        let facts: TradeFacts?
        let outcome: Outcome
    }
}

/// Which entry is watched, and what happened to it.
final class TradeWatch {
    /// Index of the pair and row of the entry's candle.
    let pair: Int
    let row: Int
    private(set) var events: [TradeEvent] = []
    var trade: SimulatedTrade?

    init(pair: Int, row: Int) {
        self.pair = pair
        self.row = row
    }

    func note(_ event: TradeEvent) { events.append(event) }
}
