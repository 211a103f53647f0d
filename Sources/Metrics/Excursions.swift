public import Records

/// Maximum adverse and favourable excursions of the closed trades that know their lowest and highest
/// rate, in their order. O(n).
public func excursions(_ trades: [Trade]) -> [Excursion] {
    trades.indices.compactMap { excursion(trades[$0]) }
}

private func excursion(_ trade: Trade) -> Excursion? {
    guard !trade.isOpen, let low = trade.minRate, let high = trade.maxRate else { return nil }
    let (worst, best) = trade.side == .long ? (low, high) : (high, low)
    let direction = trade.side == .long ? trade.leverage : -trade.leverage
    let openRate = trade.openRate
    let moved = { (rate: Double) in (rate - openRate) / openRate * direction }
    return Excursion(
        tradeID: trade.tradeID, adverseRatio: max(0, -moved(worst)),
        favourableRatio: max(0, moved(best)), profitRatio: trade.profitRatio ?? 0)
}

/// A closed trade's profit after fees in multiples of what its first stop put at risk: profit_abs ÷
/// (amount entered × distance of the initial stop from the open rate). nil while open, without an
/// initial stop and where the stop is no loss. O(orders).
public func rMultiple(_ trade: Trade) -> Double? {
    guard !trade.isOpen, let profit = trade.profitAbs, let risk = risk(trade) else { return nil }
    return profit / risk
}

/// The same before fees and funding: side × (close rate − open rate) × amount entered ÷ risk.
public func grossRMultiple(_ trade: Trade) -> Double? {
    guard !trade.isOpen, let closeRate = trade.closeRate, let risk = risk(trade) else { return nil }
    let gain = (closeRate - trade.openRate) * (trade.side == .long ? 1 : -1)
    return gain * enteredAmount(trade) / risk
}

/// Stake currency; nil where the initial stop is missing or is no loss.
private func risk(_ trade: Trade) -> Double? {
    guard let stop = trade.initialStopLossAbs else { return nil }
    let distance = (trade.openRate - stop) * (trade.side == .long ? 1 : -1)
    let risk = distance * enteredAmount(trade)
    return risk > 0 ? risk : nil
}

/// What the entries bought (or sold short), base currency: a partial exit lowers `amount`.
private func enteredAmount(_ trade: Trade) -> Double {
    let entry: TradeOrder.Side = trade.side == .long ? .buy : .sell
    var filled = Sum()
    for index in trade.orders.indices
    where trade.orders[index].side == entry && trade.orders[index].filledMs != nil {
        filled.add(trade.orders[index].filled)
    }
    return filled.value > 0 ? filled.value : trade.amount
}
