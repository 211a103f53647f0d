internal import Indicators
internal import Market
internal import YAML

/// Reads the keys of a strategy file; freqtrade's own names, checked one by one.
struct StrategyDecoding {
    private static let settingKeys = [
        "strategy", "description", "timeframe", "startup_candle_count", "can_short", "parameters",
        "indicators", "minimal_roi", "stoploss", "trailing_stop", "trailing_stop_positive",
        "trailing_stop_positive_offset", "trailing_only_offset_is_reached", "use_exit_signal",
        "exit_profit_only", "exit_profit_offset", "ignore_roi_if_entry_signal", "protections",
        "max_entry_position_adjustment", CustomDataDecoding.key,
    ]
    private static let signalKeys = ["enter_long", "exit_long", "enter_short", "exit_short"]

    let document: YAMLNode
    let name: String
    let summary: String?
    let rules: TradingRules
    let parameters: [Parameter]
    var checker: ExpressionChecker

    /// Expressions are read for candles of `timeframe`, where these are not the document's own.
    init(_ document: YAMLNode, on timeframe: Timeframe? = nil) throws(YAMLError) {
        self.document = document
        _ = try document.entries(
            knowing: Self.settingKeys + Self.signalKeys + Hook.answering.map(\.rawValue))
        name = try document.required("strategy").string()
        summary = try document["description"]?.string()
        rules = try RulesDecoding(document: document).rules()
        parameters = try ParameterDecoding.parameters(document["parameters"])
        checker = ExpressionChecker(
            parameters: parameters, program: Program(timeframe: timeframe ?? rules.timeframe),
            text: ExpressionText(placeholderAt: document))
    }

    mutating func indicators() throws(YAMLError) -> [NamedIndicator] {
        var indicators: [NamedIndicator] = []
        for entry in try document["indicators"]?.entries() ?? [] {
            try ParameterDecoding.checkName(entry, taken: parameters.map(\.name))
            let text = try ExpressionText(entry.value)
            let typed = try checker.check(text)
            checker.definitions.append((entry.key, text))
            var outputs: [String] = []
            if case .outputs(let row) = typed.kind {
                outputs = Catalogue.indicator(row)?.outputs ?? []
            }
            indicators.append(NamedIndicator(name: entry.key, node: typed.node, outputs: outputs))
        }
        return indicators
    }

    mutating func signals(_ key: String) throws(YAMLError) -> [SignalRule] {
        var rules: [SignalRule] = []
        for rule in try tagged(key) {
            rules.append(
                SignalRule(
                    when: rule.text.text, tag: rule.tag, line: rule.text.node.line,
                    node: try condition(rule.text, key)))
        }
        return rules
    }

    mutating func customExits() throws(YAMLError) -> [SignalRule] {
        checker.hook = .customExit
        defer { checker.hook = nil }
        return try signals(Hook.customExit.rawValue)
    }

    mutating func hooks() throws(YAMLError) -> [Hook: Int] {
        var nodes: [Hook: Int] = [:]
        for hook in Hook.answering where hook != .customExit && hook != .adjustTradePosition {
            guard let node = document[hook.rawValue] else { continue }
            let text = try ExpressionText(node)
            checker.hook = hook
            defer { checker.hook = nil }
            if hook.isCondition {
                nodes[hook] = try condition(text, hook.rawValue)
            } else {
                nodes[hook] = try number(text, hook.rawValue)
            }
        }
        return nodes
    }

    /// One expression, or a list of `{when, stake, tag}`.
    mutating func adjustments() throws(YAMLError) -> [AdjustmentRule] {
        let key = Hook.adjustTradePosition.rawValue
        guard let node = document[key] else { return [] }
        checker.hook = .adjustTradePosition
        defer { checker.hook = nil }
        guard case .list = node.content else {
            let stake = try number(ExpressionText(node), key)
            return [AdjustmentRule(line: node.line, condition: nil, stake: stake, tag: nil)]
        }
        var rules: [AdjustmentRule] = []
        for rule in try entries(key, knowing: ["when", "stake", "tag"]) {
            rules.append(
                AdjustmentRule(
                    line: rule.line,
                    condition: try condition(ExpressionText(try rule.required("when")), key),
                    stake: try number(ExpressionText(try rule.required("stake")), key),
                    tag: try tag(rule)))
        }
        return rules
    }

    func protections() throws(YAMLError) -> [Protection] {
        try ProtectionDecoding(parameters: parameters).protections(document["protections"])
    }

    private mutating func condition(
        _ text: ExpressionText, _ key: String
    ) throws(YAMLError) -> Int {
        checker.text = text
        return try checker.condition(text.expression, 0, for: key).node
    }

    private mutating func number(
        _ text: ExpressionText, _ key: String
    ) throws(YAMLError) -> Int {
        checker.text = text
        return try checker.number(text.expression, 0, for: key).node
    }

    /// The rules of a list of `{when, tag}`.
    private func tagged(
        _ key: String
    ) throws(YAMLError) -> [(text: ExpressionText, tag: String?)] {
        var rules: [(text: ExpressionText, tag: String?)] = []
        for rule in try entries(key, knowing: ["when", "tag"]) {
            rules.append((try ExpressionText(try rule.required("when")), try tag(rule)))
        }
        return rules
    }

    /// The mappings of a list, each with no other keys than the known ones.
    private func entries(_ key: String, knowing keys: [String]) throws(YAMLError) -> [YAMLNode] {
        guard let list = try document[key]?.list() else { return [] }
        for rule in list {
            for entry in try rule.entries() where entry.key.contains(")") {
                throw entry.keyNode.error(
                    "the expression ended at the comma before \"\(entry.key)\"",
                    hint: "quote an expression with commas")
            }
            _ = try rule.entries(knowing: keys)
        }
        return list
    }

    private func tag(_ rule: YAMLNode) throws(YAMLError) -> String? {
        let tag = try rule["tag"]?.string()
        if let tag, tag.isEmpty || tag.utf8.count > 255 {
            throw rule.error("a tag has 1 to 255 letters")
        }
        return tag
    }
}

/// Reads the keys that decide when a trade ends.
struct RulesDecoding {
    let document: YAMLNode

    func rules() throws(YAMLError) -> TradingRules {
        let frame = try document.required("timeframe")
        guard let timeframe = try? Timeframe(try frame.string()) else {
            throw frame.error("expected a timeframe, this is \(frame.summary)", hint: "such as 5m")
        }
        let rules = TradingRules(
            timeframe: timeframe, startupCandleCount: try startup(),
            minimalROI: try minimalROI(), stoploss: try stoploss(),
            trailingStop: try flag("trailing_stop", false),
            trailingStopPositive: try trailingPositive(),
            trailingStopPositiveOffset: try number("trailing_stop_positive_offset", 0),
            trailingOnlyOffsetIsReached: try flag("trailing_only_offset_is_reached", false),
            useExitSignal: try flag("use_exit_signal", true),
            exitProfitOnly: try flag("exit_profit_only", false),
            exitProfitOffset: try number("exit_profit_offset", 0),
            ignoreROIIfEntrySignal: try flag("ignore_roi_if_entry_signal", false),
            canShort: try flag("can_short", document["enter_short"] != nil),
            maxEntryAdjustments: try maxEntryAdjustments())
        try checkTrailing(rules)
        return rules
    }

    private func flag(_ key: String, _ standard: Bool) throws(YAMLError) -> Bool {
        try document[key]?.boolean() ?? standard
    }

    private func number(_ key: String, _ standard: Double) throws(YAMLError) -> Double {
        try document[key]?.number() ?? standard
    }

    private func startup() throws(YAMLError) -> Int {
        guard let node = document["startup_candle_count"] else { return 0 }
        let count = try node.integer()
        guard (0...100_000).contains(count) else {
            throw node.error("expected 0 to 100000 candles, this is \(count)")
        }
        return count
    }

    private func maxEntryAdjustments() throws(YAMLError) -> Int? {
        guard let node = document["max_entry_position_adjustment"], !node.isNull else { return nil }
        let count = try node.integer()
        guard count >= -1 else {
            throw node.error("expected -1 (no limit), 0 or more entries, this is \(count)")
        }
        return count < 0 ? nil : count
    }

    private func stoploss() throws(YAMLError) -> Double {
        let node = try document.required("stoploss")
        let ratio = try node.number()
        guard ratio < 0, ratio >= -1 else {
            throw node.error("expected a ratio from -1 to below 0, this is \(node.summary)")
        }
        return ratio
    }

    private func trailingPositive() throws(YAMLError) -> Double? {
        guard let node = document["trailing_stop_positive"], !node.isNull else { return nil }
        let ratio = try node.number()
        guard ratio > 0, ratio < 1 else {
            throw node.error("expected a ratio above 0 and below 1, this is \(node.summary)")
        }
        return ratio
    }

    private func minimalROI() throws(YAMLError) -> [TradingRules.ROIStep] {
        var steps: [TradingRules.ROIStep] = []
        for entry in try document["minimal_roi"]?.entries() ?? [] {
            guard let minutes = Int(entry.key), minutes >= 0, "\(minutes)" == entry.key else {
                throw entry.keyNode.error(
                    "expected minutes after the entry, this is \(entry.keyNode.summary)",
                    hint: "minimal_roi: {0: 0.10, 120: 0.03}")
            }
            let ratio = try entry.value.number()
            guard ratio >= -1 else { throw entry.value.error("a ROI is at least -1") }
            steps.append(.init(minutes: minutes, ratio: ratio))
        }
        return steps.sorted { $0.minutes < $1.minutes }
    }

    /// What freqtrade refuses too.
    private func checkTrailing(_ rules: TradingRules) throws(YAMLError) {
        guard rules.trailingStop else { return }
        let offset = document["trailing_stop_positive_offset"] ?? document
        if rules.trailingOnlyOffsetIsReached, rules.trailingStopPositive == nil {
            throw (document["trailing_only_offset_is_reached"] ?? document).error(
                "trailing_only_offset_is_reached needs trailing_stop_positive")
        }
        if let positive = rules.trailingStopPositive, rules.trailingStopPositiveOffset > 0,
            rules.trailingStopPositiveOffset <= positive
        {
            throw offset.error(
                "trailing_stop_positive_offset must be greater than trailing_stop_positive")
        }
    }
}
