/// One line of JSON Lines with its place in the input.
public struct RecordLine {
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
        var record: Record?
        try decode(into: &record)
        guard let record else { preconditionFailure("a line that was read gave a record") }
        return record
    }

    /// Reads the line into the place of the record before it, or anew where that is nil: many large
    /// records one after the other without copies. There is none after an error.
    ///
    /// - Throws: as `decode(_:)`.
    @inlinable
    public func decode<Record: JSONRecord>(into record: inout Record?) throws(BadRecord) {
        defer { withExtendedLifetime(chunk) {} }
        var reader = chunk.reader(range)
        do throws(JSONError) {
            if kind != Record.kind { try reader.expectKind([Record.kind]) }
            if try record?.read(from: &reader) == nil { record = try Record(from: &reader) }
            try reader.finish()
        } catch {
            record = nil
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
        var reader = chunk.reader(range)
        do throws(JSONError) {
            let value = try body(&reader)
            withExtendedLifetime(chunk) {}
            return value
        } catch {
            throw badRecord(error)
        }
    }

    private var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: chunk.bytes + range.lowerBound, count: range.count)
    }
}
