internal import JSONL
internal import Metrics
public import Strategies

/// freqtrade's spaces of rules: what it turns there, within which bounds, and which rules the numbers
/// make.
///
/// What freqtrade turns but gives no choice, `trailing_stop`, is no parameter here. Bounds of the ROI
/// grow with the timeframe: minutes as it does, ratios as its logarithm.
public enum RuleSpace: String, CaseIterable, Sendable {
    case roi
    case stoploss
    case trailing
    case trades

    /// What a search turns.
    public func parameters(timeframeMinutes: Int) -> [Parameter] {
        switch self {
        case .roi: roi(timeframeMinutes)
        case .stoploss: [decimal("stoploss", -0.35, -0.02)]
        case .trailing:
            [
                decimal("trailing_stop_positive", 0.01, 0.35),
                decimal("trailing_stop_positive_offset_p1", 0.001, 0.1),
                Parameter(
                    name: "trailing_only_offset_is_reached", domain: .boolean,
                    standard: .boolean(false), space: rawValue),
            ]
        case .trades: [integer("max_open_trades", -1, 10)]
        }
    }

    private func roi(_ timeframeMinutes: Int) -> [Parameter] {
        let length = Double(timeframeMinutes) / 5
        let growth = logarithm(Double(timeframeMinutes) + 1) / logarithm(6)
        let minutes = [("roi_t1", 120.0), ("roi_t2", 60), ("roi_t3", 40)].map { name, most in
            integer(name, Int(10 * length), Int(most * length))
        }
        let ratios = [("roi_p1", 0.04), ("roi_p2", 0.07), ("roi_p3", 0.20)].map { name, most in
            decimal(name, 0.01 * growth, most * growth)
        }
        return minutes + ratios
    }

    private func integer(_ name: String, _ low: Int, _ high: Int) -> Parameter {
        Parameter(
            name: name, domain: .integer(low...high), standard: .integer(low), space: rawValue)
    }

    private func decimal(_ name: String, _ low: Double, _ high: Double) -> Parameter {
        let bounds = [low, high].map { ($0 * 1_000).rounded() / 1_000 }
        return Parameter(
            name: name, domain: .decimal(bounds[0]...bounds[1], decimals: 3),
            standard: .decimal(bounds[0]), space: rawValue)
    }
}

extension RuleSpace {
    /// Sets the rules that numbers of the space make.
    func set(_ numbers: [String: ParameterValue], in rules: inout RuleSettings) {
        func number(_ name: String) -> Double { numbers[name]?.json.double ?? 0 }
        switch self {
        case .roi:
            var (minutes, ratio) = (0, number("roi_p1") + number("roi_p2") + number("roi_p3"))
            var steps = [TradingRules.ROIStep(minutes: minutes, ratio: ratio)]
            for (time, rest) in [
                ("roi_t3", number("roi_p1") + number("roi_p2")), ("roi_t2", number("roi_p1")),
                ("roi_t1", 0),
            ] {
                (minutes, ratio) = (minutes + Int(number(time)), rest)
                steps.append(.init(minutes: minutes, ratio: ratio))
            }
            rules.minimalROI = steps
        case .stoploss: rules.stoploss = number("stoploss")
        case .trailing:
            let positive = number("trailing_stop_positive")
            rules.trailing = RuleSettings.Trailing(
                isOn: true, positive: positive,
                offset: positive + number("trailing_stop_positive_offset_p1"),
                onlyOffsetIsReached: numbers["trailing_only_offset_is_reached"] == .boolean(true))
        case .trades: rules.maxOpenTrades = Int(number("max_open_trades"))
        }
    }

    /// The numbers that made rules, but for rounding; nil for rules that no numbers of the space make.
    func numbers(of rules: RuleSettings) -> [String: Double]? {
        switch self {
        case .roi:
            guard let steps = rules.minimalROI, steps.count == 4 else { return nil }
            return [
                "roi_t3": Double(steps[1].minutes),
                "roi_t2": Double(steps[2].minutes - steps[1].minutes),
                "roi_t1": Double(steps[3].minutes - steps[2].minutes),
                "roi_p1": steps[2].ratio, "roi_p2": steps[1].ratio - steps[2].ratio,
                "roi_p3": steps[0].ratio - steps[1].ratio,
            ]
        case .stoploss: return rules.stoploss.map { ["stoploss": $0] }
        case .trailing:
            guard let trailing = rules.trailing, let positive = trailing.positive else {
                return nil
            }
            return [
                "trailing_stop_positive": positive,
                "trailing_stop_positive_offset_p1": trailing.offset - positive,
                "trailing_only_offset_is_reached": trailing.onlyOffsetIsReached ? 1 : 0,
            ]
        case .trades: return rules.maxOpenTrades.map { ["max_open_trades": Double($0)] }
        }
    }
}
