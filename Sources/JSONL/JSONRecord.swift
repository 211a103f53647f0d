/// A record that travels as one line of JSON whose first key, `"kind"`, says what it is.
public protocol JSONRecord: Sendable {
    /// The word under `"kind"`, such as `trade`.
    static var kind: String { get }

    /// Reads the whole object; the kind was checked before.
    init(from reader: inout JSONReader) throws(JSONError)

    /// Reads the whole object into what was another record; it is of no use after an error.
    mutating func read(from reader: inout JSONReader) throws(JSONError)

    /// Writes the whole object, `"kind"` first, keys in their fixed order.
    func write(to writer: inout JSONWriter)
}

extension JSONRecord {
    public mutating func read(from reader: inout JSONReader) throws(JSONError) {
        self = try Self(from: &reader)
    }

    /// Reads a record from its line.
    ///
    /// - Throws: `JSONError` for a text that is not JSON, of another kind or impossible.
    public init(line: String) throws(JSONError) {
        self = try JSONReader.read(line) { (reader) throws(JSONError) in
            try reader.expectKind([Self.kind])
            return try Self(from: &reader)
        }
    }

    /// The record's line, without the line feed.
    public var line: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }
}

extension JSONReader {
    /// Looks ahead for the object's kind; the reader stays where it is.
    ///
    /// - Throws: `JSONError` if there is none.
    func peekKind() throws(JSONError) -> String {
        var ahead = self
        return try ahead.readKind()
    }

    /// - Throws: `JSONError` naming both kinds unless the object's is one of `kinds`.
    @usableFromInline
    func expectKind(_ kinds: [String]) throws(JSONError) {
        var ahead = self
        let kind = try ahead.readKind()
        guard !kinds.contains(kind) else { return }
        throw ahead.unexpected(expected: kinds.map { "\"\($0)\"" }.joined(separator: " or "))
    }

    static func isKind(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        key.count == 4 && key[0] == UInt8(ascii: "k") && key[1] == UInt8(ascii: "i")
            && key[2] == UInt8(ascii: "n") && key[3] == UInt8(ascii: "d")
    }

    private mutating func readKind() throws(JSONError) -> String {
        var object = try beginObject()
        let start = valueStart
        while let raw = try nextName(in: &object) {
            if Self.isKind(raw.bytes) { return try string() }
            try skip()
        }
        throw JSONError(
            message: "\"kind\" is missing", offset: start - base, field: "kind",
            hint: "a record's first key says what it is, such as {\"kind\":\"trade\",…}")
    }
}
