internal import Strategies

/// The attributes of the class that decide when a trade ends.
struct SettingsReader {
    let interpreter: Interpreter

    /// What freqtrade's own class says.
    static var standards: [String: Value] {
        [
            "can_short": .boolean(false), "startup_candle_count": .integer(0),
            "trailing_stop": .boolean(false), "trailing_stop_positive": .none,
            "trailing_stop_positive_offset": .number(0),
            "trailing_only_offset_is_reached": .boolean(false), "use_exit_signal": .boolean(true),
            "exit_profit_only": .boolean(false), "exit_profit_offset": .number(0),
            "ignore_roi_if_entry_signal": .boolean(false), "use_custom_stoploss": .boolean(false),
            "position_adjustment_enable": .boolean(false),
            "max_entry_position_adjustment": .integer(-1),
        ]
    }

    /// The keys of the strategy file with their texts, in its order; standards are left out.
    func lines(_ node: Syntax) -> [String] {
        var lines: [String] = []
        if let timeframe = attribute("timeframe")?.constantText {
            lines.append("timeframe: \(timeframe)")
        } else {
            interpreter.gap(
                node, "the class does not say its timeframe",
                hint: "--timeframe 5m says it in its place")
        }
        for (key, isFlag) in [("startup_candle_count", false), ("can_short", true)] {
            if let text = text(key, isFlag: isFlag, node) { lines.append("\(key): \(text)") }
        }
        return lines
    }

    /// Those that stand below the signals.
    func rules(_ node: Syntax) -> [String] {
        var lines: [String] = []
        if let steps = steps(node), !steps.isEmpty {
            lines.append("minimal_roi: {\(steps.joined(separator: ", "))}")
        }
        if let stoploss = attribute("stoploss")?.constantNumber {
            lines.append("stoploss: \(TermWriter.literal(stoploss))")
        } else {
            interpreter.gap(node, "the class does not say its stoploss", hint: "stoploss = -0.10")
        }
        let keys: [(String, Bool)] = [
            ("trailing_stop", true), ("trailing_stop_positive", false),
            ("trailing_stop_positive_offset", false), ("trailing_only_offset_is_reached", true),
            ("use_exit_signal", true), ("exit_profit_only", true), ("exit_profit_offset", false),
            ("ignore_roi_if_entry_signal", true), ("max_entry_position_adjustment", false),
        ]
        let adjusts = attribute("position_adjustment_enable")?.constantNumber == 1
        let trails = attribute("trailing_stop")?.constantNumber == 1
        for (key, isFlag) in keys {
            // Settings of a trailing stop that is off decide nothing.
            if key.hasPrefix("trailing_"), key != "trailing_stop", !trails { continue }
            if key == "max_entry_position_adjustment", !adjusts { continue }
            if let text = text(key, isFlag: isFlag, node) { lines.append("\(key): \(text)") }
        }
        return lines
    }

    private func attribute(_ name: String) -> Value? { interpreter.state.attributes[name] }

    /// The number of a constant; of a parameter the one that it has, which is told.
    private func number(_ value: Value, _ key: String, _ node: Syntax) -> Double? {
        if let number = value.constantNumber { return number }
        guard case .quantity(let quantity) = value, case .name(let name) = quantity.term,
            let parameter = interpreter.parameters.first(where: { $0.name == name }),
            let number = parameter.standard.constantNumber
        else { return nil }
        interpreter.note(
            node,
            "\(key) is what \(name) is: the strategy file has a number there, which a "
                + "hyperopt does not turn", .caution)
        return number
    }

    /// nil where the attribute is not set, or as freqtrade has it anyway.
    private func text(_ key: String, isFlag: Bool, _ node: Syntax) -> String? {
        guard let value = attribute(key) else { return nil }
        if case .none = value { return nil }
        guard let number = number(value, key, node) else {
            if case .unknown(let finding) = value { interpreter.findings[finding].weight = .gap }
            interpreter.gap(node, "\(key) is \(interpreter.words(value)), not a constant")
            return nil
        }
        guard number != Self.standards[key]?.constantNumber else { return nil }
        return isFlag ? (number == 0 ? "false" : "true") : TermWriter.literal(number)
    }

    private func steps(_ node: Syntax) -> [String]? {
        guard let table = attribute("minimal_roi") else { return [] }
        guard case .dictionary(let index) = table else {
            interpreter.gap(node, "minimal_roi is \(interpreter.words(table)), not a dictionary")
            return nil
        }
        var steps: [(minutes: Int, ratio: Double)] = []
        for entry in interpreter.state.dictionaries[index] {
            let minutes =
                entry.key.constantText.flatMap { Int($0) }
                ?? entry.key.constantNumber.flatMap { Int(exactly: $0) }
            guard let minutes, minutes >= 0, let ratio = entry.value.constantNumber else {
                interpreter.gap(node, "minimal_roi is not made of minutes and ratios")
                return nil
            }
            steps.append((minutes, ratio))
        }
        return steps.sorted { $0.minutes < $1.minutes }.map {
            "\($0.minutes): \(TermWriter.literal($0.ratio))"
        }
    }

    // MARK: Protections

    func protections(_ node: Syntax) -> [String] {
        guard interpreter.state.attributes["protections"] != nil else { return [] }
        let value = interpreter.attribute("protections", of: .me, node)
        guard let list = interpreter.elements(value) else {
            if case .unknown(let finding) = value { interpreter.findings[finding].weight = .gap }
            interpreter.gap(node, "the protections are not a list of constants")
            return []
        }
        var lines: [String] = []
        for element in list {
            guard case .dictionary(let index) = element else {
                interpreter.gap(node, "a protection is not a dictionary of constants")
                continue
            }
            if let line = protection(interpreter.state.dictionaries[index], node) {
                lines.append(line)
            }
        }
        return lines.isEmpty ? [] : ["protections:"] + lines
    }

    private func protection(_ entries: [(key: Value, value: Value)], _ node: Syntax) -> String? {
        var members: [String] = []
        for (key, value) in entries {
            let name = key.constantText ?? ""
            switch value {
            case .text(let text): members.append("\(name): \(YAMLText.word(text))")
            case .boolean(let flag): members.append("\(name): \(flag)")
            default:
                if case .quantity(let quantity) = value, quantity.kind == .condition,
                    let flag = number(value, name, node)
                {
                    members.append("\(name): \(flag == 1)")
                    continue
                }
                guard let number = number(value, name, node) else {
                    interpreter.gap(
                        node,
                        "\(name) of a protection is \(interpreter.words(value)), not a "
                            + "constant", hint: "the strategy file has numbers there, no parameters"
                    )
                    return nil
                }
                members.append("\(name): \(TermWriter.literal(number))")
            }
        }
        return "  - {\(members.joined(separator: ", "))}"
    }
}
