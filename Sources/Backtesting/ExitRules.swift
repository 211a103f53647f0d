internal import Market
internal import Records
internal import Strategies

/// When and at which price a trade ends.
///
/// A trade's life depends on its own pair alone, so it is followed to its end as soon as it is
/// opened. Most candles cannot end it: `skip` passes them by blocks. A class, for rules and hooks are
/// large.
final class ExitRules {
    let rules: TradingRules
    let hooks: TradeHooks
    let entryTimeoutMs: Int
    let exitTimeoutMs: Int
    /// Whether what hangs on the order of a candle's prices is noted.
    let isInFull: Bool
    /// Whether the lowest and the highest price of a trade are.
    private let notesPrices: Bool
    /// Told of every decision; nil where nobody watches.
    let watch: TradeWatch?

    init(
        rules: TradingRules, hooks: TradeHooks, entryTimeoutMs: Int, exitTimeoutMs: Int,
        isInFull: Bool = true, watch: TradeWatch? = nil
    ) {
        self.isInFull = isInFull
        notesPrices = isInFull || hooks.seeTrades
        (self.rules, self.hooks, self.watch) = (rules, hooks, watch)
        (self.entryTimeoutMs, self.exitTimeoutMs) = (entryTimeoutMs, exitTimeoutMs)
    }

    /// The same rules, watched where anybody wants to.
    func watched(by watch: TradeWatch?) -> ExitRules {
        guard let watch else { return self }
        return ExitRules(
            rules: rules, hooks: hooks, entryTimeoutMs: entryTimeoutMs,
            exitTimeoutMs: exitTimeoutMs, watch: watch)
    }

    /// How a trade's story ends.
    enum End {
        /// It is closed.
        case closed
        /// Its entry order was withdrawn before it was filled.
        case withdrawn
        /// Not before the candles do.
        case none
    }

    /// An exit order that waits to be filled.
    struct Order {
        let rate: Double
        /// Why it was placed; what wants the same price later does not change its tag.
        let reason: String
        let placedMs: Int
    }

    /// The ROI step in force from a row on.
    struct ROI {
        let step: TradingRules.ROIStep?
        /// The row at which the next step takes over, or funding changes what is enough.
        var end: Int
    }

    /// Follows the trade from its entry order on.
    func follow(_ trade: inout SimulatedTrade, on track: Track) -> End {
        if let row = fill(&trade, on: track) { return follow(&trade, from: row, on: track) }
        return trade.closeMs > trade.openMs ? .withdrawn : .none
    }

    /// Waits until the entry order is filled, and gives the row; withdraws it when it has waited too long.
    private func fill(_ trade: inout SimulatedTrade, on track: Track) -> Int? {
        for row in trade.entryRow..<track.count {
            let time = track.time(row)
            if row > trade.entryRow, time - trade.openMs >= entryTimeoutMs {
                trade.withdraw(at: time)
                watch?.note(.withdrawn(row: row, rate: trade.entryPrice))
                return nil
            }
            if track.low[row] <= trade.entryPrice, trade.entryPrice <= track.high[row] {
                trade.fill(row: row, at: time)
                watch?.note(.bought(row: row))
                return row
            }
        }
        return nil
    }

    /// Follows the bought trade to its end.
    private func follow(
        _ trade: inout SimulatedTrade, from start: Int, on track: Track
    ) -> End {
        var order: Order?
        var row = start
        var funding = trade.meter(on: track)
        trade.fundingFees = funding?.fees ?? 0
        noteFill(&trade, row: row, rate: trade.entryPrice, isEntry: true, on: track)
        // freqtrade also asks the strategy for its stop as soon as the entry is filled.
        if hooks.customStoploss != nil, !trade.isStopReached(at: trade.entryPrice) {
            adjustStop(&trade, row: row, rate: trade.entryPrice, isNew: true, on: track)
        }
        while row < track.count {
            var roi = roi(at: row, entryRow: trade.entryRow, on: track)
            if funding != nil { pay(&funding, &trade, &roi, row: row) }
            if order == nil {
                row = skip(&trade, from: row, until: roi, on: track)
                if row >= roi.end { continue }
            }
            let time = track.time(row)
            if let waiting = order, time - waiting.placedMs >= exitTimeoutMs {
                watch?.note(.withdrawn(row: row, rate: waiting.rate))
                order = nil
            }
            let stop = trade.stopRate
            decide(&trade, &order, row: row, roi: roi.step, on: track)
            if let order, track.low[row] <= order.rate, order.rate <= track.high[row] {
                watch?.note(.sold(row: row, rate: order.rate))
                trade.exitTag = order.reason
                if isInFull {
                    settle(&trade, at: order.rate, stop: stop, roi: roi.step, row: row, on: track)
                }
                trade.close(row: row, at: time, rate: order.rate, reason: trade.exitReason)
                return .closed
            }
            row += 1
        }
        return .none
    }

    /// Takes note of the funding up to `row`; profits are others from the next one on.
    private func pay(
        _ meter: inout FundingMeter?, _ trade: inout SimulatedTrade, _ roi: inout ROI, row: Int
    ) {
        meter?.advance(to: row)
        trade.fundingFees = meter?.fees ?? 0
        roi.end = min(roi.end, meter?.nextRow ?? .max)
    }

    func roi(at row: Int, entryRow: Int, on track: Track) -> ROI {
        let duration = (row - entryRow) * track.minutes
        var (step, end): (TradingRules.ROIStep?, Int) = (nil, track.count)
        for next in rules.minimalROI {
            if next.minutes > duration {
                end = min(end, entryRow + (next.minutes + track.minutes - 1) / track.minutes)
                break
            }
            step = next
        }
        return ROI(step: step, end: end)
    }

    /// The first row from `row` on that may end the trade or move its stop, or the end of the ROI step.
    private func skip(
        _ trade: inout SimulatedTrade, from start: Int, until roi: ROI, on track: Track
    ) -> Int {
        guard hooks.customStoploss == nil, hooks.customExit == nil else { return start }
        let end = rules.useExitSignal ? min(roi.end, track.exit(from: start, trade.side)) : roi.end
        let (stop, goal) = (trade.nearestStop, goal(of: trade, roi.step))
        let row = track.firstTouch(
            in: start..<max(start, end), floor: trade.isShort ? goal : stop,
            ceiling: trade.isShort ? stop : goal)
        if notesPrices { track.widen(&trade.minRate, &trade.maxRate, by: start..<row) }
        return row
    }

    /// The price short of which neither a ROI nor the trailing stop has anything to do.
    ///
    /// Inlined, as `trailTarget`, for a trade is large and would be copied to be asked.
    @inline(__always)
    private func goal(of trade: SimulatedTrade, _ step: TradingRules.ROIStep?) -> Double {
        var roi = trade.farthest
        if let step { roi = trade.rateShortOfProfit(step.ratio) }
        return trade.nearer(roi, trailTarget(of: trade))
    }

    /// A price short of which the trailing stop cannot move.
    @inline(__always)
    private func trailTarget(of trade: SimulatedTrade) -> Double {
        guard rules.trailingStop else { return trade.farthest }
        let nearest = min(
            rules.stoploss.magnitude, rules.trailingStopPositive?.magnitude ?? .infinity)
        let reach = trade.rateBeforeTrailing(nearest)
        guard rules.trailingOnlyOffsetIsReached else { return reach }
        return trade.farther(reach, trade.rateShortOfProfit(rules.trailingStopPositiveOffset))
    }

    /// Tries the exits that this candle offers, in freqtrade's order; the first that yields an order wins. `hasteMs`
    /// is by how much the candle is visited before its time.
    func decide(
        _ trade: inout SimulatedTrade, _ order: inout Order?, row: Int, hasteMs: Int = 0,
        roi: TradingRules.ROIStep?, on track: Track
    ) {
        let (open, high, low) = (track.open[row], track.high[row], track.low[row])
        let isEntering = track.isEntering(row, trade.side)
        trade.maxRate = max(trade.maxRate, high)
        trade.minRate = min(trade.minRate, low)
        let best = trade.isShort ? low : high
        moveStop(&trade, row: row, on: track)
        let isHit = trade.isStopReached(at: trade.isShort ? high : low)
        let isTrailing = trade.isTrailing
        var attempt = Attempt(row: row, hasteMs: hasteMs, duration: 0, rate: open)
        attempt.duration = (row - trade.entryRow) * track.minutes - hasteMs / 60_000
        attempt.kept = trade.kept
        if rules.useExitSignal, hooks.customExit != nil || track.isExit(row, trade.side),
            let reason = signal(&trade, row: row, on: track)
        {
            let asked = hooks.customExitPrice.flatMap {
                ask(
                    $0, &trade, row: row, hasteMs: hasteMs, rate: open, exitReason: reason,
                    on: track)
            }
            attempt.rate = trade.isShort ? min(asked ?? open, high) : max(asked ?? open, low)
            attempt.isWish = true
            if place(attempt, reason, &trade, &order, on: track) { return }
            attempt.isWish = false
        }
        if isHit, !isTrailing {
            attempt.rate = stopRate(trade, attempt, on: track)
            if place(attempt, "stop_loss", &trade, &order, on: track) { return }
        } else if !isHit, trade.liquidationRate != nil,
            let rate = liquidationRate(trade, row: row, on: track)
        {
            attempt.rate = rate
            if place(attempt, Self.liquidation, &trade, &order, on: track) { return }
        }
        if let roi, !(isEntering && rules.ignoreROIIfEntrySignal),
            trade.profit(at: best, isAbove: roi.ratio),
            let rate = roiRate(trade, roi, attempt, on: track)
        {
            attempt.rate = rate
            attempt.step = roi
            if place(attempt, "roi", &trade, &order, on: track) { return }
            attempt.step = nil
        }
        if isHit, isTrailing {
            attempt.rate = stopRate(trade, attempt, on: track)
            _ = place(attempt, "trailing_stop_loss", &trade, &order, on: track)
        }
    }

    /// The exchange takes the position, and nobody is asked.
    static let liquidation = "liquidation"

    struct Attempt {
        let row: Int
        /// By how much the row is visited before its time.
        let hasteMs: Int
        /// Minutes since the entry.
        var duration: Int
        var rate: Double
        /// For a ROI.
        var step: TradingRules.ROIStep?
        /// A signal or the strategy's own exit wants it.
        var isWish = false
        /// The trade's custom data when it was asked.
        var kept: [Double] = []
    }

    /// Puts the exit order in place of the one that waits; false if it is the same one or was refused.
    private func place(
        _ attempt: Attempt, _ reason: String, _ trade: inout SimulatedTrade,
        _ order: inout Order?, on track: Track
    ) -> Bool {
        if let confirm = hooks.confirmTradeExit, reason != Self.liquidation,
            !ask(
                confirm, &trade, row: attempt.row, hasteMs: attempt.hasteMs, rate: attempt.rate,
                exitReason: reason, on: track)
        {
            note(attempt, reason, .denied, trade, on: track)
            return false
        }
        trade.exitReason = reason
        let rate = Precision.nearest(attempt.rate, tick: trade.tick)
        if order?.rate == rate {
            note(attempt, reason, .kept, trade, on: track)
            return false
        }
        note(attempt, reason, .ordered, trade, on: track)
        order = Order(rate: rate, reason: reason, placedMs: track.time(attempt.row))
        return true
    }
}
