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
    mutating func isAdmitted(_ index: Int, row: Int, _ now: Int, openTrades: Int) -> Bool {
        guard now != endMs else {
            watch(index, row: row)?.note(.refused(.lastCandle))
            return false
        }
        if let untilMs = locks.end(of: index, tracks[index].side(row), atMs: now) {
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

    /// What open trades hold of the wallet.
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
        _ index: Int, row: Int, openTrades: Int, tied: Double, _ watch: TradeWatch?
    ) -> Bool {
        let track = tracks[index]
        var order = TradeEvent.EntryOrder(row: row, side: track.side(row), on: track)
        (order.openTrades, order.tied) = (openTrades, tied)
        setPrice(of: &order, track)
        setAmount(of: &order, track)
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

    /// The candle's open, or what the strategy asks for: a buyer's price is never above the candle's high, a
    /// seller's never below its low.
    func setPrice(of order: inout TradeEvent.EntryOrder, _ track: Track) {
        let open = track.open[order.row]
        order.price = open
        if let ask = backtest.hooks.customEntryPrice,
            let wish = ask(moment(order, track, rate: open, proposed: open)), wish != open
        {
            order.askedPrice = wish
            order.price = Precision.nearest(wish, tick: order.tick)
        }
        order.price =
            order.side == .short
            ? max(order.price, track.low[order.row]) : min(order.price, track.high[order.row])
    }

    /// What the strategy asks for, between 1 and what the market gives for the stake; nil where it gives none.
    private func leverage(
        of order: TradeEvent.EntryOrder, _ track: Track, stake: Double
    ) -> Double? {
        guard backtest.isFutures else { return 1 }
        guard let greatest = track.facts.maxLeverage(stake: stake) else { return nil }
        let moment = moment(
            order, track, rate: track.open[order.row], proposed: 1, least: .nan, greatest: greatest)
        return min(max(backtest.hooks.leverage?(moment) ?? 1, 1), greatest)
    }

    /// As much as the money, the market and the strategy allow.
    private func setAmount(of order: inout TradeEvent.EntryOrder, _ track: Track) {
        guard let (proposed, available) = wallet.proposedStake(tied: order.tied),
            let leverage = leverage(of: order, track, stake: proposed)
        else { return }
        order.leverage = leverage
        let limits = wallet.limits(
            price: order.price, available: available, leverage: leverage, facts: track.facts)
        (order.proposed, order.available) = (proposed, available)
        (order.least, order.greatest) = (limits.least, limits.greatest)
        if let ask = backtest.hooks.customStakeAmount {
            order.askedStake = ask(
                moment(order, track, rate: order.price, proposed: proposed))
        }
        guard let stake = Wallet.limited(order.askedStake ?? proposed, to: limits) else { return }
        order.stake = stake
        order.amountStep = track.facts.amountStep
        order.amount = Precision.truncated(
            stake / order.price * leverage, step: track.amountStep)
        if let confirm = backtest.hooks.confirmTradeEntry, order.amount ?? 0 > 0 {
            order.isDenied = !confirm(moment(order, track, rate: order.price, proposed: stake))
        }
    }

    private func moment(
        _ order: TradeEvent.EntryOrder, _ track: Track, rate: Double, proposed: Double
    ) -> EntryMoment {
        moment(
            order, track, rate: rate, proposed: proposed, least: order.least ?? .nan,
            greatest: order.greatest ?? .nan)
    }

    private func moment(
        _ order: TradeEvent.EntryOrder, _ track: Track, rate: Double, proposed: Double,
        least: Double, greatest: Double
    ) -> EntryMoment {
        EntryMoment(
            pair: track.pair, nowMs: track.time(order.row), signalRow: track.signalRow(order.row),
            rate: rate, side: order.side, proposed: proposed, least: least, greatest: greatest,
            leverage: order.leverage, enterTag: order.tag ?? track.enterTag(order.row))
    }
}
