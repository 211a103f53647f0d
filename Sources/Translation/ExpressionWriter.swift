internal import Indicators
internal import Market
internal import Strategies

/// Writes the nodes of a program as Python: whole columns where candles are read, numbers in hooks.
struct ExpressionWriter {
    let strategy: Strategy
    let plan: ColumnPlan
    /// What parameters are called in the class.
    let parameterNames: [String]
    /// The hook that is being written, nil where columns are.
    var hook: Hook?

    private var program: Program { strategy.program }

    /// The node's value; a column that is planned is named, not computed again.
    func phrase(_ index: Int) -> Phrase {
        let node = program.nodes[index]
        if node.shape == .series, let name = plan.names[index] {
            return column(name, of: node.context)
        }
        return definition(index)
    }

    /// The node's value as it is computed.
    func definition(_ index: Int) -> Phrase {
        let node = program.nodes[index]
        switch node.operation {
        case .number(let number): return Phrase(PythonWords.literal(number))
        case .boolean(let flag): return Phrase(PythonWords.literal(flag))
        case .text(let text): return Phrase(PythonWords.literal(text))
        case .parameter(let parameter): return Phrase("self.\(parameterNames[parameter]).value")
        case .column(let name): return column(name.rawValue, of: node.context)
        case .date(let part):
            return Phrase(
                "\(plan.frames[node.context])[\"date\"].dt.\(part.rawValue).astype(float)")
        case .pair: return Phrase(hook.map(\.pairName) ?? "metadata[\"pair\"]")
        case .fact(let fact): return self.fact(fact)
        case .kept(let place, _):
            return Phrase("kept[\(PythonWords.literal(strategy.customData[place].name))]")
        case .currentTime(let part):
            return Phrase("current_time.\(part.rawValue)" + (part == .weekday ? "()" : ""))
        case .indicator: preconditionFailure("only an indicator's outputs have a value")
        case .output(let output): return self.output(output, of: node.operands[0])
        case .binary(let binary): return self.binary(binary, node)
        case .negative: return Phrase("-" + phrase(node.operands[0]).inside(.sign), .sign)
        case .not:
            let operand = phrase(node.operands[0])
            return node.shape == .series
                ? Phrase("~" + operand.inside(.sign), .sign)
                : Phrase("not " + operand.inside(.not), .not)
        case .conditional: return conditional(node)
        case .shift(let count): return shifted(phrase(node.operands[0]), by: count, index)
        case .function(let function): return self.function(function, node)
        case .merge:
            return merged(phrase(node.operands[0]), node, isCondition: strategy.isCondition(index))
        }
    }

    private func column(_ name: String, of context: Int) -> Phrase {
        Phrase("\(hook == nil ? plan.frames[context] : "last")[\(PythonWords.literal(name))]")
    }

    // MARK: Indicators

    /// One output of an indicator, or of an indicator seen from elsewhere.
    private func output(_ output: Int, of index: Int) -> Phrase {
        let node = program.nodes[index]
        switch node.operation {
        case .shift(let count):
            return self.output(output, of: node.operands[0]).calling("shift", "\(count)")
        case .merge:
            return merged(self.output(output, of: node.operands[0]), node, isCondition: false)
        case .indicator(let name):
            guard let row = Catalogue.indicator(name), let form = PythonForm.form(name) else {
                preconditionFailure("\(name) has no Python form")
            }
            return call(form, row, node, output)
        default: preconditionFailure("not an indicator")
        }
    }

    private func call(
        _ form: PythonForm, _ row: Indicator, _ node: Program.Node, _ output: Int
    ) -> Phrase {
        let inputs = node.operands.prefix(row.inputs.count).map { phrase($0) }
        let settings = zip(row.parameters, node.operands.dropFirst(row.inputs.count)).map {
            parameter, operand in
            let value = phrase(operand)
            // TA-Lib refuses whole numbers that are floats.
            let isPlain = value.binding == .atom && !value.text.hasPrefix("(")
            return parameter.isWhole && !isPlain ? Phrase.call("int", value) : value
        }
        switch form {
        case .template(let template):
            var text = template.replacing("{output}", with: row.outputs[output])
            for (input, value) in zip(row.inputs, inputs) {
                text = text.replacing("{\(input.name)}", with: value.inside(.atom))
            }
            let given = node.operands.dropFirst(row.inputs.count)
            for ((parameter, value), index) in zip(zip(row.parameters, settings), given) {
                let word = word(index, of: parameter) ?? value.text
                text = text.replacing("{\(parameter.name)}", with: word)
            }
            return Phrase(text)
        case .talib(let function, let names):
            var arguments = inputs.map(\.text)
            for (name, value) in zip(names, settings) {
                for name in name.split(separator: "+") {
                    arguments.append("\(name)=\(value.text)")
                }
            }
            let call = "talib.\(function)(\(arguments.joined(separator: ", ")))"
            return Phrase(row.outputs.count > 1 ? "\(call)[\(output)]" : call)
        }
    }

    /// A setting that users choose by word, as Python writes it.
    private func word(_ index: Int, of parameter: Indicator.Parameter) -> String? {
        guard case .number(let number) = program.nodes[index].operation,
            let word = parameter.word(number)
        else { return nil }
        return Bool(word).map { PythonWords.literal($0) } ?? word
    }

    // MARK: Rows

    private func shifted(_ operand: Phrase, by count: Int, _ index: Int) -> Phrase {
        operand.calling(
            "shift", strategy.isCondition(index) ? "\(count), fill_value=False" : "\(count)")
    }

    private func merged(_ operand: Phrase, _ node: Program.Node, isCondition: Bool) -> Phrase {
        let from = program.nodes[node.operands[0]].context
        let values = isCondition ? operand.calling("astype", "float") : operand
        let call = Phrase.call(
            "from_candles", Phrase(plan.frames[node.context]), timeframe(of: node.context),
            Phrase(plan.frames[from]), timeframe(of: from), values)
        return isCondition ? .infix(call, "==", Phrase("1"), .comparison) : call
    }

    /// A configuration may set another timeframe than the strategy's own.
    private func timeframe(of context: Int) -> Phrase {
        guard context > 0 else { return Phrase("self.timeframe") }
        return Phrase(PythonWords.literal(program.contexts[context].timeframe.description))
    }

    /// The value as a column, where a scalar may stand for all rows.
    func spread(_ index: Int, in context: Int) -> Phrase {
        guard program.nodes[index].shape == .scalar else { return phrase(index) }
        return .call("spread", phrase(index), Phrase(plan.frames[context]))
    }

    // MARK: Operators

    private func binary(_ binary: BinaryOperator, _ node: Program.Node) -> Phrase {
        let (left, right) = (phrase(node.operands[0]), phrase(node.operands[1]))
        let isSeries = node.shape == .series
        switch binary {
        case .and:
            return isSeries ? .infix(left, "&", right, .bitAnd) : .infix(left, "and", right, .and)
        case .or:
            return isSeries ? .infix(left, "|", right, .bitOr) : .infix(left, "or", right, .or)
        case .add, .subtract: return .infix(left, binary.rawValue, right, .sum)
        case .multiply: return .infix(left, "*", right, .product)
        case .divide:
            // Python refuses to divide numbers by zero; columns give infinity.
            if !isSeries, !isNonZero(node.operands[1]) { return .call("divide", left, right) }
            return .infix(left, "/", right, .product)
        default: return .infix(left, binary.rawValue, right, .comparison)
        }
    }

    private func isNonZero(_ index: Int) -> Bool {
        guard case .number(let number) = program.nodes[index].operation else { return false }
        return number != 0
    }

    private func conditional(_ node: Program.Node) -> Phrase {
        let test = phrase(node.operands[0])
        if program.nodes[node.operands[0]].shape == .series, node.shape == .series {
            return .call("choose", test, phrase(node.operands[1]), phrase(node.operands[2]))
        }
        let isSeries = node.shape == .series
        let chosen =
            isSeries ? spread(node.operands[1], in: node.context) : phrase(node.operands[1])
        let rest = isSeries ? spread(node.operands[2], in: node.context) : phrase(node.operands[2])
        return Phrase(
            "\(chosen.inside(.or)) if \(test.inside(.or)) else \(rest.inside(.choice))", .choice)
    }

    private func function(_ function: MathFunction, _ node: Program.Node) -> Phrase {
        let operands = node.operands.map { phrase($0) }
        let isSeries = node.shape == .series
        switch function {
        case .absolute: return .call("abs", operands[0])
        case .squareRoot: return .call("np.sqrt", operands[0])
        case .logarithm: return .call("np.log", operands[0])
        case .exponential: return .call("np.exp", operands[0])
        case .floor: return .call("np.floor", operands[0])
        case .ceiling: return .call("np.ceil", operands[0])
        case .least: return .call("np.minimum", operands[0], operands[1])
        case .greatest: return .call("np.maximum", operands[0], operands[1])
        case .power: return .call("np.power", operands[0], operands[1])
        case .isMissing: return .call("np.isnan", operands[0])
        case .number:
            return isSeries ? operands[0].calling("astype", "float") : .call("float", operands[0])
        case .crossedAbove, .crossedBelow, .crossed:
            return .call(
                "qtpylib." + function.rawValue, spread(node.operands[0], in: node.context),
                operands[1])
        case .stoplossFromOpen: return stoploss("stoploss_from_open", operands[0], "current_profit")
        case .stoplossFromAbsolute:
            return stoploss("stoploss_from_absolute", operands[0], "current_rate")
        case .profitAt: return .call("profit_at", Phrase("trade"), operands[0])
        case .ago:
            return .call(
                "self.ago", Phrase(hook?.pairName ?? "pair"), columnName(node.operands[0]),
                operands[1])
        }
    }

    private func columnName(_ index: Int) -> Phrase {
        if let name = plan.names[index] { return Phrase(PythonWords.literal(name)) }
        guard case .column(let column) = program.nodes[index].operation else {
            preconditionFailure("hooks read columns that have a name")
        }
        return Phrase(PythonWords.literal(column.rawValue))
    }

    private func stoploss(_ function: String, _ operand: Phrase, _ basis: String) -> Phrase {
        Phrase(
            "\(function)(\(operand.text), \(basis), is_short=trade.is_short, "
                + "leverage=trade.leverage)")
    }
}
