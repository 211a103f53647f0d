internal import Market
internal import Records
internal import Strategies

/// How open trades grow and shrink: freqtrade's `adjust_trade_position`, and what a filled order changes.
extension ClockedRun {
    /// Asks the strategy whether the trade is to be another size, at the row's open.
    mutating func adjust(_ index: Int, _ row: Int, _ now: Int) {
        guard let ask = run.backtest.hooks.adjustTradePosition else { return }
        let track = run.tracks[open[index].trade.pair]
        let price = track.open[row]
        run.wallet.realizedProfit = Wallet.sum(open.map(\.ledger.realizedProfit))
        let facts = run.wallet.facts(tied: tied)
        let available = facts.available
        // As in freqtrade the limits that the strategy is told know no leverage.
        let limits = run.wallet.limits(
            price: price, available: available, leverage: 1, facts: track.facts, stoploss: 0.1)
        var moment = moment(index, row, now, on: track)
        (moment.least, moment.greatest, moment.wallet) = (limits.least, limits.greatest, facts)
        let answer = ask(&moment)
        open[index].trade.kept = moment.kept
        guard let wish = answer, wish.stake.isFinite || wish.stake > 0 else { return }
        if wish.stake > 0, mayEnlarge(open[index].trade) {
            enlarge(index, by: wish, available: available, row)
        } else if wish.stake < 0 {
            reduce(index, by: wish, least: limits.least, row, now)
        }
    }

    private func mayEnlarge(_ trade: SimulatedTrade) -> Bool {
        guard let most = run.backtest.rules.maxEntryAdjustments else { return true }
        return trade.orders.count(where: \.isEntry) <= most
    }

    private func moment(_ index: Int, _ row: Int, _ now: Int, on track: Track) -> TradeMoment {
        var moment = run.exits.moment(
            open[index].trade, row: row, hasteMs: track.time(row) - now, rate: track.open[row],
            on: track)
        moment.history.hasOpenOrders = open[index].order != nil
        return moment
    }

    /// Buys more, as much as the market and the money allow.
    private mutating func enlarge(
        _ index: Int, by wish: TradeHooks.Adjustment, available: Double, _ row: Int
    ) {
        let trade = open[index].trade
        let track = run.tracks[trade.pair]
        var order = TradeEvent.EntryOrder(row: row, side: trade.side, on: track)
        (order.askedStake, order.available, order.leverage) = (
            wish.stake, available, trade.leverage
        )
        order.tag = wish.tag
        run.backtest.setPrice(of: &order, track)
        let limits = run.wallet.limits(
            price: order.price, available: available, leverage: trade.leverage,
            facts: track.facts, stoploss: 0, held: trade.stakeAmount)
        guard let stake = Wallet.limited(wish.stake, to: limits) else { return }
        let amount = Precision.truncated(
            stake / order.price * trade.leverage, step: track.amountStep)
        guard amount > 0, open[index].order?.isSimilar(true, order.price, amount) != true else {
            return
        }
        let tag = wish.tag ?? track.enterTag(row)
        let pending = PendingOrder(
            isEntry: true, price: order.price, amount: amount, placedMs: track.time(row), tag: tag)
        open[index].order = pending
        watch(open[index])?.note(.resizing(row: row, stake: wish.stake, pending))
        fillAtOnce(index, row)
        countCollateral()
    }

    /// Sells a part, unless what remains would be too little to be sold.
    private mutating func reduce(
        _ index: Int, by wish: TradeHooks.Adjustment, least: Double, _ row: Int, _ now: Int
    ) {
        let trade = open[index].trade
        let track = run.tracks[trade.pair]
        let part = (Amount(wish.stake) * Amount(trade.amount)).divided(
            by: Amount(trade.stakeAmount))
        let amount = Precision.truncated(part.double.magnitude, step: track.amountStep)
        let remaining = (trade.amount - amount) * track.open[row]
        guard amount > 0, least == 0 || remaining == 0 || remaining >= least else { return }
        let tag = wish.tag ?? "partial_exit"
        var moment = moment(index, row, now, on: track)
        moment.exitReason = tag
        let asked = run.backtest.hooks.customExitPrice?(&moment)
        open[index].trade.kept = moment.kept
        let price = asked ?? track.open[row]
        let rate = Precision.nearest(
            trade.isShort ? min(price, track.high[row]) : max(price, track.low[row]),
            tick: trade.tick)
        open[index].trade.exitReason = tag
        if open[index].order?.isSimilar(false, rate, amount) == true { return }
        let order = PendingOrder(
            isEntry: false, price: rate, amount: amount, placedMs: track.time(row), tag: tag)
        open[index].order = order
        watch(open[index])?.note(.resizing(row: row, stake: wish.stake, order))
        if isReached(rate, trade.pair, row) { fillExit(index, order, row, now) }
    }

    // MARK: Filling

    /// Fills an entry order on the row on which it was placed, if its price was there; funding that was not yet
    /// booked with an order is forgotten until the next full hour, as in freqtrade.
    mutating func fillAtOnce(_ index: Int, _ row: Int) {
        let pair = open[index].trade.pair
        if let order = open[index].order, isReached(order.price, pair, row) {
            fillEntry(index, order, row, run.tracks[pair].time(row))
        }
        open[index].trade.fundingFees = open[index].ledger.fundingFees
        open[index].holdStop()
    }

    mutating func fillEntry(_ index: Int, _ order: PendingOrder, _ row: Int, _ now: Int) {
        let isFirst = open[index].trade.fillRow == nil
        if isFirst { open[index].trade.fill(row: row, at: now) }
        open[index].take(order, now)
        open[index].settle()
        noteFill(index, row, isFirst: isFirst)
        book(index, order, row, now)
    }

    /// Sells; the trade is over where all is sold.
    mutating func fillExit(_ index: Int, _ order: PendingOrder, _ row: Int, _ now: Int) {
        let trade = open[index].trade
        let track = run.tracks[trade.pair]
        open[index].take(order, now)
        if order.amount == trade.amount {
            if run.backtest.isCross { setLiquidation(index) }
            end(index, order, row, now)
            return countCollateral()
        }
        book(index, order, row, now)
        open[index].settle()
        noteFill(index, row, isFirst: false)
        countCollateral()
        guard run.locks.isWanted else { return }
        run.locks.review(afterExitOf: open[index].trade, of: track.pair, atMs: now)
    }

    /// What follows every order that leaves a trade open: funding, the price of liquidation, the stop.
    private mutating func book(_ index: Int, _ order: PendingOrder, _ row: Int, _ now: Int) {
        payFunding(index, now)
        let track = run.tracks[open[index].trade.pair]
        let exits = exits(of: open[index])
        exits.noteFill(
            &open[index].trade, row: row, rate: order.price, isEntry: order.isEntry, on: track)
        setLiquidation(index)
        let trade = open[index].trade
        if exits.hooks.customStoploss != nil, !trade.isStopReached(at: order.price) {
            exits.adjustStop(
                &open[index].trade, row: row, rate: order.price, isNew: true, on: track)
        }
    }

    private func noteFill(_ index: Int, _ row: Int, isFirst: Bool) {
        guard let watch = watch(open[index]) else { return }
        let trade = open[index].trade
        watch.trade = trade
        if isFirst {
            watch.note(.bought(row: row))
        } else if let order = trade.orders.last {
            watch.note(
                .resized(
                    row: row, order, openRate: trade.openRate, stopRate: trade.stopRate))
        }
    }

    private mutating func end(_ index: Int, _ order: PendingOrder, _ row: Int, _ now: Int) {
        var (trade, ledger) = (open[index].trade, open[index].ledger)
        let track = run.tracks[trade.pair]
        trade.orders[trade.orders.count - 1].heldAmount = 0
        let exits = exits(of: open[index])
        watch(open[index])?.note(.sold(row: row, rate: order.price))
        trade.exitTag = order.tag
        exits.settle(
            &trade, at: order.price, stop: open[index].stopBefore,
            roi: exits.roi(at: row, entryRow: trade.entryRow, on: track).step, row: row, on: track)
        (trade.exitRow, trade.closeMs, trade.closeRate) = (row, now, order.price)
        (trade.profitAbs, trade.profitRatio) = (ledger.profitAbs, ledger.profitRatio)
        trade.fundingFees = ledger.fundingFees
        watch(open[index])?.trade = trade
        open.remove(at: index)
        run.trades.append(trade)
        run.close(run.trades.count - 1)
    }

    /// Counts the funding since the last filled order.
    mutating func payFunding(_ index: Int, _ now: Int) {
        let trade = open[index].trade
        guard let schedule = run.tracks[trade.pair].funding else { return }
        let since = max(trade.openMs, trade.orders.last?.atMs ?? trade.openMs)
        let first = schedule.atMs.firstRow(atOrAfter: since)
        let instants = first..<max(first, schedule.atMs.firstRow(atOrAfter: now + 1))
        open[index].funding = schedule.fees(
            of: instants, amount: trade.amount, isPaid: !trade.isShort)
        let before = Wallet.sum(trade.orders.map(\.fundingFees))
        open[index].trade.fundingFees = before + open[index].funding
    }
}

extension OpenTrade {
    /// The order is filled: it takes the funding so far with it.
    fileprivate mutating func take(_ order: PendingOrder, _ now: Int) {
        let stake = (Amount(order.amount) * Amount(order.price)).divided(
            by: Amount(trade.leverage))
        var filled = FilledOrder(
            isEntry: order.isEntry, price: order.price, amount: order.amount, atMs: now,
            tag: order.tag, fundingFees: funding, stake: stake.double)
        ledger.add(filled)
        (filled.heldAmount, filled.heldStake) = (trade.amount, trade.stakeAmount)
        filled.realizedProfit = trade.orders.last?.realizedProfit ?? 0
        filled.maxStakeAmount = ledger.maxStakeAmount
        trade.orders.append(filled)
        (self.order, funding) = (nil, 0)
    }

    /// The trade becomes what its orders come to.
    fileprivate mutating func settle() {
        trade.fundingFees = ledger.fundingFees
        if let position = ledger.position { trade.hold(position) }
        if !isLookedAt { (trade.minRate, trade.maxRate) = (trade.openRate, trade.openRate) }
        let last = trade.orders.count - 1
        (trade.orders[last].heldAmount, trade.orders[last].heldStake) = (
            trade.amount, trade.stakeAmount
        )
        trade.orders[last].realizedProfit = ledger.realizedProfit
        holdStop()
    }

    /// A better average price brings the stop along; a worse one leaves it.
    fileprivate mutating func holdStop() {
        guard trade.fillRow != nil else { return }
        trade.trail(from: trade.openRate, ratio: trade.stopRatio)
    }
}
