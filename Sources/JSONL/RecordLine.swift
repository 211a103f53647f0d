/// One line of JSON Lines with its place in the input.
public struct RecordLine: Sendable {
    /// Counted from 1.
    public let number: Int
    /// The word under the line's `"kind"`.
    public internal(set) var kind: String
    @usableFromInline let chunk: LineChunk
    @usableFromInline let range: Range<Int>

    init(number: Int, kind: String, chunk: LineChunk, range: Range<Int>) {
        self.number = number
        self.kind = kind
        self.chunk = chunk
        self.range = range
    }

    /// The input's name.
    public var source: String { chunk.source }

    /// The line as it came, without its end.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// - Throws: `BadRecord` for a line of another kind, with missing keys or impossible values.
    @inlinable
    public func decode<Record: JSONRecord>(_ type: Record.Type) throws(BadRecord) -> Record {
        // Written out: what a closure returns would be copied once more.
        defer { withExtendedLifetime(chunk) {} }
        var reader = JSONReader(bytes)
        do throws(JSONError) {
            if kind != Record.kind { try reader.expectKind([Record.kind]) }
            let record = try Record(from: &reader)
            try reader.finish()
            return record
        } catch {
            throw badRecord(error)
        }
    }

    /// The line as a tree.
    public func value() throws(BadRecord) -> JSONValue {
        try reading { (reader) throws(JSONError) in
            let value = try reader.value()
            try reader.finish()
            return value
        }
    }

    /// This line's error with its place in the input.
    public func badRecord(_ error: JSONError) -> BadRecord {
        BadRecord(
            source: source, line: number, column: error.offset + 1, message: error.message,
            hint: error.hint)
    }

    /// Calls `body` with a reader over the line and adds the line's place to its errors.
    @inlinable
    func reading<Value>(
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(BadRecord) -> Value {
        var reader = JSONReader(bytes)
        do throws(JSONError) {
            let value = try body(&reader)
            withExtendedLifetime(chunk) {}
            return value
        } catch {
            throw badRecord(error)
        }
    }

    @usableFromInline
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: chunk.bytes + range.lowerBound, count: range.count)
    }
}
