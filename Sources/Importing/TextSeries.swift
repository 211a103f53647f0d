internal import Strategies

/// Methods of a column that is one of several texts, or none.
extension Interpreter {
    func method(_ name: String, ofTexts texts: Value, _ arguments: Arguments) -> Value? {
        switch name {
        case "fillna":
            let filling = arguments.at(0, "value") ?? .none
            return texts.mappingTexts { if case .none = $0 { filling } else { $0 } }
        case "shift":
            guard let count = (arguments.at(0, "periods") ?? .integer(1)).constantNumber,
                arguments.named.isEmpty, count > 0
            else { return nil }
            return shifted(texts, by: Int(count), arguments.node)
        case "copy", "to_numpy": return texts
        default: return nil
        }
    }

    /// Each candle's text that was the text so many candles before; none on the first ones.
    private func shifted(_ texts: Value, by count: Int, _ node: Syntax) -> Value? {
        guard case .choice(let test, let one, let other) = texts else { return texts }
        let closes = Quantity(.name("close"), .number, .series, candles: test.candles)
        guard let before = shifted(closes, by: count, node).quantity,
            let isEmpty = call("is_missing", [before], node, as: .condition).quantity,
            case .quantity(var was) = shifted(test, by: count, node),
            let first = shifted(one, by: count, node), let second = shifted(other, by: count, node)
        else { return nil }
        was.hasGaps = false
        return .choice(isEmpty, .none, .choice(was, first, second))
    }
}

extension Value {
    /// The same choice of other texts.
    fileprivate func mappingTexts(_ change: (Value) -> Value) -> Value {
        guard case .choice(let test, let one, let other) = self else { return change(self) }
        return .choice(test, one.mappingTexts(change), other.mappingTexts(change))
    }
}
