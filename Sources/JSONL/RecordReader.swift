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
    public let source: String
    /// Lines read so far, empty ones included.
    public private(set) var lineNumber = 0
    /// Lines of other kinds that were passed over.
    public private(set) var skippedCount = 0
    /// nil reads what is in memory.
    private let descriptor: Int32?
    private let kinds: [String]
    private let skipsOtherKinds: Bool
    private var chunk: LineChunk
    private var atEnd: Bool

    /// - Parameters:
    ///   - descriptor: An open file; it stays open.
    ///   - source: The input's name for messages.
    ///   - kinds: The kinds that the caller takes; empty for any.
    ///   - skipsOtherKinds: Passes over other kinds instead of throwing.
    public init(
        descriptor: Int32, source: String, kinds: [String] = [], skipsOtherKinds: Bool = false
    ) {
        self.descriptor = descriptor
        self.source = source
        self.kinds = kinds
        self.skipsOtherKinds = skipsOtherKinds
        chunk = LineChunk(capacity: 1 << 16)
        atEnd = false
    }

    /// Reads lines from memory.
    public init(
        text: String, source: String, kinds: [String] = [], skipsOtherKinds: Bool = false
    ) {
        descriptor = nil
        self.source = source
        self.kinds = kinds
        self.skipsOtherKinds = skipsOtherKinds
        chunk = LineChunk(text)
        atEnd = true
    }

    /// The next line that is not empty; nil at the end.
    ///
    /// - Throws: `BadRecord` for a line that has no kind or one that the caller does not take, and
    ///   where the input cannot be read.
    public mutating func next() throws(BadRecord) -> RecordLine? {
        while let range = try nextRange() {
            lineNumber += 1
            var start = range.lowerBound
            if lineNumber == 1, chunk.startsWithMark(range) { start += 3 }
            guard !chunk.isBlank(start..<range.upperBound) else { continue }
            let line = RecordLine(
                source: source, number: lineNumber, chunk: chunk, range: start..<range.upperBound)
            if let checked = try check(line) { return checked }
        }
        return nil
    }

    /// The line with its kind; nil for a line to pass over.
    private mutating func check(_ line: RecordLine) throws(BadRecord) -> RecordLine? {
        var line = line
        line.kind = try line.reading { (reader) throws(JSONError) in try reader.peekKind() }
        if kinds.isEmpty || kinds.contains(line.kind) { return line }
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
            return nil
        }
        try line.reading { (reader) throws(JSONError) in
            try reader.skip()
            try reader.finish()
        }
        skippedCount += 1
        return nil
    }

    /// The bytes of the next line in the chunk, without its line feed.
    private mutating func nextRange() throws(BadRecord) -> Range<Int>? {
        var searched = chunk.start
        while true {
            if let feed = chunk.lineFeed(from: searched) {
                let range = chunk.start..<feed
                chunk.start = feed + 1
                return range
            }
            if atEnd {
                guard chunk.start < chunk.count else { return nil }
                let range = chunk.start..<chunk.count
                chunk.start = chunk.count
                return range
            }
            let unread = chunk.count - chunk.start
            try fill()
            searched = chunk.start + unread
        }
    }

    /// Reads more bytes behind the unfinished line.
    private mutating func fill() throws(BadRecord) {
        let isFree = isKnownUniquelyReferenced(&chunk)
        if !isFree || chunk.count == chunk.capacity {
            let next = chunk.withRoom(reusing: isFree)
            chunk = next
        }
        guard let descriptor else { return atEnd = true }
        while true {
            let got = Glibc.read(
                descriptor, chunk.bytes + chunk.count, chunk.capacity - chunk.count)
            if got > 0 { return chunk.count += got }
            if got == 0 { return atEnd = true }
            let number = errno
            if canRetry(number, descriptor, Int16(POLLIN)) { continue }
            atEnd = true
            chunk.start = chunk.count
            throw BadRecord(
                source: source, line: lineNumber + 1, column: 1,
                message: "cannot read: \(String(cString: strerror(number)))", errorNumber: number)
        }
    }
}

/// A piece of the input. Lines hold on to theirs, so that a line stays valid after the next is read.
@usableFromInline
final class LineChunk: @unchecked Sendable {
    let bytes: UnsafeMutablePointer<UInt8>
    let capacity: Int
    /// Bytes in use; what lines hold is never written again while they hold it.
    var count = 0
    /// Start of what has not been handed out.
    var start = 0

    init(capacity: Int) {
        self.capacity = capacity
        bytes = .allocate(capacity: capacity)
    }

    init(_ text: String) {
        var text = text
        capacity = max(1, text.utf8.count)
        bytes = .allocate(capacity: capacity)
        count = text.utf8.count
        text.withUTF8 { [bytes] in
            if let start = $0.baseAddress { bytes.initialize(from: start, count: $0.count) }
        }
    }

    deinit { bytes.deallocate() }

    func lineFeed(from index: Int) -> Int? {
        guard index < count, let found = memchr(bytes + index, 0x0A, count - index) else {
            return nil
        }
        return found - UnsafeMutableRawPointer(bytes)
    }

    /// A chunk that starts with this one's unfinished line and has room for at least as much again.
    func withRoom(reusing isFree: Bool) -> LineChunk {
        let unread = count - start
        let isReused = isFree && unread <= capacity / 2
        let next = isReused ? self : LineChunk(capacity: max(1 << 16, unread * 2))
        memmove(next.bytes, bytes + start, unread)
        next.count = unread
        next.start = 0
        return next
    }

    func startsWithMark(_ range: Range<Int>) -> Bool {
        range.count >= 3 && bytes[range.lowerBound] == 0xEF && bytes[range.lowerBound + 1] == 0xBB
            && bytes[range.lowerBound + 2] == 0xBF
    }

    func isBlank(_ range: Range<Int>) -> Bool {
        range.allSatisfy { bytes[$0] == 0x20 || bytes[$0] == 0x09 || bytes[$0] == 0x0D }
    }
}
