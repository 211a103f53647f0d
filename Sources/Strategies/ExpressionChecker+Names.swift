internal import Indicators
internal import Market
internal import YAML

extension ExpressionChecker {
    mutating func check(
        name: String, _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        if let column = CandleColumn(rawValue: name) {
            let node = program.node(.column(column), context: context, shape: .series)
            return Typed(node: node, kind: .number)
        }
        if let index = parameters.firstIndex(where: { $0.name == name }) {
            return typed(parameter: index, context)
        }
        if let typed = try check(definition: name, context) { return typed }
        if let place = customData.firstIndex(where: { $0.name == name }) {
            return try check(customData: place, offset, context)
        }
        if name == "pair" {
            return Typed(node: program.node(.pair, context: context), kind: .text)
        }
        if let fact = TradeFact(rawValue: name) { return try check(fact, offset, context) }
        if name == "date" || name == "trade" || name == "current_time" {
            throw text.error(offset, "\(name) is not a value", hint: "write \(example(of: name))")
        }
        throw unknown(name: name, offset)
    }

    private mutating func typed(parameter index: Int, _ context: Int) -> Typed {
        let node = program.node(.parameter(index), context: context)
        switch parameters[index].domain {
        case .integer(let range):
            let bounds = Double(range.lowerBound)...Double(range.upperBound)
            return Typed(node: node, kind: .number, isWhole: true, bounds: bounds)
        case .decimal(let range, _): return Typed(node: node, kind: .number, bounds: range)
        case .categorical(let choices): return Typed(node: node, kind: .text, choices: choices)
        case .boolean: return Typed(node: node, kind: .boolean)
        }
    }

    /// The strategy's indicator of that name, evaluated in `context`; nil if none was defined above.
    private mutating func check(
        definition name: String, _ context: Int
    ) throws(YAMLError) -> Typed? {
        guard let index = definitions.firstIndex(where: { $0.name == name }) else { return nil }
        let key = "\(context):\(name)"
        if let typed = known[key] { return typed }
        let (outer, outerHook, later) = (text, hook, definitions)
        text = definitions[index].text
        hook = nil
        definitions = Array(definitions[..<index])
        let typed = try check(text.expression, context)
        (text, hook, definitions) = (outer, outerHook, later)
        known[key] = typed
        return typed
    }

    private mutating func check(
        _ fact: TradeFact, _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        guard let hook else {
            throw text.error(
                offset, "\(fact.rawValue) is known only in hooks",
                hint: "hooks are " + Hook.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard hook.facts.contains(fact) else {
            throw text.error(
                offset, "\(fact.rawValue) is not known in \(hook.rawValue)",
                hint: "known: " + hook.facts.map(\.rawValue).joined(separator: ", "))
        }
        guard context == 0 else {
            throw text.error(offset, "\(fact.rawValue) has no other timeframe")
        }
        let node = program.node(.fact(fact), context: context, shape: .trade)
        return Typed(node: node, kind: fact.kind)
    }

    private mutating func check(
        customData place: Int, _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        let datum = customData[place]
        let known = Hook.allCases.filter(\.knowsTrade).map(\.rawValue).joined(separator: ", ")
        guard hook?.knowsTrade == true else {
            throw text.error(
                offset, "\(datum.name) is a trade's own, known only where there is a trade",
                hint: "hooks that know one are \(known)")
        }
        guard context == 0 else {
            throw text.error(offset, "\(datum.name) has no other timeframe")
        }
        let node = program.node(
            .kept(place, standard: datum.standard), context: context, shape: .trade)
        return Typed(node: node, kind: datum.isCondition ? .boolean : .number)
    }

    private func unknown(name: String, _ offset: Int) -> YAMLError {
        let functions = Catalogue.indicators.map(\.name) + MathFunction.allCases.map(\.rawValue)
        if functions.contains(name) {
            return text.error(
                offset, "\(name) is a function", hint: "write \(name)(…), or define it above")
        }
        for case .categorical(let choices) in parameters.map(\.domain)
        where choices.contains(name) {
            return text.error(
                offset, "unknown name \"\(name)\"", hint: "texts stand in quotes: \"\(name)\"")
        }
        let names =
            CandleColumn.allCases.map(\.rawValue) + parameters.map(\.name)
            + definitions.map(\.name) + (hook?.facts.map(\.rawValue) ?? [])
            + (hook == nil ? [] : ["trade"]) + customData.map(\.name) + ["date", "pair"]
        return text.error(
            offset, "unknown name \"\(name)\"",
            hint: Spelling.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
                ?? "names are candle columns, parameters and indicators defined above")
    }

    private func example(of name: String) -> String {
        name == "trade" ? "trade.profit_ratio" : "\(name).hour"
    }

    // MARK: Parts

    mutating func check(
        member part: String, of whole: Expression, _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        if case .name(let name) = whole.kind {
            switch name {
            case "date":
                let date = try datePart(part, of: name, offset)
                let node = program.node(.date(date), context: context, shape: .series)
                return Typed(node: node, kind: .number)
            case "current_time":
                return try check(currentTime: part, whole.offset, offset, context)
            case "trade": return try check(tradePart: part, whole.offset, context)
            default: break
            }
        }
        let typed = try check(whole, context)
        guard case .outputs(let name) = typed.kind else {
            throw text.error(
                offset, "\(Self.written(whole) ?? "this") has one output, no parts",
                hint: "leave .\(part) out")
        }
        let outputs = Catalogue.indicator(name)?.outputs ?? []
        guard let index = outputs.firstIndex(of: part) else {
            throw text.error(
                offset, "\(name) has no output \"\(part)\"",
                hint: Self.suggestion(part, among: outputs))
        }
        let node = program.node(.output(index), [typed.node], context: context)
        return Typed(node: node, kind: .number)
    }

    private mutating func check(
        tradePart part: String, _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        guard let fact = TradeFact(rawValue: "trade.\(part)") else {
            let parts = TradeFact.ofTrade.map { String($0.rawValue.dropFirst("trade.".count)) }
            throw text.error(
                offset, "a trade has no \"\(part)\"", hint: Self.suggestion(part, among: parts))
        }
        return try check(fact, offset, context)
    }

    private mutating func check(
        currentTime part: String, _ offset: Int, _ partOffset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        guard hook != nil, context == 0 else {
            throw text.error(
                offset, "current_time is known only in hooks", hint: "date.\(part) is the candle's")
        }
        let date = try datePart(part, of: "current_time", partOffset)
        let node = program.node(.currentTime(date), context: context, shape: .trade)
        return Typed(node: node, kind: .number)
    }

    private func datePart(
        _ part: String, of name: String, _ offset: Int
    ) throws(YAMLError) -> DatePart {
        guard let date = DatePart(rawValue: part) else {
            throw text.error(
                offset, "\(name) has no part \"\(part)\"",
                hint: Self.suggestion(part, among: DatePart.allCases.map(\.rawValue)))
        }
        return date
    }
}
