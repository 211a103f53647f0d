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
        case .none, .boolean, .integer, .number: break
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
        case "between": return between(series, arguments)
        case "clip": return clipped(series, arguments)
        case "where", "mask": return masked(name, series, arguments)
        case "copy", "to_numpy", "squeeze", "to_list", "item": return .quantity(series)
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
        "ffill": "there is no last known value in expressions",
    ]

    private func shift(_ series: Quantity, _ arguments: Arguments) -> Value {
        let periods = arguments.at(0, "periods") ?? .integer(1)
        guard let number = periods.constantNumber, let count = Int(exactly: number) else {
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
        guard let number = (arguments.at(0, "periods") ?? .integer(1)).constantNumber,
            let count = Int(exactly: number)
        else { return unknown(node, "\(name) takes a constant number of candles") }
        let before = shifted(series, by: count, node)
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
        } else if case .call("number", _, _) = series.term {
            return .quantity(series)
        }
        return unknown(
            arguments.node, "astype(\(type)) of \(words(.quantity(series))) is not translated")
    }

    private func filled(_ series: Quantity, _ arguments: Arguments) -> Value {
        let node = arguments.node
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

    // MARK: Windows

    private func window(_ name: String, _ series: Quantity, _ arguments: Arguments) -> Value {
        let node = arguments.node
        guard let number = series.asNumber else {
            return unknown(node, "\(name) of a shifted condition is not translated")
        }
        guard name == "rolling" else {
            guard let span = arguments.named["span"]?.quantity,
                arguments.named["adjust"].flatMap(\.constantNumber) == 0
            else {
                return unknown(
                    node, "only ewm(span=n, adjust=False) could be an indicator's average")
            }
            return .window(Window(series: number, kind: .exponential, length: span))
        }
        guard let length = arguments.at(0, "window")?.quantity else {
            return unknown(node, "rolling needs the length of its window")
        }
        let least = arguments.at(1, "min_periods")
        let isPlain =
            least?.quantity.map { $0 == length } ?? true
            && Set(arguments.named.keys).isSubset(of: ["window", "min_periods"])
        guard isPlain else {
            return unknown(
                node, "rolling with min_periods, center or win_type is not translated",
                hint: "rolling(n) has a value once its window is full")
        }
        return .window(Window(series: number, kind: .rolling, length: length))
    }

    private func method(
        _ name: String, ofWindow window: Window, _ arguments: Arguments
    ) -> Value {
        let row = (window.kind == .rolling ? "rolling_" : "ewm_") + name
        guard window.kind == .rolling, arguments.positional.isEmpty, arguments.named.isEmpty,
            Catalogue.indicator(row) != nil
        else {
            return unknown(
                arguments.node,
                "there is no \(row) in expressions",
                hint: window.kind == .rolling
                    ? "rolling_ has mean, sum, std, var, min, max and median"
                    : "ta.EMA is there; it starts from a simple average, pandas' from the first value"
            )
        }
        return rolling(row, window.series, window.length, arguments.node)
    }
}
