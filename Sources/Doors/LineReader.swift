public import CLI
internal import Glibc

/// Reads the lines of an open file that are not empty, in constant memory.
public struct LineReader {
    public let source: String
    /// The line that `next` gave last, counted from 1.
    public private(set) var number = 0
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
        while let line = try nextLine() {
            number += 1
            var content = line[...]
            if content.last == 0x0D { content.removeLast() }
            if number == 1, content.starts(with: [0xEF, 0xBB, 0xBF]) { content.removeFirst(3) }
            if !content.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return Array(content) }
        }
        return nil
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
