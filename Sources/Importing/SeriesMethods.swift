internal import Indicators
internal import Strategies

/// Methods of pandas' series and of what `rolling` makes of them.
extension Interpreter {
    func method(_ name: String, of receiver: Value, _ arguments: Arguments) -> Value {
        switch receiver {
        case .quantity(let quantity):
            if quantity.term == .name("pair") { return method(name, ofPair: arguments) }
            return method(name, ofSeries: quantity, arguments)
        case .window(let window): return method(name, ofWindow: window, arguments)
        case .frame(let index): return method(name, ofFrame: index, arguments)
        case .list(let index): return method(name, ofList: index, arguments)
        case .dictionary(let index): return method(name, ofDictionary: index, arguments)
        case .row(let frame, let back): return method(name, ofRow: frame, back, arguments)
        case .span(let span) where name == "total_seconds": return seconds(of: span, arguments.node)
        case .instant(let instant): return method(name, of: instant, arguments)
        case .trade: return method(ofTrade: name, arguments)
        case .text(let text): return method(name, ofText: text, arguments)
        case .labelled(let label, let value):
            let result = method(name, of: value, arguments)
            return result.isUnknown ? result : .labelled(label, result)
        case .choice(let test, let one, let other) where receiver.isOfTexts:
            return method(name, ofTexts: receiver, arguments)
                ?? merged(
                    test, method(name, of: one, arguments), method(name, of: other, arguments),
                    arguments.node)
        default: break
        }
        return unknown(arguments.node, ".\(name)() of \(words(receiver)) is not translated")
    }

    private func method(
        _ name: String, ofSeries series: Quantity, _ arguments: Arguments
    ) -> Value {
        let node = arguments.node
        if let word = Self.operators[name], let other = arguments.at(0, "other") {
            return ["Add", "Sub", "Mult", "Div"].contains(word)
                ? binary(word, .quantity(series), other, node)
                : compare(word, .quantity(series), other, node)
        }
        switch name {
        case "shift": return shift(series, arguments)
        case "rolling", "ewm": return window(name, series, arguments)
        case "diff", "pct_change": return change(name, series, arguments)
        case "abs": return series.asNumber.map { call("abs", [$0], node) } ?? .quantity(series)
        case "astype": return retyped(series, arguments)
        case "isnull", "isna", "notnull", "notna":
            let test = Quantity.made(of: [series], .condition, .call("is_missing", [series.term]))
            guard let test, series.kind == .number else { return .boolean(name.hasPrefix("not")) }
            return .quantity(name.hasPrefix("not") ? test.negated : test)
        case "fillna": return filled(series, arguments)
        case "ffill", "pad":
            guard series.shape == .series, let number = series.asNumber else { break }
            return call("ffill", [number], node)
        case "between": return between(series, arguments)
        case "clip": return clipped(series, arguments)
        case "replace":
            if let value = replaced(series, arguments) { return value }
        case "where", "mask": return masked(name, series, arguments)
        case "copy", "to_numpy", "squeeze", "to_list", "item": return .quantity(series)
        case "crossed_above", "crossed_below", "bollinger_bands", "hma", "hull_moving_average",
            "rolling_weighted_mean":
            var given = arguments
            given.positional.insert(.quantity(series), at: 0)
            return qtpylib(name, given)
        default: break
        }
        let looksAhead = ["max", "min", "mean", "std", "sum", "median", "quantile", "var"]
        if looksAhead.contains(name) {
            return unknown(
                node, ".\(name)() of a whole column looks at candles to come",
                hint: "column.rolling(n).\(name)() looks back")
        }
        return unknown(
            node, ".\(name)() of a series is not translated", hint: Self.hints[name])
    }

    private static let operators = [
        "gt": "Gt", "ge": "GtE", "lt": "Lt", "le": "LtE", "eq": "Eq", "ne": "NotEq", "add": "Add",
        "sub": "Sub", "mul": "Mult", "div": "Div", "truediv": "Div", "multiply": "Mult",
    ]

    private static let hints = [
        "apply": "only columns as a whole are translated, not Python for each value",
        "map": "only columns as a whole are translated, not Python for each value",
        "cumsum":
            "there is no sum from the first candle on; rolling_sum(series, n) adds the last n",
    ]

    private func shift(_ series: Quantity, _ arguments: Arguments) -> Value {
        let periods = arguments.at(0, "periods") ?? .integer(1)
        guard let number = periods.constantNumber, let count = Int(exactly: number) else {
            if let value = byNumber(
                periods, arguments.node,
                { count in
                    self.shifted(series, by: count, arguments.node)
                })
            {
                return value
            }
            return unknown(
                arguments.node, "shift takes a constant number of candles in expressions",
                hint: "a parameter cannot say how far back")
        }
        let shifted = self.shifted(series, by: count, arguments.node)
        guard let filling = arguments.named["fill_value"], count > 0,
            case .quantity(var quantity) = shifted
        else { return shifted }
        if series.kind == .condition, filling.constantNumber == 0 {
            quantity.hasGaps = false
            return .quantity(quantity)
        }
        return unknown(arguments.node, "shift with this fill_value is not translated")
    }

    private func change(_ name: String, _ series: Quantity, _ arguments: Arguments) -> Value {
        let node = arguments.node
        let periods = arguments.at(0, "periods") ?? .integer(1)
        guard let before = byNumber(periods, node, { shifted(series, by: $0, node) }) else {
            return unknown(node, "\(name) takes a constant number of candles")
        }
        if name == "diff" { return binary("Sub", .quantity(series), before, node) }
        return binary("Sub", binary("Div", .quantity(series), before, node), .integer(1), node)
    }

    private func retyped(_ series: Quantity, _ arguments: Arguments) -> Value {
        let type: String
        switch arguments.at(0, "dtype") {
        case .text(let text): type = text
        case .library(let path): type = path
        default: type = ""
        }
        if series.kind == .condition {
            if type.contains("bool"), !series.hasGaps { return .quantity(series) }
            if let number = series.asNumber { return .quantity(number) }
        } else if type.contains("float") {
            return .quantity(series)
        } else if type.hasPrefix("int"), let whole = cut(series, arguments.node) {
            return whole
        } else if case .call("number", _, _) = series.term {
            return .quantity(series)
        }
        return unknown(
            arguments.node, "astype(\(type)) of \(words(.quantity(series))) is not translated")
    }

    private func filled(_ series: Quantity, _ arguments: Arguments) -> Value {
        let node = arguments.node
        if let way = arguments.named["method"]?.constantText, ["ffill", "pad"].contains(way),
            let number = series.asNumber
        {
            note(node, "pandas 3 has no fillna(method=…); it is taken as ffill()", .caution)
            return call("ffill", [number], node)
        }
        guard let filling = arguments.at(0, "value")?.quantity else {
            return unknown(node, "fillna without a value is not translated")
        }
        if series.kind == .condition {
            guard filling.term == .boolean(false) || filling.term == .number(0) else {
                return unknown(node, "a condition is false where it is empty")
            }
            var filled = series
            filled.hasGaps = false
            return .quantity(filled)
        }
        let test = Quantity.made(of: [series], .condition, .call("is_missing", [series.term]))
        return value(test.flatMap { .choice($0, filling, series) }, node)
    }

    /// `replace(old, new)` of numbers, one or a list of them.
    private func replaced(_ series: Quantity, _ arguments: Arguments) -> Value? {
        guard series.kind == .number, arguments.named["inplace"] == nil,
            let old = arguments.at(0, "to_replace"), let new = arguments.at(1, "value")?.quantity
        else { return nil }
        var result = Value.quantity(series)
        for number in elements(old) ?? [old] {
            guard number.constantNumber != nil,
                let isOld = compare("Eq", .quantity(series), number, arguments.node).quantity
            else { return nil }
            result = merged(isOld, .quantity(new), result, arguments.node)
        }
        return result
    }

    private func between(_ series: Quantity, _ arguments: Arguments) -> Value {
        let node = arguments.node
        let inclusive = arguments.at(2, "inclusive")?.constantText ?? "both"
        guard let low = arguments.at(0, "left"), let high = arguments.at(1, "right") else {
            return unknown(node, "between needs two limits")
        }
        let first = inclusive == "both" || inclusive == "left" ? "GtE" : "Gt"
        let second = inclusive == "both" || inclusive == "right" ? "LtE" : "Lt"
        return binary(
            "BitAnd", compare(first, .quantity(series), low, node),
            compare(second, .quantity(series), high, node), node)
    }

    private func clipped(_ series: Quantity, _ arguments: Arguments) -> Value {
        var result = series
        for (name, function, position) in [("lower", "max", 0), ("upper", "min", 1)] {
            guard let limit = arguments.at(position, name) else { continue }
            if case .none = limit { continue }
            guard let limit = limit.quantity,
                case .quantity(let clipped) = call(function, [result, limit], arguments.node)
            else { return unknown(arguments.node, "clip with these limits is not translated") }
            result = clipped
        }
        return .quantity(result)
    }

    private func masked(
        _ name: String, _ series: Quantity, _ arguments: Arguments
    ) -> Value {
        guard let test = arguments.at(0, "cond")?.quantity, test.kind == .condition, !test.hasGaps
        else { return unknown(arguments.node, "\(name) needs a condition") }
        let other = arguments.at(1, "other") ?? .number(.nan)
        let isWhere = name == "where"
        return merged(
            test, isWhere ? .quantity(series) : other, isWhere ? other : .quantity(series),
            arguments.node)
    }
}
