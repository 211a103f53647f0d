internal import Market
internal import Strategies

/// When and at which price a trade ends.
///
/// A trade's life depends on its own pair alone, so it is followed to its end as soon as it is
/// opened. Most candles cannot end it: `skip` passes them with three comparisons each.
struct ExitRules {
    let rules: TradingRules
    let hooks: TradeHooks
    let entryTimeoutMs: Int
    let exitTimeoutMs: Int

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
    private struct Order {
        let rate: Double
        let placedMs: Int
    }

    private enum Kind {
        case signal, stop, roi, trailing
    }

    /// The ROI step in force from a row on.
    private struct ROI {
        let step: TradingRules.ROIStep?
        /// The row at which the next step takes over.
        let end: Int
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
                return nil
            }
            if track.low[row] <= trade.entryPrice, trade.entryPrice <= track.high[row] {
                trade.fill(row: row, at: time)
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
        // freqtrade also asks the strategy for its stop as soon as the entry is filled.
        if hooks.customStoploss != nil, trade.stopRate < trade.entryPrice {
            adjustStop(&trade, row: row, rate: trade.entryPrice, isNew: true, on: track)
        }
        while row < track.count {
            let roi = roi(at: row, of: trade, on: track)
            if order == nil {
                row = skip(&trade, from: row, until: roi, on: track)
                if row >= roi.end { continue }
            }
            let time = track.time(row)
            if let waiting = order, time - waiting.placedMs >= exitTimeoutMs { order = nil }
            decide(&trade, &order, row: row, roi: roi.step, on: track)
            if let order, track.low[row] <= order.rate, order.rate <= track.high[row] {
                trade.close(row: row, at: time, rate: order.rate, reason: trade.exitReason)
                return .closed
            }
            row += 1
        }
        return .none
    }

    private func roi(at row: Int, of trade: SimulatedTrade, on track: Track) -> ROI {
        let duration = (row - trade.entryRow) * rules.timeframe.minutes
        let next = rules.minimalROI.firstIndex { $0.minutes > duration }
        let end = next.map { index in
            let minutes = rules.minimalROI[index].minutes
            return trade.entryRow + (minutes + rules.timeframe.minutes - 1)
                / rules.timeframe.minutes
        }
        let current = (next ?? rules.minimalROI.count) - 1
        return ROI(
            step: current < 0 ? nil : rules.minimalROI[current], end: min(end ?? .max, track.count))
    }

    /// The first row from `row` on that may end the trade or move its stop, or the end of the ROI step.
    private func skip(
        _ trade: inout SimulatedTrade, from start: Int, until roi: ROI, on track: Track
    ) -> Int {
        guard hooks.customStoploss == nil, hooks.customExit == nil else { return start }
        let target = min(
            roi.step.map { trade.rateBelowProfit($0.ratio) } ?? .infinity, trailTarget(of: trade))
        let stop = trade.stopRate
        let useSignal = rules.useExitSignal
        var row = start
        var (least, greatest) = (trade.minRate, trade.maxRate)
        while row < roi.end {
            let (low, high) = (track.low[row], track.high[row])
            if low <= stop || high >= target { break }
            if useSignal, track.signals.exitLong[row - 1], !track.signals.enterLong[row - 1] {
                break
            }
            least = min(least, low)
            greatest = max(greatest, high)
            row += 1
        }
        (trade.minRate, trade.maxRate) = (least, greatest)
        return row
    }

    /// A high below which the trailing stop cannot move.
    private func trailTarget(of trade: SimulatedTrade) -> Double {
        guard rules.trailingStop else { return .infinity }
        let nearest = min(
            rules.stoploss.magnitude, rules.trailingStopPositive?.magnitude ?? .infinity)
        let reach = (trade.stopRate - 2 * trade.tickSize) / (1 - nearest) * (1 - 1e-12)
        guard rules.trailingOnlyOffsetIsReached else { return reach }
        return max(reach, trade.rateBelowProfit(rules.trailingStopPositiveOffset))
    }

    /// Tries the exits that this candle offers, in freqtrade's order; the first that yields an order wins.
    private func decide(
        _ trade: inout SimulatedTrade, _ order: inout Order?, row: Int,
        roi: TradingRules.ROIStep?, on track: Track
    ) {
        let (open, high, low) = (track.open[row], track.high[row], track.low[row])
        let isEntering = track.signals.enterLong[row - 1]
        trade.maxRate = max(trade.maxRate, high)
        trade.minRate = min(trade.minRate, low)
        moveStop(&trade, row: row, on: track)
        let isHit = trade.stopRate >= low
        let isTrailing = trade.isTrailing
        var attempt = Attempt(row: row, duration: 0, rate: open)
        attempt.duration = (row - trade.entryRow) * rules.timeframe.minutes
        if rules.useExitSignal, let reason = signal(trade, row: row, on: track) {
            let asked = hooks.customExitPrice?(moment(trade, row: row, rate: open, on: track))
            attempt.rate = max(asked ?? open, low)
            if place(attempt, reason, &trade, &order, on: track) { return }
        }
        if isHit, !isTrailing {
            attempt.rate = stopRate(trade, row: row, on: track)
            if place(attempt, "stop_loss", &trade, &order, on: track) { return }
        }
        if let roi, !(isEntering && rules.ignoreROIIfEntrySignal),
            trade.profit(at: high, isAbove: roi.ratio),
            let rate = roiRate(trade, roi, attempt, on: track)
        {
            attempt.rate = rate
            if place(attempt, "roi", &trade, &order, on: track) { return }
        }
        if isHit, isTrailing {
            attempt.rate = stopRate(trade, row: row, on: track)
            _ = place(attempt, "trailing_stop_loss", &trade, &order, on: track)
        }
    }

    private struct Attempt {
        let row: Int
        /// Minutes since the entry.
        var duration: Int
        var rate: Double
    }

    /// Puts the exit order in place of the one that waits; false if it is the same one or was refused.
    private func place(
        _ attempt: Attempt, _ reason: String, _ trade: inout SimulatedTrade,
        _ order: inout Order?, on track: Track
    ) -> Bool {
        if let confirm = hooks.confirmTradeExit,
            !confirm(moment(trade, row: attempt.row, rate: attempt.rate, on: track), reason)
        {
            return false
        }
        trade.exitReason = reason
        let rate = Precision.nearest(attempt.rate, tick: trade.tick)
        if order?.rate == rate { return false }
        order = Order(rate: rate, placedMs: track.time(attempt.row))
        return true
    }
}

extension ExitRules {
    /// The reason of an exit signal, or of the strategy's own exit where there is none.
    private func signal(_ trade: SimulatedTrade, row: Int, on track: Track) -> String? {
        let open = track.open[row]
        if track.signals.exitLong[row - 1], !track.signals.enterLong[row - 1] {
            if rules.exitProfitOnly, !trade.profit(at: open, isAbove: rules.exitProfitOffset) {
                return nil
            }
            let tag = track.exitTag(row) ?? ""
            return tag.isEmpty ? "exit_signal" : tag
        }
        return hooks.customExit?(moment(trade, row: row, rate: open, on: track))
    }

    /// Raises the stop from this candle's high, unless the candle already reached the stop.
    private func moveStop(_ trade: inout SimulatedTrade, row: Int, on track: Track) {
        guard trade.stopRate < track.low[row] else { return }
        adjustStop(&trade, row: row, rate: track.high[row], isNew: false, on: track)
    }

    /// The stop that the strategy and the trailing rules want at `rate`; only that of a new trade may fall.
    private func adjustStop(
        _ trade: inout SimulatedTrade, row: Int, rate: Double, isNew: Bool, on track: Track
    ) {
        var custom: Double?
        if let stoploss = hooks.customStoploss {
            custom = stoploss(moment(trade, row: row, rate: rate, on: track))
            if let wish = custom, wish == 0 || !wish.isFinite { custom = nil }
            if let custom {
                if isNew {
                    trade.setStop(from: rate, ratio: custom)
                } else {
                    trade.trail(from: rate, ratio: custom)
                }
            }
        }
        guard rules.trailingStop else { return }
        let offset = rules.trailingStopPositiveOffset
        if rules.trailingOnlyOffsetIsReached, trade.profit(at: rate, isBelow: offset) { return }
        var ratio = custom ?? rules.stoploss
        if let positive = rules.trailingStopPositive, trade.profit(at: rate, isAbove: offset) {
            ratio = positive
        }
        trade.trail(from: rate, ratio: ratio)
    }

    private func stopRate(_ trade: SimulatedTrade, row: Int, on track: Track) -> Double {
        let open = track.open[row]
        if trade.stopRate > track.high[row] { return open }
        guard trade.isTrailing, row == trade.entryRow else { return trade.stopRate }
        // Entered on this candle: the order of its prices is unknown, so assume the worst.
        var rate = open * (1 - trade.stopRatio)
        if let positive = rules.trailingStopPositive, positive != 0, rules.trailingStop,
            rules.trailingOnlyOffsetIsReached, hooks.customStoploss == nil
        {
            let offset = rules.trailingStopPositiveOffset
            rate = open * (1 + offset.magnitude - positive.magnitude)
        }
        return max(track.low[row], rate)
    }

    /// nil when the ROI was reached but the candle does not allow the exit.
    private func roiRate(
        _ trade: SimulatedTrade, _ step: TradingRules.ROIStep, _ attempt: Attempt, on track: Track
    ) -> Double? {
        let row = attempt.row
        let (open, close) = (track.open[row], track.close[row])
        let isOnCandle = step.minutes % rules.timeframe.minutes == 0
        if step.ratio == -1, isOnCandle { return open }
        let rate = trade.rate(forProfit: step.ratio)
        if attempt.duration > 0, attempt.duration == step.minutes, isOnCandle, open > rate {
            return open  // The step came into force with this candle.
        }
        if attempt.duration == 0, open > close, trade.openRate < open, rate > close { return nil }
        return min(max(rate, track.low[row]), track.high[row])
    }

    private func moment(
        _ trade: SimulatedTrade, row: Int, rate: Double, on track: Track
    ) -> TradeMoment {
        TradeMoment(
            pair: track.pair, nowMs: track.time(row), openMs: trade.openMs, signalRow: row - 1,
            openRate: trade.openRate, currentRate: rate, profitRatio: trade.profitRatio(at: rate),
            minRate: trade.minRate, maxRate: trade.maxRate, stopRate: trade.stopRate,
            stakeAmount: trade.stakeAmount, amount: trade.amount, enterTag: trade.enterTag)
    }
}
