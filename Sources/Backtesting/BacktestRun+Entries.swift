internal import Market
internal import Records
internal import Strategies

/// How an entry order comes about.
extension BacktestRun {
    /// What is watched of an entry of the pair on a row, nil for nothing.
    func watch(_ index: Int, row: Int) -> TradeWatch? {
        watch.flatMap { $0.pair == index && $0.row == row ? $0 : nil }
    }

    /// Whether an entry may be tried now, with so many trades open.
    mutating func isAdmitted(
        _ index: Int, _ side: Side, row: Int, _ now: Int, openTrades: Int
    ) -> Bool {
        guard now != endMs else {
            watch(index, row: row)?.note(.refused(.lastCandle))
            return false
        }
        if let untilMs = locks.end(of: index, side, atMs: tracks[index].time(row)) {
            watch(index, row: row)?.note(.refused(.locked(untilMs: untilMs)))
            return false
        }
        if let slots = backtest.configuration.maxOpenTrades, slots > 0, openTrades >= slots {
            rejected += 1
            watch(index, row: row)?.note(.refused(.noSlot(openTrades)))
            return false
        }
        return true
    }

    /// What open trades hold of the wallet. Inlined, for a run is large and would be copied to be asked.
    @inline(__always)
    func tiedStake(_ now: Int) -> Double {
        var sum = CompensatedSum()
        for slot in open { sum.add(trades[slot.trade].tiedStake(atMs: now)) }
        return sum.value
    }

    /// Whether there will not be money for another trade: none is open, and what is left buys nothing anywhere.
    var isBroke: Bool {
        guard open.isEmpty, !backtest.isFutures, backtest.hooks.customStakeAmount == nil else {
            return false
        }
        guard let (stake, available) = wallet.proposedStake(tied: 0) else { return true }
        return tracks.allSatisfy { track in
            let least = wallet.leastCost(track.facts)
            return least > available || Wallet.isTooLittle(stake, for: least)
        }
    }

    /// Enters the trade that the money and the market allow, the last of `trades`; false for none. `tied` is what
    /// open trades hold of the money.
    mutating func enter(
        _ index: Int, _ side: Side, row: Int, openTrades: Int, tied: Double, _ watch: TradeWatch?
    ) -> Bool {
        let track = tracks[index]
        if backtest.rules.useExitSignal { track.expectSignals(after: row, side) }
        var order = TradeEvent.EntryOrder(row: row, side: side, on: track)
        (order.openTrades, order.tied) = (openTrades, tied)
        backtest.setPrice(of: &order, track)
        wallet.setAmount(of: &order, track)
        guard let amount = order.amount, amount > 0, !order.isDenied else {
            watch?.note(.refused(.noMoney(order)))
            return false
        }
        watch?.note(.ordered(order))
        let terms = SimulatedTrade.Terms(
            side: order.side, leverage: order.leverage, tick: order.tick, fee: fee,
            stoploss: backtest.rules.stoploss, liquidation: liquidation(on: track))
        trades.append(
            SimulatedTrade(
                pair: index, track: track, row: row, price: order.price, amount: amount,
                terms: terms))
        return true
    }

    /// Where positions of the pair are taken; nil for spot.
    func liquidation(on track: Track) -> Liquidation? {
        guard backtest.isFutures else { return nil }
        return Liquidation(
            facts: track.facts, buffer: backtest.configuration.liquidationBuffer)
    }
}

extension Backtest {
    /// The candle's open, or what the strategy asks for: a buyer's price is never above the candle's high, a
    /// seller's never below its low.
    func setPrice(of order: inout TradeEvent.EntryOrder, _ track: Track) {
        let open = track.open[order.row]
        order.price = open
        if let ask = hooks.customEntryPrice,
            let wish = ask(order.moment(track, rate: open, proposed: open)), wish != open
        {
            order.askedPrice = wish
            order.price = Precision.nearest(wish, tick: order.tick)
        }
        order.price =
            order.side == .short
            ? max(order.price, track.low[order.row]) : min(order.price, track.high[order.row])
    }

    /// Sets the leverage that the strategy asks for, between 1 and what the market gives for the stake; false where
    /// it gives none.
    fileprivate func setLeverage(
        of order: inout TradeEvent.EntryOrder, _ track: Track, stake: Double
    ) -> Bool {
        guard isFutures else { return true }
        guard let greatest = track.facts.maxLeverage(stake: stake) else { return false }
        let moment = order.moment(
            track, rate: track.open[order.row], proposed: 1, within: (.nan, greatest))
        order.leverage = min(max(hooks.leverage?(moment) ?? 1, 1), greatest)
        return true
    }
}

extension Wallet {
    /// As much as the money, the market and the strategy allow.
    fileprivate func setAmount(of order: inout TradeEvent.EntryOrder, _ track: Track) {
        order.wallet = facts(tied: order.tied)
        guard let (proposed, available) = proposedStake(tied: order.tied),
            backtest.setLeverage(of: &order, track, stake: proposed)
        else { return }
        let limits = limits(
            price: order.price, available: available, leverage: order.leverage, facts: track.facts)
        (order.proposed, order.available) = (proposed, available)
        (order.least, order.greatest) = (limits.least, limits.greatest)
        if let ask = backtest.hooks.customStakeAmount {
            order.askedStake = ask(order.moment(track, rate: order.price, proposed: proposed))
        }
        guard let stake = Wallet.limited(order.askedStake ?? proposed, to: limits) else { return }
        order.stake = stake
        order.amountStep = track.facts.amountStep
        order.amount = Precision.truncated(
            stake / order.price * order.leverage, step: track.amountStep)
        if let confirm = backtest.hooks.confirmTradeEntry, order.amount ?? 0 > 0 {
            order.isDenied = !confirm(order.moment(track, rate: order.price, proposed: stake))
        }
    }
}

extension TradeEvent.EntryOrder {
    /// What the strategy is told when it is asked about the order; `limits` are the least and the greatest answer
    /// that it may give, those of the stake where nothing else is said.
    fileprivate func moment(
        _ track: Track, rate: Double, proposed: Double,
        within limits: (least: Double, greatest: Double)? = nil
    ) -> EntryMoment {
        EntryMoment(
            pair: track.pair, nowMs: track.time(row), signalRow: track.signalRow(row), rate: rate,
            side: side, proposed: proposed, least: limits?.least ?? least ?? .nan,
            greatest: limits?.greatest ?? greatest ?? .nan, amount: amount ?? .nan,
            leverage: leverage, enterTag: tag ?? track.enterTag(row), wallet: wallet)
    }
}
