internal import Market
internal import Strategies

/// The text of one strategy class and of what it needs around it.
struct StrategyText {
    let className: String
    let strategy: Strategy
    private let values: ParameterValues
    let writer: ExpressionWriter
    private let spaces: [String]
    var lines: [String] = []

    init(_ strategy: Strategy, values: ParameterValues) {
        self.strategy = strategy
        self.values = values
        let names = PythonNames(strategy)
        className = names.className
        spaces = names.parameters.map(\.space)
        writer = ExpressionWriter(
            strategy: strategy, plan: ColumnPlan(strategy),
            parameterNames: names.parameters.map(\.name))
    }

    mutating func file() -> String {
        lines = []
        settings()
        for (index, parameter) in strategy.parameters.enumerated() {
            add("    \(writer.parameterNames[index]) = \(self.parameter(parameter, index))")
        }
        protections()
        informativePairs()
        indicators()
        signals("populate_entry_trend", ["long": strategy.enterLong, "short": strategy.enterShort])
        signals("populate_exit_trend", ["long": strategy.exitLong, "short": strategy.exitShort])
        hooks()
        let body = lines.joined(separator: "\n")
        return PythonPreamble.text(for: body, className: className) + body + "\n"
    }

    mutating func add(_ text: String...) { lines += text }

    // MARK: Settings

    private mutating func settings() {
        let rules = strategy.rules.with(values.rules)
        add("class \(className)(IStrategy):")
        if let summary = strategy.summary { add("    \(PythonWords.literal(summary))") }
        add("    INTERFACE_VERSION = 3", "    timeframe = \"\(rules.timeframe)\"")
        add("    startup_candle_count = \(rules.startupCandleCount)")
        if rules.canShort { flag("can_short", true) }
        let steps = rules.minimalROI.map { "\"\($0.minutes)\": \(PythonWords.literal($0.ratio))" }
        add("    minimal_roi = {\(steps.joined(separator: ", "))}")
        add("    stoploss = \(PythonWords.literal(rules.stoploss))")
        if rules.trailingStop { trailing(rules) }
        flag("use_exit_signal", rules.useExitSignal)
        if rules.exitProfitOnly {
            flag("exit_profit_only", true)
            add("    exit_profit_offset = \(PythonWords.literal(rules.exitProfitOffset))")
        }
        if rules.ignoreROIIfEntrySignal { flag("ignore_roi_if_entry_signal", true) }
        for hook in strategy.hookNames { if let enabling = hook.enabling { flag(enabling, true) } }
        if let count = rules.maxEntryAdjustments {
            add("    max_entry_position_adjustment = \(count)")
        }
    }

    private mutating func trailing(_ rules: TradingRules) {
        flag("trailing_stop", true)
        if let positive = rules.trailingStopPositive {
            add("    trailing_stop_positive = \(PythonWords.literal(positive))")
        }
        let offset = PythonWords.literal(rules.trailingStopPositiveOffset)
        add("    trailing_stop_positive_offset = \(offset)")
        flag("trailing_only_offset_is_reached", rules.trailingOnlyOffsetIsReached)
    }

    private mutating func flag(_ name: String, _ value: Bool) {
        add("    \(name) = \(PythonWords.literal(value))")
    }

    private func parameter(_ parameter: Parameter, _ index: Int) -> String {
        var arguments: [String]
        let type: String
        let value = values.values[index]
        var decimals: Int?
        switch parameter.domain {
        case .integer(let range):
            (type, arguments) = ("IntParameter", ["\(range.lowerBound)", "\(range.upperBound)"])
        case .decimal(let range, let places):
            type = "DecimalParameter"
            arguments = [range.lowerBound, range.upperBound].map { PythonWords.literal($0) }
            decimals = places
        case .categorical(let choices):
            let words = choices.map { PythonWords.literal($0) }.joined(separator: ", ")
            (type, arguments) = ("CategoricalParameter", ["[\(words)]"])
        case .boolean: (type, arguments) = ("BooleanParameter", [])
        }
        arguments.append("default=\(literal(value))")
        if let decimals { arguments.append("decimals=\(max(decimals, Self.places(value)))") }
        arguments.append("space=\(PythonWords.literal(spaces[index]))")
        if !parameter.isOptimized { arguments.append("optimize=False") }
        return "\(type)(\(arguments.joined(separator: ", ")))"
    }

    private func literal(_ value: ParameterValue) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .decimal(let number): PythonWords.literal(number)
        case .text(let text): PythonWords.literal(text)
        case .boolean(let flag): PythonWords.literal(flag)
        }
    }

    /// freqtrade rounds a decimal to its places: enough of them keep the value.
    private static func places(_ value: ParameterValue) -> Int {
        let text = value.description
        guard !text.contains("e") else { return 17 }
        return text.firstIndex(of: ".").map {
            text.distance(from: $0, to: text.endIndex) - 1
        } ?? 0
    }

    private mutating func protections() {
        guard !strategy.protections.isEmpty else { return }
        add("", "    @property", "    def protections(self):", "        return [")
        for protection in strategy.protections {
            var members = ["\"method\": \"\(protection.method)\""]
            for (key, setting) in protection.settings.sorted(by: { $0.key < $1.key }) {
                members.append("\"\(key)\": \(literal(setting, of: key))")
            }
            let text = "{\(members.joined(separator: ", "))}"
            let line = protection.condition.map { "*([\(text)] if \(turned($0)) else [])" }
            add("            \(line ?? text),")
        }
        add("        ]")
    }

    private func literal(_ setting: Protection.Setting, of key: String) -> String {
        switch setting {
        case .number(let minute) where key == "unlock_at":
            "\"\(PythonWords.time(minute: Int(minute)))\""
        case .number(let number): PythonWords.literal(number)
        case .boolean(let flag): PythonWords.literal(flag)
        case .text(let text): PythonWords.literal(text)
        case .parameter(let name): turned(name)
        }
    }

    /// The value of a parameter in freqtrade's words.
    private func turned(_ name: String) -> String {
        let index = strategy.parameters.firstIndex { $0.name == name }
        return "self.\(index.map { writer.parameterNames[$0] } ?? name).value"
    }

    // MARK: Candles

    private mutating func informativePairs() {
        let contexts = strategy.program.contexts.dropFirst()
        guard !contexts.isEmpty else { return }
        add("", "    def informative_pairs(self):", "        pairs = self.dp.current_whitelist()")
        let lists = contexts.map { context in
            let frame = PythonWords.literal(context.timeframe.description)
            return context.pair.map { "[(\(PythonWords.literal($0.symbol)), \(frame))]" }
                ?? "[(pair, \(frame)) for pair in pairs]"
        }
        add("        return " + lists.joined(separator: " + "))
    }

    private mutating func indicators() {
        add("", "    def populate_indicators(self, dataframe, metadata):")
        for (index, context) in strategy.program.contexts.enumerated().dropFirst() {
            let pair = context.pair.map { PythonWords.literal($0.symbol) } ?? "metadata[\"pair\"]"
            add(
                "        \(writer.plan.frames[index]) = self.dp.get_pair_dataframe(\(pair), "
                    + "\(PythonWords.literal(context.timeframe.description)))")
        }
        for index in writer.plan.columns where !isTurned(index) { column(index) }
        add("        return dataframe")
    }

    private mutating func column(_ index: Int) {
        let frame = writer.plan.frames[strategy.program.nodes[index].context]
        let name = PythonWords.literal(writer.plan.names[index] ?? "")
        add("        \(frame)[\(name)] = \(writer.definition(index).text)")
    }

    /// Whether parameters decide the column: in a hyperopt, freqtrade computes only signals again
    /// for other values. What comes from other candles is computed once all the same.
    private func isTurned(_ index: Int) -> Bool {
        let node = strategy.program.nodes[index]
        return !node.parameters.isEmpty && node.context == 0 && !writer.plan.leadsToMerge(index)
    }

    private mutating func signals(_ method: String, _ rules: KeyValuePairs<String, [SignalRule]>) {
        add("", "    def \(method)(self, dataframe, metadata):")
        let verb = method.contains("entry") ? "enter" : "exit"
        if verb == "enter" {
            for index in writer.plan.columns where isTurned(index) { column(index) }
        }
        for (side, rules) in rules {
            for rule in rules { signal(rule, "\(verb)_\(side)", "\(verb)_tag") }
        }
        add("        return dataframe")
    }

    private mutating func signal(_ rule: SignalRule, _ column: String, _ tagColumn: String) {
        let parts = conjunction(rule.node)
        add("        dataframe.loc[")
        for (number, part) in parts.enumerated() {
            let end = number + 1 == parts.count ? "," : ""
            let text = parts.count > 1 ? part.inside(.bitAnd) : part.text
            add("            \(number > 0 ? "& " : "")\(text)\(end)")
        }
        if let tag = rule.tag {
            add("            [\"\(column)\", \"\(tagColumn)\"],")
            add("        ] = (1, \(PythonWords.literal(tag)))")
        } else {
            add("            \"\(column)\",", "        ] = 1")
        }
    }

    /// The conditions that must all hold, one text each.
    private func conjunction(_ index: Int) -> [Phrase] {
        let node = strategy.program.nodes[index]
        if node.shape == .series, node.operation == .binary(.and), writer.plan.names[index] == nil {
            return conjunction(node.operands[0]) + conjunction(node.operands[1])
        }
        return [writer.spread(index, in: 0)]
    }
}
