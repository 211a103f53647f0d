/// One expression as it was written: a tree whose nodes know their offset in the text.
struct Expression: Sendable {
    indirect enum Kind: Sendable {
        case number(Double)
        case boolean(Bool)
        case text(String)
        /// `1h` in `at(1h, …)`.
        case timeframe(String)
        case name(String)
        /// `x.part`
        case member(Expression, String)
        /// `x[n]`
        case shift(Expression, by: Expression)
        case call(String, [Argument])
        case negative(Expression)
        case not(Expression)
        case binary(BinaryOperator, Expression, Expression)
        case conditional(Expression, then: Expression, otherwise: Expression)
    }

    struct Argument: Sendable {
        let name: String?
        /// Of the name, or of the value where it has none.
        let offset: Int
        let value: Expression
    }

    let kind: Kind
    /// Unicode scalars before the node's first character; for operators, before the operator.
    let offset: Int
}

/// An operator between two values, by its spelling.
public enum BinaryOperator: String, Hashable, Sendable {
    case or, and
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"

    public var isComparison: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: true
        default: false
        }
    }
}

/// A problem at an offset of an expression's text; whoever knows the file turns it into a place.
struct ExpressionError: Error {
    let offset: Int
    let message: String
    var hint: String?
}
