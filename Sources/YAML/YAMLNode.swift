/// One value of a YAML document with its place in the file.
///
/// The room reads a strict subset of YAML: one document, no anchors, aliases, tags, directives,
/// merge keys or duplicate keys, keys are scalars, and only `true` and `false` are booleans. What a
/// scalar means is asked for by the reader (`integer()`, `boolean()`, …), which throws with the place.
public struct YAMLNode: Sendable {
    /// What a node holds.
    public enum Content: Sendable {
        case scalar(String, YAMLScalarStyle)
        case list([YAMLNode])
        case map([YAMLEntry])
    }

    public let content: Content
    /// The file's name, for messages.
    public let source: String
    /// Line of the first character, from 1; for `|` and `>` of the indicator.
    public let line: Int
    /// Column of the first character in Unicode scalars, from 1.
    public let column: Int
    let layout: ScalarLayout

    init(
        content: Content, source: String, line: Int, column: Int,
        layout: ScalarLayout = ScalarLayout()
    ) {
        self.content = content
        self.source = source
        self.line = line
        self.column = column
        self.layout = layout
    }

    /// An error at the node's first character.
    public func error(_ message: String, hint: String? = nil) -> YAMLError {
        YAMLError(source: source, line: line, column: column, message: message, hint: hint)
    }

    /// Where in the file the scalar at `offset` (Unicode scalars) of a scalar's text stands.
    ///
    /// Exact for text on one line and for literal blocks (`|`); for text that was folded from
    /// several lines it is exact on the first of them only, see `keepsPlaces`.
    public func place(ofOffset offset: Int) -> (line: Int, column: Int) {
        guard case .scalar(let text, _) = content else { return (line, column) }
        return layout.place(ofOffset: offset, in: text)
    }

    /// False for text that was folded, so that its places in the file are lost.
    public var keepsPlaces: Bool { !layout.isFolded }

    /// What the node is, for messages: `"yes"`, `the text "5"` (quoted), `a list`, `a mapping`, `nothing`.
    public var summary: String {
        switch content {
        case .list: "a list"
        case .map: "a mapping"
        case .scalar where isNull: "nothing"
        case .scalar(let text, .singleQuoted), .scalar(let text, .doubleQuoted):
            "the text \"\(text.count > 40 ? text.prefix(39) + "…" : text[...])\""
        case .scalar(let text, _): "\"\(text.count > 40 ? text.prefix(39) + "…" : text[...])\""
        }
    }

    /// Whether the node is an empty or `null` plain scalar.
    public var isNull: Bool {
        guard case .scalar(let text, .plain) = content else { return false }
        return text.isEmpty || text == "null" || text == "~"
    }
}

/// How a scalar was written.
public enum YAMLScalarStyle: Hashable, Sendable {
    case plain, singleQuoted, doubleQuoted
    /// `|`: lines are kept.
    case literal
    /// `>`: lines are joined.
    case folded
}

/// One key and its value.
public struct YAMLEntry: Sendable {
    public let key: String
    public let keyNode: YAMLNode
    public let value: YAMLNode
}

/// What is wrong with a file, and where. Prints as `desk.yaml:3:5: error: …. hint: …`.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    public var source: String
    /// From 1.
    public var line: Int
    /// In Unicode scalars, from 1.
    public var column: Int
    public var message: String
    public var hint: String?

    public init(source: String, line: Int, column: Int, message: String, hint: String? = nil) {
        self.source = source
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    public var description: String {
        "\(source):\(line):\(column): error: \(message)" + (hint.map { ". hint: \($0)" } ?? "")
    }
}
