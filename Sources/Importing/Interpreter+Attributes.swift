internal import Indicators
internal import Strategies

extension Interpreter {
    /// `value.name`
    func attribute(_ name: String, of owner: Value, _ node: Syntax) -> Value {
        switch owner {
        case .unknown: return owner
        case .me: return ownAttribute(name, node)
        case .library(let path): return library(path + "." + name)
        case .parameter(let index): return part(name, ofParameter: index, node)
        case .frame(let index): return part(name, ofFrame: index, owner)
        case .row(_, let back) where name == "empty": return isEmpty(back, node)
        case .row(let frame, let back):
            return column(name, of: frame).map { row($0, back, node) } ?? .member(owner, name)
        case .dates(let candles):
            if name == "dt" { return owner }
            guard let part = DatePart(rawValue: name == "dayofweek" ? "weekday" : name) else {
                return .member(owner, name)
            }
            return .quantity(
                Quantity(.name("date.\(part.rawValue)"), .number, .series, candles: candles))
        case .quantity:
            return ["values", "array"].contains(name) ? owner : .member(owner, name)
        case .trade: return tradePart(name, node)
        case .order(let order): return part(name, of: order, node)
        case .span(let span) where name == "days": return days(of: span, node)
        case .instant(let instant):
            guard let part = DatePart(rawValue: name), instant.base == .now, instant.isPlain,
                part != .weekday
            else { return .member(owner, name) }
            return .quantity(
                Quantity(.name("current_time.\(part.rawValue)"), .number, .trade))
        case .labelled(let label, let value):
            if name == "name" { return .text(label) }
            guard case .member = attribute(name, of: value, node) else {
                return attribute(name, of: value, node)
            }
            return .member(name == "iloc" || name == "iat" ? value : owner, name)
        case .choice where owner.isOfTexts:
            return ["values", "array"].contains(name) ? owner : .member(owner, name)
        case .choice(let test, let chosen, let otherwise):
            return merged(
                test, attribute(name, of: chosen, node), attribute(name, of: otherwise, node), node)
        default: return .member(owner, name)
        }
    }

    private func library(_ path: String) -> Value {
        // A back-test is what the strategy file is for.
        switch path {
        case "dp.runmode.value", "config.runmode.value": return .text("backtest")
        case "numpy.nan", "numpy.NaN", "numpy.NAN", "math.nan": return .number(.nan)
        case "numpy.inf", "math.inf": return .number(.infinity)
        case "numpy.pi", "math.pi": return .number(.pi)
        case "numpy.e", "math.e": return .number(2.718281828459045)
        default: break
        }
        if path.hasPrefix("super.") {
            return inherited(String(path.dropFirst(6)), line.first?.node ?? module.tree)
        }
        let parts = path.split(separator: ".").map(String.init)
        if parts.first == "class", parts.count == 3 {
            return member(parts[2], ofClass: parts[1], path)
        }
        return .library(path)
    }

    /// An attribute of a class of the file, named by the class.
    private func member(_ name: String, ofClass owner: String, _ path: String) -> Value {
        if line.contains(where: { $0.name == owner }) {
            return state.attributes[name] ?? .library(path)
        }
        let found = module.classes[owner]?.list("body").last {
            $0.kind == "FunctionDef" && $0.text("name") == name
        }
        return found.map { .function(Function($0, in: module, owner: owner)) } ?? .library(path)
    }

    /// An attribute of the strategy: of the instance, of its class or of those above.
    private func ownAttribute(_ name: String, _ node: Syntax) -> Value {
        read(.attribute(name))
        switch state.attributes[name] {
        case .function(let function):
            guard function.isProperty else { return .method(function) }
            return invoke(function, Arguments(node), isMethod: true)
        case let value?: return value
        case nil: break
        }
        switch name {
        case "dp", "config", "wallets": return .library(name)
        case "timeframe", "stoploss", "minimal_roi":
            return unknown(node, "the class does not say its \(name)")
        default: break
        }
        if let standard = SettingsReader.standards[name] { return standard }
        return unknown(node, "the class has no \(name)")
    }

    private func part(_ name: String, ofParameter index: Int, _ node: Syntax) -> Value {
        let parameter = parameters[index]
        switch (name, parameter.domain) {
        case ("value", _): return parameterValue(index, node)
        // A back-test goes over the one value that the parameter has.
        case ("range", _): return newList([parameterValue(index, node)])
        case ("low", .integer(let low, _)): return .integer(low)
        case ("high", .integer(_, let high)): return .integer(high)
        case ("low", .decimal(let low, _, _)): return .number(low)
        case ("high", .decimal(_, let high, _)): return .number(high)
        default: return unknown(node, ".\(name) of a parameter is not translated")
        }
    }

    func parameterValue(_ index: Int, _ node: Syntax) -> Value {
        let parameter = parameters[index]
        // While the class itself is read, Python knows the default alone.
        if parameter.name.isEmpty { return parameter.standard }
        let name = Term.name(parameter.name)
        switch parameter.domain {
        case .integer, .decimal: return .quantity(Quantity(name, .number, .scalar))
        case .boolean: return .quantity(Quantity(name, .condition, .scalar))
        case .categorical(let choices):
            if choices.allSatisfy({ $0.constantText != nil }) {
                return .quantity(Quantity(name, .text, .scalar))
            }
            return choices.dropLast().reversed().reduce(choices.last ?? .none) { rest, choice in
                let text = Term.text(spelled(choice) ?? "")
                let test = Quantity(.binary(.equal, name, text), .condition, .scalar)
                return merged(test, choice, rest, node)
            }
        }
    }

    private func part(_ name: String, ofFrame index: Int, _ owner: Value) -> Value {
        if ["loc", "iloc", "at", "iat"].contains(name) {
            return .indexer(frame: index, name)
        }
        if name == "empty" { return .boolean(false) }
        if name == "columns" {
            return state.frames[index].names.map { newList($0.map { .text($0) }) } ?? owner
        }
        let methods = ["max", "min", "sum", "mean", "copy", "shift", "rolling", "ewm", "fillna"]
        guard !methods.contains(name), let value = column(name, of: index) else {
            return .member(owner, name)
        }
        return value
    }

    var canShort: Bool {
        if case .boolean(true) = state.attributes["can_short"] { return true }
        return false
    }

    /// A column at the candle that has closed last, or so many before it.
    func row(_ value: Value, _ back: Quantity, _ node: Syntax) -> Value {
        guard isHook else {
            return unknown(
                node, "this reads one candle of all that there are, and looks ahead in a back-test",
                hint: "column.shift(1) is the candle before each")
        }
        guard back != .number(0), let quantity = value.quantity, quantity.shape == .series else {
            return value
        }
        if case .number(let count) = back.term, let count = Int(exactly: count) {
            return shifted(quantity, by: count, node)
        }
        guard quantity.candles == .own, let number = quantity.asNumber else {
            return unknown(node, "this is not known so many candles ago")
        }
        var earlier = number
        earlier.term = .call("ago", [number.term, back.term])
        earlier.shape = .trade
        earlier.weight += back.weight
        return .quantity(earlier)
    }

    /// `series.shift(count)`
    func shifted(_ quantity: Quantity, by count: Int, _ node: Syntax) -> Value {
        guard count > 0 else {
            guard count == 0 else {
                return unknown(
                    node, "shift(\(count)) looks at candles to come",
                    hint: "such a back-test finds profits that no bot can make")
            }
            return .quantity(quantity)
        }
        guard quantity.shape == .series else { return .quantity(quantity) }
        guard count <= 100_000 else { return unknown(node, "nothing is known so long ago") }
        var shifted = quantity
        if case .shift(let inner, let before) = quantity.term {
            shifted.term = .shift(inner, before + count)
        } else {
            shifted.term = .shift(quantity.term, count)
        }
        shifted.hasGaps = quantity.kind == .condition && !isHook
        shifted.weight += 1
        return .quantity(shifted)
    }
}
