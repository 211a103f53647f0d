internal import Market
internal import YAML

extension DeskFile {
    /// What a desk may say of how far sources may differ, each with the values that make sense.
    ///
    /// Ratios are fractions; `heartbeat` is written as a length (`1d`) and kept in milliseconds.
    public static let toleranceKeys: [(key: String, range: ClosedRange<Double>)] = [
        ("rate_ratio", 0...1), ("amount_ratio", 0...1), ("fee_ratio", 0...1),
        ("candles", 0...1_000),
        ("warn_ratio", 0...1), ("critical_ratio", 0...1), ("profit_ratio", 0...1),
        ("equity_warn_ratio", 0...1), ("equity_critical_ratio", 0...1),
        ("heartbeat", 1...1e12), ("stale_warn", 1...1e6), ("stale_critical", 1...1e6),
        ("silence_quantile", 0...1), ("silence_history", 1...1e6), ("gap_info_candles", 0...1e6),
    ]

    static func tolerances(_ node: YAMLNode) throws(YAMLError) -> [String: Double] {
        var found: [String: Double] = [:]
        for entry in try node.entries(knowing: toleranceKeys.map(\.key)) {
            let number =
                entry.key == "heartbeat"
                ? try lengthMs(entry.value) : try entry.value.number()
            let range = toleranceKeys.first { $0.key == entry.key }?.range ?? 0...0
            guard range.contains(number) else {
                throw entry.value.error(
                    "\(entry.key) is \(number), expected \(range.lowerBound) to"
                        + " \(range.upperBound)")
            }
            found[entry.key] = number
        }
        return found
    }

    private static func lengthMs(_ node: YAMLNode) throws(YAMLError) -> Double {
        let text = try node.string()
        do throws(MarketError) {
            return Double(try Timeframe(text).milliseconds)
        } catch {
            throw node.error("\"\(text)\" is no length of time", hint: "write 30m, 6h or 1d")
        }
    }
}
