import Foundation
public import JSONL

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

    public static func rounded(_ number: Double) -> String { String(format: "%.8f", number) }

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
