/// How work that takes its time is cut into tasks of a cluster: starting one takes its time, too.
public struct ShardSize: Sendable {
    /// How long a task is to work at least.
    public let time: Duration
    /// How many cores a task works on.
    public let cores: Int

    public init(time: Duration, cores: Int) {
        self.time = time
        self.cores = cores
    }

    /// Cuts `count` pieces, each of which takes a core `cost`, into parts of nearly the same size; none
    /// where all of it is not worth a task.
    public func parts(_ count: Int, cost: Duration) -> [Range<Int>] {
        let wanted = cost > .zero ? time * cores / cost : 0
        let least = max(1, wanted.rounded(.up))
        let parts = min(Int(Double(count) / least), SlurmQueue.mostTasks)
        return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
    }
}
