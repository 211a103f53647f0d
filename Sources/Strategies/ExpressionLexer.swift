/// Cuts an expression's text into tokens. `#` starts a comment that ends with its line.
struct ExpressionLexer {
    struct Token {
        enum Kind: Equatable {
            case number(Double)
            case text(String)
            case timeframe(String)
            case name(String)
            /// `if`, `and`, `true`, … and every operator and bracket.
            case symbol(String)
            case end
        }

        let kind: Kind
        let offset: Int

        /// For messages.
        var summary: String {
            switch kind {
            case .number(let number): "the number \(number)"
            case .text(let text): "the text \"\(text)\""
            case .timeframe(let text): "the timeframe \(text)"
            case .name(let name): "\"\(name)\""
            case .symbol(let symbol): "\"\(symbol)\""
            case .end: "the end"
            }
        }
    }

    static let keywords: Set<String> = ["if", "then", "else", "and", "or", "not", "true", "false"]
    private static let symbols = [
        "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",", ":", ".",
    ]
    private static let foreign: [(symbol: String, hint: String)] = [
        ("&&", "write and"), ("||", "write or"), ("&", "write and"), ("|", "write or"),
        ("!", "write not"), ("~", "write not"), ("=", "== compares"),
        ("**", "write the factors out"), ("%", "there is no remainder"),
        ("?", "write if … then … else …"),
    ]

    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// All tokens, the last one `.end`.
    static func tokens(of text: String) throws(ExpressionError) -> [Token] {
        var lexer = ExpressionLexer(text)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(ExpressionError) -> Token {
        skipSpace()
        let start = position
        guard position < scalars.count else { return Token(kind: .end, offset: start) }
        let first = scalars[position]
        if Self.isDigit(first) { return Token(kind: try number(), offset: start) }
        if Self.isLetter(first) {
            let word = take { Self.isLetter($0) || Self.isDigit($0) }
            let kind: Token.Kind = Self.keywords.contains(word) ? .symbol(word) : .name(word)
            return Token(kind: kind, offset: start)
        }
        if first == "\"" || first == "'" { return Token(kind: .text(try text()), offset: start) }
        for symbol in Self.symbols where startsWith(symbol) {
            if symbol == "*", startsWith("**") { break }
            position += symbol.unicodeScalars.count
            return Token(kind: .symbol(symbol), offset: start)
        }
        for (symbol, hint) in Self.foreign where startsWith(symbol) {
            throw ExpressionError(
                offset: start, message: "\"\(symbol)\" is not an operator", hint: hint)
        }
        throw ExpressionError(offset: start, message: "\"\(first)\" is not used in expressions")
    }

    private mutating func skipSpace() {
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == "#" {
                while position < scalars.count, scalars[position] != "\n" { position += 1 }
            } else if [" ", "\n", "\t", "\r"].contains(scalar) {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func number() throws(ExpressionError) -> Token.Kind {
        let start = position
        var text = take(while: Self.isDigit)
        if position + 1 < scalars.count, scalars[position] == ".",
            Self.isDigit(scalars[position + 1])
        {
            position += 1
            text += "." + take(while: Self.isDigit)
        }
        var tail = take { Self.isLetter($0) || Self.isDigit($0) }
        if tail.first == "e" || tail.first == "E" {
            if tail.count == 1, startsWith("-") || startsWith("+") {
                tail += String(scalars[position])
                position += 1
                tail += take(while: Self.isDigit)
            }
            if let number = Double(text + tail), number.isFinite { return .number(number) }
        } else if tail.isEmpty, let number = Double(text), number.isFinite {
            return .number(number)
        } else if ["m", "h", "d", "w"].contains(tail), !text.contains(".") {
            return .timeframe(text + tail)
        }
        throw ExpressionError(offset: start, message: "\"\(text)\(tail)\" is not a number")
    }

    private mutating func text() throws(ExpressionError) -> String {
        let start = position
        let quote = scalars[position]
        position += 1
        let content = take { $0 != quote && $0 != "\n" }
        guard position < scalars.count, scalars[position] == quote else {
            throw ExpressionError(offset: start, message: "this text has no closing \(quote)")
        }
        position += 1
        return content
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
        var taken = String.UnicodeScalarView()
        while position < scalars.count, belongs(scalars[position]) {
            taken.append(scalars[position])
            position += 1
        }
        return String(taken)
    }

    private func startsWith(_ symbol: String) -> Bool {
        scalars[position...].starts(with: symbol.unicodeScalars)
    }

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z")
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }
}
