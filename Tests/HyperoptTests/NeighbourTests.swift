import JSONL
import Strategies
import Testing

@testable import Hyperopt

/// Points one step away from another.
struct NeighbourTests {
    private func around(_ parameters: [Parameter], _ values: JSONValue) -> [String] {
        SearchSpace(
            parameters, spaces: Set(parameters.map(\.space)),
            fixed: ParameterValues(defaultsOf: parameters), timeframeMinutes: 5
        ).neighbours(of: values).map(\.json.text)
    }

    @Test("one parameter moves at a time, by one step, and stays within its values")
    func steps() {
        let parameters = SearchTests.parameters
        let space = SearchTests.space(["buy", "sell"])
        let values: JSONValue = ["a": -2, "b": 0.5, "c": "y", "d": true, "e": 7]
        let neighbours = space.neighbours(of: values)
        // One of a, whose value is the least; two of b; two other choices of c; one of d; none of e.
        #expect(neighbours.count == 1 + 2 + 2 + 1)
        for neighbour in neighbours {
            let moved = parameters.filter {
                neighbour[$0.name] != space.values(of: values)?[$0.name]
            }
            #expect(moved.count == 1 && moved[0].isOptimized)
            #expect(parameters.allSatisfy { p in neighbour[p.name].map(p.accepts) == true })
        }
    }

    @Test("a fine parameter moves by a hundredth of its range")
    func fineSteps() {
        let fine = Parameter(
            name: "f", domain: .decimal(0...1, decimals: 3), standard: .decimal(0), space: "buy")
        #expect(around([fine], ["f": 0.5]) == [#"{"f":0.49}"#, #"{"f":0.51}"#])
        #expect(around([fine], ["f": 0.995]) == [#"{"f":0.985}"#])
    }

    @Test("a point of another space has no neighbours")
    func strangers() {
        #expect(SearchTests.space(["buy"]).neighbours(of: ["x": 1]).isEmpty)
        #expect(SearchTests.space(["buy"]).values(of: ["x": 1]) == nil)
    }
}
