internal import Strategies

/// Calls of Python's own functions, and methods of texts.
extension Interpreter {
    func builtin(_ name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        let first = arguments.positional.first ?? .none
        switch name {
        case "print": return .none
        case "abs", "max", "min":
            if let value = extreme(name, arguments) { return value }
        case "float", "bool": return converted(name, first, node)
        case "int", "round": return whole(name, arguments)
        case "str": if let text = spelled(first) { return .text(text) }
        case "len": return length(first, node)
        case "range": return range(arguments)
        case "list", "tuple", "reversed", "set":
            guard arguments.positional.count > 0 else { return newList([]) }
            if let elements = elements(first) {
                return newList(name == "reversed" ? elements.reversed() : elements)
            }
        case "dict":
            return newDictionary(
                arguments.named.sorted { $0.key < $1.key }.map { (.text($0.key), $0.value) })
        case "enumerate", "zip": if let value = paired(name, arguments) { return value }
        case "sum":
            if let elements = elements(first) {
                return elements.reduce(.integer(0)) {
                    $0.constantNumber == 0 ? $1 : binary("Add", $0, $1, node)
                }
            }
        case "any", "all":
            if let elements = elements(first), let value = joined(name, elements, node) {
                return value
            }
        case "getattr", "hasattr": return attributeNamed(name, arguments)
        case "isinstance": if let flag = isInstance(arguments) { return .boolean(flag) }
        case "super": return .library("super")
        default: break
        }
        return unknown(node, "\(name)(…) is not translated with these arguments")
    }

    private func extreme(_ name: String, _ arguments: Arguments) -> Value? {
        let values =
            arguments.positional.count == 1
            ? elements(arguments.positional[0]) ?? arguments.positional : arguments.positional
        if name != "abs", !values.isEmpty, values.allSatisfy({ $0.constantNumber != nil }) {
            let sorted = values.sorted { ($0.constantNumber ?? 0) < ($1.constantNumber ?? 0) }
            return name == "max" ? sorted.last : sorted.first
        }
        let numbers = values.compactMap { $0.quantity?.asNumber }
        guard numbers.count == values.count, let first = numbers.first else { return nil }
        if name == "abs" { return call("abs", [first], arguments.node) }
        guard isHook || numbers.allSatisfy({ $0.shape != .series }) else { return nil }
        return numbers.dropFirst().reduce(Value.quantity(first)) { whole, number in
            whole.quantity.map { call(name, [$0, number], arguments.node) } ?? whole
        }
    }

    private func converted(_ name: String, _ value: Value, _ node: Syntax) -> Value {
        if name == "float", let quantity = value.quantity, quantity.kind == .number {
            return value.constantNumber.map { .number($0) } ?? value
        }
        if name == "bool" {
            switch truth(value, node) {
            case .always(let flag): return .boolean(flag)
            case .sometimes(let test): return .quantity(test)
            case .unknown(let index): return .unknown(index)
            }
        }
        return unknown(node, "\(name) of \(words(value)) is not translated")
    }

    private func whole(_ name: String, _ arguments: Arguments) -> Value {
        let value = arguments.positional.first ?? .none
        if let number = value.constantNumber {
            if name == "int" { return .integer(Int(exactly: number.rounded(.towardZero)) ?? 0) }
            let places = arguments.at(1, "ndigits")?.constantNumber ?? 0
            if places == 0, number.rounded() == number { return value }
        }
        if name == "int", let text = value.constantText, let number = Int(text) {
            return .integer(number)
        }
        if case .quantity(let quantity) = value, case .name(let own) = quantity.term,
            case .integer = parameters.first(where: { $0.name == own })?.domain
        {
            return value
        }
        if name == "int", let numbers = wholeNumbers(value), numbers.count > 1,
            let chosen = byNumber(value, arguments.node, { .integer($0) })
        {
            return chosen
        }
        if name == "int", case .quantity(let quantity) = value, quantity.kind == .number,
            quantity.shape != .series, let whole = cut(quantity, arguments.node)
        {
            return whole
        }
        return unknown(arguments.node, "there is no \(name)() in expressions")
    }

    /// The number without what stands behind the point.
    func cut(_ number: Quantity, _ node: Syntax) -> Value? {
        guard let down = call("floor", [number], node).quantity,
            let up = call("ceil", [number], node).quantity,
            let isNegative = compare("Lt", .quantity(number), .integer(0), node).quantity
        else { return nil }
        return merged(isNegative, .quantity(up), .quantity(down), node)
    }

    private func length(_ value: Value, _ node: Syntax) -> Value {
        switch value {
        case .text(let text): return .integer(text.count)
        case .orders(let isEntry): return count(ofOrders: isEntry)
        case .frame:
            note(node, "the data frame is taken to have many rows", .caution)
            return .integer(100_000)
        default:
            return elements(value).map { .integer($0.count) }
                ?? unknown(
                    node, "how long \(words(value)) is, is not known here")
        }
    }

    private func range(_ arguments: Arguments) -> Value {
        let numbers = arguments.positional.compactMap(\.constantNumber).filter {
            $0.magnitude < 1e9
        }.compactMap { Int(exactly: $0) }
        guard numbers.count == arguments.positional.count, (1...3).contains(numbers.count) else {
            return unknown(arguments.node, "this range is not constant")
        }
        let (first, end) = numbers.count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1])
        let step = numbers.count == 3 ? numbers[2] : 1
        guard step != 0, abs((end - first) / step) < 2_000 else {
            return unknown(arguments.node, "this range is too long to be unrolled")
        }
        return newList(stride(from: first, to: end, by: step).map { .integer($0) })
    }

    private func paired(_ name: String, _ arguments: Arguments) -> Value? {
        let lists = arguments.positional.compactMap { elements($0) }
        guard lists.count == arguments.positional.count, let first = lists.first else { return nil }
        if name == "enumerate" {
            return newList(first.enumerated().map { .tuple([.integer($0), $1]) })
        }
        let count = lists.map(\.count).min() ?? 0
        return newList((0..<count).map { index in .tuple(lists.map { $0[index] }) })
    }

    private func joined(_ name: String, _ elements: [Value], _ node: Syntax) -> Value? {
        var whole = Quantity.condition(name == "all")
        for element in elements {
            let part: Quantity
            switch truth(element, node) {
            case .always(let flag): part = .condition(flag)
            case .sometimes(let test): part = test
            case .unknown: return nil
            }
            guard let both = name == "all" ? Quantity.and(whole, part) : .or(whole, part) else {
                return nil
            }
            whole = both
        }
        return .quantity(whole)
    }

    private func attributeNamed(_ function: String, _ arguments: Arguments) -> Value {
        if case .trade = arguments.positional.first,
            let name = arguments.at(1, "name")?.constantText
        {
            let value = attribute(name, of: .trade, arguments.node)
            if function == "hasattr", !value.isUnknown { return .boolean(true) }
            return value
        }
        if case .row(let frame, _) = arguments.positional.first, function == "hasattr",
            let name = arguments.at(1, "name")?.constantText
        {
            return .boolean(column(name, of: frame) != nil)
        }
        guard case .me = arguments.positional.first,
            let name = arguments.at(1, "name")?.constantText
        else { return unknown(arguments.node, "\(function) of this is not translated") }
        let isThere = state.attributes[name] != nil || SettingsReader.standards[name] != nil
        if function == "hasattr" { return .boolean(isThere) }
        return isThere
            ? attribute(name, of: .me, arguments.node)
            : arguments.at(2, "default") ?? unknown(arguments.node, "the class has no \(name)")
    }

    /// Whether a thing is of a class of Python's, pandas' or freqtrade's; nil where that is not known.
    private func isInstance(_ arguments: Arguments) -> Bool? {
        guard arguments.positional.count == 2 else { return nil }
        let classes = elements(arguments.positional[1]) ?? [arguments.positional[1]]
        var answers: [Bool] = []
        for each in classes {
            guard case .library(let path) = each,
                let name = path.split(separator: ".").last.map(String.init),
                let kinds = Self.kinds(of: arguments.positional[0])
            else { return nil }
            answers.append(kinds.contains(name))
        }
        return answers.contains(true)
    }

    private static func kinds(of value: Value) -> Set<String>? {
        switch value {
        case .none: []
        case .boolean: ["bool", "int"]
        case .integer: ["int"]
        case .number: ["float"]
        case .text: ["str"]
        case .list: ["list"]
        case .tuple: ["tuple"]
        case .dictionary: ["dict"]
        case .frame: ["DataFrame"]
        case .parameter: ["ABC", "BaseParameter", "NumericParameter"]
        case .quantity(let quantity) where quantity.shape == .series: ["Series"]
        default: nil
        }
    }

    // MARK: Texts

    /// `"{}_{name}".format(…)` of values that are known.
    private func filled(_ form: String, _ arguments: Arguments) -> String? {
        var text = ""
        var next = 0
        var rest = form[...]
        while let start = rest.firstIndex(of: "{") {
            guard let end = rest[start...].firstIndex(of: "}") else { return nil }
            let key = String(rest[rest.index(after: start)..<end])
            let value =
                key.isEmpty || Int(key) != nil
                ? arguments.at(Int(key) ?? next, key) : arguments.named[key]
            guard let value, let piece = spelled(value) else { return nil }
            text += rest[..<start] + piece
            rest = rest[rest.index(after: end)...]
            next += 1
        }
        return text + rest
    }

    func method(_ name: String, ofText text: String, _ arguments: Arguments) -> Value {
        switch name {
        case "replace":
            guard arguments.positional.count == 2, let old = arguments.positional[0].constantText,
                let new = arguments.positional[1].constantText
            else { break }
            return .text(text.replacing(old, with: new))
        case "join":
            let parts = arguments.positional.first.flatMap { elements($0) }?.map(\.constantText)
            guard let parts, !parts.contains(nil) else { break }
            return .text(parts.compactMap { $0 }.joined(separator: text))
        case "upper": return .text(text.uppercased())
        case "lower": return .text(text.lowercased())
        case "startswith", "endswith":
            guard let part = arguments.positional.first?.constantText else { break }
            return .boolean(name == "startswith" ? text.hasPrefix(part) : text.hasSuffix(part))
        case "format":
            if let text = filled(text, arguments) { return .text(text) }
        case "split":
            let separator = arguments.at(0, "sep")?.constantText ?? " "
            return newList(text.split(separator: separator).map { .text(String($0)) })
        default: break
        }
        return unknown(arguments.node, ".\(name)() of a text is not translated")
    }
}
