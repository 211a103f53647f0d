internal import Backtesting
internal import Dispatch
internal import Hyperopt
internal import Metrics
internal import Strategies

/// Threads that share work out among them, each with a memory of its own.
///
/// `@unchecked`: what changes is touched in `turns` only, which the thread sanitizer understands, as it
/// does not the standard library's mutex.
final class Crew: @unchecked Sendable {
    private let testbed: Testbed
    private let memories: [JobMemory]
    private let turns = DispatchQueue(label: "crew")
    private var taken = 0

    init(_ testbed: Testbed, jobs: Int) {
        self.testbed = testbed
        memories = (0..<jobs).map { _ in JobMemory(testbed.memory) }
    }

    /// Calls `work` for every place of `0..<count` side by side, lowest places first, until one of the
    /// calls wants no more; whether none did.
    func share(
        _ count: Int, _ work: @Sendable (Int, inout Testbed.Memory) -> Bool
    ) -> Bool {
        turns.sync { taken = 0 }
        DispatchQueue.concurrentPerform(iterations: min(memories.count, count)) { job in
            while let place = take(of: count) {
                if !work(place, &memories[job].memory) { turns.sync { taken = .max } }
            }
        }
        return turns.sync { taken < .max }
    }

    /// What `make` makes of every place of `0..<count`, in their order.
    func map<Made: Sendable>(
        _ count: Int, _ make: @Sendable (Int, inout Testbed.Memory) -> Made
    ) -> [Made] {
        let row = Row<Made>(count)
        _ = share(count) { place, memory in
            let made = make(place, &memory)
            turns.sync { row.places[place] = made }
            return true
        }
        return row.places.compactMap(\.self)
    }

    /// Back-tests points and gives back their trades in the order of the points.
    func trades(of points: [ParameterValues]) -> [TradeColumns] {
        map(points.count) { place, memory in
            TradeColumns(
                testbed.simulate(points[place], reusing: &memory), pairCount: testbed.candles.count)
        }
    }

    private func take(of count: Int) -> Int? {
        turns.sync {
            guard taken < count else { return nil }
            taken += 1
            return taken - 1
        }
    }
}

/// What is made, each in its place. `@unchecked`: touched in the crew's turns only.
private final class Row<Made>: @unchecked Sendable {
    var places: [Made?]

    init(_ count: Int) { places = Array(repeating: nil, count: count) }
}

/// What a job remembers from point to point. `@unchecked`: one thread at a time has a job.
private final class JobMemory: @unchecked Sendable {
    var memory: Testbed.Memory

    init(_ memory: Testbed.Memory) { self.memory = memory }
}
