internal import Strategies

/// Calls of what Python, numpy, pandas and freqtrade bring along.
extension Interpreter {
    func library(_ path: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        let parts = path.split(separator: ".").map(String.init)
        let name = parts.last ?? path
        switch parts.first {
        case "talib": return technical(name, arguments)
        case "freqtrade" where parts.contains("qtpylib"),
            "technical" where parts.contains("qtpylib"):
            return qtpylib(name, arguments)
        case "technical" where parts.contains("util"): return resampling(name, arguments)
        case "technical" where parts.contains("indicators"): return collection(name, arguments)
        case "pandas_ta": return pandasTA(name, arguments)
        case "anytrade" where site != nil: return ownLibrary(name, arguments)
        case "ta" where name == "ema_indicator": return exponential(arguments)
        case "numpy", "math": return numpy(name, arguments)
        case "pandas": return pandas(name, arguments)
        case "operator", "functools": return functional(name, arguments)
        case "datetime": return dates(name, arguments)
        case "freqtrade": return freqtrade(name, arguments)
        case "dp": return provider(name, arguments)
        case "wallets": return wallets(name, arguments)
        case "config": return configuration(name, arguments)
        case "IStrategy": return inheritedCall(name, arguments)
        case _ where parts.count == 1: return builtin(path, arguments)
        default: break
        }
        return unknown(
            node, "\(path) is of a library that is not translated",
            hint:
                "TA-Lib, qtpylib, technical, pandas-ta, pandas and numpy are, as far as expressions "
                + "go")
    }

    // MARK: numpy and pandas

    private func numpy(_ name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        if let value = operators(name, arguments) { return value }
        switch name {
        case "where": return chosen(arguments)
        case "select": return selected(arguments)
        case "logical_not":
            return arguments.positional.first.map { unary("Invert", $0, node) } ?? .none
        case "isnan":
            guard let quantity = arguments.at(0, "x")?.quantity else { break }
            return call("is_missing", [quantity], node, as: .condition)
        case "nan_to_num":
            guard arguments.positional.count == 1, arguments.named.isEmpty else { break }
            var filling = Arguments(node)
            filling.positional = [.integer(0)]
            return method("fillna", of: arguments.positional[0], filling)
        case "sign":
            guard let quantity = arguments.positional.first?.quantity?.asNumber else { break }
            return sign(of: quantity, node)
        case "clip":
            guard let series = arguments.positional.first else { break }
            return method(name, of: series, arguments.dropping)
        case "array", "asarray", "float64", "float32", "bool_":
            return arguments.positional.first ?? .none
        default: break
        }
        return unknown(node, "\(name) of numpy or math is not translated with these arguments")
    }

    private func sign(of quantity: Quantity, _ node: Syntax) -> Value {
        guard let above = compare(.greater, quantity, .number(0), node).quantity,
            let below = compare(.less, quantity, .number(0), node).quantity
        else { return unknown(node, "the sign of this is not translated") }
        // What is missing stays missing.
        let rest = merged(below, .integer(-1), .quantity(quantity), node)
        return merged(above, .integer(1), rest, node)
    }

    /// Operators and functions of rows under their names in numpy.
    private func operators(_ name: String, _ arguments: Arguments) -> Value? {
        let functions = [
            "abs": "abs", "absolute": "abs", "fabs": "abs", "log": "log", "sqrt": "sqrt",
            "exp": "exp", "floor": "floor", "ceil": "ceil", "maximum": "max", "minimum": "min",
        ]
        let comparisons = [
            "greater": "Gt", "greater_equal": "GtE", "less": "Lt", "less_equal": "LtE",
            "equal": "Eq", "not_equal": "NotEq",
        ]
        let operators = [
            "add": "Add", "subtract": "Sub", "multiply": "Mult", "divide": "Div",
            "logical_and": "BitAnd", "logical_or": "BitOr", "power": "Pow",
        ]
        if let function = functions[name] { return math(function, arguments) }
        guard arguments.positional.count == 2 else { return nil }
        let (one, other) = (arguments.positional[0], arguments.positional[1])
        if let word = operators[name] { return binary(word, one, other, arguments.node) }
        return comparisons[name].map { compare($0, one, other, arguments.node) }
    }

    /// A function of a row, of numbers.
    private func math(_ function: String, _ arguments: Arguments) -> Value? {
        let numbers = arguments.positional.compactMap { $0.quantity?.asNumber }
        let count = function == "max" || function == "min" ? 2 : 1
        guard numbers.count == count, arguments.positional.count == count,
            arguments.named.isEmpty
        else { return nil }
        return call(function, numbers, arguments.node)
    }

    /// `np.where(test, chosen, otherwise)`
    private func chosen(_ arguments: Arguments) -> Value {
        guard arguments.positional.count == 3, let test = condition(arguments.positional[0]) else {
            return unknown(
                arguments.node, "np.where needs a condition and two values")
        }
        return merged(
            test, arguments.positional[1], arguments.positional[2], arguments.node)
    }

    /// `np.select(tests, choices, default)`
    private func selected(_ arguments: Arguments) -> Value {
        guard let tests = arguments.at(0, "condlist").flatMap({ elements($0) }),
            let choices = arguments.at(1, "choicelist").flatMap({ elements($0) }),
            tests.count == choices.count
        else { return unknown(arguments.node, "np.select needs as many choices as conditions") }
        var result = arguments.at(2, "default") ?? .integer(0)
        for (test, choice) in zip(tests, choices).reversed() {
            guard let test = condition(test) else {
                return unknown(arguments.node, "np.select needs conditions")
            }
            result = merged(test, choice, result, arguments.node)
        }
        return result
    }

    private func condition(_ value: Value) -> Quantity? {
        guard let quantity = value.quantity, quantity.kind == .condition, !quantity.hasGaps else {
            return nil
        }
        return quantity
    }

    private func pandas(_ name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        switch name {
        case "isna", "isnull", "notna", "notnull":
            return method(name, of: arguments.positional.first ?? .none, arguments.dropping)
        case "to_numeric": return arguments.at(0, "arg") ?? .none
        case "Series":
            let data = arguments.at(0, "data") ?? .none
            return arguments.named["name"]?.constantText.map { .labelled($0, data) } ?? data
        case "DataFrame":
            var frame = Frame(candles: .own, isMarket: false)
            if case .quantity(let quantity) = arguments.at(0, "data"),
                case .definition(let index) = quantity.term, definitions[index].isColumn
            {
                frame.columns[definitions[index].name] = .quantity(quantity)
            }
            if case .dictionary(let index) = arguments.at(0, "data") {
                for entry in state.dictionaries[index] {
                    frame.columns[entry.key.constantText ?? ""] = entry.value
                }
            }
            return newFrame(frame)
        case "concat":
            guard let parts = arguments.at(0, "objs").flatMap({ elements($0) }),
                arguments.at(1, "axis")?.constantNumber == 1, let whole = joined(parts)
            else { break }
            return newFrame(whole)
        default: break
        }
        return unknown(node, "pandas.\(name) is not translated with these arguments")
    }

    /// The columns of a frame beside those of another.
    func put(_ index: Int, into frame: Frame) -> Frame {
        var whole = frame
        let other = state.frames[index]
        for (name, value) in other.columns.sorted(by: { $0.key < $1.key }) {
            // What no column was made of yet becomes one.
            let isNew = other.names != nil
            whole.columns[name] = isNew ? named(value, name, isColumn: true) : value
        }
        return whole
    }

    /// Frames and named series side by side, the first a frame; nil where something else is among them.
    private func joined(_ parts: [Value]) -> Frame? {
        guard case .frame(let first) = parts.first else { return nil }
        return parts.dropFirst().reduce(into: state.frames[first]) { whole, part in
            switch part {
            case .frame(let index):
                if let frame = whole { whole = put(index, into: frame) }
            case .labelled(let label, let value):
                whole?.columns[label] = named(value, label, isColumn: true)
            default: whole = nil
            }
        }
    }

    private func functional(_ name: String, _ arguments: Arguments) -> Value {
        let words = ["and_": "BitAnd", "or_": "BitOr"]
        if let word = words[name], arguments.positional.count == 2 {
            return binary(word, arguments.positional[0], arguments.positional[1], arguments.node)
        }
        guard name == "reduce", arguments.positional.count >= 2 else {
            return unknown(arguments.node, "\(name) is not translated")
        }
        return reduced(arguments)
    }

    /// `reduce(function, list)`: what is in the list only at times counts only then.
    private func reduced(_ arguments: Arguments) -> Value {
        let node = arguments.node
        var elements: [Element]
        if case .list(let index) = arguments.positional[1] {
            elements = state.lists[index]
        } else {
            elements = (self.elements(arguments.positional[1]) ?? []).map { Element(value: $0) }
        }
        if let first = arguments.at(2, "initial") { elements.insert(Element(value: first), at: 0) }
        guard var whole = elements.first?.value else {
            return unknown(node, "reduce has nothing to join here")
        }
        func apply(_ one: Value, _ other: Value) -> Value {
            var both = Arguments(node)
            both.positional = [one, other]
            return call(arguments.positional[0], both)
        }
        let joint = apply(.quantity(Self.probe(0)), .quantity(Self.probe(1))).quantity?.term
        let isAnd = joint == .binary(.and, Self.probe(0).term, Self.probe(1).term)
        let isOr = joint == .binary(.or, Self.probe(0).term, Self.probe(1).term)
        for (index, element) in elements.enumerated() {
            var value = element.value
            if let guarded = element.guarded {
                guard let condition = value.quantity, isAnd || isOr else {
                    return value.isUnknown
                        ? value : unknown(node, "only & and | join what is there at times")
                }
                value = self.value(
                    isAnd ? .or(guarded.negated, condition) : .and(guarded, condition), node)
            }
            whole = index == 0 ? value : apply(whole, value)
        }
        return whole
    }

    /// Stands for any condition, to see what a function makes of two.
    private static func probe(_ number: Int) -> Quantity {
        Quantity(.name("probe \(number)"), .condition, .series)
    }

    // MARK: Times

    private func dates(_ name: String, _ arguments: Arguments) -> Value {
        switch name {
        case "timedelta": return timeDelta(arguments)
        case "now", "utcnow":
            return isHook
                ? .instant(Instant(base: .now))
                : unknown(arguments.node, "the clock has no place in a back-test")
        default:
            return unknown(arguments.node, "datetime.\(name) is not translated")
        }
    }
}
