internal import Glibc
internal import JSONL
public import Records

/// The run log of one pipeline: a file that only grows.
///
/// Its lines are records of the kinds `pipeline` and `step`, and fingerprints. A line is in the
/// system's hands once `append` returns, which a killed process cannot undo, and on the disk after
/// `synchronise`, which a lost machine cannot. A line cut short counts for nothing.
public final class RunLog {
    private let descriptor: Int32
    private let path: String
    private var isSynchronised = true
    /// Steps that nothing was done about: written together, since a killed run loses nothing by them.
    private var reused: [PipelineStep] = []
    public private(set) var history = RunHistory()

    /// Opens the log, making it where there is none, and reads what is in it.
    ///
    /// - Throws: `RunLogError` where the file cannot be used or holds what no log holds.
    public init(path: String) throws(RunLogError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunLogError(path: path, code: errno) }
        let bytes = try RunLogFile.read(path)
        let whole = RunLogFile.wholeLines(of: bytes)
        try history.take(bytes[..<whole], source: path)
        guard whole == bytes.count || ftruncate(descriptor, off_t(whole)) == 0 else {
            throw RunLogError(path: path, code: errno)
        }
    }

    public var memory: [String: StepMemory] { history.memory }
    /// The latest run, or nil before the first.
    public var latest: PipelineRun? { history.nights.last?.run }
    /// The steps of the latest run, every attempt as it last stood.
    public var latestSteps: [PipelineStep] { history.nights.last?.steps ?? [] }
    /// How many runs there were.
    public var runCount: Int { history.nights.count }
    public var interrupted: PipelineRun? { history.interrupted }

    /// How many attempts at a step the latest run has seen.
    public func attempts(_ step: String) -> Int { history.attempts(step) }

    /// Notes how a run stands, on the disk.
    public func append(_ run: PipelineRun) throws(RunLogError) {
        try write(run.line + "\n")
        history.take(run)
        try synchronise()
    }

    /// Notes how a step stands; one that went well brings what it was.
    public func append(
        _ step: PipelineStep, fingerprint: Fingerprint? = nil
    ) throws(RunLogError) {
        if step.status == .reused {
            if let last = reused.last, last.reason != step.reason { try writeReused() }
            reused.append(step)
            return history.take(step)
        }
        // In one write: the end of a step is never known without its fingerprint.
        let line = fingerprint.map { StepFingerprint(step.step, $0).line + "\n" } ?? ""
        try write(line + step.line + "\n")
        if let fingerprint { history.take(fingerprint, of: step.step) }
        history.take(step)
    }

    /// Says of the attempts that a killed run left running that they are over.
    public func closeInterrupted() throws(RunLogError) {
        for var step in latestSteps where step.status == .running {
            step.status = .cancelled
            step.reason = "was interrupted"
            try append(step)
        }
    }

    /// Waits until everything appended is on the disk.
    public func synchronise() throws(RunLogError) {
        try writeReused()
        guard isSynchronised || fdatasync(descriptor) == 0 else {
            throw RunLogError(path: path, code: errno)
        }
        isSynchronised = true
    }

    private func writeReused() throws(RunLogError) {
        guard let line = ReusedSteps(reused)?.line else { return }
        reused = []
        try write(line + "\n")
    }

    private func write(_ text: String) throws(RunLogError) {
        try writeReused()
        isSynchronised = false
        var rest = ArraySlice(text.utf8)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw RunLogError(path: path, code: errno) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    deinit { close(descriptor) }
}

/// A run log that cannot be read or written.
public struct RunLogError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(path: String, code: Int32) {
        description = "\(path): \(String(cString: strerror(code)))"
    }

    init(path: String, reason: String) { description = reason }
}

/// A run log as bytes.
enum RunLogFile {
    /// The whole file; empty where there is none.
    static func read(_ path: String) throws(RunLogError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            throw RunLogError(path: path, code: errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 || errno == EINTR else { throw RunLogError(path: path, code: errno) }
            if count == 0 { return bytes }
            if count > 0 { bytes += chunk[..<count] }
        }
    }

    /// How many bytes the lines have that were written to their end.
    static func wholeLines(of bytes: [UInt8]) -> Int {
        (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    }
}
