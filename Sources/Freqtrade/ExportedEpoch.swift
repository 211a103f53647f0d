public import JSONL
internal import Market
internal import Records

/// An epoch of a search of ours with all that freqtrade's hyperopt keeps of one.
public struct ExportedEpoch {
    /// What freqtrade notes where an epoch has no loss.
    private static let noLoss = 100_000.0

    public var backtest: ExportedBacktest
    public var epoch: Int
    /// nil for none.
    public var loss: Double?
    public var isInitial: Bool
    public var isBest: Bool
    /// What was searched: flat, and by space; and by space what was not.
    public var parameters: [JSONValue.Member]
    public var details: [JSONValue.Member]
    public var fixed: [JSONValue.Member]

    public init(
        _ backtest: ExportedBacktest, epoch: Int, loss: Double?, isInitial: Bool, isBest: Bool,
        parameters: [JSONValue.Member], details: [JSONValue.Member], fixed: [JSONValue.Member]
    ) {
        self.backtest = backtest
        self.epoch = epoch
        self.loss = loss
        self.isInitial = isInitial
        self.isBest = isBest
        self.parameters = parameters
        self.details = details
        self.fixed = fixed
    }

    /// The epoch's line of a `.fthypt` file.
    public var line: JSONValue {
        let metrics = BacktestStatistics(backtest: backtest).json
        return [
            "loss": .number(loss ?? Self.noLoss), "params_dict": .object(parameters),
            "params_details": .object(details), "params_not_optimized": .object(fixed),
            "results_metrics": metrics, "results_explanation": .text(explanation(metrics)),
            "total_profit": metrics["profit_total"] ?? 0, "current_epoch": .integer(epoch),
            "is_initial_point": .boolean(isInitial), "is_random": false,
            "is_best": .boolean(isBest), "fthypt_fileversion": 2,
        ]
    }

    /// The names of a file that was made at an instant, Unix milliseconds, and of what tells freqtrade of it.
    public static func names(className: String, madeMs: Int) -> (file: String, pointer: String) {
        let made = madeMs.spokenInstant.replacing(" ", with: "_").replacing(":", with: "-")
        return ("strategy_\(className)_\(made).fthypt", ".last_result.json")
    }

    private func explanation(_ metrics: JSONValue) -> String {
        func number(_ key: String) -> Double { metrics[key]?.double ?? 0 }
        func percent(_ key: String) -> String { fixed(number(key) * 100, 2) + "%" }
        let counts = ["wins", "draws", "losses"].map { "\(Int(number($0)))" }
        return "\(Int(number("total_trades"))) trades. "
            + counts.joined(separator: "/") + " Wins/Draws/Losses. "
            + "Avg profit \(percent("profit_mean")). Median profit \(percent("profit_median")). "
            + "Total profit \(fixed(number("profit_total_abs"), 8)) \(backtest.currency) "
            + "(\(percent("profit_total"))). "
            + "Avg duration \(metrics["holding_avg"]?.string ?? "0:00:00") min."
    }

    /// With so many decimals, zeros at the end kept.
    private func fixed(_ number: Double, _ decimals: Int) -> String {
        let text = "\(Precision.rounded(number, decimals: decimals))"
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, !text.contains("e") else { return text }
        return text + String(repeating: "0", count: max(0, decimals - parts[1].count))
    }
}
