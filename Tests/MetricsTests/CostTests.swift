import Market
import Records
import Testing

@testable import Metrics

@Suite("Costs of orders") struct CostTests {
    /// Closed trades at random prices, with the profit that `cost` a side leaves.
    private func trades(cost: Double, seed: UInt64) throws -> [Trade] {
        var chance = SplitMix64(seed: seed)
        return try (1...50).map { id in
            let (opened, closed) = (
                Double.random(in: 1...2, using: &chance), Double.random(in: 1...2, using: &chance)
            )
            let side: Side = Bool.random(using: &chance) ? .long : .short
            let gross = (side == .long ? closed - opened : opened - closed) * 3
            var trade = try Oracle.trade(
                id: id, profit: gross - 3 * (opened + closed) * cost, closeMs: id)
            (trade.side, trade.amount, trade.openRate, trade.closeRate) = (side, 3, opened, closed)
            (trade.feeOpen, trade.feeClose) = (cost, cost)
            let sides: [TradeOrder.Side] = side == .long ? [.buy, .sell] : [.sell, .buy]
            trade.orders = try zip(sides, [opened, closed]).map { side, price in
                try TradeOrder(
                    side: side, status: "closed", amount: 3, filled: 3, price: price,
                    cost: 3 * price * (1 + cost), filledMs: id, tag: nil)
            }
            return trade
        }
    }

    private func measures(_ trades: [Trade]) -> [String: Double] {
        let measures = tearsheet(
            run: "r", trades: trades, equity: [], startingBalance: 1_000, currency: "USDT",
            fromMs: 0, toMs: 0)
        return Dictionary(
            measures.compactMap { measure in measure.value.map { (measure.name, $0) } }
        ) { first, _ in first }
    }

    @Test("at the break-even cost the same fills earn nothing", arguments: [1, 2, 3] as [UInt64])
    func breakEven(seed: UInt64) throws {
        let found = measures(try trades(cost: 0.001, seed: seed))
        #expect(abs(try #require(found["order_cost"]) - 10) < 1e-9)
        let balance = try #require(found["break_even_cost"])
        let again = measures(try trades(cost: balance / 1e4, seed: seed))
        #expect(abs(try #require(again["profit_total_abs"])) < 1e-9)
        #expect(
            abs(try #require(again["fees_paid"]) - again["turnover", default: 0] * balance / 1e4)
                < 1e-9)
    }

    @Test("a trade without orders was bought and sold at once")
    func withoutOrders() throws {
        let trades = try trades(cost: 0.001, seed: 4)
        let bare = trades.map { trade in
            var bare = trade
            bare.orders = []
            return bare
        }
        for name in ["turnover", "fees_paid", "break_even_cost"] {
            let (left, right) = (measures(trades)[name], measures(bare)[name])
            #expect(abs(try #require(left) - #require(right)) < 1e-9, "\(name)")
        }
    }

    @Test("orders that were not filled cost nothing")
    func unfilled() throws {
        var trades = try trades(cost: 0.001, seed: 5)
        let before = measures(trades)
        trades[0].orders.append(
            try TradeOrder(
                side: .sell, status: "canceled", amount: 3, filled: 0, price: 9, cost: 0,
                filledMs: nil, tag: nil))
        #expect(measures(trades)["turnover"] == before["turnover"])
    }
}
