public import JSONL
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

    /// Members of parameters, in the strategy's order, by their space; only those whose place `isWanted`.
    public func spaces(
        _ members: [JSONValue.Member], where isWanted: (Int) -> Bool
    ) -> [JSONValue.Member] {
        var spaces: [(name: String, members: [JSONValue.Member])] = []
        for (place, member) in members.enumerated() where isWanted(place) {
            let (space, name) = parameters[place]
            let index = spaces.firstIndex { $0.name == space } ?? spaces.count
            if index == spaces.count { spaces.append((space, [])) }
            spaces[index].members.append(.init(name, member.value))
        }
        return spaces.map { .init($0.name, .object($0.members)) }
    }

    /// freqtrade takes any word for a space but `default` and `all`.
    private static func space(_ parameter: Parameter) -> String {
        let space = PythonWords.identifier(parameter.space)
        return ["default", "all"].contains(space) ? "buy" : space
    }
}
