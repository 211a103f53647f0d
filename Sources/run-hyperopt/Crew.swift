internal import Backtesting
internal import Dispatch
internal import Hyperopt
internal import Metrics
internal import Strategies

/// Threads that back-test points side by side and give back their trades in the order of the points.
///
/// `@unchecked`: what changes is touched in `turns` only.
final class Crew: @unchecked Sendable {
    private let testbed: Testbed
    private let memories: [JobMemory]
    private let turns = DispatchQueue(label: "crew")
    private var taken = 0
    private var results: [TradeColumns?] = []

    init(_ testbed: Testbed, jobs: Int) {
        self.testbed = testbed
        memories = (0..<jobs).map { _ in JobMemory(testbed.memory) }
    }

    func trades(of points: [ParameterValues]) -> [TradeColumns] {
        (taken, results) = (0, Array(repeating: nil, count: points.count))
        DispatchQueue.concurrentPerform(iterations: min(memories.count, points.count)) { job in
            while let index = take(of: points.count) {
                let simulation = testbed.simulate(
                    points[index], reusing: &memories[job].memory)
                let trades = TradeColumns(simulation, pairCount: testbed.candles.count)
                turns.sync { results[index] = trades }
            }
        }
        return results.compactMap(\.self)
    }

    private func take(of count: Int) -> Int? {
        turns.sync {
            guard taken < count else { return nil }
            taken += 1
            return taken - 1
        }
    }
}
