internal import Glibc

/// What processes used of the machine, those that they started and waited for among them.
public struct Usage: Hashable, Sendable {
    /// Time on processors, in programs and in the kernel for them.
    public var cpuSeconds = 0.0
    /// The most memory that one of the processes held at a time, bytes.
    public var residentBytes = 0

    public init() {}

    mutating func add(_ used: rusage) {
        for time in [used.ru_utime, used.ru_stime] {
            cpuSeconds += Double(time.tv_sec) + Double(time.tv_usec) / 1e6
        }
        residentBytes = max(residentBytes, used.ru_maxrss * 1_024)
    }
}
