internal import Indicators
internal import Market
internal import YAML

extension ExpressionChecker {
    mutating func check(
        call name: String, _ arguments: [Expression.Argument], _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        if name == "at" { return try check(at: arguments, offset, context) }
        if name == "of" { return try check(of: arguments, offset, context) }
        if let function = MathFunction(rawValue: name) {
            return try check(function, arguments, offset, context)
        }
        guard let indicator = Catalogue.indicator(name) else {
            let names =
                Catalogue.indicators.map(\.name) + MathFunction.allCases.map(\.rawValue)
                + ["at", "of"]
            throw text.error(
                offset, "unknown function \"\(name)\"",
                hint: Spelling.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" })
        }
        return try check(indicator, arguments, offset, context)
    }

    // MARK: Indicators

    private mutating func check(
        _ indicator: Indicator, _ arguments: [Expression.Argument], _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        let given = try bind(arguments, to: indicator, offset)
        var operands: [Int] = []
        for input in indicator.inputs {
            if let argument = given[input.name] {
                operands.append(try series(argument.value, for: indicator, input.name, context))
            } else if let column = input.column {
                operands.append(
                    program.node(.column(column), context: context, shape: .series))
            } else {
                throw text.error(
                    offset, "\(indicator.name) needs a \(input.name)",
                    hint: "\(indicator.name) takes \(Self.signature(indicator))")
            }
        }
        operands += try settings(of: indicator, given, offset, context)
        let whole = program.node(.indicator(indicator.name), operands, context: context)
        guard indicator.outputs.count == 1 else {
            return Typed(node: whole, kind: .outputs(indicator.name))
        }
        return Typed(
            node: program.node(.output(0), [whole], context: context), kind: .number)
    }

    /// Positional arguments fill the series that must be given, then the parameters; any can be named.
    private func bind(
        _ arguments: [Expression.Argument], to indicator: Indicator, _ offset: Int
    ) throws(YAMLError) -> [String: Expression.Argument] {
        let positions =
            indicator.inputs.filter { $0.column == nil }.map(\.name)
            + indicator.parameters.map(\.name)
        let names = indicator.inputs.map(\.name) + indicator.parameters.map(\.name)
        var given: [String: Expression.Argument] = [:]
        for (index, argument) in arguments.enumerated() {
            guard argument.name != nil || index < positions.count else {
                throw text.error(
                    argument.offset, "\(indicator.name) takes \(Self.signature(indicator))",
                    hint: Self.ownColumns(indicator))
            }
            let name = argument.name ?? positions[index]
            guard names.contains(name) else {
                throw text.error(
                    argument.offset, "\(indicator.name) has no argument \"\(name)\"",
                    hint: Self.suggestion(name, among: names))
            }
            guard given.updateValue(argument, forKey: name) == nil else {
                throw text.error(argument.offset, "\(name) is given twice")
            }
        }
        return given
    }

    private mutating func series(
        _ expression: Expression, for indicator: Indicator, _ input: String, _ context: Int
    ) throws(YAMLError) -> Int {
        let typed = try number(expression, context, for: indicator.name)
        guard shape(typed) == .series else {
            let what = shape(typed) == .trade ? "a trade's facts have" : "a single number has"
            throw text.error(
                expression.offset, "\(indicator.name) needs a series: \(what) no earlier candles",
                hint: Self.ownColumns(indicator))
        }
        return typed.node
    }

    // MARK: Functions of a row

    private mutating func check(
        _ function: MathFunction, _ arguments: [Expression.Argument], _ offset: Int,
        _ context: Int
    ) throws(YAMLError) -> Typed {
        try checkCall(of: function, arguments, offset)
        var operands: [Typed] = []
        for argument in arguments {
            operands.append(
                function == .number
                    ? try condition(argument.value, context, for: function.rawValue)
                    : try number(argument.value, context, for: function.rawValue))
        }
        let shapes = operands.map { shape($0) }
        if function.isCrossing, !shapes.contains(.series) || shapes.contains(.trade) {
            throw text.error(
                offset, "\(function.rawValue) needs a series",
                hint: "a value that changes from candle to candle")
        }
        if function == .ago, shapes[0] != .series {
            throw text.error(
                arguments[0].value.offset, "ago needs a series: this has no earlier candles")
        }
        let node = program.node(
            .function(function), operands.map(\.node), context: context,
            shape: function.needsHook ? .trade : .scalar)
        return Typed(node: node, kind: function.isCondition ? .boolean : .number)
    }

    /// That the function is called as it is meant to be, where it is known.
    private func checkCall(
        of function: MathFunction, _ arguments: [Expression.Argument], _ offset: Int
    ) throws(YAMLError) {
        let count = function.argumentCount
        guard arguments.count == count else {
            let plural = count == 1 ? "argument" : "arguments"
            throw text.error(offset, "\(function.rawValue) takes \(count) \(plural)")
        }
        if let named = arguments.first(where: { $0.name != nil }) {
            throw text.error(named.offset, "\(function.rawValue) takes no named arguments")
        }
        if function.needsStoplossHook, hook != .customStoploss {
            throw text.error(offset, "\(function.rawValue) is known only in custom_stoploss")
        }
        if function == .profitAt, hook?.knowsTrade != true {
            throw text.error(offset, "profit_at is known only in hooks that know a trade")
        }
        if function == .ago, hook == nil {
            throw text.error(offset, "ago is known only in hooks", hint: "x[2] is two candles ago")
        }
    }

    // MARK: Other timeframes and pairs

    private mutating func check(
        at arguments: [Expression.Argument], _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        guard arguments.count == 2, arguments.allSatisfy({ $0.name == nil }) else {
            throw text.error(
                offset, "at takes a timeframe and an expression", hint: "at(1h, ema(close, 50))")
        }
        return try check(
            arguments[1].value, atFrame: arguments[0].value,
            of: program.contexts[context].pair, context)
    }

    private mutating func check(
        of arguments: [Expression.Argument], _ offset: Int, _ context: Int
    ) throws(YAMLError) -> Typed {
        guard arguments.count == 3, arguments.allSatisfy({ $0.name == nil }),
            case .text(let symbol) = arguments[0].value.kind
        else {
            throw text.error(
                offset, "of takes a pair, a timeframe and an expression",
                hint: "of(\"BTC/USDT\", 1h, close)")
        }
        guard let pair = try? Pair(symbol) else {
            throw text.error(
                arguments[0].offset, "\"\(symbol)\" is not a pair", hint: "such as \"BTC/USDT\"")
        }
        return try check(arguments[2].value, atFrame: arguments[1].value, of: pair, context)
    }

    private mutating func check(
        _ expression: Expression, atFrame frame: Expression, of pair: Pair?, _ context: Int
    ) throws(YAMLError) -> Typed {
        guard case .timeframe(let word) = frame.kind, let timeframe = try? Timeframe(word) else {
            throw text.error(frame.offset, "expected a timeframe", hint: "such as 1h")
        }
        let own = program.contexts[context].timeframe
        guard timeframe.minutes.isMultiple(of: own.minutes) else {
            throw text.error(
                frame.offset, "\(timeframe) is not made of candles of \(own)",
                hint: "use \(own) or a multiple of it")
        }
        let other = program.context(Program.Context(pair: pair, timeframe: timeframe))
        let inner = try check(expression, other)
        guard other != context, shape(inner) == .series else { return inner }
        var merged = inner
        merged.node = program.node(.merge, [inner.node], context: context)
        return merged
    }

    // MARK: Words

    /// `series, period = 14`.
    static func signature(_ indicator: Indicator) -> String {
        let inputs = indicator.inputs.filter { $0.column == nil }.map(\.name)
        let parameters = indicator.parameters.map { parameter in
            parameter.name
                + (parameter.standard.map { " = \(parameter.word($0) ?? written($0))" } ?? "")
        }
        let all = inputs + parameters
        return all.isEmpty ? "no arguments" : all.joined(separator: ", ")
    }

    static func ownColumns(_ indicator: Indicator) -> String? {
        let columns = indicator.inputs.compactMap(\.column).map(\.rawValue)
        return columns.isEmpty
            ? nil : "\(indicator.name) reads \(columns.joined(separator: ", ")) itself"
    }

    static func written(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    static func written(_ bounds: ClosedRange<Double>) -> String {
        let (low, high) = (written(bounds.lowerBound), written(bounds.upperBound))
        return low == high ? low : "\(low) to \(high)"
    }
}

extension MathFunction {
    var argumentCount: Int {
        switch self {
        case .crossedAbove, .crossedBelow, .crossed, .least, .greatest, .power, .ago: 2
        default: 1
        }
    }

    var isCrossing: Bool { [.crossedAbove, .crossedBelow, .crossed].contains(self) }
    var isCondition: Bool { isCrossing || self == .isMissing }
    var needsStoplossHook: Bool {
        self == .stoplossFromOpen || self == .stoplossFromAbsolute
    }
    var needsHook: Bool { needsStoplossHook || self == .profitAt || self == .ago }
}
