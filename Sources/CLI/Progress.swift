internal import Glibc

/// A line on standard error that counts up: only on a terminal, at most ten times a second, and
/// gone at the end.
public struct Progress: ~Copyable {
    private let isShown: Bool
    private let label: String
    private var lastMs = 0

    /// - Parameters:
    ///   - label: what is counted, `epochs`.
    ///   - quiet: true to show nothing at all.
    public init(_ label: String, quiet: Bool = false) {
        self.label = label
        isShown = !quiet && isatty(2) == 1
    }

    /// Shows that `done` of `total` are finished.
    public mutating func update(_ done: Int, of total: Int) {
        guard isShown else { return }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let nowMs = time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
        guard nowMs - lastMs >= 100 else { return }
        lastMs = nowMs
        writeError("\r\u{1B}[K\(done)/\(total) \(label) \(100 * done / max(1, total)) %")
    }

    deinit { if isShown, lastMs > 0 { writeError("\r\u{1B}[K") } }
}
