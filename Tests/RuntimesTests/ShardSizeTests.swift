import Testing

@testable import Runtimes

struct ShardSizeTests {
    @Test(
        "a part takes a task the time it is to work, or is not cut off",
        arguments: [
            // 100 points of a second: three tasks of 30 seconds.
            (100, Duration.seconds(1), 30, 1, [33, 33, 34]),
            // Two cores do them in half the time.
            (100, .seconds(1), 30, 2, [100]), (119, .seconds(1), 30, 2, [119]),
            (29, .seconds(1), 30, 1, []), (30, .seconds(1), 30, 1, [30]),
            (3, .seconds(60), 30, 1, [1, 1, 1]), (0, .seconds(1), 30, 1, []),
            (3, .milliseconds(1), 0, 1, [1, 1, 1]), (2, .zero, 0, 4, [1, 1]),
        ])
    func parts(count: Int, cost: Duration, seconds: Int, cores: Int, sizes: [Int]) {
        let parts = ShardSize(time: .seconds(seconds), cores: cores).parts(count, cost: cost)
        #expect(parts.map(\.count) == sizes)
        #expect(parts.flatMap(Array.init) == Array(0..<sizes.reduce(0, +)))
    }

    @Test("there are no more parts than a job has tasks")
    func most() {
        let parts = ShardSize(time: .zero, cores: 1).parts(12_345, cost: .zero)
        #expect(parts.count == SlurmQueue.mostTasks)
        #expect(parts.flatMap(Array.init) == Array(0..<12_345))
    }
}
