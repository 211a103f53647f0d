public import CLI
internal import Glibc

/// Reads the lines of an open file that are not empty, in constant memory.
public struct LineReader {
    public let source: String
    /// The line that `next` gave last, or the first one of a record, counted from 1.
    public private(set) var number = 0
    /// Lines that a record gave back, the next one last.
    private var given: [[UInt8]] = []
    private var count = 0
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    public init(descriptor: Int32, source: String) {
        self.descriptor = descriptor
        self.source = source
    }

    /// The next line that is not empty, without its end and without a byte-order mark.
    public mutating func next() throws(Diagnostic) -> [UInt8]? {
        while let line = try rawLine() {
            count += 1
            number = count
            var content = line[...]
            if content.last == 0x0D { content.removeLast() }
            if number == 1, content.starts(with: [0xEF, 0xBB, 0xBF]) { content.removeFirst(3) }
            if !content.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return Array(content) }
        }
        return nil
    }

    /// A value that goes on for more lines than this lacks a quote.
    private static let mostLines = 100

    /// The next record of CSV (RFC 4180): a line that is not empty, and the lines behind it while a
    /// value in quotes goes on, joined by line feeds. A record whose quotes do not end is its first
    /// line alone.
    public mutating func nextRecord() throws(Diagnostic) -> [UInt8]? {
        guard let first = try next() else { return nil }
        var (record, more) = (first, [[UInt8]]())
        var quotes = CSVQuotes()
        quotes.read(first)
        while quotes.isOpen, more.count < Self.mostLines,
            var line = try rawLine()
        {
            more.append(line)
            if line.last == 0x0D { line.removeLast() }
            quotes.read(line)
            record += [0x0A] + line
        }
        guard !quotes.isOpen else {
            given += more.reversed()
            return first
        }
        count += more.count
        return record
    }

    private mutating func rawLine() throws(Diagnostic) -> [UInt8]? {
        if let line = given.popLast() { return line }
        return try nextLine()
    }

    private mutating func nextLine() throws(Diagnostic) -> [UInt8]? {
        var searched = start
        while true {
            if let feed = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = feed + 1 }
                return Array(buffer[start..<feed])
            }
            if isAtEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return Array(buffer[start...])
            }
            buffer.removeFirst(start)
            searched = buffer.count
            start = 0
            try fill()
        }
    }

    private mutating func fill() throws(Diagnostic) {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count > 0 { return buffer.append(contentsOf: chunk[..<count]) }
            if count == 0 { return isAtEnd = true }
            guard errno == EINTR else {
                throw Diagnostic(
                    .inputOutput, "cannot read: \(String(cString: strerror(errno)))",
                    location: source)
            }
        }
    }
}
