public import JSONL

/// One number or choice of a strategy that a hyperopt may turn.
public struct Parameter: Hashable, Sendable {
    /// The values that a parameter may take.
    public enum Domain: Hashable, Sendable {
        case integer(ClosedRange<Int>)
        /// Values are multiples of 10^−decimals.
        case decimal(ClosedRange<Double>, decimals: Int)
        /// Texts, in the file's order.
        case categorical([String])
        case boolean
    }

    public let name: String
    public let domain: Domain
    public let standard: ParameterValue
    /// The hyperopt space it belongs to: `buy`, `sell` or any other name.
    public let space: String
    /// False for a parameter that a hyperopt leaves alone.
    public let isOptimized: Bool

    public init(
        name: String, domain: Domain, standard: ParameterValue, space: String,
        isOptimized: Bool = true
    ) {
        self.name = name
        self.domain = domain
        self.standard = standard
        self.space = space
        self.isOptimized = isOptimized
    }

    /// Whether `value` is one that the parameter may take.
    public func accepts(_ value: ParameterValue) -> Bool {
        switch (domain, value) {
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.decimal(let range, _), .decimal(let number)): range.contains(number)
        case (.categorical(let choices), .text(let text)): choices.contains(text)
        case (.boolean, .boolean): true
        default: false
        }
    }
}

/// What a parameter can be set to.
public enum ParameterValue: Hashable, Sendable, CustomStringConvertible {
    case integer(Int)
    case decimal(Double)
    case text(String)
    case boolean(Bool)

    public var description: String {
        switch self {
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .text(let text): text
        case .boolean(let flag): "\(flag)"
        }
    }

    public var json: JSONValue {
        switch self {
        case .integer(let number): .integer(number)
        case .decimal(let number): .number(number)
        case .text(let text): .text(text)
        case .boolean(let flag): .boolean(flag)
        }
    }
}
