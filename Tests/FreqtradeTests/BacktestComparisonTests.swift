import Freqtrade
import JSONL
import Market
import Records
import Testing

struct BacktestComparisonTests {
    private let theirs: JSONValue = [
        "trades": [
            [
                "pair": "ETH/BTC", "open_timestamp": 1_515_566_400_000,
                "close_timestamp": 1_515_567_000_000, "exit_reason": "roi", "enter_tag": "low",
                "is_short": false, "open_rate": 0.08951, "close_rate": 0.09042,
                "stop_loss_abs": 0.08056, "initial_stop_loss_abs": 0.08056, "min_rate": 0.0894,
                "max_rate": 0.0905, "amount": 0.558, "stake_amount": 0.04994658,
                "max_stake_amount": 0.04994658,
                "profit_abs": 0.00040739, "profit_ratio": 0.008148, "funding_fees": 0.0,
                "fee_open": 0.001, "fee_close": 0.001, "leverage": 1.0,
                "orders": [
                    [
                        "ft_order_side": "buy", "amount": 0.558, "safe_price": 0.08951,
                        "cost": 0.04999653, "order_filled_timestamp": 1_515_566_400_000,
                        "ft_order_tag": "low",
                    ]
                ],
            ]
        ],
        "rejected_signals": 3, "final_balance": 1.00040739,
        "locks": [
            [
                "pair": "*", "lock_timestamp": 1, "lock_end_timestamp": 2, "side": "long",
            ]
        ],
    ]

    private func ours() throws -> BacktestComparison.Side {
        let order = try TradeOrder(
            side: .buy, status: "closed", amount: 0.558, filled: 0.558, price: 0.08951,
            cost: 0.558 * 0.08951 * 1.001, filledMs: 1_515_566_400_000, tag: "low")
        let trade = try Trade(
            origin: .run("r"), tradeID: 1, pair: Pair("ETH/BTC"), side: .long, isOpen: false,
            openMs: 1_515_566_400_000, closeMs: 1_515_567_000_000, openRate: 0.08951,
            closeRate: 0.09042, amount: 0.558, stakeAmount: 0.558 * 0.08951,
            maxStakeAmount: 0.558 * 0.08951, feeOpen: 0.001, feeClose: 0.001, leverage: 1,
            profitAbs: 0.00040739,
            profitRatio: 0.008148 + 1e-13, enterTag: "low", exitReason: "roi", minRate: 0.0894,
            maxRate: 0.0905, initialStopLossAbs: 0.08056, stopLossAbs: 0.08056, fundingFees: 0,
            strategy: "S", timeframe: Timeframe("5m"), orders: [order])
        return .init(
            trades: [trade], rejectedSignals: 3, finalBalance: 1.000407390000004,
            locks: ["* 1 2 long"])
    }

    @Test("equal results are equal, amounts to 8 decimals and ratios to 1e-12")
    func equal() throws {
        let comparison = BacktestComparison(try ours(), theirs)
        #expect(comparison.differences == [] && comparison.isEqual)
        #expect(comparison.differingTrades == 0 && comparison.tradeCount == 1)
        #expect(BacktestComparison.fields.count == 22)
    }

    @Test(
        "the first difference names trade, field and both values",
        arguments: BacktestComparison.fields.dropLast())
    func different(field: String) throws {
        let other = try #require(theirs["trades"]?.array?.first?[field])
        let changed: JSONValue =
            switch other {
            case .text: "other"
            case .boolean(let flag): .boolean(!flag)
            case .integer(let number): .integer(number + 300_000)
            default: .number((other.double ?? 0) + 2e-8)
            }
        let comparison = BacktestComparison(
            try ours(), changing(field, to: changed))
        let first = try #require(comparison.differences.first)
        #expect(comparison.differences.count == 1 && comparison.differingTrades == 1)
        #expect(first.number == 1 && first.pair == "ETH/BTC" && first.field == field)
        #expect(first.ours != first.theirs)
    }

    @Test("prices that freqtrade left before it looked at them are those of the entry")
    func unseenPrices() throws {
        let side = try ours()
        let unseen = changing("min_rate", to: .null)
        #expect(BacktestComparison(side, unseen).differences.map(\.field) == ["min_rate"])
        var left = side
        left.trades[0].minRate = left.trades[0].openRate
        #expect(BacktestComparison(left, unseen).isEqual)
    }

    @Test("orders, missing trades, rejected signals, balance and locks are compared")
    func whole() throws {
        func fields(_ key: String, _ value: JSONValue) throws -> [String] {
            BacktestComparison(try ours(), replacing(key, with: value, in: theirs)).differences
                .map(\.field)
        }
        #expect(try fields("safe_price", 0.0896) == ["order 1 safe_price"])
        #expect(try fields("orders", []) == ["orders"])
        let missing = try fields("trades", [])
        #expect(missing == ["trade", "trades"])
        #expect(try fields("rejected_signals", 4) == ["rejected_signals"])
        #expect(try fields("final_balance", 1.0004074) == ["final_balance"])
        #expect(try fields("lock_end_timestamp", 3) == ["lock 1"])
        #expect(try fields("locks", []) == ["locks"])
    }

    /// Theirs with another value in a field of the trade itself.
    private func changing(_ field: String, to value: JSONValue) -> JSONValue {
        let trade = theirs["trades"]?.array?.first?.members ?? []
        let changed = trade.map { JSONValue.Member($0.key, $0.key == field ? value : $0.value) }
        return .object(
            (theirs.members ?? []).map {
                .init($0.key, $0.key == "trades" ? [.object(changed)] : $0.value)
            })
    }

    private func replacing(
        _ key: String, with value: JSONValue, in json: JSONValue
    ) -> JSONValue {
        switch json {
        case .object(let members):
            .object(
                members.map {
                    .init($0.key, $0.key == key ? value : replacing(key, with: value, in: $0.value))
                })
        case .list(let elements):
            .list(elements.map { replacing(key, with: value, in: $0) })
        default: json
        }
    }
}
