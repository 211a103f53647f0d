internal import Records

/// What changed the size of an open trade.
extension Explainer {
    func resizing(_ row: Int, _ stake: Double, _ order: PendingOrder) -> Step {
        let isBuying = order.isEntry != (watch.trade?.isShort ?? false)
        return Step(
            atMs: track.time(row), step: .order,
            text: "adjust_trade_position asks for \(stake) \(currency)"
                + (order.tag.map { " (\($0))" } ?? "")
                + ": \(isBuying ? "buys" : "sells") \(order.amount) at \(order.price)",
            numbers: candle(row) + [
                Number("asked_stake", stake), Number("amount", order.amount),
                Number("price", order.price),
            ])
    }

    func resized(
        _ row: Int, _ order: FilledOrder, openRate: Double, stopRate: Double
    ) -> Step {
        Step(
            atMs: track.time(row), step: .fill,
            text:
                "the order is filled: the trade holds \(order.heldAmount) at \(openRate) on average, "
                + "the stop is at \(stopRate)"
                + (order.isEntry ? "" : ", realized so far: \(order.realizedProfit) \(currency)"),
            numbers: candle(row) + [
                Number("amount", order.heldAmount), Number("open_rate", openRate),
                Number("stake_amount", order.heldStake), Number("stop", stopRate),
                Number("realized_profit", order.realizedProfit),
            ])
    }
}
