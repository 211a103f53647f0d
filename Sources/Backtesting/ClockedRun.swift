internal import Market
internal import Records
internal import Strategies

/// A back-test whose trades hang on one another: candle by candle and pair by pair, as freqtrade itself goes.
///
/// Where a strategy adjusts its trades, what one of them may buy depends on the money that all hold and have
/// earned, so that none can be followed to its end on its own. The rules are those of `BacktestRun`: how an entry
/// comes about, when and at which price a trade is left.
struct ClockedRun {
    var run: BacktestRun
    /// In opening order.
    var open: [OpenTrade] = []
    /// By pair: a trade was open on the strategy's candle that is walked through.
    private var hadTrade: [Bool]
    private var opened = 0
    /// With cross margin, all that stands behind the positions, as it was after the last change.
    var collateral: Double
    private let isStacking: Bool

    init(_ run: BacktestRun) {
        self.run = run
        collateral = run.wallet.balance
        isStacking = run.backtest.configuration.positionStacking
        hadTrade = Array(repeating: false, count: run.tracks.count)
    }

    private var tracks: [Track] { run.tracks }

    /// From the candle before the first that may be traded, whose open is `startMs`.
    consuming func simulated(startMs: Int, tell: Backtest.Tell) -> BacktestRun {
        let length = run.backtest.rules.timeframe.milliseconds
        run.firstStepMs = startMs + length
        var (now, steps) = (run.firstStepMs, 0)
        while now <= run.endMs {
            if open.isEmpty {
                let next = tracks.indices.map { run.entryTime($0, from: now) }.min() ?? .max
                guard next <= run.lastMs else { break }
                now = startMs + (next - startMs) / length * length
            }
            candle(now, length)
            (now, steps) = (now + length, steps + 1)
            if steps.isMultiple(of: 256) { tell(now) }
        }
        closeRest()
        return run
    }

    /// One candle of the strategy, by the shorter candles inside of it.
    private mutating func candle(_ now: Int, _ length: Int) {
        for index in hadTrade.indices { hadTrade[index] = false }
        for trade in open { hadTrade[trade.trade.pair] = true }
        let step = tracks.map(\.length).min() ?? length
        for instant in stride(from: now, to: now + length, by: step) {
            for pair in turns(instant) { turn(pair, instant) }
        }
    }

    /// Pairs with open trades in opening order, then those that want to enter in the whitelist's order.
    private mutating func turns(_ now: Int) -> [Int] {
        var pairs: [Int] = []
        for trade in open where !pairs.contains(trade.trade.pair) { pairs.append(trade.trade.pair) }
        for index in tracks.indices
        where run.entryTime(index, from: now) == now && !pairs.contains(index) {
            pairs.append(index)
        }
        return pairs
    }

    private mutating func turn(_ pair: Int, _ now: Int) {
        let track = tracks[pair]
        guard let row = track.visitedRow(atMs: now) else { return }
        if isOpen(pair) {
            hadTrade[pair] = true
        } else if hadTrade[pair] {
            return  // What was open when the candle began ended in it.
        }
        let side =
            run.entryTime(pair, from: now) == now ? track.side(track.row(atMs: now)) : nil
        let left = visit(pair, row, now, side)
        // Enters the other side on the candle on which the first one left.
        if let side, let left, side != left { _ = visit(pair, row, now, side) }
    }

    private func isOpen(_ pair: Int) -> Bool { open.contains { $0.trade.pair == pair } }

    /// What a pair does on one row: withdraws, enters, fills, adjusts and leaves. Gives the side that it left.
    private mutating func visit(_ pair: Int, _ row: Int, _ now: Int, _ side: Side?) -> Side? {
        let before = isStacking ? nil : open.first { $0.trade.pair == pair }?.trade.side
        withdrawLate(pair, now)
        if let side, isStacking || !isOpen(pair) { enter(pair, side, row, now) }
        for number in open.filter({ $0.trade.pair == pair }).map(\.number) {
            if let index = open.firstIndex(where: { $0.number == number }) {
                advance(index, row, now)
            }
        }
        return isOpen(pair) ? nil : before
    }

    /// Gives up what has waited too long: an order, or a trade that was never bought.
    private mutating func withdrawLate(_ pair: Int, _ now: Int) {
        for index in open.indices.reversed() where open[index].trade.pair == pair {
            guard let order = open[index].order else { continue }
            let limit = order.isEntry ? run.exits.entryTimeoutMs : run.exits.exitTimeoutMs
            guard now - order.placedMs >= limit else { continue }
            watch(open[index])?.note(
                .withdrawn(row: tracks[pair].row(atMs: now), rate: order.price))
            open[index].order = nil
            if open[index].trade.fillRow == nil {
                open.remove(at: index)
                countCollateral()
            }
        }
    }

    /// What open trades hold of the wallet.
    var tied: Double { Wallet.sum(open.map(\.tiedStake)) }

    private mutating func enter(_ pair: Int, _ side: Side, _ row: Int, _ now: Int) {
        guard run.isAdmitted(pair, side, row: row, now, openTrades: open.count) else { return }
        run.wallet.realizedProfit = Wallet.sum(open.map(\.ledger.realizedProfit))
        let watch = run.watch(pair, row: row)
        guard
            run.enter(pair, side, row: row, openTrades: open.count, tied: tied, watch),
            let trade = run.trades.popLast()
        else { return }
        opened += 1
        open.append(
            OpenTrade(
                trade, number: opened,
                ledger: TradeLedger(trade, fee: run.fee, amountStep: tracks[pair].amountStep)))
        fillAtOnce(open.count - 1, row)
        countCollateral()
    }

    /// The trade's turn on one row.
    private mutating func advance(_ index: Int, _ row: Int, _ now: Int) {
        if let order = open[index].order, order.isEntry,
            isReached(order.price, open[index].trade.pair, row)
        {
            fillEntry(index, order, row, now)
            countCollateral()
        }
        guard open[index].trade.fillRow != nil else { return }
        if now % FundingSchedule.hourMs == 0 { payFunding(index, now) }
        let number = open[index].number
        adjust(index, row, now)
        guard index < open.count, open[index].number == number else { return }
        decide(index, row, now)
        if let order = open[index].order, !order.isEntry,
            isReached(order.price, open[index].trade.pair, row)
        {
            fillExit(index, order, row, now)
        }
    }

    func isReached(_ price: Double, _ pair: Int, _ row: Int) -> Bool {
        tracks[pair].low[row] <= price && price <= tracks[pair].high[row]
    }

    /// Whether somebody wants to know what happens to the trade.
    func watch(_ trade: OpenTrade) -> TradeWatch? {
        run.watch(trade.trade.pair, row: trade.trade.entryRow)
    }

    func exits(of trade: OpenTrade) -> ExitRules {
        run.exits.watched(by: watch(trade))
    }

    /// Tries the exits that the row offers; an order for all takes the place of any that waits.
    private mutating func decide(_ index: Int, _ row: Int, _ now: Int) {
        let track = tracks[open[index].trade.pair]
        let exits = exits(of: open[index])
        let waiting = open[index].order.flatMap { order in
            order.isEntry || order.amount != open[index].trade.amount
                ? nil
                : ExitRules.Order(
                    rate: order.price, reason: order.tag ?? "", placedMs: order.placedMs)
        }
        var order = waiting
        open[index].isLookedAt = true
        let step = exits.roi(at: row, entryRow: open[index].trade.entryRow, on: track).step
        open[index].stopBefore = open[index].trade.stopRate
        exits.decide(
            &open[index].trade, &order, row: row, hasteMs: track.time(row) - now, roi: step,
            on: track)
        guard let order, order.rate != waiting?.rate else { return }
        open[index].order = PendingOrder(
            isEntry: false, price: order.rate, amount: open[index].trade.amount,
            placedMs: order.placedMs, tag: order.reason)
    }

    /// Forces out what is left at the open of each pair's last candle.
    private mutating func closeRest() {
        for trade in run.inOrderOfBeginning(open.map(\.trade), \.pair) {
            guard
                let index = open.firstIndex(where: {
                    $0.trade.pair == trade.pair && $0.trade.entryRow == trade.entryRow
                }),
                open[index].trade.fillRow != nil
            else { continue }
            let track = tracks[trade.pair]
            let (row, last) = (track.count - 1, track.closing)
            let rate = Precision.nearest(last.open, tick: trade.tick)
            if open[index].order?.isSimilar(false, rate, trade.amount) != true {
                open[index].order = PendingOrder(
                    isEntry: false, price: rate, amount: trade.amount, placedMs: last.atMs,
                    tag: "force_exit")
            }
            open[index].trade.exitReason = "force_exit"
            guard let order = open[index].order, last.low <= rate, rate <= last.high else {
                continue
            }
            watch(open[index])?.note(.forcedOut(row: row, rate: rate))
            fillExit(index, order, row, last.atMs)
        }
    }
}

/// A trade that is open in a `ClockedRun`.
struct OpenTrade {
    var trade: SimulatedTrade
    let number: Int
    var ledger: TradeLedger
    /// The order that waits, of which there is never more than one.
    var order: PendingOrder?
    /// Funding since the last order was filled.
    var funding = 0.0
    /// The exit rules have seen it, and with it the highest and the lowest price.
    var isLookedAt = false
    /// The stop before the row moved it.
    var stopBefore = 0.0
    /// What it holds of the wallet.
    var tiedStake: Double { trade.tiedStake(atMs: .max) }

    init(_ trade: SimulatedTrade, number: Int, ledger: TradeLedger) {
        (self.trade, self.number, self.ledger) = (trade, number, ledger)
        order = PendingOrder(
            isEntry: true, price: trade.entryPrice, amount: trade.amount, placedMs: trade.openMs,
            tag: trade.enterTag)
    }
}

/// An order that waits for its price.
struct PendingOrder {
    let isEntry: Bool
    let price: Double
    let amount: Double
    let placedMs: Int
    let tag: String?

    /// The same order once more is not placed again.
    func isSimilar(_ isEntry: Bool, _ price: Double, _ amount: Double) -> Bool {
        self.isEntry == isEntry && self.price == price && self.amount == amount
    }
}
