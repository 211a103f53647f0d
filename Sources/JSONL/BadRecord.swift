/// A line that is not the record it should be, or an input that cannot be read.
public struct BadRecord: Error, Hashable, Sendable, CustomStringConvertible {
    /// The input's name, such as `trades.jsonl` or `stdin`.
    public var source: String
    /// Counted from 1; empty lines count.
    public var line: Int
    /// The byte of the offending token, counted from 1.
    public var column: Int
    /// What is wrong, such as `"side" is "buyy", expected "long" or "short"`.
    public var message: String
    public var hint: String?
    /// The system's error where the input itself failed; nil for a line with bad content.
    public var errorNumber: Int32?

    public init(
        source: String, line: Int, column: Int, message: String, hint: String? = nil,
        errorNumber: Int32? = nil
    ) {
        self.source = source
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
        self.errorNumber = errorNumber
    }

    /// Places an error in a document of many lines, such as a configuration.
    public init(_ error: JSONError, in text: String, source: String) {
        let before = text.utf8.prefix(error.offset)
        let lastLine = before.reversed().prefix { $0 != UInt8(ascii: "\n") }
        self.init(
            source: source, line: before.count { $0 == UInt8(ascii: "\n") } + 1,
            column: lastLine.count + 1, message: error.message, hint: error.hint)
    }

    /// `trades.jsonl:17:42`.
    public var location: String { "\(source):\(line):\(column)" }

    public var description: String {
        "\(location): error: \(message)" + (hint.map { ". hint: \($0)" } ?? "")
    }
}
