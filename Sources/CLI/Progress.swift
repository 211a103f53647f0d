internal import Glibc
internal import Synchronization

/// A line on standard error that says how far a piece of work is, how fast it goes and how long it
/// will take: only on a terminal, at most ten times a second, and gone at the end.
///
///     var progress = Progress("epochs")
///     for epoch in 1...1_000 { …; progress.update(epoch, of: 1_000) }
///
/// The terminal's width is asked for each time, so that a window may change under it.
public struct Progress: ~Copyable {
    private let label: String
    private let isShown: Bool
    private let startMs: Int
    private var lastMs: Int
    private var line = ProgressLine()

    /// - Parameters:
    ///   - label: what is counted, `epochs`.
    ///   - quiet: true to show nothing at all.
    ///   - printing: whether data go to standard output meanwhile; on a terminal they are enough.
    public init(_ label: String, quiet: Bool = false, printing: Bool = false) {
        self.label = visible(label)
        isShown =
            !quiet && isatty(2) == 1 && !terminalIsDumb() && !(printing && isatty(1) == 1)
        startMs = isShown ? monotonicMs() : 0
        // Work of less than half a second is not worth a line.
        lastMs = startMs + 400
    }

    /// Shows that `done` are finished, of `total` where that is known, and what else there is to say.
    public mutating func update(
        _ done: Int, of total: Int? = nil, note: @autoclosure () -> String? = nil
    ) {
        update(
            done, of: total, part: total.map { Double(done) / Double(max(1, $0)) }, note: note())
    }

    /// Shows that `done` were read from an open file; how much of it that is says the file itself.
    public mutating func update(_ done: Int, from descriptor: Int32) {
        update(done, of: nil, part: readPart(of: descriptor))
    }

    /// Takes the line away before its time: what comes next goes to the same terminal.
    public mutating func end() { if isShown { ProgressLine.clear() } }

    private mutating func update(
        _ done: Int, of total: Int?, part: @autoclosure () -> Double?,
        note: @autoclosure () -> String? = nil
    ) {
        guard isShown else { return }
        let nowMs = monotonicMs()
        guard nowMs - lastMs >= 100 else { return }
        lastMs = nowMs
        let text = progressText(
            done, of: total, part: part(), label: label, elapsedMs: nowMs - startMs)
        line.draw(text + (note().map { "  \(visible($0))" } ?? ""))
    }
}

/// `412/1000 epochs  41 %  103/s  6 s left`: what a progress line says.
func progressText(
    _ done: Int, of total: Int?, part: Double?, label: String, elapsedMs: Int
) -> String {
    var text = "\(done)" + (total.map { "/\($0)" } ?? "") + " \(label)"
    if let part { text += "  \(Int(min(1, max(0, part)) * 100)) %" }
    guard elapsedMs > 0, done > 0 else { return text }
    let rate = Double(done) * 1_000 / Double(elapsedMs)
    text += rate < 10 ? "  \(Int(rate * 10) / 10).\(Int(rate * 10) % 10)/s" : "  \(Int(rate))/s"
    if let part, part > 0, part < 1 {
        text += "  \(shortTime(seconds: Double(elapsedMs) / 1_000 * (1 - part) / part)) left"
    }
    return text
}

/// `6 s`, `4 min`, `2 h 10 min`.
private func shortTime(seconds: Double) -> String {
    let seconds = Int(min(seconds.rounded(.up), 1e9))
    if seconds < 100 { return "\(seconds) s" }
    let minutes = (seconds + 59) / 60
    return minutes < 100 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
}

/// The one line of this process that is drawn over and over; what else is written to standard error
/// takes it away first.
struct ProgressLine: ~Copyable {
    private static let isDrawn = Atomic(false)

    func draw(_ text: String) {
        var size = winsize()
        let columns = ioctl(2, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 80
        let fitting = text.prefix(max(1, (columns > 0 ? columns : 80) - 1))
        Self.isDrawn.store(true, ordering: .relaxed)
        try? writeAll(ArraySlice("\r\u{1B}[K\(fitting)".utf8), to: 2, named: "stderr")
    }

    /// Takes the line away, should there be one.
    static func clear() {
        guard isDrawn.exchange(false, ordering: .relaxed) else { return }
        try? writeAll(ArraySlice("\r\u{1B}[K".utf8), to: 2, named: "stderr")
    }

    deinit { Self.clear() }
}

private func terminalIsDumb() -> Bool {
    guard let kind = getenv("TERM") else { return true }
    return kind.pointee == 0 || String(cString: kind) == "dumb"
}

/// How much of a file was read, 0…1; nil for what is no file.
private func readPart(of descriptor: Int32) -> Double? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
    else { return nil }
    return Double(lseek(descriptor, 0, SEEK_CUR)) / Double(status.st_size)
}

private func monotonicMs() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}
