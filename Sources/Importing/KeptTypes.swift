internal import Indicators
internal import Strategies

/// Python's types of what trades keep: freqtrade reads all values of a key as it reads the first one, so that
/// a whole number that comes first makes it fail at any other, and does not keep what numpy compares.
struct KeptTypes {
    enum Kind: Hashable {
        case whole, real, flag
        /// Something of numpy that freqtrade does not keep, or that nobody knows.
        case other
    }

    private let interpreter: Interpreter
    private var known: [String: Set<Kind>] = [:]

    init(_ interpreter: Interpreter) {
        self.interpreter = interpreter
        for key in interpreter.keys { known[key.name] = [] }
        var isSettled = false
        while !isSettled {
            let before = known
            for key in interpreter.keys {
                let found = key.writes.flatMap { kinds($0.value) }
                known[key.name]?.formUnion(found)
            }
            isSettled = known == before
        }
    }

    /// Tells where freqtrade would fail.
    func report() {
        for key in interpreter.keys {
            let kinds = known[key.name] ?? []
            guard let write = key.writes.first, kinds.count != 1 || kinds.contains(.other) else {
                continue
            }
            let outer = interpreter.module
            interpreter.module = write.module
            defer { interpreter.module = outer }
            interpreter.gap(
                write.node,
                kinds.contains(.other)
                    ? "what is kept under \"\(key.key)\" may be of numpy's types, which freqtrade "
                        + "does not keep"
                    : "freqtrade reads what is kept under \"\(key.key)\" as the type of what was "
                        + "kept first, and these are several",
                hint: kinds.contains(.whole) && kinds.contains(.real)
                    ? "write whole numbers as 0.0, the default too" : nil)
        }
    }

    private func kinds(_ value: Value) -> Set<Kind> {
        switch value {
        case .boolean: [.flag]
        case .integer: [.whole]
        case .number: [.real]
        case .quantity(let quantity): kinds(quantity.term)
        case .choice(_, let one, let other): kinds(one).union(kinds(other))
        default: [.other]
        }
    }

    private func kinds(_ term: Term) -> Set<Kind> {
        switch term {
        case .number(let number): return [number == number.rounded() ? .whole : .real]
        case .boolean, .not: return speaksOfCandles(term) ? [.other] : [.flag]
        case .text: return [.other]
        case .name(let name): return kinds(ofName: name)
        case .definition, .part, .shift, .elsewhere: return column(term)
        case .negative(let operand): return kinds(operand)
        case .call(let name, let operands, _):
            if ["min", "max", "abs"].contains(name) {
                return operands.reduce(into: []) { $0.formUnion(kinds($1)) }
            }
            return ["number", "floor", "ceil", "is_missing"].contains(name)
                ? [.other] : column(term)
        case .conditional(_, let chosen, let otherwise):
            return kinds(chosen).union(kinds(otherwise))
        case .binary(let binary, let left, let right): return kinds(binary, left, right)
        }
    }

    private func kinds(_ binary: BinaryOperator, _ left: Term, _ right: Term) -> Set<Kind> {
        switch binary {
        case .divide: return kinds(left).union(kinds(right)).contains(.other) ? [.other] : [.real]
        case .add, .subtract, .multiply:
            var found: Set<Kind> = []
            for one in kinds(left) {
                for other in kinds(right) {
                    let both: Set<Kind> = [one, other]
                    found.insert(
                        both.contains(.other) ? .other : both.contains(.real) ? .real : .whole)
                }
            }
            return found
        default: return speaksOfCandles(.binary(binary, left, right)) ? [.other] : [.flag]
        }
    }

    private func kinds(ofName name: String) -> Set<Kind> {
        if let key = interpreter.keys.first(where: { $0.name == name }) {
            var kinds = known[name] ?? []
            if case .number(_, let isWhole) = key.form { kinds.insert(isWhole ? .whole : .real) }
            if case .condition = key.form { kinds.insert(.flag) }
            return kinds
        }
        if let parameter = interpreter.parameters.first(where: { $0.name == name }) {
            switch parameter.domain {
            case .integer: return [.whole]
            case .decimal: return [.real]
            case .boolean: return [.flag]
            case .categorical: return [.other]
            }
        }
        if name.hasPrefix("current_time.") { return [.whole] }
        switch TradeFact(rawValue: name) {
        case .entries, .exits: return [.whole]
        case .leverage, .entryLeverage: return [.whole, .real]
        case .isShort, .hasOpenOrders, .afterFill, .orderIsEntry: return [.flag]
        case .enterTag, .entryTag, .exitReason, .entrySide: return [.other]
        case nil where name.hasPrefix("date."): return [.other]
        default: return [.real]
        }
    }

    /// Of the last candle: numpy's floats, which freqtrade keeps as it keeps Python's.
    private func column(_ term: Term) -> Set<Kind> {
        var waiting = [term]
        while let term = waiting.popLast() {
            switch term {
            case .definition(let index):
                guard interpreter.definitions[index].quantity.kind == .number else {
                    return [.other]
                }
                waiting.append(interpreter.definitions[index].quantity.term)
            case .call(let name, _, _) where name.hasPrefix("cdl") || name == "number":
                return [.other]
            case .name(let name) where name.hasPrefix("date."): return [.other]
            case .number, .conditional: return [.other]
            case .call: break
            default: waiting += term.operands
            }
        }
        return [.real]
    }

    private func speaksOfCandles(_ term: Term) -> Bool {
        var waiting = [term]
        while let term = waiting.popLast() {
            switch term {
            case .definition, .part, .shift, .elsewhere: return true
            case .name(let name)
            where CandleColumn(rawValue: name) != nil || name.hasPrefix("date."):
                return true
            case .call(let name, let operands, _):
                guard ["min", "max", "abs", "number"].contains(name) else { return true }
                waiting += operands
            default: waiting += term.operands
            }
        }
        return false
    }
}
