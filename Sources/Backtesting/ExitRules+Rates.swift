internal import Market
internal import Strategies

extension ExitRules {
    /// The reason of an exit signal, or of the strategy's own exit where there is none.
    ///
    /// Inlined, as others that are asked at every exit, for a trade is large and would be copied to be asked.
    @inline(__always)
    func signal(_ trade: inout SimulatedTrade, row: Int, on track: Track) -> String? {
        let open = track.open[row]
        if track.isExit(row, trade.side) {
            if rules.exitProfitOnly, !trade.profit(at: open, isAbove: rules.exitProfitOffset) {
                return nil
            }
            let tag = track.exitTag(row) ?? ""
            return tag.isEmpty ? "exit_signal" : tag
        }
        guard let exit = hooks.customExit else { return nil }
        return ask(exit, &trade, row: row, rate: open, on: track)
    }

    /// Moves the stop from this candle's best price, unless the candle already reached the stop.
    func moveStop(_ trade: inout SimulatedTrade, row: Int, on track: Track) {
        let (best, worst) =
            trade.isShort ? (track.low[row], track.high[row]) : (track.high[row], track.low[row])
        guard !trade.isStopReached(at: worst) else { return }
        adjustStop(&trade, row: row, rate: best, isNew: false, on: track)
    }

    @inline(__always)
    func note(
        _ attempt: Attempt, _ reason: String, _ outcome: TradeEvent.ExitAttempt.Outcome,
        _ trade: @autoclosure () -> SimulatedTrade, on track: Track
    ) {
        if let watch { tell(watch, attempt, reason, outcome, trade(), on: track) }
    }

    private func tell(
        _ watch: TradeWatch, _ attempt: Attempt, _ reason: String,
        _ outcome: TradeEvent.ExitAttempt.Outcome, _ trade: SimulatedTrade, on track: Track
    ) {
        let open = track.open[attempt.row]
        var moment = moment(trade, row: attempt.row, rate: open, on: track)
        moment.kept = attempt.kept
        let facts = attempt.isWish ? moment.facts : nil
        watch.note(
            .exitTried(
                .init(
                    row: attempt.row, reason: reason,
                    step: attempt.step.map { ($0.minutes, $0.ratio) }, minutes: attempt.duration,
                    price: attempt.rate, rate: Precision.nearest(attempt.rate, tick: trade.tick),
                    stopRate: trade.stopRate, facts: facts, outcome: outcome)))
    }

    func note(
        _ rule: TradeEvent.StopMove.Rule, _ row: Int, from rate: Double, ratio: Double,
        _ before: Double, _ trade: SimulatedTrade
    ) {
        guard let watch, trade.stopRate != before else { return }
        watch.note(
            .stopMoved(
                .init(
                    row: row, rule: rule, from: rate, ratio: ratio, before: before,
                    after: trade.stopRate)))
    }

    /// The stop that the strategy and the trailing rules want at `rate`; only that of a new trade may fall.
    func adjustStop(
        _ trade: inout SimulatedTrade, row: Int, rate: Double, isNew: Bool, on track: Track
    ) {
        var custom: Double?
        if let stoploss = hooks.customStoploss {
            custom = ask(
                stoploss, &trade, row: row, rate: rate, isAfterFill: isNew, on: track)
            if let wish = custom, wish == 0 || !wish.isFinite { custom = nil }
            if let custom {
                let before = trade.stopRate
                defer { note(.own, row, from: rate, ratio: custom, before, trade) }
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
        var rule = TradeEvent.StopMove.Rule.stoploss
        if let positive = rules.trailingStopPositive, trade.profit(at: rate, isAbove: offset) {
            (ratio, rule) = (positive, .positive)
        }
        let before = trade.stopRate
        trade.trail(from: rate, ratio: ratio)
        note(rule, row, from: rate, ratio: ratio, before, trade)
    }

    @inline(__always)
    func stopRate(_ trade: SimulatedTrade, _ attempt: Attempt, on track: Track) -> Double {
        let row = attempt.row
        let (open, low, high) = (track.open[row], track.low[row], track.high[row])
        if trade.isBeyond(trade.stopRate, low: low, high: high) { return open }
        guard trade.isTrailing, attempt.duration == 0 else { return trade.stopRate }
        // Entered on this candle: the order of its prices is unknown, so assume the worst.
        let sign = trade.isShort ? -1.0 : 1
        var rate = open * (1 - sign * (trade.stopRatio / trade.leverage))
        if let positive = rules.trailingStopPositive, positive != 0, rules.trailingStop,
            rules.trailingOnlyOffsetIsReached, hooks.customStoploss == nil
        {
            let offset = rules.trailingStopPositiveOffset.magnitude
            rate = open * (1 + sign * offset - sign * (positive / trade.leverage).magnitude)
        }
        return trade.isShort ? min(high, rate) : max(low, rate)
    }

    /// Tells the strategy of an order that was filled.
    @inline(__always)
    func noteFill(
        _ trade: inout SimulatedTrade, row: Int, rate: Double, isEntry: Bool, on track: Track
    ) {
        guard let filled = hooks.orderFilled else { return }
        ask(
            {
                $0.isEntryFilled = isEntry
                filled(&$0)
            }, &trade, row: row, rate: rate, on: track)
    }

    /// Where the exchange takes the position on this candle; nil where it does not.
    func liquidationRate(_ trade: SimulatedTrade, row: Int, on track: Track) -> Double? {
        let (low, high) = (track.low[row], track.high[row])
        guard let rate = trade.liquidationRate, trade.isShort ? rate <= high : rate >= low else {
            return nil
        }
        return trade.isBeyond(rate, low: low, high: high) ? track.open[row] : rate
    }

    /// nil when the ROI was reached but the candle does not allow the exit.
    @inline(__always)
    func roiRate(
        _ trade: SimulatedTrade, _ step: TradingRules.ROIStep, _ attempt: Attempt, on track: Track
    ) -> Double? {
        let row = attempt.row
        let (open, close) = (track.open[row], track.close[row])
        var step = step
        if attempt.hasteMs > 0 {
            // What is wanted at the row's own time has the price of the time of its visit.
            guard let earlier = rules.minimalROI.last(where: { $0.minutes <= attempt.duration })
            else { return open }
            step = earlier
        }
        let isOnCandle = step.minutes % rules.timeframe.minutes == 0
        if step.ratio == -1, isOnCandle { return open }
        let rate = trade.rate(forProfit: step.ratio)
        let isPast = trade.isShort ? open < rate : open > rate
        if attempt.duration > 0, attempt.duration == step.minutes, isOnCandle, isPast {
            return open  // The step came into force with this candle.
        }
        let isAgainst =
            trade.isShort
            ? open < close && trade.openRate > open && rate < close
            : open > close && trade.openRate < open && rate > close
        if attempt.duration == 0, isAgainst { return nil }
        return min(max(rate, track.low[row]), track.high[row])
    }

    /// Asks a hook about the trade, and lets it keep what the hook wants it to.
    @inline(__always)
    func ask<Answer>(
        _ hook: (inout TradeMoment) -> Answer, _ trade: inout SimulatedTrade, row: Int,
        hasteMs: Int = 0, rate: Double, isAfterFill: Bool = false, exitReason: String = "",
        on track: Track
    ) -> Answer {
        var moment = moment(trade, row: row, hasteMs: hasteMs, rate: rate, on: track)
        (moment.isAfterFill, moment.exitReason) = (isAfterFill, exitReason)
        let answer = hook(&moment)
        trade.kept = moment.kept
        return answer
    }

    func moment(
        _ trade: SimulatedTrade, row: Int, hasteMs: Int = 0, rate: Double, on track: Track
    ) -> TradeMoment {
        let nowMs = track.time(row) - hasteMs
        return TradeMoment(
            pair: track.pair, nowMs: nowMs, openMs: trade.openMs,
            signalRow: track.signalRow(row),
            openRate: trade.openRate, currentRate: rate, profitRatio: trade.profitRatio(at: rate),
            minRate: trade.minRate, maxRate: trade.maxRate, stopRate: trade.stopRate,
            initialStopRate: trade.initialStopRate, stakeAmount: trade.stakeAmount,
            amount: trade.amount, leverage: trade.leverage, isShort: trade.isShort,
            enterTag: trade.enterTag, history: trade.history(atMs: nowMs), worth: trade.worth,
            kept: trade.kept)
    }
}
