internal import Indicators
internal import Strategies

/// Calls of pandas-ta: what `PandasTASource` says of the function is followed.
extension Interpreter {
    func pandasTA(_ name: String, _ arguments: Arguments) -> Value {
        site = site ?? (module, arguments.node)
        defer { site = nil }
        let answer = answer(of: name, arguments)
        switch answer {
        case .dictionary(let index) where state.dictionaries[index].count == 1:
            return state.dictionaries[index][0].value
        case .dictionary, .tuple: return framed(answer)
        default: return answer
        }
    }

    /// `dataframe.ta.name(…)`: the frame's columns where the function wants prices; with `append=True` what
    /// comes out becomes columns too.
    func pandasTA(_ name: String, ofFrame index: Int, _ arguments: Arguments) -> Value {
        guard let function = function(ofPandasTA: name) else { return pandasTA(name, arguments) }
        site = (module, arguments.node)
        defer { site = nil }
        var given = arguments.without(["append"])
        for price in Parameters(function).required.reversed() {
            let column = price == "open_" ? "open" : price
            let value = given.named.removeValue(forKey: column) ?? .text(column)
            given.positional.insert(
                value.constantText.flatMap { self.column($0, of: index) } ?? value, at: 0)
        }
        let answer = answer(of: name, given)
        guard case .dictionary(let entries) = answer else { return framed(answer) }
        if arguments.named["append"]?.constantNumber == 1 {
            for entry in state.dictionaries[entries] {
                let name = entry.key.constantText ?? ""
                state.frames[index].columns[name] = named(entry.value, name, isColumn: true)
            }
        }
        let columns = state.dictionaries[entries]
        return columns.count == 1 ? columns[0].value : framed(answer)
    }

    /// The columns by their names, or why there are none.
    private func answer(of name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        if let reason = PandasTASource.refusals[name] {
            return unknown(node, "\(name) of pandas-ta is not translated: \(reason)")
        }
        guard let function = function(ofPandasTA: name),
            let given = Parameters(function).given(arguments, self)
        else {
            return unknown(
                node, "\(name) of pandas-ta is not translated with these arguments",
                hint: "docs/strategies.md lists the functions that are")
        }
        let answer = invoke(function, given, isMethod: false)
        let fractions = Parameters(function).fractions(given, self)
        let parts = if case .tuple(let parts) = answer { parts } else { [answer] }
        for case .dictionary(let index) in parts {
            for place in state.dictionaries[index].indices {
                let entry = state.dictionaries[index][place]
                let name = fractions.reduce(entry.key.constantText ?? "") {
                    $0.replacing("{\($1)}", with: "{\($1)}.0")
                }
                state.dictionaries[index][place] = (.text(name), finished(entry.value, arguments))
            }
        }
        return answer
    }

    /// The column, moved and filled as `offset` and `fillna` say.
    private func finished(_ value: Value, _ arguments: Arguments) -> Value {
        var value = value
        var call = Arguments(arguments.node)
        if let offset = arguments.named["offset"], offset.constantNumber != 0, !value.isUnknown {
            call.positional = [offset]
            if case .none = offset {} else { value = method("shift", of: value, call) }
        }
        if let filling = arguments.named["fillna"], !value.isUnknown {
            call.positional = [filling]
            value = method("fillna", of: value, call)
        }
        // Nobody may want this column.
        if case .unknown(let finding) = value { silent.insert(finding) }
        return value
    }

    /// Data frames of dictionaries of columns.
    private func framed(_ answer: Value) -> Value {
        switch answer {
        case .tuple(let parts): return .tuple(parts.map { framed($0) })
        case .dictionary(let index):
            let columns = state.dictionaries[index]
            let candles = columns.lazy.compactMap { $0.value.quantity?.candles }.first
            return newFrame(
                Frame(
                    candles: candles ?? .own, isMarket: false,
                    columns: columns.map { ($0.key.constantText ?? "", $0.value) }))
        default: return answer
        }
    }

    /// A function of the module that `PandasTASource` is; nil where it has none of that name.
    private func function(ofPandasTA name: String) -> Function? {
        if siblings[PandasTASource.name] == nil, let tree = parse(PandasTASource.text) {
            let module = Module(tree, file: PandasTASource.name)
            siblings[PandasTASource.name] = module
            read(module)
        }
        guard !name.hasPrefix("_"), let module = siblings[PandasTASource.name] ?? nil,
            case .function(let function) = module.globals[name]
        else { return nil }
        return function
    }

    // MARK: What the module calls

    /// The catalogue's rows and the few things that Python of ours cannot say.
    func ownLibrary(_ name: String, _ arguments: Arguments) -> Value {
        let values = arguments.positional
        switch name {
        case "refuse": return unknown(arguments.node, values.first?.constantText ?? "")
        case "ordered":
            let numbers = values.compactMap(\.constantNumber)
            let isFalling = numbers.count == 2 && numbers[1] < numbers[0]
            return .tuple(isFalling ? values.reversed() : values)
        case "span": return span(values[0], values[1], arguments.node)
        default: return row(name, arguments)
        }
    }

    private func row(_ name: String, _ arguments: Arguments) -> Value {
        let numbers = arguments.positional.map(\.quantity)
        guard let row = Catalogue.indicator(name), numbers.count >= row.inputs.count else {
            return unknown(arguments.node, "there is no indicator \(name) of this form")
        }
        let inputs = numbers.prefix(row.inputs.count).compactMap { $0?.asNumber }
        let given = arguments.positional.dropFirst(row.inputs.count)
        let settings = row.parameters.enumerated().map { place, parameter in
            let value = place < given.count ? given[given.startIndex + place] : nil
            return setting(Self.word(value, parameter), parameter)
        }
        guard inputs.count == row.inputs.count, !settings.contains(nil) else {
            return unknown(arguments.node, "\(name) is called with settings that it does not have")
        }
        return outputs(
            of: row, name, inputs, settings.compactMap { $0 }, isFrame: true, arguments.node)
    }

    /// High less low, never 0. pandas-ta adds the smallest step from 1 to every difference of a column in
    /// which one is 0, and so looks ahead: that others change by it is left out, aloud where it is needed.
    private func span(_ high: Value, _ low: Value, _ node: Syntax) -> Value {
        let span = named(binary("Sub", high, low, node), "span", isColumn: false)
        guard let isFlat = compare("Eq", span, .integer(0), node).quantity,
            case .quantity(var quantity) = merged(isFlat, .number(.ulpOfOne), span, node)
        else { return span }
        let isOwn = quantity.candles == .own && !isHook && task != .reading
        let finding = note(
            node,
            "pandas-ta adds 2.2e-16 to all of these ranges where one of them is 0: last digits may "
                + "differ", isOwn ? .note : .caution)
        guard isOwn else { return .quantity(quantity) }
        silent.insert(finding)
        definitions.append(
            Definition(name: "span", quantity: quantity, isColumn: false, caution: finding))
        quantity.term = .definition(definitions.count - 1)
        quantity.weight = 1
        return .quantity(quantity)
    }
}

/// The parameters of a function of `PandasTASource`.
private struct Parameters {
    private let positional: [String]
    private let standards: [String: Syntax]

    init(_ function: Function) {
        let node = function.node.child("args")
        positional = node.list("args").map { $0.text("arg") }
        let defaults = node.list("defaults")
        let own = zip(positional.suffix(defaults.count), defaults)
        let named = zip(node.list("kwonlyargs").map { $0.text("arg") }, node.list("kw_defaults"))
        standards = Dictionary(uniqueKeysWithValues: Array(own) + Array(named))
    }

    /// Those without a default: series.
    var required: [String] { positional.filter { standards[$0] == nil } }

    /// The arguments by their names, numbers of the defaults' types; nil where there are others.
    func given(_ arguments: Arguments, _ interpreter: Interpreter) -> Arguments? {
        var given = Arguments(arguments.node)
        guard arguments.positional.count <= positional.count else { return nil }
        let all = Array(zip(positional, arguments.positional)) + arguments.named.map { ($0, $1) }
        for (name, value) in all {
            if case .none = value { continue }
            if positional.contains(name) || standards[name] != nil {
                guard let value = typed(value, name, interpreter, arguments.node) else {
                    return nil
                }
                given.named[name] = value
            } else if !Self.isPassedOver(name, value) {
                return nil
            }
        }
        return required.allSatisfy { given.named[$0] != nil } ? given : nil
    }

    /// Hyperopt parameters of whole numbers that stand for fractions, which Python spells with `.0`.
    func fractions(_ given: Arguments, _ interpreter: Interpreter) -> [String] {
        given.named.compactMap { name, value in
            guard case .number = standards[name].map({ interpreter.evaluate($0) }),
                case .name(let own) = value.quantity?.term,
                case .integer = interpreter.parameters.first(where: { $0.name == own })?.domain
            else { return nil }
            return own
        }
    }

    private func typed(
        _ value: Value, _ name: String, _ interpreter: Interpreter, _ node: Syntax
    ) -> Value? {
        guard let standard = standards[name].map({ interpreter.evaluate($0) }) else {
            return value.quantity?.shape == .series || name == "name" ? value : nil
        }
        if case .boolean = value { return value }
        let isWhole: Bool
        switch standard {
        case .integer: isWhole = true
        case .number: isWhole = false
        default: return value
        }
        // Numbers that make no sense are taken as if they were not given.
        if let number = value.constantNumber, number <= 0 { return standard }
        var call = Arguments(node)
        call.positional = [value]
        return interpreter.builtin(isWhole ? "int" : "float", call)
    }

    /// What says nothing where TA-Lib computes, and what is dealt with elsewhere.
    private static func isPassedOver(_ name: String, _ value: Value) -> Bool {
        switch name {
        case "talib", "drift": value.constantNumber == 1
        case "offset", "fillna", "append": true
        default: false
        }
    }
}
