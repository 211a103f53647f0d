internal import Indicators
internal import Strategies

/// Which definitions are written down, and what they are called.
struct NamePlan {
    let writer: TermWriter

    /// `roots` are the expressions that decide something; what they do not need is left out.
    init(_ interpreter: Interpreter, roots: [Term]) {
        let definitions = interpreter.definitions
        var uses = [Int](repeating: 0, count: definitions.count)
        // Uses by other definitions count only where those are used themselves: later ones first.
        for root in roots { Self.count(root, &uses) }
        for index in definitions.indices.reversed() where uses[index] > 0 {
            Self.count(definitions[index].quantity.term, &uses)
        }
        for index in definitions.indices where uses[index] > 0 {
            guard let finding = definitions[index].caution else { continue }
            interpreter.findings[finding].weight = max(
                interpreter.findings[finding].weight, .caution)
        }
        var names: [Int: String] = [:]
        var taken = Self.reserved.union(interpreter.parameters.map(\.name)).union(
            interpreter.keys.map(\.name))
        let order = definitions.indices.sorted {
            (definitions[$0].isColumn ? 0 : 1, $0) < (definitions[$1].isColumn ? 0 : 1, $1)
        }
        for index in order where uses[index] > 0 {
            let definition = definitions[index]
            guard definition.isColumn || uses[index] > 1 else { continue }
            names[index] = Self.free(definition.name, &taken)
        }
        writer = TermWriter(names: names, definitions: definitions.map(\.quantity.term))
    }

    /// Names in the order of what they name.
    static func ordered(_ names: [Int: String]) -> [(index: Int, name: String)] {
        names.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func count(_ term: Term, _ uses: inout [Int]) {
        var waiting = [term]
        while let term = waiting.popLast() {
            if case .definition(let index) = term { uses[index] += 1 }
            waiting += term.operands
        }
    }

    /// Words that mean something in expressions.
    static let reserved = Set(
        CandleColumn.allCases.map(\.rawValue) + TradeFact.allCases.map(\.rawValue) + [
            "date", "pair", "trade", "current_time", "if", "then", "else", "and", "or", "not",
            "true", "false",
        ])

    /// The name as expressions can spell it, and as nothing else is called.
    static func free(_ name: String, _ taken: inout Set<String>) -> String {
        var plain = String(
            name.unicodeScalars.filter { $0 != "{" && $0 != "}" }.map { scalar in
                let isPlain =
                    scalar.isASCII
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                return isPlain || scalar == "_" ? Character(scalar) : "_"
            })
        if plain.first.map({ $0.isNumber }) ?? true { plain = "c" + plain }
        var free = plain
        var count = 1
        while taken.contains(free) {
            count += 1
            free = "\(plain)_\(count)"
        }
        taken.insert(free)
        return free
    }
}
