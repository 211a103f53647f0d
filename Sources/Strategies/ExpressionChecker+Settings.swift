internal import Indicators
internal import YAML

/// The numbers and words that shape an indicator.
extension ExpressionChecker {
    /// The nodes of all settings of an indicator, in the row's order.
    mutating func settings(
        of indicator: Indicator, _ given: [String: Expression.Argument], _ offset: Int,
        _ context: Int
    ) throws(YAMLError) -> [Int] {
        var settings: [String: Typed] = [:]
        return try indicator.parameters.map { parameter throws(YAMLError) in
            guard let argument = given[parameter.name] else {
                if let standard = parameter.standard {
                    return program.node(.number(standard), context: context)
                }
                throw text.error(
                    offset, "\(indicator.name) needs a \(parameter.name)",
                    hint: "\(indicator.name) takes \(Self.signature(indicator))")
            }
            let typed = try setting(argument.value, for: indicator, parameter, context)
            if let ceiling = parameter.ceiling, let most = settings[ceiling] {
                try check(typed, argument.value.offset, for: indicator, parameter, most: most)
            }
            settings[parameter.name] = typed
            return typed.node
        }
    }

    /// That a setting exceeds another one for no values of the strategy's parameters.
    private func check(
        _ typed: Typed, _ offset: Int, for indicator: Indicator,
        _ parameter: Indicator.Parameter, most: Typed
    ) throws(YAMLError) {
        guard typed.node != most.node, let bounds = typed.bounds, let limits = most.bounds,
            bounds.upperBound > limits.lowerBound, let ceiling = parameter.ceiling
        else { return }
        throw text.error(
            offset,
            "\(parameter.name) of \(indicator.name) must never exceed its \(ceiling), "
                + "\(Self.written(limits)): this is \(Self.written(bounds))",
            hint: "a window has no more values than that: pandas refuses it")
    }

    private mutating func setting(
        _ expression: Expression, for indicator: Indicator, _ parameter: Indicator.Parameter,
        _ context: Int
    ) throws(YAMLError) -> Typed {
        if !parameter.choices.isEmpty {
            return try choice(expression, for: indicator, parameter, context)
        }
        let typed = try number(expression, context, for: "\(parameter.name) of \(indicator.name)")
        let name = "\(parameter.name) of \(indicator.name)"
        guard shape(typed) == .scalar else {
            throw text.error(
                expression.offset, "\(name) must be a number or a parameter, not a series",
                hint: Self.ownColumns(indicator))
        }
        guard typed.isWhole || !parameter.isWhole else {
            throw text.error(expression.offset, "\(name) must be a whole number")
        }
        let limits = Self.written(parameter.bounds)
        guard let bounds = typed.bounds else {
            throw text.error(
                expression.offset, "cannot tell whether \(name) is always \(limits)",
                hint: "use a number or a parameter")
        }
        guard parameter.bounds.contains(bounds.lowerBound),
            parameter.bounds.contains(bounds.upperBound)
        else {
            throw text.error(
                expression.offset, "\(name) must be \(limits), this is \(Self.written(bounds))")
        }
        return typed
    }

    /// A setting that is a word in quotes, or `true` or `false`.
    private mutating func choice(
        _ expression: Expression, for indicator: Indicator, _ parameter: Indicator.Parameter,
        _ context: Int
    ) throws(YAMLError) -> Typed {
        let word: String? =
            switch expression.kind {
            case .text(let text): text
            case .boolean(let flag): "\(flag)"
            default: nil
            }
        guard let choice = parameter.choices.first(where: { $0.name == word }) else {
            let words = parameter.choices.compactMap { parameter.word($0.number) }
            throw text.error(
                expression.offset,
                "\(parameter.name) of \(indicator.name) must be one of "
                    + words.joined(separator: ", "),
                hint: Spelling.nearest(
                    to: word ?? Self.written(expression) ?? "",
                    among: parameter.choices.map(\.name)
                ).flatMap { Bool($0) == nil ? "did you mean \"\($0)\"?" : nil })
        }
        return Typed(node: program.node(.number(choice.number), context: context), kind: .number)
    }
}
