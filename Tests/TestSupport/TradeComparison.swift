import Foundation
public import JSONL
import Market
public import Records

/// The fields of a trade that must agree with freqtrade, by the references' comparison rules.
public struct TradeFields: Hashable {
    public var exact: [String: String]
    /// Compared to 1e-12.
    public var profitRatio: Double

    public init(exact: [String: String], profitRatio: Double) {
        self.exact = exact
        self.profitRatio = profitRatio
    }

    /// From a line of the reference's `trades.json`.
    public init(reference trade: JSONValue) {
        var exact: [String: String] = [:]
        for key in ["pair", "exit_reason", "enter_tag"] { exact[key] = trade[key]?.string ?? "" }
        for key in ["open_timestamp", "close_timestamp"] {
            exact[key] = trade[key]?.int?.description
        }
        for key in [
            "open_rate", "close_rate", "stop_loss_abs", "initial_stop_loss_abs", "min_rate",
            "max_rate", "profit_abs",
        ] { exact[key] = trade[key]?.double?.description }
        for key in ["amount", "stake_amount"] {
            exact[key] = trade[key]?.double.map(Self.rounded)
        }
        exact["is_short"] = "\(trade["is_short"]?.bool ?? false)"
        exact["leverage"] = (trade["leverage"]?.double ?? 1).description
        exact["funding_fees"] = Self.money(trade["funding_fees"]?.double ?? 0)
        let orders = trade["orders"]?.array ?? []
        exact["orders"] = orders.map { order in
            let fields: [String?] = [
                order["ft_order_side"]?.string, order["amount"]?.double.map(Self.rounded),
                order["safe_price"]?.double?.description,
                order["order_filled_timestamp"]?.int?.description, order["ft_order_tag"]?.string,
                order["cost"]?.double.map(Self.rounded),
            ]
            return fields.map { $0 ?? "" }.joined(separator: " ")
        }.joined(separator: ", ")
        self.init(exact: exact, profitRatio: trade["profit_ratio"]?.double ?? .nan)
    }

    /// From a line of ours.
    public init(_ trade: Trade) {
        func text(_ number: Double?) -> String { number?.description ?? "" }
        self.init(
            exact: [
                "pair": trade.pair.symbol, "exit_reason": trade.exitReason ?? "",
                "enter_tag": trade.enterTag ?? "", "open_timestamp": "\(trade.openMs)",
                "close_timestamp": "\(trade.closeMs ?? 0)", "open_rate": text(trade.openRate),
                "close_rate": text(trade.closeRate), "stop_loss_abs": text(trade.stopLossAbs),
                "initial_stop_loss_abs": text(trade.initialStopLossAbs),
                "min_rate": text(trade.minRate), "max_rate": text(trade.maxRate),
                "profit_abs": text(trade.profitAbs), "amount": Self.rounded(trade.amount),
                "stake_amount": Self.rounded(trade.stakeAmount),
                "is_short": "\(trade.side == .short)", "leverage": text(trade.leverage),
                "funding_fees": Self.money(trade.fundingFees),
                "orders": trade.orders.map { order in
                    [
                        order.side.rawValue, Self.rounded(order.filled), text(order.price),
                        "\(order.filledMs ?? 0)", order.tag ?? "", Self.rounded(order.cost),
                    ].joined(separator: " ")
                }.joined(separator: ", "),
            ], profitRatio: trade.profitRatio ?? .nan)
    }

    public static func rounded(_ number: Double) -> String { String(format: "%.8f", number) }

    /// To 12 decimals; nothing is not below zero.
    private static func money(_ number: Double) -> String { String(format: "%.12f", number + 0) }

    /// What differs between two lists of trades, at most three of them; nothing when they agree.
    public static func differences(_ mine: [TradeFields], from expected: [TradeFields]) -> [String]
    {
        var lines: [String] = []
        if mine.count != expected.count {
            lines.append("\(mine.count) trades, expected \(expected.count)")
        }
        for (index, trades) in zip(mine, expected).enumerated() where lines.count < 4 {
            let fields = trades.0.differences(from: trades.1)
            if !fields.isEmpty { lines.append("trade \(index): \(fields)") }
        }
        return lines
    }

    /// What differs, one line a field; nothing when they agree.
    public func differences(from other: TradeFields) -> [String] {
        var lines = exact.keys.sorted().compactMap { key in
            exact[key] == other.exact[key]
                ? nil : "\(key): \(exact[key] ?? "–"), expected \(other.exact[key] ?? "–")"
        }
        if !(abs(profitRatio - other.profitRatio) <= 1e-12) {
            lines.append("profit_ratio: \(profitRatio), expected \(other.profitRatio)")
        }
        return lines
    }
}
