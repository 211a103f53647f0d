internal import Strategies

/// What a parameter decides where expressions want a constant: every value that it can have is followed.
extension Interpreter {
    /// More ways than these are not written out.
    private static let mostWays = 64

    /// The values that a parameter of whole numbers or of a list can have, nil for any other.
    func values(of quantity: Quantity) -> [Value]? {
        guard case .name(let name) = quantity.term,
            let parameter = parameters.first(where: { $0.name == name && !name.isEmpty })
        else { return nil }
        switch parameter.domain {
        case .integer(let low, let high):
            guard high - low < Self.mostWays else { return nil }
            var all = Array(min(low, high)...max(low, high))
            if let standard = parameter.standard.constantNumber.flatMap({ Int(exactly: $0) }),
                !all.contains(standard)
            {
                all.append(standard)
            }
            return all.map { .integer($0) }
        case .categorical(let choices):
            let isThere = choices.contains { spelled($0) == spelled(parameter.standard) }
            return isThere ? choices : choices + [parameter.standard]
        default: return nil
        }
    }

    /// The whole numbers that a value can be, each with when it is that; nil where they are not known.
    func wholeNumbers(_ value: Value) -> [(test: Quantity?, number: Int)]? {
        if let number = value.constantNumber.flatMap({ Int(exactly: $0) }) {
            return [(nil, number)]
        }
        switch value {
        case .text(let text): return Int(text).map { [(nil, $0)] }
        case .quantity(let quantity):
            if case .conditional(let test, let chosen, let otherwise) = quantity.term {
                return wholeNumbers(of: test, chosen, otherwise, quantity)
            }
            guard let values = values(of: quantity) else { return nil }
            var numbers: [(Quantity?, Int)] = []
            for value in values {
                guard let number = wholeNumbers(value)?.first?.number else { return nil }
                let term = spelled(value).map { quantity.kind == .text ? Term.text($0) : nil }
                let same = (term ?? nil) ?? .number(Double(number))
                numbers.append(
                    (
                        Quantity(.binary(.equal, quantity.term, same), .condition, .scalar),
                        number
                    ))
            }
            return numbers
        default: return nil
        }
    }

    private func wholeNumbers(
        of test: Term, _ chosen: Term, _ otherwise: Term, _ quantity: Quantity
    ) -> [(test: Quantity?, number: Int)]? {
        guard quantity.shape == .scalar else { return nil }
        func part(_ term: Term) -> Value {
            var part = quantity
            part.term = term
            return .quantity(part)
        }
        guard let one = wholeNumbers(part(chosen)), one.count == 1,
            let rest = wholeNumbers(part(otherwise))
        else { return nil }
        return [(Quantity(test, .condition, .scalar), one[0].number)] + rest
    }

    /// One of several values by what a whole number is; nil where that is not known.
    func byNumber(_ number: Value, _ node: Syntax, _ make: (Int) -> Value) -> Value? {
        guard let ways = wholeNumbers(number), let last = ways.last,
            ways.count <= Self.mostWays
        else { return nil }
        return ways.dropLast().reversed().reduce(make(last.number)) { rest, way in
            way.test.map { merged($0, make(way.number), rest, node) } ?? make(way.number)
        }
    }

    /// A column whose name holds the value of a parameter, `rsi_{period}`: one for every value.
    func spread(_ name: String, of index: Int, _ node: Syntax) -> Value? {
        guard let start = name.firstIndex(of: "{"),
            let end = name[start...].firstIndex(of: "}"),
            case let own = String(name[name.index(after: start)..<end]),
            let parameter = parameters.first(where: { $0.name == own })
        else { return nil }
        let quantity = Quantity(
            .name(own), parameter.isOfTexts ? .text : .number, .scalar)
        guard let values = values(of: quantity) else { return nil }
        func column(_ value: Value) -> Value? {
            let spelling = spelled(value) ?? ""
            let full = name[..<start] + spelling + name[name.index(after: end)...]
            return self.column(String(full), of: index) ?? spread(String(full), of: index, node)
        }
        let columns = values.compactMap(column)
        guard columns.count == values.count, var whole = columns.last else { return nil }
        if let one = unified(columns.compactMap(\.quantity), values, own, name) {
            state.frames[index].columns[name] = one
            return one
        }
        for (value, other) in zip(values, columns).dropLast().reversed() {
            let text = spelled(value) ?? ""
            let same = parameter.isOfTexts ? Term.text(text) : .number(value.constantNumber ?? 0)
            let test = Quantity(.binary(.equal, .name(own), same), .condition, .scalar)
            whole = merged(test, other, whole, node)
        }
        return whole
    }

    /// The columns as one, where they differ only in the number by which they are named.
    private func unified(
        _ columns: [Quantity], _ values: [Value], _ own: String, _ name: String
    ) -> Value? {
        let numbers = values.compactMap(\.constantNumber)
        guard numbers.count == columns.count, var whole = columns.first,
            columns.allSatisfy({
                ($0.kind, $0.shape) == (whole.kind, whole.shape) && $0.candles == whole.candles
            }), let term = unified(columns.map(\.term), numbers, .name(own))
        else { return nil }
        whole.term = term
        return named(.quantity(whole), name, isColumn: true)
    }

    private func unified(_ terms: [Term], _ numbers: [Double], _ own: Term) -> Term? {
        guard let first = terms.first, terms.contains(where: { $0 != first }) else {
            return terms.first
        }
        if zip(terms, numbers).allSatisfy({ $0 == .number($1) }) { return own }
        let terms = terms.map { term in
            if case .definition(let index) = term { definitions[index].quantity.term } else { term }
        }
        guard let sample = terms.first, terms.allSatisfy({ $0.isLike(sample) }) else { return nil }
        var operands: [Term] = []
        for place in sample.operands.indices {
            guard let operand = unified(terms.map { $0.operands[place] }, numbers, own) else {
                return nil
            }
            operands.append(operand)
        }
        return operands.isEmpty ? nil : sample.with(operands)
    }
}

extension ImportedParameter {
    /// The strategy file calls each choice by its text.
    fileprivate var isOfTexts: Bool {
        if case .categorical = domain { return true }
        return false
    }
}

extension Term {
    /// Whether the two are the same but for what they are made of.
    fileprivate func isLike(_ other: Term) -> Bool {
        let blank = operands.map { _ in Term.number(0) }
        return operands.count == other.operands.count && with(blank) == other.with(blank)
    }

    /// The same of other operands.
    fileprivate func with(_ operands: [Term]) -> Term {
        switch self {
        case .number, .boolean, .text, .name, .definition: self
        case .part(_, let part): .part(operands[0], part)
        case .shift(_, let count): .shift(operands[0], count)
        case .negative: .negative(operands[0])
        case .not: .not(operands[0])
        case .elsewhere(let candles, _): .elsewhere(candles, operands[0])
        case .binary(let binary, _, _): .binary(binary, operands[0], operands[1])
        case .conditional: .conditional(operands[0], operands[1], operands[2])
        case .call(let name, let terms, let named):
            .call(
                name, Array(operands.prefix(terms.count)),
                named: zip(named, operands.dropFirst(terms.count)).map {
                    NamedTerm(name: $0.name, term: $1)
                })
        }
    }
}
