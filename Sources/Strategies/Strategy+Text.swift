internal import Indicators
internal import Market

extension Strategy {
    /// What a node computes, in the words of a strategy file; indicators by their names.
    func text(of index: Int, isOperand: Bool = false) -> String {
        if let named = indicators.first(where: { $0.node == index }) { return named.name }
        let node = program.nodes[index]
        let operands = node.operands
        func part(_ position: Int) -> String { text(of: operands[position], isOperand: true) }
        switch node.operation {
        case .binary(let binary):
            let text = "\(part(0)) \(binary.rawValue) \(part(1))"
            return isOperand ? "(\(text))" : text
        case .negative: return "-" + part(0)
        case .not: return isOperand ? "(not \(part(0)))" : "not " + part(0)
        case .conditional: return "(if \(part(0)) then \(part(1)) else \(part(2)))"
        case .shift(let count): return part(0) + "[\(count)]"
        case .function(let function): return call(function.rawValue, operands)
        case .indicator(let name): return call(name, operands)
        case .output(let output): return text(of: operands[0]) + suffix(output, of: operands[0])
        case .merge: return merged(operands[0])
        default: return leaf(node.operation)
        }
    }

    private func leaf(_ operation: Program.Operation) -> String {
        switch operation {
        case .number(let number):
            number == number.rounded() && number.magnitude < 1e15
                ? "\(Int(number))" : "\(number)"
        case .boolean(let flag): "\(flag)"
        case .text(let text): "\"\(text)\""
        case .parameter(let parameter): parameters[parameter].name
        case .column(let column): column.rawValue
        case .date(let part): "date.\(part.rawValue)"
        case .currentTime(let part): "current_time.\(part.rawValue)"
        case .fact(let fact): fact.rawValue
        case .kept(let place, _): customData[place].name
        default: "pair"
        }
    }

    private func call(_ name: String, _ operands: [Int]) -> String {
        "\(name)(" + operands.map { text(of: $0) }.joined(separator: ", ") + ")"
    }

    /// `.upper` of an indicator with several outputs, nothing of others.
    private func suffix(_ output: Int, of index: Int) -> String {
        guard case .indicator(let name) = program.nodes[index].operation,
            let outputs = Catalogue.indicator(name)?.outputs, outputs.count > 1
        else { return "" }
        return "." + outputs[output]
    }

    private func merged(_ index: Int) -> String {
        let context = program.contexts[program.nodes[index].context]
        let inner = text(of: index)
        guard let pair = context.pair else { return "at(\(context.timeframe), \(inner))" }
        return "of(\"\(pair)\", \(context.timeframe), \(inner))"
    }
}
