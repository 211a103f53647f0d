internal import Indicators
internal import Strategies
internal import Translation

/// Calls of TA-Lib: rows of the catalogue, found by the table that writes them in Python.
extension Interpreter {
    /// `talib.abstract.NAME(dataframe, …)` or `talib.NAME(series, …)`.
    func technical(_ name: String, _ arguments: Arguments) -> Value {
        let others = ["MAX": "rolling_max", "MIN": "rolling_min"]
        if let row = others[name] { return extreme(row, name, arguments) }
        if let value = mathematics(name, arguments) { return value }
        let forms = PythonForm.rows(of: name)
        guard !forms.isEmpty else {
            return unknown(
                arguments.node, "there is no indicator for TA-Lib's \(name)",
                hint: "docs/strategies.md lists the indicators that there are")
        }
        var problem = Value.none
        for form in forms {
            let value = technical(form, arguments)
            if case .unknown(let finding) = problem { silent.insert(finding) }
            if !value.isUnknown { return value }
            problem = value
        }
        return problem
    }

    /// TA-Lib's operators and functions of a row, of series.
    private func mathematics(_ name: String, _ arguments: Arguments) -> Value? {
        let operators = ["ADD": "Add", "SUB": "Sub", "MULT": "Mult", "DIV": "Div"]
        let functions = [
            "SQRT": "sqrt", "LN": "log", "EXP": "exp", "CEIL": "ceil", "FLOOR": "floor",
        ]
        let numbers = arguments.positional.compactMap { $0.quantity?.asNumber }
        guard arguments.named.isEmpty, numbers.count == arguments.positional.count else {
            return nil
        }
        if let word = operators[name], numbers.count == 2 {
            return arithmetic(word, numbers[0], numbers[1], arguments.node)
        }
        guard let function = functions[name], numbers.count == 1 else { return nil }
        return call(function, numbers, arguments.node)
    }

    /// TA-Lib's MAX and MIN are pandas' rolling ones.
    private func extreme(_ row: String, _ name: String, _ arguments: Arguments) -> Value {
        var series = arguments.positional.first
        if case .frame(let index) = series {
            series = column(arguments.named["price"]?.constantText ?? "close", of: index)
        }
        guard let quantity = series?.quantity?.asNumber,
            let period = (arguments.at(1, "timeperiod") ?? .integer(30)).quantity
        else { return unknown(arguments.node, "\(name) needs a series and a period") }
        return rolling(row, quantity, period, arguments.node)
    }

    private func technical(_ form: PythonForm.Row, _ arguments: Arguments) -> Value {
        let row = form.indicator
        var rest = arguments
        var inputs: [Quantity] = []
        var isFrame = false
        if case .frame(let index) = arguments.positional.first {
            isFrame = true
            rest = arguments.dropping
            for (position, input) in row.inputs.enumerated() {
                let name = input.column?.rawValue ?? Self.price(row, position, arguments)
                guard let value = column(name, of: index), let quantity = value.quantity else {
                    return unknown(
                        arguments.node,
                        "\(form.function) reads the column \"\(name)\", which "
                            + "this data frame does not have as numbers")
                }
                inputs.append(quantity)
            }
        } else {
            for input in row.inputs {
                guard let quantity = rest.positional.first?.quantity?.asNumber else {
                    return unknown(
                        arguments.node,
                        "\(form.function) needs a series of numbers as its \(input.name)")
                }
                inputs.append(quantity)
                rest = rest.dropping
            }
        }
        if isFrame { rest = rest.without(passedOver(rest, by: form)) }
        guard let settings = settings(form, rest) else {
            return unknown(
                arguments.node,
                "\(form.function) is called with settings that "
                    + "\(row.name) does not have",
                hint: "its settings are " + row.parameters.map(\.name).joined(separator: ", "))
        }
        return outputs(of: row, form.function, inputs, settings, isFrame: isFrame, arguments.node)
    }

    /// The column that a series is taken from where the call names none.
    private static func price(
        _ row: Indicator, _ position: Int, _ arguments: Arguments
    ) -> String {
        if row.inputs.count == 2, row.inputs.allSatisfy({ $0.column == nil }) {
            return ["high", "low"][position]
        }
        return arguments.named["price"]?.constantText ?? "close"
    }

    // MARK: Settings

    /// Names that talib.abstract does not know: it passes over them, and so do we, aloud.
    private func passedOver(_ arguments: Arguments, by form: PythonForm.Row) -> Set<String> {
        let settings = form.settings + (Self.positions[form.function] ?? [])
        let known = Set(settings.flatMap { $0.split(separator: "+").map(String.init) })
        let others = arguments.named.keys.filter { name in
            !known.contains(name) && !name.hasPrefix("price") && !name.hasSuffix("matype")
                && !name.hasPrefix("nbdev")
        }
        for name in others.sorted() {
            note(
                arguments.node, "TA-Lib passes over \(name), which \(form.function) does not have",
                .caution)
        }
        return Set(others)
    }

    /// The row's parameters in its order; nil where the call asks for what the row cannot do.
    private func settings(_ form: PythonForm.Row, _ arguments: Arguments) -> [Quantity]? {
        var given = arguments.named
        given["price"] = nil
        let positions =
            Self.positions[form.function]
            ?? form.settings.flatMap { $0.split(separator: "+").map(String.init) }
        // TA-Lib passes over what it has no place for.
        for (name, value) in zip(positions, arguments.positional) { given[name] = value }
        var settings: [Quantity] = []
        for (parameter, names) in zip(form.indicator.parameters, form.settings) {
            var values: [Quantity] = []
            for name in names.split(separator: "+").map(String.init) {
                guard let value = setting(given.removeValue(forKey: name), parameter) else {
                    return nil
                }
                values.append(value)
            }
            guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
            narrow(first, to: parameter, form.indicator.name)
            settings.append(first)
        }
        let areStandard = given.allSatisfy { name, value in
            name == "nbdev" || (name.hasSuffix("matype") && value.constantNumber == 0)
        }
        return areStandard ? settings : nil
    }

    /// TA-Lib's order of settings where it is not the row's: kinds of average stand between periods.
    private static let positions: [String: [String]] = [
        "STOCH": ["fastk_period", "slowk_period", "slowk_matype", "slowd_period", "slowd_matype"],
        "KDJ": ["fastk_period", "slowk_period", "slowk_matype", "slowd_period", "slowd_matype"],
        "MACDEXT": [
            "fastperiod", "fastmatype", "slowperiod", "slowmatype", "signalperiod",
            "signalmatype",
        ],
    ]

    /// One setting, the row's own where the call does not give it; a choice by its word.
    func setting(_ value: Value?, _ parameter: Indicator.Parameter) -> Quantity? {
        let standard = parameter.standard.map { Value.number($0) }
        guard let quantity = (value ?? standard)?.quantity?.asNumber else { return nil }
        guard !parameter.choices.isEmpty else { return quantity }
        guard case .number(let number) = quantity.term,
            let choice = parameter.choices.first(where: { $0.number == number })
        else { return nil }
        if let flag = Bool(choice.name) { return .condition(flag) }
        return Quantity(.text(choice.name), .text, .scalar)
    }

    /// A hyperopt parameter that could become what the indicator does not take is kept from it.
    private func narrow(_ setting: Quantity, to parameter: Indicator.Parameter, _ name: String) {
        guard case .name(let own) = setting.term,
            let index = parameters.firstIndex(where: { $0.name == own }),
            case .integer(let low, _) = parameters[index].domain,
            Double(low) < parameter.bounds.lowerBound
        else { return }
        let least = Int(parameter.bounds.lowerBound)
        parameters[index].least = max(parameters[index].least ?? least, least)
    }

    // MARK: Outputs

    /// The indicator on these inputs: a column, a frame of columns, or a list of them.
    func outputs(
        of row: Indicator, _ function: String, _ inputs: [Quantity], _ settings: [Quantity],
        isFrame: Bool, _ node: Syntax
    ) -> Value {
        guard
            var whole = Quantity.made(of: inputs + settings, .number, row.call(inputs, settings))
        else { return value(nil, node) }
        whole.shape = max(whole.shape, .series)
        guard row.outputs.count > 1 else { return value(whole, node) }
        let parts = row.outputs.map { output in
            var part = whole
            part.term = .part(whole.term, output)
            return part
        }
        guard isFrame else { return newList(parts.map { value($0, node) }) }
        var frame = Frame(candles: whole.candles, isMarket: false)
        for (output, part) in zip(row.outputs, parts) {
            for name in Self.spellings(of: output, function) {
                frame.columns[name] = .quantity(part)
            }
        }
        frame.whole = whole
        return newFrame(frame)
    }

    /// What TA-Lib may call an output.
    private static func spellings(of output: String, _ function: String) -> [String] {
        let prefixes = [
            "", function.lowercased(), function.hasSuffix("OCH") ? "slow" : "fast", "macd", "swing",
        ]
        let words = output == "histogram" ? [output, "hist"] : [output]
        return words.flatMap { word in
            prefixes.map { $0 + word } + ["band", "vi", "sine", "power"].map { word + $0 }
        }
    }
}

extension Indicator {
    /// It as a strategy file says it: inputs that are what it reads anyway are left out, and so are words
    /// that say what is meant anyway.
    fileprivate func call(_ given: [Quantity], _ settings: [Quantity]) -> Term {
        var terms: [Term] = []
        var named: [Term.NamedTerm] = []
        for (input, quantity) in zip(inputs, given) {
            if input.column == nil {
                terms.append(quantity.term)
            } else if quantity.term != .name(input.column?.rawValue ?? "") {
                named.append(.init(name: input.name, term: quantity.term))
            }
        }
        let spoken = zip(parameters, settings).reversed().drop { $0.isMeantAnyway($1.term) }
        return .call(name, terms + spoken.reversed().map(\.1.term), named: named)
    }
}

extension Indicator.Parameter {
    fileprivate func isMeantAnyway(_ term: Term) -> Bool {
        let word: String
        switch term {
        case .text(let text): word = text
        case .boolean(let flag): word = "\(flag)"
        default: return false
        }
        return choices.contains { $0.name == word && $0.number == standard }
    }
}
