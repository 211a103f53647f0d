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
    public private(set) var history: RunHistory

    /// Opens the log, making it where there is none, and reads what is in it.
    ///
    /// - Throws: `RunLogError` where the file cannot be used or holds what no log holds.
    public init(path: String) throws(RunLogError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunLogError(path: path, code: errno) }
        let (size, whole) = try RunLogFile.sizes(of: descriptor, path)
        guard whole == size || ftruncate(descriptor, off_t(whole)) == 0 else {
            throw RunLogError(path: path, code: errno)
        }
        history = try Self.history(descriptor, path, size: whole)
    }

    /// What the log says. One with lines that make no sense is read from its beginning, which tells
    /// where they are.
    private static func history(
        _ descriptor: Int32, _ path: String, size: Int
    ) throws(RunLogError) -> RunHistory {
        if let snapshot = RunSnapshot(ofLog: path, descriptor, size: size),
            let history = try? RunHistory(descriptor: descriptor, source: path, behind: snapshot)
        {
            return history
        }
        return try RunHistory(descriptor: descriptor, source: path)
    }

    public var memory: [String: StepMemory] { history.memory }
    /// The latest run, or nil before the first.
    public var latest: PipelineRun? { history.nights.last?.run }
    /// How many runs there were.
    public var runCount: Int { history.runCount }
    public var interrupted: PipelineRun? { history.interrupted }

    /// The latest attempt at a step in the latest run; nil where there was none.
    func attempt(_ step: String) -> PipelineStep? { history.attempt(step) }

    /// The steps of the latest run, every attempt as it last stood.
    ///
    /// - Throws: `RunLogError` where the log holds what no log holds.
    public func latestSteps() throws(RunLogError) -> [PipelineStep] {
        do throws(BadRecord) {
            return try history.latestSteps()
        } catch {
            throw RunLogError(nonsense: error)
        }
    }

    /// Notes how a run stands, on the disk.
    public func append(_ run: PipelineRun) throws(RunLogError) {
        if run.run != latest?.run { takeSnapshot() }
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
        for var step in try latestSteps() where step.status == .running {
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

    /// Sums up all that the log says before another run begins, once reading it takes longer.
    private func takeSnapshot() {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size - history.unread > max(1 << 15, history.memory.count << 8) else { return }
        RunSnapshot(covered: size, runCount: history.runCount, memory: history.memory)
            .write(besideLog: path, descriptor)
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

    /// A line that no log holds.
    init(nonsense: BadRecord) {
        description = "\(nonsense); move the file away, and the night begins anew"
    }
}

/// A run log as bytes.
enum RunLogFile {
    /// The lines that were written to their end; empty where there is no file.
    static func wholeLines(of path: String) throws(RunLogError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return "" }
            throw RunLogError(path: path, code: errno)
        }
        defer { close(descriptor) }
        let (_, whole) = try sizes(of: descriptor, path)
        var (count, code) = (0, Int32(0))
        let text = String(unsafeUninitializedCapacity: whole) { bytes in
            while count < whole {
                let read = pread(
                    descriptor, bytes.baseAddress.map { $0 + count }, whole - count, off_t(count))
                if read < 0, errno == EINTR { continue }
                if read < 0 { code = errno }
                guard read > 0 else { break }
                count += read
            }
            return count
        }
        guard code == 0 else { throw RunLogError(path: path, code: code) }
        return text
    }

    /// The file's bytes, and how many of them are in lines that were written to their end.
    static func sizes(
        of descriptor: Int32, _ path: String
    ) throws(RunLogError) -> (all: Int, whole: Int) {
        let all = Int(lseek(descriptor, 0, SEEK_END))
        guard all >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw RunLogError(path: path, code: errno)
        }
        var (whole, chunk) = (all, [UInt8](repeating: 0, count: 4_096))
        while whole > 0 {
            let start = max(0, whole - chunk.count)
            let count = pread(descriptor, &chunk, whole - start, off_t(start))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw RunLogError(path: path, code: errno) }
            if let feed = chunk[..<count].lastIndex(of: UInt8(ascii: "\n")) {
                return (all, start + feed + 1)
            }
            whole = start
        }
        return (all, 0)
    }
}
