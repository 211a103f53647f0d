/// Something of the Python that the strategy file does not say, and where.
public struct Finding: Hashable, Sendable {
    public enum Weight: Int, Comparable, Sendable {
        /// Left out, and no trade changes.
        case note
        /// Translated, and the same but where the message says.
        case caution
        /// Not translated: the strategy is not whole.
        case gap

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The module's file.
    public let file: String
    /// From 1.
    public let line: Int
    public let column: Int
    public let message: String
    public let hint: String?
    public internal(set) var weight: Weight

    /// `file:line:column: error: message. hint: …`, with this word for its weight.
    public func text(calling word: String) -> String {
        "\(file):\(line):\(column): \(word): \(message)" + (hint.map { ". hint: \($0)" } ?? "")
    }
}
