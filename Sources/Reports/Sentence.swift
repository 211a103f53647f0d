internal import JSONL

/// Words and numbers in a row, so that a number in a sentence reads back as exactly as one in a table.
struct Sentence: ExpressibleByStringInterpolation {
    fileprivate enum Piece {
        case words(String)
        case number(Number)
    }

    private var pieces: [Piece]

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { pieces.append(.words(literal)) }
        mutating func appendInterpolation(_ words: String) { pieces.append(.words(words)) }
        mutating func appendInterpolation(_ number: Number) { pieces.append(.number(number)) }
    }

    init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    init(stringLiteral value: String) { pieces = [.words(value)] }

    static func + (left: Sentence, right: Sentence) -> Sentence {
        var sentence = left
        sentence.pieces += right.pieces
        return sentence
    }

    static func += (left: inout Sentence, right: Sentence) { left = left + right }

    /// The sentence without its marks, for descriptions of drawings.
    var text: String {
        pieces.map { piece in
            switch piece {
            case .words(let words): words
            case .number(let number): number.text
            }
        }.joined()
    }

    var context: JSONValue {
        .list(
            pieces.map { piece in
                switch piece {
                case .words(let words): ["words": .text(words), "number": .null]
                case .number(let number): ["words": .null, "number": number.context]
                }
            })
    }
}
