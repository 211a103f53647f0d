internal import Strategies

/// An expression of a strategy file, as it is put together from Python.
indirect enum Term: Hashable, Sendable {
    case number(Double)
    case boolean(Bool)
    case text(String)
    /// A candle's column, a parameter, a fact of a hook.
    case name(String)
    /// A value that the Python gave a name; by its index.
    case definition(Int)
    case part(Term, String)
    case call(String, [Term], named: [NamedTerm] = [])
    case shift(Term, Int)
    case negative(Term)
    case not(Term)
    case binary(BinaryOperator, Term, Term)
    case conditional(Term, Term, Term)
    case elsewhere(Candles, Term)

    struct NamedTerm: Hashable, Sendable {
        let name: String
        let term: Term
    }

    /// What arithmetic makes of nothing.
    static let missing = Term.binary(.divide, .number(0), .number(0))

    /// The terms it is made of.
    var operands: [Term] {
        switch self {
        case .number, .boolean, .text, .name, .definition: []
        case .part(let term, _), .shift(let term, _), .negative(let term), .not(let term),
            .elsewhere(_, let term):
            [term]
        case .call(_, let terms, let named): terms + named.map(\.term)
        case .binary(_, let left, let right): [left, right]
        case .conditional(let test, let chosen, let otherwise): [test, chosen, otherwise]
        }
    }

    /// The conditions of which one must hold.
    var disjuncts: [Term] {
        guard case .binary(.or, let left, let right) = self else { return [self] }
        return left.disjuncts + right.disjuncts
    }

    /// The conditions that must all hold.
    var conjuncts: [Term] {
        guard case .binary(.and, let left, let right) = self else { return [self] }
        return left.conjuncts + right.conjuncts
    }
}

/// The candles that a series speaks of: nil stands for the strategy's own.
struct Candles: Hashable, Sendable {
    var pair: String?
    var timeframe: String?

    static let own = Candles()
}

/// Writes terms as the strategy file spells them, with parentheses only where they must stand.
struct TermWriter {
    /// What definitions are called; those without a name are written out.
    let names: [Int: String]
    let definitions: [Term]

    /// How tightly expressions bind, loosest first.
    private enum Binding: Int {
        case choice, or, and, not, comparison, sum, product, sign, postfix
    }

    func text(_ term: Term) -> String { written(term).text }

    /// The conditions of a conjunction, one text each.
    func lines(_ term: Term) -> [String] {
        if case .conditional = resolved(term) { return ways(resolved(term)) }
        let conjuncts = resolved(term).conjuncts.flatMap { resolved($0).conjuncts }
        let parts = conjuncts.count > 1 ? conjuncts.map { inside($0, .not) } : conjuncts.map(text)
        return parts.enumerated().map { $0.offset == 0 ? $0.element : "and " + $0.element }
    }

    /// `if … then …`, `else if … then …` and `else …`, one text each.
    private func ways(_ term: Term) -> [String] {
        guard case .conditional(let test, let chosen, let otherwise) = term else {
            return [text(term)]
        }
        let first = "if \(inside(test, .or)) then \(inside(chosen, .or))"
        let rest = ways(resolved(otherwise))
        return [first] + ["else \(rest[0])"] + rest.dropFirst()
    }

    /// The term that a definition without a name stands for.
    private func resolved(_ term: Term) -> Term {
        guard case .definition(let index) = term, names[index] == nil else { return term }
        return resolved(definitions[index])
    }

    private func inside(_ term: Term, _ least: Binding) -> String {
        let (text, binding) = written(term)
        return binding.rawValue < least.rawValue ? "(\(text))" : text
    }

    private func written(_ term: Term) -> (text: String, binding: Binding) {
        switch term {
        case .number(let number):
            return (Self.literal(number), number < 0 ? .sign : .postfix)
        case .boolean(let flag): return ("\(flag)", .postfix)
        case .text(let text): return (Self.quoted(text), .postfix)
        case .name(let name): return (name, .postfix)
        case .definition(let index):
            return names[index].map { ($0, .postfix) } ?? written(definitions[index])
        case .part(let whole, let part): return (inside(whole, .postfix) + "." + part, .postfix)
        case .call(let name, let terms, let named):
            let arguments = terms.map(text) + named.map { "\($0.name): \(text($0.term))" }
            return ("\(name)(\(arguments.joined(separator: ", ")))", .postfix)
        case .shift(let shifted, let count):
            return ("\(inside(shifted, .postfix))[\(count)]", .postfix)
        case .negative(let operand): return ("-" + inside(operand, .sign), .sign)
        case .not(let operand): return ("not " + inside(operand, .postfix), .not)
        case .binary(let binary, let left, let right): return self.binary(binary, left, right)
        case .conditional(let test, let chosen, let otherwise):
            let text =
                "if \(inside(test, .or)) then \(inside(chosen, .or)) else \(text(otherwise))"
            return (text, .choice)
        case .elsewhere(let candles, let inner):
            let frame = candles.timeframe ?? ""
            guard let pair = candles.pair else { return ("at(\(frame), \(text(inner)))", .postfix) }
            return ("of(\(Self.quoted(pair)), \(frame), \(text(inner)))", .postfix)
        }
    }

    private func binary(
        _ binary: BinaryOperator, _ left: Term, _ right: Term
    ) -> (text: String, binding: Binding) {
        let (own, first, second): (Binding, Binding, Binding) =
            switch binary {
            case .or: (.or, .or, .or)
            case .and: (.and, .and, .and)
            case .add, .subtract: (.sum, .sum, .product)
            case .multiply, .divide: (.product, .product, .sign)
            default: (.comparison, .sum, .sum)
            }
        return ("\(inside(left, first)) \(binary.rawValue) \(inside(right, second))", own)
    }

    static func literal(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
    }

    /// A text that expressions can hold stands in the quotes that it does not contain.
    private static func quoted(_ text: String) -> String {
        text.contains("\"") ? "'\(text)'" : "\"\(text)\""
    }
}
