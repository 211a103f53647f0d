public import JSONL
public import Strategies

/// What a search may turn: parameters of a strategy, and rules by freqtrade's spaces; the rest keeps its
/// values.
public struct SearchSpace: Hashable, Sendable {
    /// The strategy's in its order, then those of rules.
    public let parameters: [Parameter]
    public let rules: [RuleSpace]
    /// Where the search starts from: what is outside the space keeps it.
    public let fixed: ParameterValues

    /// Of `spaces` all parameters that their strategy does not keep from being optimised, and all rules,
    /// within the bounds that a timeframe gives them.
    public init(
        _ parameters: [Parameter], spaces: Set<String>, fixed: ParameterValues,
        timeframeMinutes: Int
    ) {
        rules = RuleSpace.allCases.filter { spaces.contains($0.rawValue) }
        self.parameters =
            parameters.filter { $0.isOptimized && spaces.contains($0.space) }
            + rules.flatMap { $0.parameters(timeframeMinutes: timeframeMinutes) }
        self.fixed = fixed
    }

    /// The spaces that there are for a strategy with these parameters: its own in their order, then those of
    /// rules.
    public static func names(in parameters: [Parameter]) -> [String] {
        let own = parameters.filter(\.isOptimized).map(\.space)
        return (own + RuleSpace.allCases.map(\.rawValue)).reduce(into: []) { names, space in
            if !names.contains(space) { names.append(space) }
        }
    }

    /// Whether freqtrade searches a space that nobody named.
    public static func isUsual(_ name: String) -> Bool {
        !["trailing", "protection", "trades"].contains(name)
    }

    /// How many points the space has, nil for more than can be counted.
    public var size: Int? { Explored(axes).size }

    var axes: [Axis] { parameters.map(\.axis) }

    /// The values at a point.
    func values(_ point: [Int]) -> ParameterValues {
        var values = fixed
        var numbers: [String: ParameterValue] = [:]
        for (parameter, choice) in zip(parameters, point) {
            let value = parameter.choice(choice)
            values[parameter.name] = value
            if !rules.isEmpty { numbers[parameter.name] = value }
        }
        for space in rules { space.set(numbers, in: &values.rules) }
        return values
    }

    /// What a trial says of values: the strategy's parameters, and the numbers that made its rules.
    public func json(_ values: ParameterValues) -> JSONValue {
        let numbers: [String: Double] = rules.reduce(into: [:]) { numbers, space in
            numbers.merge(space.numbers(of: values.rules) ?? [:]) { $1 }
        }
        let made = parameters.compactMap { parameter in
            numbers[parameter.name].map {
                JSONValue.Member(parameter.name, parameter.value(near: $0).json)
            }
        }
        return .object(values.members + made)
    }
}

extension Parameter {
    /// How many values the parameter can take.
    var choiceCount: Int {
        switch domain {
        case .integer(let range): range.count
        case .decimal(let range, let decimals):
            Self.steps(range.upperBound, decimals) - Self.steps(range.lowerBound, decimals) + 1
        case .categorical(let choices): choices.count
        case .boolean: 2
        }
    }

    /// The value of a number in `0..<choiceCount`, ascending where values have an order.
    func choice(_ index: Int) -> ParameterValue {
        switch domain {
        case .integer(let range): .integer(range.lowerBound + index)
        case .decimal(let range, let decimals):
            .decimal(
                Double(Self.steps(range.lowerBound, decimals) + index) / Self.power(decimals))
        case .categorical(let choices): .text(choices[index])
        case .boolean: .boolean(index == 1)
        }
    }

    /// The inverse of `choice`, for a value that the parameter accepts.
    func number(of value: ParameterValue) -> Int {
        switch (domain, value) {
        case (.integer(let range), .integer(let number)): number - range.lowerBound
        case (.decimal(let range, let decimals), .decimal(let number)):
            Self.steps(number, decimals) - Self.steps(range.lowerBound, decimals)
        case (.categorical(let choices), .text(let text)): choices.firstIndex(of: text) ?? 0
        case (.boolean, .boolean(let flag)): flag ? 1 : 0
        default: preconditionFailure("\(name) does not take \(value)")
        }
    }

    /// The parameter's value that is nearest to a number; 1 is true.
    func value(near number: Double) -> ParameterValue {
        switch domain {
        case .integer: .integer(Int(number.rounded()))
        case .decimal: choice(self.number(of: .decimal(number)))
        case .categorical(let choices): .text(choices[Int(number)])
        case .boolean: .boolean(number == 1)
        }
    }

    /// How a sampler sees the parameter.
    var axis: Axis {
        switch domain {
        case .integer, .decimal: .ordered(choiceCount)
        case .categorical, .boolean: .choices(choiceCount)
        }
    }

    /// A number in units of the last decimal.
    private static func steps(_ number: Double, _ decimals: Int) -> Int {
        Int((number * power(decimals)).rounded())
    }

    private static func power(_ decimals: Int) -> Double {
        (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    }
}
