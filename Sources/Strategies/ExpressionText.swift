internal import YAML

/// An expression with the place in the file where it was written.
struct ExpressionText: Sendable {
    let node: YAMLNode
    let text: String
    let expression: Expression

    /// - Throws: `YAMLError` where the text is no expression or has lost its places.
    init(_ node: YAMLNode) throws(YAMLError) {
        text = try node.string()
        self.node = node
        guard node.keepsPlaces else {
            throw node.error(
                "an expression must not be folded: its columns would be lost",
                hint: "write | and the lines below it")
        }
        do {
            expression = try ExpressionParser.parse(text)
        } catch {
            throw Self.error(error, in: node)
        }
    }

    /// A stand-in until the first expression is read.
    init(placeholderAt node: YAMLNode) {
        self.node = node
        text = "true"
        expression = Expression(kind: .boolean(true), offset: 0)
    }

    func error(_ offset: Int, _ message: String, hint: String? = nil) -> YAMLError {
        Self.error(ExpressionError(offset: offset, message: message, hint: hint), in: node)
    }

    private static func error(_ error: ExpressionError, in node: YAMLNode) -> YAMLError {
        let place = node.place(ofOffset: error.offset)
        return YAMLError(
            source: node.source, line: place.line, column: place.column, message: error.message,
            hint: error.hint)
    }
}
