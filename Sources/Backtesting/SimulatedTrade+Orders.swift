internal import Market
internal import Strategies

/// What a trade was between its orders.
extension SimulatedTrade {
    /// What a hook may know of the orders so far.
    func history(atMs now: Int) -> TradeHistory {
        guard let first = orders.first, let last = orders.last else {
            let minutes = Double(now - fillMs) / 60_000
            let entry = OrderFacts(
                rate: entryPrice, amount: amount, stake: stakeAmount, minutes: minutes)
            return TradeHistory(
                entries: 1, minutesSinceFill: minutes, firstEntry: entry, lastEntry: entry,
                maxStakeAmount: stakeAmount)
        }
        let entries = orders.count(where: \.isEntry)
        return TradeHistory(
            entries: Double(entries), exits: Double(orders.count - entries),
            minutesSinceFill: Double(now - last.atMs) / 60_000, firstEntry: first.facts(atMs: now),
            lastEntry: (orders.last(where: \.isEntry) ?? first).facts(atMs: now),
            lastExit: orders.last { !$0.isEntry }?.facts(atMs: now) ?? OrderFacts(),
            maxStakeAmount: last.maxStakeAmount, realizedProfit: last.realizedProfit)
    }

    /// What a hook's own profit is counted by.
    var worth: TradeWorth {
        TradeWorth(openValue: openValue, fee: fee, funding: fundingInValue)
    }

    /// The price of the first entry on the tick.
    var firstRate: Double { Precision.nearest(entryPrice, tick: tick) }

    /// All that its entries cost, stake currency.
    var maxStakeAmount: Double { orders.last?.maxStakeAmount ?? stakeAmount }

    /// A time in which the trade held the same: instants in Unix milliseconds, money in the stake currency, and
    /// the profit of the order that ended it.
    struct Spell {
        let fromMs: Int
        let untilMs: Int
        let stake: Double
        let amount: Double
        let profit: Double
    }

    func spells(until endMs: Int) -> [Spell] {
        guard !orders.isEmpty else {
            return [
                Spell(
                    fromMs: fillMs, untilMs: endMs, stake: stakeAmount, amount: amount,
                    profit: profitAbs)
            ]
        }
        return orders.indices.dropLast().map { index in
            let (order, next) = (orders[index], orders[index + 1])
            let isLast = index + 2 == orders.count
            return Spell(
                fromMs: order.atMs, untilMs: isLast ? endMs : next.atMs, stake: order.heldStake,
                amount: order.heldAmount,
                profit: (isLast ? profitAbs : next.realizedProfit) - order.realizedProfit)
        }
    }

    /// An account with what the trade has earned by `nowMs`, what is left of it valued at `rate`, not rounded.
    func profit(at rate: Double, nowMs: Int, addedTo account: Double) -> Double {
        if orders.isEmpty { return profit(at: rate, addedTo: account) }
        let done = orders.prefix { $0.atMs <= nowMs }
        guard let last = done.last else { return profit(at: rate, addedTo: account) }
        func value(_ amount: Double, _ price: Double, isEntry: Bool) -> Double {
            // Fees make dearer what is bought, and worth less what is sold.
            amount * price * (isEntry == isShort ? 1 - fee : -1 - fee)
        }
        return done.reduce(account) {
            $0 + value($1.amount, $1.price, isEntry: $1.isEntry) + $1.fundingFees
        } + value(last.heldAmount, rate, isEntry: false)
    }

    /// What all entries cost and all exits brought, or the other way round for a short: fees included, and funding
    /// in the latter.
    var values: (entries: Double, exits: Double) {
        guard !orders.isEmpty else { return (paidValue, closeValue(closeRate)) }
        var (entries, exits) = (0.0, isShort ? -fundingFees : fundingFees)
        for order in orders {
            let isBought = order.isEntry != isShort
            let value = order.amount * order.price * (isBought ? 1 + fee : 1 - fee)
            if order.isEntry { entries += value } else { exits += value }
        }
        return (entries, exits)
    }
}

extension FilledOrder {
    fileprivate func facts(atMs now: Int) -> OrderFacts {
        OrderFacts(
            rate: price, amount: amount, stake: stake, minutes: Double(now - atMs) / 60_000)
    }
}
