import Hyperopt
import JSONL
import Records
import Strategies
import Testing

struct SearchTests {
    static let parameters = [
        Parameter(name: "a", domain: .integer(-2...2), standard: .integer(0), space: "buy"),
        Parameter(
            name: "b", domain: .decimal(0.1...0.9, decimals: 1), standard: .decimal(0.5),
            space: "buy"),
        Parameter(
            name: "c", domain: .categorical(["x", "y", "z"]), standard: .text("x"), space: "sell"),
        Parameter(name: "d", domain: .boolean, standard: .boolean(false), space: "sell"),
        Parameter(
            name: "e", domain: .integer(0...9), standard: .integer(7), space: "buy",
            isOptimized: false),
    ]

    static func space(_ names: Set<String>) -> SearchSpace {
        SearchSpace(parameters, spaces: names, fixed: ParameterValues(defaultsOf: parameters))
    }

    @Test("a space holds its parameters, all their values and no others")
    func spaces() {
        #expect(SearchSpace.names(in: Self.parameters) == ["buy", "sell"])
        #expect(Self.space(["buy"]).size == 5 * 9)
        #expect(Self.space(["buy", "sell"]).size == 5 * 9 * 3 * 2)
        #expect(Self.space(["roi"]).size == 1)
    }

    @Test("every value of every parameter is drawn, and nothing else", arguments: [1, 2, 42])
    func drawsAll(seed: UInt64) {
        let space = Self.space(["buy", "sell"])
        let sampler = RandomSampler(seed: seed)
        var seen: [String: Set<ParameterValue>] = [:]
        for epoch in 1...500 {
            let point = sampler.point(epoch: epoch, in: space)
            for (name, value) in zip(point.names, point.values) {
                seen[name, default: []].insert(value)
            }
            for parameter in Self.parameters {
                #expect(point[parameter.name].map(parameter.accepts) == true)
            }
        }
        #expect(seen["a"]?.count == 5)
        #expect(seen["b"] == Set((1...9).map { .decimal(Double($0) / 10) }))
        #expect(seen["c"]?.count == 3)
        #expect(seen["d"]?.count == 2)
        #expect(seen["e"] == [.integer(7)])
    }

    @Test("a point depends on seed and epoch alone")
    func pointsAreIndependent() {
        let space = Self.space(["buy", "sell"])
        let sampler = RandomSampler(seed: 7)
        let forward = (1...50).map { sampler.point(epoch: $0, in: space) }
        let backward = (1...50).reversed().map { sampler.point(epoch: $0, in: space) }
        #expect(forward == backward.reversed())
        #expect(forward != (1...50).map { RandomSampler(seed: 8).point(epoch: $0, in: space) })
    }

    @Test("the best is strictly better than all before, and never without a loss")
    func best() {
        var best = BestSoFar()
        let losses: [Double?] = [nil, 5, .nan, 5, 4, nil, 100, 3.5, -.infinity]
        let marks = losses.enumerated().map { index, loss in
            best.take(
                Trial(
                    run: "r", epoch: index + 1, parameters: [:], loss: loss, measures: [:],
                    isBest: true, isInitial: true)
            ).isBest
        }
        #expect(marks == [false, true, false, false, true, false, false, true, true])
        #expect(best.trial?.epoch == 9)
    }

    @Test("losses go by freqtrade's names, and have no value without trades")
    func losses() throws {
        #expect(Loss(named: "SharpeHyperOptLoss")?.name == "Sharpe")
        #expect(Loss(named: "sharpe") == nil)
        for loss in Loss.all {
            #expect(loss.evaluate(Outcome(profits: [], startingBalance: 1, days: 1)) == nil)
        }
        let flat = Outcome(profits: [1, 1], startingBalance: 10, days: 1)
        #expect(Loss(named: "Sharpe")?.evaluate(flat) == nil)
        #expect(Loss(named: "OnlyProfit")?.evaluate(flat) == -2)
    }
}
