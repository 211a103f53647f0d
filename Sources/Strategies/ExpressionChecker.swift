internal import Indicators
internal import Market
internal import YAML

/// Gives every expression its type and turns it into nodes of the program.
struct ExpressionChecker {
    /// What an expression yields, and where in the program.
    struct Typed {
        enum Kind: Equatable {
            case number, boolean, text
            /// An indicator with several outputs, by its name.
            case outputs(String)
        }

        var node: Int
        var kind: Kind
        /// A scalar that is always a whole number.
        var isWhole = false
        /// Where a scalar number lies, if that can be told.
        var bounds: ClosedRange<Double>?
        /// What a text can be, if that can be told.
        var choices: [String]?
    }

    let parameters: [Parameter]
    /// Indicators of the strategy that were defined before, in order.
    var definitions: [(name: String, text: ExpressionText)] = []
    var program: Program
    /// What trades keep, which hooks may name.
    var customData: [CustomDatum] = []
    /// The hook whose facts may be named, nil elsewhere.
    var hook: Hook?
    /// The text in which the next offset lies.
    var text: ExpressionText
    /// Types of the definitions by name and context.
    var known: [String: Typed] = [:]

    init(parameters: [Parameter], program: Program, text: ExpressionText) {
        self.parameters = parameters
        self.program = program
        self.text = text
    }

    /// The node of a whole expression in the strategy's own context.
    mutating func check(_ text: ExpressionText) throws(YAMLError) -> Typed {
        self.text = text
        return try check(text.expression, 0)
    }

    func shape(_ typed: Typed) -> Program.Shape { program.nodes[typed.node].shape }

    mutating func check(_ expression: Expression, _ context: Int) throws(YAMLError) -> Typed {
        let offset = expression.offset
        switch expression.kind {
        case .number(let number):
            return Typed(
                node: program.node(.number(number), context: context), kind: .number,
                isWhole: number == number.rounded(), bounds: number...number)
        case .boolean(let flag):
            return Typed(node: program.node(.boolean(flag), context: context), kind: .boolean)
        case .text(let content):
            return Typed(
                node: program.node(.text(content), context: context), kind: .text,
                choices: [content])
        case .timeframe(let content):
            throw text.error(
                offset, "a timeframe stands only in at(\(content), …) and of(\"…\", \(content), …)")
        case .name(let name): return try check(name: name, offset, context)
        case .member(let whole, let part):
            return try check(member: part, of: whole, offset, context)
        case .shift(let shifted, let index):
            return try check(shift: shifted, by: index, offset, context)
        case .call(let name, let arguments):
            return try check(call: name, arguments, offset, context)
        case .negative(let operand):
            let inner = try number(operand, context, for: "-")
            return Typed(
                node: program.node(.negative, [inner.node], context: context), kind: .number,
                isWhole: inner.isWhole,
                bounds: inner.bounds.map { -$0.upperBound ... -$0.lowerBound })
        case .not(let operand):
            let inner = try condition(operand, context, for: "not")
            return Typed(
                node: program.node(.not, [inner.node], context: context), kind: .boolean)
        case .binary(let binary, let left, let right):
            return try check(binary, left, right, offset, context)
        case .conditional(let condition, let chosen, let otherwise):
            return try check(if: condition, chosen, otherwise, context)
        }
    }

    // MARK: Operators

    private mutating func check(
        _ binary: BinaryOperator, _ left: Expression, _ right: Expression, _ offset: Int,
        _ context: Int
    ) throws(YAMLError) -> Typed {
        switch binary {
        case .and, .or:
            let first = try condition(left, context, for: binary.rawValue)
            let second = try condition(right, context, for: binary.rawValue)
            return Typed(
                node: program.node(.binary(binary), [first.node, second.node], context: context),
                kind: .boolean)
        case .add, .subtract, .multiply, .divide:
            let first = try number(left, context, for: binary.rawValue)
            let second = try number(right, context, for: binary.rawValue)
            return Typed(
                node: program.node(.binary(binary), [first.node, second.node], context: context),
                kind: .number, isWhole: binary != .divide && first.isWhole && second.isWhole,
                bounds: Self.bounds(binary, first.bounds, second.bounds))
        default: return try compare(binary, left, right, offset, context)
        }
    }

    private mutating func compare(
        _ binary: BinaryOperator, _ left: Expression, _ right: Expression, _ offset: Int,
        _ context: Int
    ) throws(YAMLError) -> Typed {
        let first = try single(left, context)
        let second = try single(right, context)
        guard first.kind == second.kind else {
            throw text.error(
                offset,
                "\(binary.rawValue) compares like with like, not \(words(first)) with \(words(second))"
            )
        }
        if first.kind != .number, binary != .equal, binary != .notEqual {
            throw text.error(
                offset, "\(binary.rawValue) compares numbers, not \(words(first))",
                hint: "== and != compare any two values")
        }
        for (whole, part, place) in [(first, second, right), (second, first, left)] {
            guard let choices = whole.choices, let other = part.choices else { continue }
            for word in other where !choices.contains(word) && other.count == 1 {
                throw text.error(
                    place.offset, "\"\(word)\" is never equal to it",
                    hint: Self.suggestion(word, among: choices))
            }
        }
        return Typed(
            node: program.node(.binary(binary), [first.node, second.node], context: context),
            kind: .boolean)
    }

    private mutating func check(
        if condition: Expression, _ chosen: Expression, _ otherwise: Expression, _ context: Int
    ) throws(YAMLError) -> Typed {
        let test = try self.condition(condition, context, for: "if")
        let first = try single(chosen, context)
        let second = try single(otherwise, context)
        guard first.kind == second.kind else {
            throw text.error(
                otherwise.offset,
                "then yields \(words(first)), else yields \(words(second)): they must be alike")
        }
        if first.kind == .text, shape(test) != .scalar {
            throw text.error(chosen.offset, "texts cannot change from candle to candle")
        }
        var bounds: ClosedRange<Double>?
        if let one = first.bounds, let other = second.bounds {
            bounds = min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
        }
        var choices: [String]?
        if let one = first.choices, let other = second.choices { choices = one + other }
        return Typed(
            node: program.node(
                .conditional, [test.node, first.node, second.node], context: context),
            kind: first.kind, isWhole: first.isWhole && second.isWhole, bounds: bounds,
            choices: choices)
    }

    private mutating func check(
        shift shifted: Expression, by index: Expression, _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        let inner = try check(shifted, context)
        if case .negative = index.kind {
            throw text.error(
                index.offset, "the candles to come are not known",
                hint: "x[1] is the value one candle ago")
        }
        guard case .number(let number) = index.kind, let count = Int(exactly: number),
            count <= 100_000
        else {
            throw text.error(
                index.offset, "expected a constant whole number of candles",
                hint: "x[1] is the value one candle ago")
        }
        guard shape(inner) == .series else {
            let what = shape(inner) == .trade ? "a trade's facts have" : "this has"
            throw text.error(offset, "\(what) no earlier candles")
        }
        guard count > 0 else { return inner }
        return Typed(
            node: program.node(.shift(count), [inner.node], context: context), kind: inner.kind)
    }

    private static func bounds(
        _ binary: BinaryOperator, _ left: ClosedRange<Double>?, _ right: ClosedRange<Double>?
    ) -> ClosedRange<Double>? {
        guard let left, let right else { return nil }
        if binary == .divide, right.contains(0) { return nil }
        var corners: [Double] = []
        for one in [left.lowerBound, left.upperBound] {
            for other in [right.lowerBound, right.upperBound] {
                switch binary {
                case .add: corners.append(one + other)
                case .subtract: corners.append(one - other)
                case .multiply: corners.append(one * other)
                default: corners.append(one / other)
                }
            }
        }
        guard let least = corners.min(), let greatest = corners.max(), least.isFinite,
            greatest.isFinite
        else { return nil }
        return least...greatest
    }
}

// MARK: - What an operator needs

extension ExpressionChecker {
    /// One value: a number, a condition or a text, not several outputs.
    mutating func single(
        _ expression: Expression, _ context: Int
    ) throws(YAMLError) -> Typed {
        let typed = try check(expression, context)
        guard case .outputs(let name) = typed.kind else { return typed }
        let outputs = Catalogue.indicator(name)?.outputs ?? []
        let written = Self.written(expression) ?? name + "(…)"
        throw text.error(
            expression.offset,
            "\(name) has several outputs: " + outputs.joined(separator: ", "),
            hint: "write \(written).\(outputs.first ?? "")")
    }

    mutating func number(
        _ expression: Expression, _ context: Int, for user: String
    ) throws(YAMLError) -> Typed {
        let typed = try single(expression, context)
        guard typed.kind == .number else {
            throw text.error(
                expression.offset, "\(user) needs a number, this is \(words(typed))",
                hint: typed.kind == .boolean ? "number(…) makes 1 or 0 of a condition" : nil)
        }
        return typed
    }

    mutating func condition(
        _ expression: Expression, _ context: Int, for user: String
    ) throws(YAMLError) -> Typed {
        let typed = try single(expression, context)
        guard typed.kind == .boolean else {
            throw text.error(
                expression.offset, "\(user) needs a condition, this is \(words(typed))",
                hint: typed.kind == .number ? "compare it: … > 0" : nil)
        }
        return typed
    }

    func words(_ typed: Typed) -> String {
        switch typed.kind {
        case .number: "a number"
        case .boolean: "a condition"
        case .text: "a text"
        case .outputs(let name): "all of \(name)"
        }
    }

    static func suggestion(_ word: String, among words: [String]) -> String {
        Spelling.nearest(to: word, among: words).map { "did you mean \"\($0)\"?" }
            ?? "it can be " + words.joined(separator: ", ")
    }

    /// How a simple expression was written, for hints.
    static func written(_ expression: Expression) -> String? {
        guard case .name(let name) = expression.kind else { return nil }
        return name
    }
}
