public import Strategies

/// What a strategy and its parameters are called in freqtrade's Python.
public struct PythonNames: Sendable {
    /// The name of the class: the strategy's, where Python allows it.
    public let className: String
    /// In the strategy's order.
    public let parameters: [(space: String, name: String)]

    public init(_ strategy: Strategy) {
        className = PythonWords.identifier(strategy.name)
        var taken = PythonWords.attributes
        parameters = strategy.parameters.map { parameter in
            let name = PythonWords.identifier(parameter.name, avoiding: taken)
            taken.insert(name)
            return (Self.space(parameter), name)
        }
    }

    /// freqtrade takes any word for a space but `default` and `all`.
    private static func space(_ parameter: Parameter) -> String {
        let space = PythonWords.identifier(parameter.space)
        return ["default", "all"].contains(space) ? "buy" : space
    }
}
