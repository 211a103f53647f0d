/// A piece of Python and how tightly it binds, so that parentheses stand only where they must.
struct Phrase {
    /// Python's operators, loosest first.
    enum Binding: Int, Comparable {
        case choice, or, and, not, comparison, bitOr, bitAnd, sum, product, sign, atom

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    let text: String
    let binding: Binding

    init(_ text: String, _ binding: Binding = .atom) {
        self.text = text
        self.binding = binding
    }

    /// The text, in parentheses if it binds looser than its place asks for.
    func inside(_ least: Binding) -> String { binding < least ? "(\(text))" : text }

    static func call(_ function: String, _ arguments: Phrase...) -> Phrase {
        Phrase("\(function)(\(arguments.map(\.text).joined(separator: ", ")))")
    }

    /// `self.method(arguments)`
    func calling(_ method: String, _ arguments: String = "") -> Phrase {
        Phrase("\(inside(.atom)).\(method)(\(arguments))")
    }

    static func infix(_ left: Phrase, _ word: String, _ right: Phrase, _ binding: Binding) -> Phrase
    {
        // Comparisons would chain, differences and quotients would regroup.
        let next = Binding(rawValue: binding.rawValue + 1) ?? .atom
        let first = binding == .comparison ? next : binding
        return Phrase("\(left.inside(first)) \(word) \(right.inside(next))", binding)
    }
}
