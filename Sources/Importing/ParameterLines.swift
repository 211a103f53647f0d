internal import JSONL
internal import Strategies

/// Parameters of the class as lines of the strategy file.
extension Interpreter {
    /// What expressions call the parameters, where Python's names mean something else there.
    func nameParameters() {
        var taken = NamePlan.reserved
        for index in parameters.indices where !parameters[index].name.isEmpty {
            let isOwn: Bool
            if case .parameter(index) = state.attributes[parameters[index].name] {
                isOwn = true
            } else {
                isOwn = false
            }
            // A class further down may have put another in its place.
            parameters[index].name = isOwn ? NamePlan.free(parameters[index].name, &taken) : ""
        }
    }

    /// The parameter's line, nil where its values are not constants.
    func line(of parameter: ImportedParameter) -> String? {
        var members: [String]
        var standard = parameter.standard
        switch parameter.domain {
        case .integer(let low, let high):
            let limits = widened(
                Double(max(low, parameter.least ?? low)), Double(high), standard, parameter)
            members = [
                "type: integer", "low: \(TermWriter.literal(limits.low))",
                "high: \(TermWriter.literal(limits.high))",
            ]
        case .decimal(let low, let high, let decimals):
            if let number = standard.constantNumber {
                standard = .number(Self.rounded(number, decimals))
            }
            let limits = widened(low, high, standard, parameter)
            members = [
                "type: decimal", "low: \(TermWriter.literal(limits.low))",
                "high: \(TermWriter.literal(limits.high))", "decimals: \(min(decimals, 10))",
            ]
        case .categorical(let choices):
            let texts = joined(choices, parameter).map { YAMLText.choice(spelled($0) ?? "") }
            members = ["type: categorical", "choices: [\(texts.joined(separator: ", "))]"]
            standard = .text(spelled(standard) ?? "")
        case .boolean: members = ["type: boolean"]
        }
        guard let text = literal(standard, parameter.domain) else {
            let outer = module
            module = parameter.module
            gap(parameter.node, "the default of \(parameter.name) is not a constant of its kind")
            module = outer
            return nil
        }
        members += ["default: \(text)", "space: \(YAMLText.word(parameter.space))"]
        if !parameter.isOptimized { members.append("optimize: false") }
        return "  \(parameter.name): {\(members.joined(separator: ", "))}"
    }

    private func literal(_ value: Value, _ domain: ImportedParameter.Domain) -> String? {
        switch domain {
        case .integer: value.constantNumber.flatMap { Int(exactly: $0) }.map { "\($0)" }
        case .decimal: value.constantNumber.map { TermWriter.literal($0) }
        case .categorical: value.constantText.map { YAMLText.choice($0) }
        case .boolean: value.constantNumber.map { $0 == 0 ? "false" : "true" }
        }
    }

    /// As Python's `round`: through the shortest decimal text is near enough to name the same number.
    private static func rounded(_ number: Double, _ decimals: Int) -> Double {
        guard decimals >= 0, decimals < 16 else { return number }
        let factor = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        return (number * factor).rounded(.toNearestOrEven) / factor
    }

    /// freqtrade takes a default outside of the range; the strategy file does not.
    private func widened(
        _ low: Double, _ high: Double, _ standard: Value, _ parameter: ImportedParameter
    ) -> (low: Double, high: Double) {
        guard let standard = standard.constantNumber, standard < low || standard > high
        else { return (low, high) }
        let outer = module
        module = parameter.module
        note(
            parameter.node,
            "the value of \(parameter.name) lies outside of its range, which is "
                + "widened", .caution)
        module = outer
        return (min(low, standard), max(high, standard))
    }

    /// freqtrade takes a value that is none of the choices; the strategy file does not.
    private func joined(_ choices: [Value], _ parameter: ImportedParameter) -> [Value] {
        let isThere = choices.contains { spelled($0) == spelled(parameter.standard) }
        guard !isThere, parameter.standard.isConstant else { return choices }
        let outer = module
        module = parameter.module
        note(
            parameter.node,
            "the value of \(parameter.name) is none of its choices, to which it is added",
            .caution)
        module = outer
        return choices + [parameter.standard]
    }

    // MARK: Parameter files

    /// The values of freqtrade's parameter file by their space; settings in it are set at once.
    func values(of file: JSONValue?, for name: String, _ node: Syntax) -> [String: Value] {
        guard let file else { return [:] }
        guard file["strategy_name"]?.string == name else {
            note(
                node, "the parameter file beside it is of another strategy: freqtrade refuses it",
                .gap)
            return [:]
        }
        var spaces: [String: Value] = [:]
        for member in file["params"]?.members ?? [] {
            let entries = (member.value.members ?? []).map { entry in
                (key: Value.text(entry.key), value: Self.constant(entry.value))
            }
            switch member.key {
            case "roi": state.attributes["minimal_roi"] = newDictionary(entries)
            case "stoploss", "trailing":
                for entry in entries {
                    state.attributes[entry.key.constantText ?? ""] = entry.value
                }
            case "max_open_trades": break
            default: spaces[member.key] = newDictionary(entries)
            }
        }
        return spaces
    }

    private static func constant(_ json: JSONValue) -> Value {
        switch json {
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        default: .none
        }
    }
}

extension YAMLText {
    /// A word in a list: numbers and the like stay texts.
    static func choice(_ text: String) -> String {
        let word = word(text)
        return word.contains(",") ? quoted(text) : word
    }
}
