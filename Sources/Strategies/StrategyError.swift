public import YAML

/// What is wrong with a strategy, and where. Prints as
/// `rsi.strategy.yaml:18:12: error: unknown name "rsj". hint: did you mean "rsi"?`.
public struct StrategyError: Error, Hashable, Sendable, CustomStringConvertible {
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

    public init(_ error: YAMLError) {
        self.init(
            source: error.source, line: error.line, column: error.column, message: error.message,
            hint: error.hint)
    }

    public var description: String {
        "\(source):\(line):\(column): error: \(message)" + (hint.map { ". hint: \($0)" } ?? "")
    }
}
