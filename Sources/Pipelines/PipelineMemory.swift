internal import CLI
internal import Crypto
internal import Glibc

/// A pipeline file as it was last read, in a file of its own, so that a night need not read it again.
///
/// It is believed where everything that reading hangs on is the same: this very program, the file's
/// path and text, the values of variables and, where it speaks of one, the day. It may be removed at
/// any time.
public struct PipelineMemory {
    private let path: String
    /// What the reading hangs on, one after the other.
    private let origin: [UInt8]

    /// nil where the program cannot tell itself from others.
    ///
    /// - Parameters:
    ///   - path: the memory's file.
    ///   - text: the pipeline file's content.
    ///   - source: the pipeline file's path.
    ///   - set: values that take the place of those under `vars`.
    ///   - day: the day that `$(date)` stands for, and why.
    public init?(
        at path: String, of text: String, source: String, set: [String: String], day: String
    ) {
        guard let program = Self.program else { return nil }
        self.path = path
        var packer = Packer()
        program.pack(into: &packer)
        packer.pack(source)
        set.pack(into: &packer)
        let speaksOfDay = text.utf8.contains(UInt8(ascii: "$")) && text.contains("$(date)")
        packer.pack(speaksOfDay ? day : "")
        packer.pack(text)
        origin = packer.bytes
    }

    /// The place, size and times of the running program's file.
    private static var program: [Int]? {
        var information = stat()
        guard stat("/proc/self/exe", &information) == 0 else { return nil }
        let (modified, changed) = (information.st_mtim, information.st_ctim)
        return [
            Int(information.st_dev), Int(information.st_ino), Int(information.st_size),
            modified.tv_sec, modified.tv_nsec, changed.tv_sec, changed.tv_nsec,
        ]
    }

    /// The pipeline; nil where it is not remembered, or the memory makes no sense.
    public func read() -> Pipeline? {
        guard let bytes = try? readFile(path) else { return nil }
        return bytes.withUnsafeBytes { pipeline(in: $0) }
    }

    private func pipeline(in bytes: UnsafeRawBufferPointer) -> Pipeline? {
        let start = Self.digestLength + origin.count
        guard bytes.count > start, let first = bytes.baseAddress,
            memcmp(first + Self.digestLength, origin, origin.count) == 0
        else { return nil }
        let packed = UnsafeRawBufferPointer(rebasing: bytes[start...])
        guard digest(packed).elementsEqual(bytes[..<Self.digestLength]) else { return nil }
        var unpacker = Unpacker(packed)
        guard let pipeline = try? Pipeline(from: &unpacker), unpacker.isAtEnd else {
            return nil
        }
        return pipeline
    }

    /// Remembers a pipeline. A memory that cannot be written is done without.
    public func write(_ pipeline: Pipeline) {
        var packer = Packer()
        pipeline.pack(into: &packer)
        let head = packer.bytes.withUnsafeBytes { digest($0) }
        try? writeFile(head + origin + packer.bytes, to: path)
    }

    private static let digestLength = 64

    private func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var digest = Digest()
        digest.update(bytes)
        return Array(digest.finish().utf8)
    }
}

extension Pipeline: Packable {
    /// Every field but what `init` takes, the graph and the steps.
    static let fields: [PackedField<Pipeline>] = [
        .init(\.name), .init(\.jobs), .init(\.resources), .init(\.lock), .init(\.onBusy),
        .init(\.schedule), .init(\.timezone), .init(\.hooks),
    ]

    private init(empty file: String, variables: [String: String]) {
        self.init(name: "", file: file, variables: variables, jobs: nil, steps: [])
    }

    func pack(into packer: inout Packer) {
        packer.pack(file)
        variables.pack(into: &packer)
        packer.pack(self, unlike: Pipeline(empty: file, variables: variables), Self.fields)
        packer.pack(base, unlike: Step(id: "", family: "", commands: []), Step.fields)
        packer.pack(UInt(steps.count))
        for step in steps { packer.pack(step, unlike: base, Step.fields) }
        graph.edges.pack(into: &packer)
    }

    init(from unpacker: inout Unpacker) throws(Unreadable) {
        let file = try unpacker.text()
        let empty = Pipeline(empty: file, variables: try [String: String](from: &unpacker))
        self = try unpacker.value(like: empty, Self.fields)
        base = try unpacker.value(
            like: Step(id: "", family: "", commands: []), Step.fields)
        let count = try unpacker.count()
        var steps: [Step] = []
        steps.reserveCapacity(count)
        for _ in 0..<count { steps.append(try unpacker.value(like: base, Step.fields)) }
        let edges = try [[Int]](from: &unpacker)
        guard edges.count == count,
            edges.allSatisfy({ $0.allSatisfy((0..<count).contains) })
        else { throw Unreadable() }
        self.steps = steps
        graph = Graph(steps, edges: edges)
    }
}

extension Step {
    static let fields: [PackedField<Step>] = [
        .init(\.id), .init(\.family), .init(\.commands), .init(\.output), .init(\.input),
        .init(\.inputs), .init(\.outputs), .init(\.description), .init(\.environment),
        .init(\.passed), .init(\.secrets), .init(\.limits), .init(\.needs), .init(\.uses),
        .init(\.lock), .init(\.retry), .init(\.timeout), .init(\.acceptable), .init(\.warnings),
        .init(\.mayFail), .init(\.when), .init(\.cache), .init(\.isShown),
    ]
}
