internal import JSONL
internal import Strategies

extension Interpreter {
    /// What an expression comes to.
    func evaluate(_ node: Syntax) -> Value {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { return unknown(node, "this is nested too deeply") }
        switch node.kind {
        case "Constant": return constant(node)
        case "Name": return name(node)
        case "Attribute":
            return attribute(node.text("attr"), of: evaluate(node.child("value")), node)
        case "Subscript": return subscripted(node)
        case "Call": return call(node)
        case "BinOp":
            return binary(
                node.text("op"), evaluate(node.child("left")), evaluate(node.child("right")), node)
        case "UnaryOp": return unary(node.text("op"), evaluate(node.child("operand")), node)
        case "BoolOp": return logic(node)
        case "Compare": return comparison(node)
        case "IfExp": return conditional(node)
        case "Tuple": return .tuple(node.list("elts").map { evaluate($0) })
        case "List", "Set": return newList(node.list("elts").map { evaluate($0) })
        case "Dict": return dictionary(node)
        case "JoinedStr": return formatted(node)
        case "Lambda": return .function(Function(node, in: module))
        case "ListComp", "GeneratorExp": return comprehension(node)
        case "Starred": return evaluate(node.child("value"))
        default: return unknown(node, "an expression of the kind \(node.kind) is not translated")
        }
    }

    private func constant(_ node: Syntax) -> Value {
        switch node.constant {
        case .null, nil: .none
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        default: unknown(node, "this constant has no counterpart")
        }
    }

    private func name(_ node: Syntax) -> Value {
        let name = node.text("id")
        if let value = lookUp(name) { return value.where(assumed) }
        if Self.builtins.contains(name) { return .library(name) }
        if module.classes[name] != nil { return .library("class.\(name)") }
        return unknown(node, "\(name) is not known here")
    }

    private static let builtins: Set<String> = [
        "abs", "all", "any", "bool", "dict", "enumerate", "float", "getattr", "hasattr", "int",
        "isinstance", "len", "list", "max", "min", "pow", "print", "range", "reversed", "round",
        "set", "sorted", "str", "sum", "super", "tuple", "type", "zip",
    ]

    private func dictionary(_ node: Syntax) -> Value {
        guard node.text("keys") != "gaps" else {
            return unknown(node, "** in a dictionary is not translated")
        }
        var entries: [(key: Value, value: Value)] = []
        for (key, value) in zip(node.list("keys"), node.list("values")) {
            let entry = (key: evaluate(key), value: evaluate(value))
            // A key that is given twice has its last value.
            let known = entries.firstIndex { Value.areSame($0.key, entry.key) == true }
            if let known { entries[known].value = entry.value } else { entries.append(entry) }
        }
        return newDictionary(entries)
    }

    private func comprehension(_ node: Syntax) -> Value {
        guard node.list("generators").count == 1, let generator = node.list("generators").first,
            let elements = elements(evaluate(generator.child("iter")))
        else { return unknown(node, "this comprehension goes over something that is not constant") }
        var values: [Value] = []
        for element in elements {
            assign(element, to: generator.child("target"))
            let isKept = generator.list("ifs").allSatisfy {
                if case .always(true) = truth(evaluate($0), $0) { true } else { false }
            }
            if isKept { values.append(evaluate(node.child("elt"))) }
        }
        return newList(values)
    }

    /// The text of an f-string; a parameter in it stands for whatever value it has.
    private func formatted(_ node: Syntax) -> Value {
        var text = Value.text("")
        for part in node.list("values") {
            if let piece = part.constant?.string {
                text = binary("Add", text, .text(piece), node)
                continue
            }
            let value = evaluate(part.child("value"))
            if case .unknown = value { return value }
            if part["format_spec"] == nil, let piece = spelled(value) {
                text = binary("Add", text, .text(piece), node)
            } else if part["format_spec"] == nil,
                let piece = byNumber(value, node, { .text("\($0)") })
            {
                text = binary("Add", text, piece, node)
            } else {
                return unknown(
                    node, "this text is made of values that are not known before the run",
                    hint: "constants and a parameter's value can stand in it")
            }
        }
        return text
    }

    func spelled(_ value: Value) -> String? {
        switch value {
        case .text(let text): return text
        case .integer(let number): return "\(number)"
        case .number(let number): return "\(number)"
        case .boolean(let flag): return flag ? "True" : "False"
        case .none: return "None"
        case .quantity(let quantity):
            guard case .name(let name) = quantity.term, quantity.shape == .scalar else {
                return nil
            }
            return "{\(name)}"
        default: return nil
        }
    }

    // MARK: Conditions

    /// Whether the value counts as true.
    func truth(_ value: Value, _ node: Syntax) -> Truth {
        switch value {
        case .unknown(let index): return .unknown(index)
        case .none: return .always(false)
        case .text(let text): return .always(!text.isEmpty)
        case .tuple(let values): return .always(!values.isEmpty)
        case .dictionary(let index): return .always(!state.dictionaries[index].isEmpty)
        case .list(let index):
            let list = state.lists[index]
            guard let first = list.first else { return .always(false) }
            var some = first.guarded
            for element in list {
                guard let guarded = element.guarded, let found = some else { return .always(true) }
                some = .or(found, guarded)
            }
            return some.map { .sometimes($0) } ?? .always(true)
        case .choice(let test, let chosen, let otherwise):
            return choice(test, truth(chosen, node), truth(otherwise, node), node)
        case .quantity(let quantity): return truth(quantity, node)
        case .orders(let isEntry): return truth(count(ofOrders: isEntry), node)
        default:
            return .always(value.constantNumber.map { $0 != 0 } ?? true)
        }
    }

    private func truth(_ quantity: Quantity, _ node: Syntax) -> Truth {
        if case .boolean(let flag) = quantity.term { return .always(flag) }
        guard quantity.shape != .series || isHook else {
            return .unknown(
                note(
                    node, "Python cannot tell whether a whole column is true",
                    hint: "combine columns with & and |, or use np.where", .note))
        }
        switch quantity.kind {
        case .condition: return .sometimes(quantity)
        case .text:
            guard quantity.shape == .trade, quantity.term != .name("pair") else {
                return .always(true)
            }
            let isSaid = Quantity.made(
                of: [quantity], .condition, .binary(.notEqual, quantity.term, .text("")))
            return isSaid.map { .sometimes($0) } ?? .always(true)
        case .number:
            let isSet = Quantity.made(
                of: [quantity], .condition, .binary(.notEqual, quantity.term, .number(0)))
            return isSet.map { .sometimes($0) } ?? .always(true)
        }
    }

    var isHook: Bool {
        if case .hook = task { return true }
        return false
    }

    private func choice(
        _ test: Quantity, _ chosen: Truth, _ otherwise: Truth, _ node: Syntax
    ) -> Truth {
        func quantity(_ truth: Truth) -> Quantity? {
            switch truth {
            case .always(let flag): .condition(flag)
            case .sometimes(let quantity): quantity
            case .unknown: nil
            }
        }
        if case .unknown = chosen { return chosen }
        if case .unknown = otherwise { return otherwise }
        guard let one = quantity(chosen), let other = quantity(otherwise),
            let both = Quantity.choice(test, one, other)
        else { return .unknown(note(node, "this condition is not translated", .note)) }
        return truth(both, node)
    }

    /// `and` and `or` of single values.
    private func logic(_ node: Syntax) -> Value {
        let isAnd = node.text("op") == "And"
        if isHook, let value = chosen(node, isAnd: isAnd) { return value }
        var whole: Quantity?
        var last = Value.none
        for operand in node.list("values") {
            // It is asked only where those before it did not decide.
            last =
                whole.map { before in
                    assuming(isAnd ? before : before.negated) { evaluate(operand) }
                } ?? evaluate(operand)
            switch truth(last, operand) {
            case .unknown(let index): return .unknown(index)
            case .always(let flag):
                // What decides alone ends the search.
                if flag != isAnd {
                    return whole == nil ? last : .boolean(flag)
                }
            case .sometimes(let test):
                whole = whole.map { isAnd ? .and($0, test) : .or($0, test) } ?? test
            }
        }
        return whole.map { value($0, node) } ?? last
    }

    /// `a or b` and `a and b` where they are meant for what they choose, not for whether it is true: with something
    /// that may be None first and no condition last.
    private func chosen(_ node: Syntax, isAnd: Bool) -> Value? {
        let operands = node.list("values")
        guard operands.count == 2, case .choice = evaluate(operands[0]).where(assumed),
            evaluate(operands[1]).quantity?.kind == .number
        else { return nil }
        let (first, second) = (evaluate(operands[0]), evaluate(operands[1]))
        guard case .sometimes(let test) = truth(first, operands[0]) else { return nil }
        return isAnd ? merged(test, second, first, node) : merged(test, first, second, node)
    }

    private func conditional(_ node: Syntax) -> Value {
        let test = node.child("test")
        switch truth(evaluate(test), test) {
        case .always(let flag): return evaluate(node.child(flag ? "body" : "orelse"))
        case .unknown(let index): return .unknown(index)
        case .sometimes(let quantity):
            return merged(
                quantity, assuming(quantity) { evaluate(node.child("body")) },
                assuming(quantity.negated) { evaluate(node.child("orelse")) }, node)
        }
    }
}
