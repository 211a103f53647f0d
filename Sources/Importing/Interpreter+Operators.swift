internal import Strategies

extension Interpreter {
    func binary(_ word: String, _ left: Value, _ right: Value, _ node: Syntax) -> Value {
        if left.isUnknown { return left }
        if right.isUnknown { return right }
        if case .choice(let test, let one, let other) = left {
            return merged(
                test, binary(word, one, right, node), binary(word, other, right, node), node)
        }
        if case .choice(let test, let one, let other) = right {
            return merged(
                test, binary(word, left, one, node), binary(word, left, other, node), node)
        }
        if let value = constants(word, left, right) { return value }
        if let value = moments(word, left, right, node) { return value }
        if word == "Add", let one = elements(left), let other = elements(right) {
            return newList(one + other)
        }
        guard let one = left.quantity, let other = right.quantity else {
            return unknown(node, "\(words(left)) and \(words(right)) do not go together here")
        }
        switch word {
        case "BitAnd", "BitOr", "BitXor": return mask(word, one, other, node)
        case "Pow": return power(one, right, node)
        default: return arithmetic(word, one, other, node)
        }
    }

    /// `+ - * /` of numbers; conditions count as 1 and 0.
    func arithmetic(
        _ word: String, _ left: Quantity, _ right: Quantity, _ node: Syntax
    ) -> Value {
        let operators: [String: BinaryOperator] = [
            "Add": .add, "Sub": .subtract, "Mult": .multiply, "Div": .divide,
        ]
        guard let binary = operators[word] else {
            return unknown(
                node, "there is no \(Self.spelling[word] ?? word) in expressions",
                hint: "+, -, * and / are there")
        }
        guard let one = left.asNumber, let other = right.asNumber else {
            return unknown(node, "\(binary.rawValue) needs two numbers")
        }
        return value(
            .made(of: [one, other], .number, .binary(binary, one.term, other.term)), node)
    }

    private static let spelling = [
        "Mod": "remainder (%)", "FloorDiv": "whole division (//)", "LShift": "<<", "RShift": ">>",
        "MatMult": "@",
    ]

    private func power(_ base: Quantity, _ exponent: Value, _ node: Syntax) -> Value {
        switch exponent.constantNumber {
        case 1: return .quantity(base)
        case 2: return arithmetic("Mult", base, base, node)
        case 0.5: return call("sqrt", [base], node)
        default:
            guard let one = base.asNumber, let other = exponent.quantity?.asNumber else {
                return unknown(node, "a power needs two numbers")
            }
            return call("power", [one, other], node)
        }
    }

    private func mask(
        _ word: String, _ one: Quantity, _ other: Quantity, _ node: Syntax
    ) -> Value {
        // Beside a condition, 1 and 0 are one too.
        let left = other.kind == .condition ? flag(one) : one
        let right = one.kind == .condition ? flag(other) : other
        guard left.kind == .condition, right.kind == .condition else {
            return unknown(
                node,
                "& and | join conditions, not \(words(.quantity(left))) and "
                    + words(.quantity(right)), hint: "compare the number: column == 1")
        }
        if left.hasGaps && right.hasGaps || (word != "BitAnd" && (left.hasGaps || right.hasGaps)) {
            return unknown(
                node,
                "pandas leaves the first rows of a shifted condition empty, so that it is "
                    + "no condition here", hint: "shift the columns that are compared")
        }
        switch word {
        case "BitAnd": return value(.and(left, right), node)
        case "BitOr": return value(.or(left, right), node)
        default:
            return value(
                .made(
                    of: [left, right], .condition, .binary(.notEqual, left.term, right.term)),
                node)
        }
    }

    func unary(_ word: String, _ operand: Value, _ node: Syntax) -> Value {
        switch (word, operand) {
        case (_, .unknown): return operand
        case ("Not", _):
            switch truth(operand, node) {
            case .always(let flag): return .boolean(!flag)
            case .sometimes(let test): return .quantity(test.negated)
            case .unknown(let index): return .unknown(index)
            }
        case ("USub", .integer(let number)): return .integer(-number)
        case ("USub", .number(let number)): return .number(-number)
        case ("UAdd", _): return operand
        case ("Invert", .quantity(let quantity)) where quantity.kind == .condition:
            guard !quantity.hasGaps else {
                return unknown(
                    node, "~ of a shifted condition does not negate it in pandas",
                    hint: "shift the columns that are compared, then write ~")
            }
            return .quantity(quantity.negated)
        case ("USub", .quantity(let quantity)):
            guard let number = quantity.asNumber else { break }
            return value(.made(of: [number], .number, .negative(number.term)), node)
        default: break
        }
        return unknown(node, "\(word) of \(words(operand)) is not translated")
    }

    // MARK: Comparisons

    func comparison(_ node: Syntax) -> Value {
        var left = evaluate(node.child("left"))
        var whole: Value?
        let words = node.text("ops").split(separator: ",").map(String.init)
        for (word, right) in zip(words, node.list("comparators")) {
            let other = evaluate(right)
            let part = compare(word, left, other, node)
            guard let before = whole else {
                whole = part
                left = other
                continue
            }
            guard let one = before.quantity, let two = part.quantity,
                one.shape != .series || isHook, two.shape != .series || isHook
            else {
                return before.isUnknown
                    ? before : unknown(node, "columns cannot be compared in a chain")
            }
            whole = value(.and(one, two), node)
            left = other
        }
        return whole ?? .boolean(true)
    }

    func compare(_ word: String, _ left: Value, _ right: Value, _ node: Syntax) -> Value {
        if left.isUnknown { return left }
        if right.isUnknown { return right }
        if case .choice(let test, let one, let other) = left {
            return merged(
                test, compare(word, one, right, node), compare(word, other, right, node), node)
        }
        if word == "In" || word == "NotIn" { return membership(word, left, right, node) }
        if let same = Value.areSame(left, right), ["Eq", "NotEq", "Is", "IsNot"].contains(word) {
            return .boolean(same == (word == "Eq" || word == "Is"))
        }
        if word == "Is" || word == "IsNot" {
            if case .none = right {
                // No tag is an empty one in the strategy file.
                if let tag = left.quantity, tag.kind == .text, tag.shape == .trade {
                    return compare(word == "Is" ? "Eq" : "NotEq", left, .text(""), node)
                }
                return .boolean(word == "IsNot")
            }
            if case .boolean(let flag) = right, let quantity = left.quantity,
                quantity.kind == .condition
            {
                return .quantity(flag == (word == "Is") ? quantity : quantity.negated)
            }
        }
        if let value = spans(word, left, right, node) { return value }
        guard let binary = Self.comparisons[word], let one = left.quantity,
            let other = right.quantity
        else { return unknown(node, "\(words(left)) cannot be compared with \(words(right))") }
        return compare(binary, one, other, node)
    }

    private static let comparisons: [String: BinaryOperator] = [
        "Eq": .equal, "NotEq": .notEqual, "Lt": .less, "LtE": .lessOrEqual, "Gt": .greater,
        "GtE": .greaterOrEqual,
    ]

    func compare(
        _ binary: BinaryOperator, _ left: Quantity, _ right: Quantity, _ node: Syntax
    ) -> Value {
        if let value = constants(binary, left, right) { return value }
        let flag = left.counted ?? left.flagged(by: right.term)
        if let value = asked(flag, binary, right.term) { return value }
        if left.kind == .condition, let value = asked(left, binary, right.term) { return value }
        if right.kind == .condition, let value = asked(right, binary, left.term) { return value }
        if left.kind == .text || right.kind == .text {
            guard left.kind == right.kind, binary == .equal || binary == .notEqual else {
                return unknown(node, "texts and numbers are never equal")
            }
            return value(
                .made(of: [left, right], .condition, .binary(binary, left.term, right.term)), node)
        }
        guard let one = left.asNumber, let other = right.asNumber else {
            return unknown(node, "a shifted condition is compared here")
        }
        return value(
            .made(of: [one, other], .condition, .binary(binary, one.term, other.term)), node)
    }

    private func constants(
        _ binary: BinaryOperator, _ left: Quantity, _ right: Quantity
    ) -> Value? {
        guard case .number(let one) = left.term, case .number(let other) = right.term else {
            return nil
        }
        switch binary {
        case .less: return .boolean(one < other)
        case .lessOrEqual: return .boolean(one <= other)
        case .greater: return .boolean(one > other)
        case .greaterOrEqual: return .boolean(one >= other)
        case .equal: return .boolean(one == other)
        case .notEqual: return .boolean(one != other)
        default: return nil
        }
    }

    /// A condition compared with 1, 0, True or False is itself or its contrary; rows that pandas
    /// leaves empty are equal to nothing.
    private func asked(_ condition: Quantity?, _ binary: BinaryOperator, _ other: Term) -> Value? {
        guard let condition else { return nil }
        let isSet: Bool
        switch other {
        case .number(1), .boolean(true): isSet = true
        case .number(0), .boolean(false): isSet = false
        default: return nil
        }
        var answer: Quantity
        switch (binary, isSet) {
        case (.equal, true), (.notEqual, false), (.greater, false), (.greaterOrEqual, true):
            answer = condition
        case (.equal, false), (.notEqual, true), (.less, true), (.lessOrEqual, false):
            answer = condition.negated
        default: return nil
        }
        // Empty is unequal, and neither True nor False.
        let isExact = !condition.hasGaps || (binary == .equal && isSet)
        answer.hasGaps = false
        return isExact ? .quantity(answer) : nil
    }

    private func membership(
        _ word: String, _ left: Value, _ right: Value, _ node: Syntax
    ) -> Value {
        if let text = left.constantText, let whole = right.constantText {
            return .boolean(whole.contains(text) == (word == "In"))
        }
        if case .frame(let index) = right, let name = left.constantText {
            return .boolean((column(name, of: index) != nil) == (word == "In"))
        }
        guard let elements = elements(right) else {
            return unknown(node, "\(words(left)) is looked for in \(words(right))")
        }
        var found = Value.boolean(false)
        for element in elements {
            let isThis = compare("Eq", left, element, node)
            guard let one = found.quantity, let other = isThis.quantity else { return isThis }
            found = value(.or(one, other), node)
        }
        return word == "In" ? found : unary("Not", found, node)
    }

    // MARK: Constants

    private func constants(_ word: String, _ left: Value, _ right: Value) -> Value? {
        if word == "Add", let one = left.constantText, let other = right.constantText {
            return .text(one + other)
        }
        guard let one = left.constantNumber, let other = right.constantNumber else { return nil }
        var areWhole = false
        if case .integer = left, case .integer = right { areWhole = true }
        let result: Double
        switch word {
        case "Add": result = one + other
        case "Sub": result = one - other
        case "Mult": result = one * other
        case "Div" where other != 0:
            (result, areWhole) = (one / other, false)
        case "FloorDiv" where other != 0: result = (one / other).rounded(.down)
        case "Mod" where other != 0: result = one - other * (one / other).rounded(.down)
        case "Pow" where areWhole && other >= 0 && other < 64:
            result = (0..<Int(other)).reduce(1.0) { power, _ in power * one }
        case "BitAnd", "BitOr":
            guard case .boolean(let first) = left, case .boolean(let second) = right else {
                return nil
            }
            return .boolean(word == "BitAnd" ? first && second : first || second)
        default: return nil
        }
        return areWhole ? Int(exactly: result).map { .integer($0) } : .number(result)
    }
}
