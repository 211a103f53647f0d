internal import CLI
internal import Glibc
internal import JSONL

/// What a run log says up to one of its bytes, in a file beside it, so that a start need not read all
/// earlier runs again.
///
/// The log stays the truth: a snapshot that does not fit it counts for nothing, and may be removed.
struct RunSnapshot {
    /// Bytes of the log that it speaks of; the line behind them begins a run.
    let covered: Int
    let runCount: Int
    let memory: [String: StepMemory]

    static func path(ofLog path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) + "snapshot.jsonl" } ?? "snapshot.jsonl"
    }

    init(covered: Int, runCount: Int, memory: [String: StepMemory]) {
        (self.covered, self.runCount, self.memory) = (covered, runCount, memory)
    }

    /// Reads the snapshot of the log at `path`, which is open as `descriptor` and has `size` bytes; nil
    /// where there is none that fits.
    init?(ofLog path: String, _ descriptor: Int32, size: Int) {
        let file = Self.path(ofLog: path)
        guard let text = try? readText(file) else { return nil }
        let kinds = [SnapshotHead.kind, SnapshotStep.kind]
        var lines = RecordReader(text: text, source: file, kinds: kinds)
        guard let head = try? lines.next()?.decode(SnapshotHead.self),
            (0...size).contains(head.bytes),
            head.trail == Self.trail(descriptor, before: head.bytes)
        else { return nil }
        var memory: [String: StepMemory] = [:]
        while let line = try? lines.next(), let step = try? line.decode(SnapshotStep.self) {
            memory[step.step] = step.memory
        }
        guard memory.count == head.steps else { return nil }
        self.init(covered: head.bytes, runCount: head.runs, memory: memory)
    }

    /// Puts it beside its log. One that cannot be written is done without.
    func write(besideLog path: String, _ descriptor: Int32) {
        guard let trail = Self.trail(descriptor, before: covered) else { return }
        let head = SnapshotHead(
            bytes: covered, trail: trail, runs: runCount, steps: memory.count)
        let steps = memory.sorted { $0.key < $1.key }.map { step, memory in
            SnapshotStep(step: step, memory: memory).line + "\n"
        }
        try? writeFile(head.line + "\n" + steps.joined(), to: Self.path(ofLog: path))
    }

    /// A digest (FNV-1a) of the last bytes of the log before a place, by which it is known again: they
    /// hold the id and the times of the last run. nil where they cannot be read.
    private static func trail(_ descriptor: Int32, before end: Int) -> String? {
        let start = max(0, end - 1_024)
        var bytes = [UInt8](repeating: 0, count: end - start)
        guard pread(descriptor, &bytes, bytes.count, off_t(start)) == bytes.count else {
            return nil
        }
        let digest = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { digest, byte in
            (digest ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return String(digest, radix: 16)
    }
}

/// The first line of a snapshot: which log it speaks of, and how far.
private struct SnapshotHead: JSONRecord {
    static let kind = "snapshot"

    var bytes = 0
    var trail = ""
    var runs = 0
    /// How many lines follow.
    var steps = 0

    private enum Field: String, CaseIterable { case bytes, trail, runs, steps }

    private static let table = FieldTable<Field>()

    init(bytes: Int, trail: String, runs: Int, steps: Int) {
        (self.bytes, self.trail, self.runs, self.steps) = (bytes, trail, runs, steps)
    }

    init(from reader: inout JSONReader) throws(JSONError) {
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .bytes: bytes = try reader.int()
            case .trail: trail = try reader.string()
            case .runs: runs = try reader.int()
            case .steps: steps = try reader.int()
            }
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("bytes", bytes)
        writer.field("trail", trail)
        writer.field("runs", runs)
        writer.field("steps", steps)
        writer.endObject()
    }
}

/// What is known of a step.
private struct SnapshotStep: JSONRecord {
    static let kind = "memory"

    let step: String
    let memory: StepMemory

    private enum Field: String, CaseIterable { case step, end, run, fingerprint }

    private static let table = FieldTable<Field>(optional: [.fingerprint])

    init(step: String, memory: StepMemory) { (self.step, self.memory) = (step, memory) }

    init(from reader: inout JSONReader) throws(JSONError) {
        var step = ""
        var memory = StepMemory(end: .unknown, run: "", fingerprint: nil)
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .step: step = try reader.string()
            case .end: memory.end = try reader.word(StepMemory.End.self)
            case .run: memory.run = try reader.string()
            case .fingerprint:
                memory.fingerprint = try StepFingerprint(from: &reader).fingerprint
            }
        }
        self.init(step: step, memory: memory)
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("step", step)
        writer.field("end", memory.end.rawValue)
        writer.field("run", memory.run)
        if let fingerprint = memory.fingerprint {
            writer.key("fingerprint")
            StepFingerprint(step, fingerprint).write(to: &writer)
        }
        writer.endObject()
    }
}
