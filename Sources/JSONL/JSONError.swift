/// Why a text is not the JSON that a reader wants, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, such as `"side" is "buyy", expected "long" or "short"`.
    public var message: String
    /// The byte at which the offending token starts, counted from 0.
    public var offset: Int
    /// The key whose value is wrong or missing; nil where no key is known.
    public var field: String?
    /// What to do about it.
    public var hint: String?

    public init(message: String, offset: Int, field: String? = nil, hint: String? = nil) {
        self.message = message
        self.offset = offset
        self.field = field
        self.hint = hint
    }

    public var description: String {
        "\(message) at byte \(offset + 1)" + (hint.map { ". hint: \($0)" } ?? "")
    }
}
