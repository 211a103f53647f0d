internal import Glibc

/// Reads JSON Lines from an open file or from memory, line by line, in constant memory.
///
/// ```swift
/// var lines = RecordReader(descriptor: 0, source: "stdin", kinds: ["trade", "run"])
/// while let line = try lines.next() {
///     if line.kind == Trade.kind { trades.append(try line.decode(Trade.self)) }
/// }
/// ```
/// Empty lines are passed over, a last line needs no line feed, lines may end in CR LF and the input
/// may start with a byte-order mark. After a `BadRecord` the next call goes on with the next line.
public struct RecordReader {
    /// Lines read so far, empty ones included.
    public private(set) var lineNumber = 0
    /// Lines of other kinds that were passed over.
    public private(set) var skippedCount = 0
    /// nil reads what is in memory.
    private let descriptor: Int32?
    private let kinds: [String]
    private let skipsOtherKinds: Bool
    private var chunk: LineChunk
    /// Bytes of the chunk in use; what lines hold is never written again while they hold it.
    private var count: Int
    /// Start of what has not been handed out.
    private var start = 0
    private var atEnd: Bool
    /// How the line before began, up to its kind, and that kind: most lines are of the same.
    private var usual: (beginning: [UInt8], kind: String) = ([], "")

    /// - Parameters:
    ///   - descriptor: An open file; it stays open.
    ///   - source: The input's name for messages.
    ///   - kinds: The kinds that the caller takes; empty for any.
    ///   - skipsOtherKinds: Passes over other kinds instead of throwing.
    public init(
        descriptor: Int32, source: String, kinds: [String] = [], skipsOtherKinds: Bool = false
    ) {
        self.descriptor = descriptor
        self.kinds = kinds
        self.skipsOtherKinds = skipsOtherKinds
        chunk = LineChunk(capacity: 1 << 16, source: source)
        count = 0
        atEnd = false
    }

    /// Reads lines from memory.
    public init(
        text: String, source: String, kinds: [String] = [], skipsOtherKinds: Bool = false
    ) {
        descriptor = nil
        self.kinds = kinds
        self.skipsOtherKinds = skipsOtherKinds
        chunk = LineChunk(text, source: source)
        count = text.utf8.count
        atEnd = true
    }

    /// The input's name for messages.
    public var source: String { chunk.source }

    /// The next line that is not empty; nil at the end.
    ///
    /// - Throws: `BadRecord` for a line that has no kind or one that the caller does not take, and
    ///   where the input cannot be read.
    public mutating func next() throws(BadRecord) -> RecordLine? {
        while let range = try nextRange() {
            lineNumber += 1
            var start = range.lowerBound
            if lineNumber == 1, chunk.startsWithMark(range) { start += 3 }
            let isUsual = chunk.begins(start..<range.upperBound, with: usual.beginning)
            guard isUsual || !chunk.isBlank(start..<range.upperBound) else { continue }
            var line = RecordLine(
                number: lineNumber, kind: usual.kind, chunk: chunk, range: start..<range.upperBound)
            if isUsual { return line }
            if try check(&line) { return line }
        }
        return nil
    }

    /// Finds out the line's kind; false for a line to pass over.
    private mutating func check(_ line: inout RecordLine) throws(BadRecord) -> Bool {
        let kind = try line.reading { (reader) throws(JSONError) in try reader.peekKind() }
        line.kind = kind
        if kinds.isEmpty || kinds.contains(kind) {
            let beginning = Array("{\"kind\":\"\(kind)\"".utf8)
            if chunk.begins(line.range, with: beginning) { usual = (beginning, kind) }
            return true
        }
        guard skipsOtherKinds else {
            let kinds = kinds
            try line.reading { (reader) throws(JSONError) in
                do throws(JSONError) {
                    try reader.expectKind(kinds)
                } catch {
                    var error = error
                    error.hint = "--skip-other-kinds passes over them"
                    throw error
                }
            }
            return false
        }
        try line.reading { (reader) throws(JSONError) in
            try reader.skip()
            try reader.finish()
        }
        skippedCount += 1
        return false
    }

    /// Whether the next line has to be waited for: none is whole in memory, and the input has nothing
    /// at hand, nor has it ended.
    public var isWaiting: Bool {
        guard !atEnd, let descriptor, chunk.lineFeed(in: start..<count) == nil else { return false }
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wanted, 1, 0) == 0
    }

    /// The bytes of the next line in the chunk, without its line feed.
    private mutating func nextRange() throws(BadRecord) -> Range<Int>? {
        var searched = start
        while true {
            if let feed = chunk.lineFeed(in: searched..<count) {
                defer { start = feed + 1 }
                return start..<feed
            }
            if atEnd {
                defer { start = count }
                return start < count ? start..<count : nil
            }
            let unread = count - start
            try fill()
            searched = start + unread
        }
    }

    /// Reads more bytes behind the unfinished line.
    private mutating func fill() throws(BadRecord) {
        let isFree = isKnownUniquelyReferenced(&chunk)
        if !isFree || count == chunk.capacity { makeRoom(reusing: isFree) }
        guard let descriptor else { return atEnd = true }
        while true {
            let got = Glibc.read(descriptor, chunk.bytes + count, chunk.capacity - count)
            if got > 0 { return count += got }
            if got == 0 { return atEnd = true }
            let number = errno
            if canRetry(number, descriptor, Int16(POLLIN)) { continue }
            atEnd = true
            start = count
            throw BadRecord(
                source: source, line: lineNumber + 1, column: 1,
                message: "cannot read: \(String(cString: strerror(number)))", errorNumber: number)
        }
    }

    /// Moves the unfinished line to the start of a chunk that has room for at least as much again.
    private mutating func makeRoom(reusing isFree: Bool) {
        let unread = count - start
        let isReused = isFree && unread <= chunk.capacity / 2
        let next =
            isReused
            ? chunk
            : LineChunk(
                capacity: max(1 << 16, unread * 2), source: chunk.source, texts: chunk.texts)
        memmove(next.bytes, chunk.bytes + start, unread)
        (chunk, start, count) = (next, 0, unread)
    }
}

/// A piece of the input. Lines hold on to theirs, so that a line stays valid after the next is read.
@usableFromInline
final class LineChunk {
    /// The input's name.
    let source: String
    let bytes: UnsafeMutablePointer<UInt8>
    let capacity: Int
    /// Those of all chunks of the input.
    let texts: TextMemory

    init(capacity: Int, source: String, texts: TextMemory = TextMemory()) {
        (self.source, self.texts) = (source, texts)
        self.capacity = capacity
        bytes = .allocate(capacity: capacity)
    }

    init(_ text: String, source: String) {
        var text = text
        (self.source, texts) = (source, TextMemory())
        capacity = max(1, text.utf8.count)
        bytes = .allocate(capacity: capacity)
        text.withUTF8 { [bytes] in
            if let start = $0.baseAddress { bytes.initialize(from: start, count: $0.count) }
        }
    }

    deinit { bytes.deallocate() }

    @usableFromInline
    func reader(_ range: Range<Int>) -> JSONReader {
        JSONReader(
            UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count),
            sharing: texts)
    }

    func lineFeed(in range: Range<Int>) -> Int? {
        guard let found = memchr(bytes + range.lowerBound, 0x0A, range.count) else { return nil }
        return found - UnsafeMutableRawPointer(bytes)
    }

    func begins(_ range: Range<Int>, with beginning: [UInt8]) -> Bool {
        !beginning.isEmpty && range.count >= beginning.count
            && memcmp(bytes + range.lowerBound, beginning, beginning.count) == 0
    }

    func startsWithMark(_ range: Range<Int>) -> Bool {
        range.count >= 3 && bytes[range.lowerBound] == 0xEF && bytes[range.lowerBound + 1] == 0xBB
            && bytes[range.lowerBound + 2] == 0xBF
    }

    func isBlank(_ range: Range<Int>) -> Bool {
        range.allSatisfy { bytes[$0] == 0x20 || bytes[$0] == 0x09 || bytes[$0] == 0x0D }
    }
}
