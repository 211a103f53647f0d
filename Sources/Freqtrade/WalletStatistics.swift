public import JSONL
internal import Market
public import Records

/// freqtrade's `wallet_stats` of a back-test: what it takes from the balance at every candle.
public struct WalletStatistics {
    /// Of the wallet's first and last value, Unix milliseconds.
    public var fromMs: Int
    public var toMs: Int
    private let values: [String: Double]

    /// `measures` are the house's own, whose names begin with `wallet_`.
    public init(fromMs: Int, toMs: Int, measures: [Measure]) {
        self.fromMs = fromMs
        self.toMs = toMs
        var values: [String: Double] = [:]
        for measure in measures where measure.name.hasPrefix("wallet_") {
            if let value = measure.value {
                values[String(measure.name.dropFirst("wallet_".count))] = value
            }
        }
        self.values = values
    }

    /// With freqtrade's values for what is undefined: 0 for want of time, −100 for want of a spread.
    public var json: JSONValue {
        func member(_ name: String, else standard: Double = 0) -> JSONValue.Member {
            .init(name, .number(values[name] ?? standard))
        }
        let days =
            Timestamp(milliseconds: fromMs).dayNumber..<Timestamp(milliseconds: toMs).dayNumber
        let unspread = days.isEmpty ? 0.0 : -100
        return .object(
            [
                member("start_balance"), member("end_balance"), member("high_balance"),
                member("low_balance"), member("sharpe", else: unspread),
                member("sortino", else: unspread),
                member("calmar", else: fromMs < toMs ? -100 : 0),
            ] + instant("low") + instant("high") + [
                member("max_drawdown_account"), member("max_relative_drawdown"),
                member("max_drawdown_abs"),
            ] + instant("drawdown_start") + instant("drawdown_end") + [
                .init(
                    "drawdown_duration",
                    .text(DurationText.pandas(values["drawdown_duration"] ?? 0))),
                .init("drawdown_duration_s", .number((values["drawdown_duration"] ?? 0) * 60)),
                member("max_drawdown_low"), member("max_drawdown_high"),
            ])
    }

    /// As text and as a number; a wallet that never fell does so at its first value, one of a single
    /// value not at all.
    private func instant(_ name: String) -> [JSONValue.Member] {
        let key = name.hasPrefix("drawdown") ? name : name + "_date"
        let milliseconds = values[name + "_ms"].map { Int($0) } ?? (fromMs < toMs ? fromMs : nil)
        return [
            .init(key, milliseconds.map { .text($0.spokenInstant) } ?? .null),
            .init(name + "_ts", milliseconds.map { .integer($0) } ?? .null),
        ]
    }
}
