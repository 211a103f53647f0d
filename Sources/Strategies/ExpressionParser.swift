/// Reads an expression by recursive descent; one function per level of precedence, loosest first:
/// `if … then … else …` · `or` · `and` · `not` · comparisons · `+ -` · `* /` · unary `-` ·
/// `x[n]` and `x.part` · call.
struct ExpressionParser {
    /// Deeper expressions are refused, so that reading them cannot exhaust the stack.
    private static let deepest = 100

    private let tokens: [ExpressionLexer.Token]
    private var position = 0
    private var depth = 0

    static func parse(_ text: String) throws(ExpressionError) -> Expression {
        var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: text))
        let expression = try parser.expression()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator") }
        return expression
    }

    private init(tokens: [ExpressionLexer.Token]) { self.tokens = tokens }

    private var current: ExpressionLexer.Token { tokens[position] }

    private mutating func expression() throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else {
            throw ExpressionError(
                offset: current.offset, message: "nested deeper than \(Self.deepest) levels")
        }
        let start = current.offset
        guard take("if") else { return try disjunction() }
        let condition = try expression()
        try expect("then", after: "if")
        let chosen = try expression()
        try expect("else", after: "then")
        let otherwise = try expression()
        return Expression(
            kind: .conditional(condition, then: chosen, otherwise: otherwise), offset: start)
    }

    private mutating func disjunction() throws(ExpressionError) -> Expression {
        var left = try conjunction()
        while case let offset = current.offset, take("or") {
            left = Expression(kind: .binary(.or, left, try conjunction()), offset: offset)
        }
        return left
    }

    private mutating func conjunction() throws(ExpressionError) -> Expression {
        var left = try negation()
        while case let offset = current.offset, take("and") {
            left = Expression(kind: .binary(.and, left, try negation()), offset: offset)
        }
        return left
    }

    private mutating func negation() throws(ExpressionError) -> Expression {
        var offsets: [Int] = []
        while case let offset = current.offset, take("not") { offsets.append(offset) }
        var result = try comparison()
        for offset in offsets.reversed() { result = Expression(kind: .not(result), offset: offset) }
        return result
    }

    private mutating func comparison() throws(ExpressionError) -> Expression {
        let left = try sum()
        let offset = current.offset
        guard let comparison = takeComparison() else { return left }
        let right = try sum()
        let next = current.offset
        if takeComparison() != nil {
            throw ExpressionError(
                offset: next, message: "comparisons are not chained",
                hint: "write a < b and b < c")
        }
        return Expression(kind: .binary(comparison, left, right), offset: offset)
    }

    private mutating func sum() throws(ExpressionError) -> Expression {
        var left = try product()
        while true {
            let offset = current.offset
            let isSum = take("+")
            guard isSum || take("-") else { return left }
            left = Expression(
                kind: .binary(isSum ? .add : .subtract, left, try product()), offset: offset)
        }
    }

    private mutating func product() throws(ExpressionError) -> Expression {
        var left = try sign()
        while true {
            let offset = current.offset
            let isProduct = take("*")
            guard isProduct || take("/") else { return left }
            left = Expression(
                kind: .binary(isProduct ? .multiply : .divide, left, try sign()), offset: offset)
        }
    }

    private mutating func sign() throws(ExpressionError) -> Expression {
        var offsets: [Int] = []
        while case let offset = current.offset, take("-") { offsets.append(offset) }
        var result = try postfix()
        for offset in offsets.reversed() {
            result = Expression(kind: .negative(result), offset: offset)
        }
        return result
    }

    private mutating func postfix() throws(ExpressionError) -> Expression {
        var result = try primary()
        while true {
            let offset = current.offset
            if take("[") {
                let index = try expression()
                try expect("]", after: "[")
                result = Expression(kind: .shift(result, by: index), offset: offset)
            } else if take(".") {
                guard case .name(let part) = current.kind else {
                    throw unexpected("a name after the dot")
                }
                position += 1
                result = Expression(kind: .member(result, part), offset: offset)
            } else {
                return result
            }
        }
    }

    private mutating func primary() throws(ExpressionError) -> Expression {
        let token = current
        position = min(position + 1, tokens.count - 1)
        switch token.kind {
        case .number(let number): return Expression(kind: .number(number), offset: token.offset)
        case .text(let text): return Expression(kind: .text(text), offset: token.offset)
        case .timeframe(let text):
            return Expression(kind: .timeframe(text), offset: token.offset)
        case .symbol("true"): return Expression(kind: .boolean(true), offset: token.offset)
        case .symbol("false"): return Expression(kind: .boolean(false), offset: token.offset)
        case .symbol("("):
            let inner = try expression()
            try expect(")", after: "(")
            return inner
        case .name(let name):
            guard take("(") else { return Expression(kind: .name(name), offset: token.offset) }
            return Expression(kind: .call(name, try arguments()), offset: token.offset)
        case .symbol("if"), .symbol("not"):
            throw ExpressionError(
                offset: token.offset, message: "\(token.summary) needs parentheses here",
                hint: "write (\(token.kind == .symbol("if") ? "if … then … else …" : "not …"))")
        case .symbol, .end:
            throw ExpressionError(
                offset: token.offset, message: "expected a value, found \(token.summary)")
        }
    }

    private mutating func arguments() throws(ExpressionError) -> [Expression.Argument] {
        var arguments: [Expression.Argument] = []
        guard !take(")") else { return [] }
        repeat {
            let offset = current.offset
            var name: String?
            if case .name(let word) = current.kind, tokens[position + 1].kind == .symbol(":") {
                name = word
                position += 2
            } else if arguments.last?.name != nil {
                throw ExpressionError(
                    offset: offset, message: "an argument without a name follows a named one")
            }
            let value = try expression()
            arguments.append(Expression.Argument(name: name, offset: offset, value: value))
        } while take(",")
        try expect(")", after: "(")
        return arguments
    }

    private mutating func take(_ symbol: String) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func takeComparison() -> BinaryOperator? {
        guard case .symbol(let symbol) = current.kind,
            let found = BinaryOperator(rawValue: symbol), found.isComparison
        else { return nil }
        position += 1
        return found
    }

    private mutating func expect(
        _ symbol: String, after opening: String
    ) throws(ExpressionError) {
        guard take(symbol) else { throw unexpected("\"\(symbol)\" for \"\(opening)\"") }
    }

    private func unexpected(_ expected: String) -> ExpressionError {
        ExpressionError(
            offset: current.offset, message: "expected \(expected), found \(current.summary)")
    }
}
