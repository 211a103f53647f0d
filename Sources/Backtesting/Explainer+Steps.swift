internal import Market
internal import Records
internal import Strategies

extension Explainer {
    private var isShort: Bool { watch.trade?.isShort ?? false }

    func step(_ event: TradeEvent) -> Step {
        switch event {
        case .refused(let refusal): return step(refusal)
        case .ordered(let order): return step(order)
        case .bought(let row): return bought(row)
        case .resizing(let row, let stake, let order): return resizing(row, stake, order)
        case .resized(let row, let order, let openRate, let stopRate):
            return resized(row, order, openRate: openRate, stopRate: stopRate)
        case .withdrawn(let row, let rate):
            return Step(
                atMs: track.time(row), step: .withdrawal,
                text: "the order at \(rate) has waited too long and is withdrawn",
                numbers: [Number("price", rate)])
        case .stopMoved(let move): return step(move)
        case .exitTried(let attempt): return step(attempt)
        case .sold(let row, let rate):
            return Step(
                atMs: track.time(row), step: .fill,
                text: "\(rate) lies between the candle's low and high: the exit order is filled",
                numbers: candle(row) + [Number("price", rate)])
        case .forcedOut(let row, let rate):
            return Step(
                atMs: track.time(row), step: .exit,
                text: "the back-test ends: the trade is forced out at the open of its last candle",
                numbers: candle(row) + [Number("price", track.open[row]), Number("rate", rate)])
        }
    }

    private func step(_ refusal: TradeEvent.Refusal) -> Step {
        let time = track.time(watch.row)
        switch refusal {
        case .lastCandle:
            return Step(atMs: time, step: .refusal, text: "the last candle takes no entries")
        case .locked(let untilMs):
            return Step(
                atMs: time, step: .refusal,
                text: "a protection forbids entries before \(Timestamp(milliseconds: untilMs))",
                numbers: [Number("until_ms", Double(untilMs))])
        case .noSlot(let count):
            return Step(
                atMs: time, step: .refusal, text: "no slot is free: \(count) trades are open",
                numbers: [Number("open_trades", Double(count))])
        case .noMoney(let order):
            let why =
                order.isDenied
                ? "confirm_trade_entry says no"
                : order.stake == nil
                    ? "the money that is left, or the market's limits, do not allow a stake"
                    : "the stake buys less than one step of the amount"
            return Step(
                atMs: time, step: .refusal, text: why, numbers: candle(order.row) + numbers(order))
        }
    }

    private func step(_ order: TradeEvent.EntryOrder) -> Step {
        let price =
            order.askedPrice == nil
            ? "\(order.price), the candle's open" : "\(order.price), the strategy's own price"
        let slots =
            engine.configuration.maxOpenTrades.map { "\(order.openTrades) of \($0) slots" }
            ?? "\(order.openTrades) slots"
        let stake = [
            "\(slots) in use", order.available.map { "\($0) \(currency) to be had" },
            order.proposed.map { "\($0) proposed" },
            order.askedStake.map { "\($0) asked for by the strategy" },
            order.stake.map { "\($0) staked" },
            engine.isFutures ? "leverage \(order.leverage)" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
        return Step(
            atMs: track.time(order.row), step: .order,
            text: "\(order.side == .short ? "sells short" : "buys") \(order.amount ?? 0) at "
                + "\(price); \(stake)",
            numbers: candle(order.row) + numbers(order))
    }

    private func numbers(_ order: TradeEvent.EntryOrder) -> [Number] {
        [
            Number("asked_price", order.askedPrice), Number("price", order.price),
            Number("price_tick", order.tick.size), Number("open_trades", Double(order.openTrades)),
            Number("max_open_trades", engine.configuration.maxOpenTrades.map(Double.init)),
            Number("tied_stake", order.tied), Number("available_stake", order.available),
            Number("proposed_stake", order.proposed), Number("asked_stake", order.askedStake),
            Number("min_stake", order.least), Number("max_stake", order.greatest),
            Number("stake", order.stake), Number("amount_step", order.amountStep),
            Number("exact_amount", order.stake.map { $0 / order.price * order.leverage }),
            Number("amount", order.amount),
        ] + (engine.isFutures ? [Number("leverage", order.leverage)] : [])
    }

    private func bought(_ row: Int) -> Step {
        let trade = watch.trade
        // What was bought later moved the average.
        let rate = trade.map { $0.orders.isEmpty ? $0.openRate : $0.firstRate }
        return Step(
            atMs: track.time(row), step: .fill,
            text: "the entry order is filled: \(rate ?? 0) on the tick, stop at "
                + "\(trade?.initialStopRate ?? 0)"
                + (trade?.liquidationRate.map { ", liquidation at \($0)" } ?? ""),
            numbers: candle(row) + [
                Number("open_rate", rate), Number("stoploss", engine.rules.stoploss),
                Number("stop", trade?.initialStopRate),
                Number("stake_amount", trade?.orders.first?.stake ?? trade?.stakeAmount),
            ]
                + (engine.isFutures
                    ? [Number("liquidation_rate", trade?.liquidationRate)] : []))
    }

    private func step(_ move: TradeEvent.StopMove) -> Step {
        let (best, name, way) =
            isShort
            ? (track.low[move.row], "low", "above") : (track.high[move.row], "high", "below")
        let base = move.from == best ? "the \(name) of \(move.from)" : "\(move.from)"
        return Step(
            atMs: track.time(move.row), step: .stop,
            text: "the stop goes from \(move.before) to \(move.after): \(move.rule.rawValue), "
                + "\(move.ratio.magnitude) \(way) \(base)",
            numbers: candle(move.row) + [
                Number("from_rate", move.from), Number("ratio", move.ratio),
                Number("stop_before", move.before), Number("stop", move.after),
            ])
    }

    private func step(_ attempt: TradeEvent.ExitAttempt) -> Step {
        let (why, values, parts) = reason(attempt)
        let order =
            switch attempt.outcome {
            case .ordered: "\(isShort ? "buys back" : "sells") at \(attempt.rate)"
            case .kept: "the order at \(attempt.rate) stays"
            case .denied: "confirm_trade_exit says no"
            }
        return Step(
            atMs: track.time(attempt.row), step: .exit, text: "\(why); \(order)",
            values: values,
            numbers: candle(attempt.row) + parts + [
                Number("minutes", Double(attempt.minutes)), Number("price", attempt.price),
                Number("rate", attempt.rate), Number("stop", attempt.stopRate),
            ])
    }

    /// Why the trade wants to leave, what the strategy's expression was worth, and the numbers of a ROI.
    private func reason(
        _ attempt: TradeEvent.ExitAttempt
    ) -> (text: String, values: [Number], numbers: [Number]) {
        if let roi = attempt.step { return reason(attempt, roi) }
        guard let facts = attempt.facts else {
            let worst = (isShort ? track.high : track.low)[attempt.row]
            let limit =
                attempt.reason == ExitRules.liquidation
                ? watch.trade?.liquidationRate ?? .nan : attempt.stopRate
            let name = isShort ? "high" : "low"
            return ("\(attempt.reason): the \(name) of \(worst) reached \(limit)", [], [])
        }
        let row = track.signalRow(attempt.row)
        let side = isShort ? Side.short : .long
        let isSignal = track.isExit(attempt.row, side)
        let exits = isShort ? testbed.strategy.exitShort : testbed.strategy.exitLong
        let rules = isSignal ? exits : testbed.strategy.customExits
        let readings = testbed.readings(
            of: rules, pair: watch.pair, row: row, values, trade: facts)
        // Of several signals the last one's tag stays, of several own exits the first one counts.
        let reading = isSignal ? readings.last(where: \.holds) : readings.first(where: \.holds)
        guard let reading else { return (attempt.reason, [], []) }
        let said = ruleStep(isSignal ? "exit_\(side)" : "custom_exit", reading, row: row)
        return (said.text.replacing("this candle", with: "the candle before"), said.values, [])
    }

    private func reason(
        _ attempt: TradeEvent.ExitAttempt, _ roi: (minutes: Int, ratio: Double)
    ) -> (text: String, values: [Number], numbers: [Number]) {
        let rate = (isShort ? track.low : track.high)[attempt.row]
        let name = isShort ? "low" : "high"
        let best = watch.trade?.profitRatio(at: rate)
        return (
            "roi: after \(attempt.minutes) minutes more than \(roi.ratio) is enough (minimal_roi from "
                + "minute \(roi.minutes)), and the \(name) of \(rate) brings \(best ?? .nan)",
            [],
            [
                Number("roi_minutes", Double(roi.minutes)), Number("roi", roi.ratio),
                Number("profit_ratio_at_\(name)", best),
                Number("rate_for_roi", watch.trade?.rate(forProfit: roi.ratio)),
            ]
        )
    }
}
