public import CLI
internal import Glibc

/// The instants that a run's record bears: the wall clock, unless the user named an instant.
public struct RunClock: Sendable {
    /// Unix milliseconds.
    public let startedMs: Int
    private let isFixed: Bool
    private let startedAt: Int

    public init(_ arguments: Arguments) {
        startedMs = arguments.nowMs
        isFixed =
            arguments.flag("as-of") || arguments.environmentValue("SOURCE_DATE_EPOCH") != nil
        startedAt = Self.monotonicMs()
    }

    /// Unix milliseconds; the start for a fixed clock.
    public var nowMs: Int { isFixed ? startedMs : startedMs + Self.monotonicMs() - startedAt }

    private static func monotonicMs() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
