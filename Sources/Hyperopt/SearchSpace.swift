public import Strategies

/// The parameters of a strategy that a search may turn; the others keep their values.
public struct SearchSpace: Hashable, Sendable {
    /// In the strategy's order.
    public let parameters: [Parameter]
    /// Where the search starts from: what parameters outside the space keep.
    public let fixed: ParameterValues

    /// The parameters of `spaces` that their strategy does not keep from being optimised.
    public init(_ parameters: [Parameter], spaces: Set<String>, fixed: ParameterValues) {
        self.parameters = parameters.filter { $0.isOptimized && spaces.contains($0.space) }
        self.fixed = fixed
    }

    /// The spaces that the parameters name, in their order.
    public static func names(in parameters: [Parameter]) -> [String] {
        parameters.filter(\.isOptimized).map(\.space).reduce(into: []) { names, space in
            if !names.contains(space) { names.append(space) }
        }
    }

    /// How many points the space has, nil for more than can be counted.
    public var size: Int? { Explored(axes).size }

    var axes: [Axis] { parameters.map(\.axis) }

    /// The values at a point.
    func values(_ point: [Int]) -> ParameterValues {
        var values = fixed
        for (parameter, choice) in zip(parameters, point) {
            values[parameter.name] = parameter.choice(choice)
        }
        return values
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
