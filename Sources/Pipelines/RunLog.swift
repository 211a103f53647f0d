internal import Glibc
internal import JSONL
public import Records

/// The run log of one pipeline: a file that only grows, on the disk before anything relies on it.
///
/// Its lines are records of the kinds `pipeline`, `step` and `fingerprint`. A line cut short by a
/// lost machine counts for nothing.
public final class RunLog {
    private let descriptor: Int32
    private let path: String
    /// What is known of each step, by id.
    public private(set) var memory: [String: StepMemory] = [:]
    /// The latest run, or nil before the first.
    public private(set) var latest: PipelineRun?
    /// The steps of the latest run, every attempt as it last stood.
    public private(set) var latestSteps: [PipelineStep] = []
    /// How many runs there were.
    public private(set) var runCount = 0
    private var pending: [String: Fingerprint] = [:]
    /// Where in `latestSteps` the latest line of a step stands.
    private var places: [String: Int] = [:]
    private var attemptCounts: [String: Int] = [:]

    /// Opens the log, making it where there is none, and reads what is in it.
    ///
    /// - Throws: `RunLogError` where the file cannot be used or holds what no log holds.
    public init(path: String) throws(RunLogError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunLogError(path: path, code: errno) }
        try read()
    }

    /// The run to go on with: the latest, if it never came to its end.
    public var interrupted: PipelineRun? {
        switch latest?.status {
        case .running, .interrupted: latest
        default: nil
        }
    }

    /// How many attempts at a step the latest run has seen.
    public func attempts(_ step: String) -> Int {
        attemptCounts[step] ?? 0
    }

    /// Notes how a run stands.
    public func append(_ run: PipelineRun) throws(RunLogError) {
        try write(run.line + "\n")
        take(run)
    }

    /// Notes how a step stands; one that went well brings what it was.
    public func append(
        _ step: PipelineStep, fingerprint: Fingerprint? = nil
    ) throws(RunLogError) {
        // In one write: the end of a step is never known without its fingerprint.
        let line = fingerprint.map { $0.line(step: step.step) + "\n" } ?? ""
        // A step that was left alone leaves nothing that a later start would have to know.
        let matters = step.status != .reused && step.status != .skipped
        try write(line + step.line + "\n", synchronising: matters)
        if let fingerprint { pending[step.step] = fingerprint }
        take(step)
    }

    private func take(_ run: PipelineRun) {
        if run.run != latest?.run {
            runCount += 1
            latestSteps = []
            places = [:]
            attemptCounts = [:]
        }
        latest = run
    }

    private func take(_ step: PipelineStep) {
        attemptCounts[step.step] = max(step.attempt, attemptCounts[step.step] ?? 0)
        if let place = places[step.step], latestSteps[place].attempt == step.attempt {
            latestSteps[place] = step
        } else {
            places[step.step] = latestSteps.count
            latestSteps.append(step)
        }
        let fingerprint = pending.removeValue(forKey: step.step)
        let old = memory[step.step]?.fingerprint
        switch (step.status, fingerprint) {
        case (.running, _), (.cancelled, _):
            memory[step.step] = StepMemory(end: .unknown, run: step.run, fingerprint: old)
        case (.completed, let new?), (.warned, let new?):
            memory[step.step] = StepMemory(end: .well, run: step.run, fingerprint: new)
        case (.completed, nil), (.warned, nil), (.failed, _):
            memory[step.step] = StepMemory(end: .failed, run: step.run, fingerprint: old)
        case (.pending, _), (.reused, _), (.skipped, _): break
        }
    }

    private func read() throws(RunLogError) {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 || errno == EINTR else { throw RunLogError(path: path, code: errno) }
            if count == 0 { break }
            if count > 0 { bytes += chunk[..<count] }
        }
        let whole = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        var lines = RecordReader(
            text: String(decoding: bytes[..<whole], as: UTF8.self), source: path,
            kinds: [PipelineRun.kind, PipelineStep.kind, Fingerprint.kind])
        do {
            while let line = try lines.next() {
                switch line.kind {
                case PipelineRun.kind: take(try line.decode(PipelineRun.self))
                case PipelineStep.kind: take(try line.decode(PipelineStep.self))
                default:
                    let (step, fingerprint) = try Fingerprint.read(line)
                    pending[step] = fingerprint
                }
            }
        } catch {
            throw RunLogError(path: path, reason: "\(error)")
        }
        guard whole == bytes.count || ftruncate(descriptor, whole) == 0 else {
            throw RunLogError(path: path, code: errno)
        }
    }

    private func write(
        _ text: String, synchronising: Bool = true
    ) throws(RunLogError) {
        var rest = ArraySlice(text.utf8)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw RunLogError(path: path, code: errno) }
            rest = rest.dropFirst(max(count, 0))
        }
        guard !synchronising || fsync(descriptor) == 0 else {
            throw RunLogError(path: path, code: errno)
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

// A fingerprint's line is nobody's business but the log's, so it is no record.
extension Fingerprint {
    static let kind = "fingerprint"

    func line(step: String) -> String {
        let value: JSONValue = [
            "kind": .text(Self.kind), "run": .text(run), "step": .text(step),
            "command": .text(command), "tools": Self.object(tools),
            "inputs": Self.object(inputs), "outputs": Self.object(outputs),
        ]
        return value.text
    }

    static func read(_ line: RecordLine) throws(BadRecord) -> (step: String, Fingerprint) {
        let value = try line.value()
        guard let step = value["step"]?.string, let run = value["run"]?.string,
            let command = value["command"]?.string
        else { throw line.badRecord(JSONError(message: "no fingerprint", offset: 0)) }
        return (
            step,
            Fingerprint(
                run: run, command: command, tools: texts(value["tools"]),
                inputs: texts(value["inputs"]), outputs: texts(value["outputs"]))
        )
    }

    private static func object(_ texts: [String: String]) -> JSONValue {
        .object(texts.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) })
    }

    private static func texts(_ value: JSONValue?) -> [String: String] {
        var texts: [String: String] = [:]
        for member in value?.members ?? [] { texts[member.key] = member.value.string }
        return texts
    }
}
