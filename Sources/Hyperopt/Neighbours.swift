public import JSONL
public import Strategies

extension SearchSpace {
    /// Parameters with more values than this are stepped in hundredths of their range.
    private static let finest = 100

    /// The values of a trial; nil where they are not of this space.
    public func values(of parameters: JSONValue) -> ParameterValues? {
        point(parameters).map(values)
    }

    /// The points one step away from a trial's in one parameter: the values below and above where they
    /// have an order, else every other one. None for parameters of another space.
    public func neighbours(of parameters: JSONValue) -> [ParameterValues] {
        guard let centre = point(parameters) else { return [] }
        return self.parameters.enumerated().flatMap { place, parameter in
            choices(beside: centre[place], of: parameter).map { choice in
                var point = centre
                point[place] = choice
                return values(point)
            }
        }
    }

    /// The point of a trial's parameters; nil where they are not of this space.
    func point(_ values: JSONValue) -> [Int]? {
        var point: [Int] = []
        for parameter in parameters {
            guard let value = values[parameter.name].flatMap({ parameter.value($0) }) else {
                return nil
            }
            point.append(parameter.number(of: value))
        }
        return point
    }

    private func choices(beside choice: Int, of parameter: Parameter) -> [Int] {
        let count = parameter.choiceCount
        switch parameter.domain {
        case .categorical, .boolean: return (0..<count).filter { $0 != choice }
        case .integer, .decimal:
            let step = max(1, (count - 1 + Self.finest / 2) / Self.finest)
            return [choice - step, choice + step].filter { (0..<count).contains($0) }
        }
    }
}
