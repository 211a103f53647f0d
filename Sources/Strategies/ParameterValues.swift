public import JSONL
internal import YAML

/// A value for every parameter of a strategy, in the strategy's order, and what rules are set with them.
public struct ParameterValues: Hashable, Sendable {
    public let names: [String]
    public private(set) var values: [ParameterValue]
    /// In the place of the strategy's own.
    public var rules = RuleSettings()

    /// The strategy's defaults.
    public init(defaultsOf parameters: [Parameter]) {
        names = parameters.map(\.name)
        values = parameters.map(\.standard)
    }

    /// The value of that name, nil if there is none; setting another name does nothing.
    public subscript(name: String) -> ParameterValue? {
        get { names.firstIndex(of: name).map { values[$0] } }
        set {
            guard let index = names.firstIndex(of: name), let newValue else { return }
            values[index] = newValue
        }
    }

    /// An object with a member per parameter, in order, and one per rule that is set.
    public var json: JSONValue { .object(members + rules.members) }

    /// A member per parameter, in order.
    public var members: [JSONValue.Member] {
        zip(names, values).map { JSONValue.Member($0, $1.json) }
    }

    /// The defaults, overridden by the members of a JSON object: parameters, and rules by the keys
    /// that they have in strategy files.
    ///
    /// - Throws: `ParameterError` for members that are no parameters and for values that a parameter
    ///   does not take.
    public init(
        _ json: JSONValue, for parameters: [Parameter]
    ) throws(ParameterError) {
        self.init(defaultsOf: parameters)
        guard case .object(let members) = json else {
            throw ParameterError(message: "expected an object of parameter values")
        }
        rules = try RuleSettings(
            .object(members.filter { !names.contains($0.key) }))
        for member in members {
            guard let index = names.firstIndex(of: member.key) else {
                if RuleSettings.keys.contains(member.key) { continue }
                let near = Spelling.nearest(to: member.key, among: names)
                throw ParameterError(
                    message: "unknown parameter \"\(member.key)\"",
                    hint: near.map { "did you mean \"\($0)\"?" })
            }
            guard let value = parameters[index].value(member.value) else {
                throw ParameterError(
                    message: "parameter \"\(member.key)\" does not take this value",
                    hint: parameters[index].expectation)
            }
            values[index] = value
        }
    }
}

/// What is wrong with a set of parameter values.
public struct ParameterError: Error, Hashable, Sendable, CustomStringConvertible {
    public var message: String
    public var hint: String?

    public init(message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    public var description: String { message + (hint.map { ". hint: \($0)" } ?? "") }
}

extension Parameter {
    /// What a value must look like, for messages.
    public var expectation: String {
        switch domain {
        case .integer(let range):
            "expected a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .decimal(let range, _):
            "expected a number from \(range.lowerBound) to \(range.upperBound)"
        case .categorical(let choices): "expected one of " + choices.joined(separator: ", ")
        case .boolean: "expected true or false"
        }
    }

    /// The JSON value as one of the parameter's, nil where the parameter does not take it.
    public func value(_ json: JSONValue) -> ParameterValue? {
        let value: ParameterValue? =
            switch (domain, json) {
            case (.integer, .integer(let number)): .integer(number)
            case (.integer, .number(let number)): Int(exactly: number).map { .integer($0) }
            case (.decimal, .integer(let number)): .decimal(Double(number))
            case (.decimal, .number(let number)): .decimal(number)
            case (.categorical, .text(let text)): .text(text)
            case (.boolean, .boolean(let flag)): .boolean(flag)
            default: nil
            }
        return value.flatMap { accepts($0) ? $0 : nil }
    }

    /// The text (a command line's) as one of the parameter's values, nil where it is none.
    public func value(_ text: String) -> ParameterValue? {
        let value: ParameterValue? =
            switch domain {
            case .integer: Int(text).map { .integer($0) }
            case .decimal: Double(text).map { .decimal($0) }
            case .categorical: .text(text)
            case .boolean: Bool(text).map { .boolean($0) }
            }
        return value.flatMap { accepts($0) ? $0 : nil }
    }
}
