/// A strict pull parser over one JSON text: the caller asks for what it expects, value by value.
///
/// ```swift
/// var object = try reader.beginObject()
/// while let field = try reader.nextKey(Self.table, in: &object) {
///     switch field {
///     case .pair: pair = try reader.string()
///     case .closeMs: closeMs = try reader.optional { (reader) throws(JSONError) in try reader.int() }
///     }
/// }
/// ```
/// RFC 8259 without exceptions: no trailing commas, no leading zeros, no lone surrogates, no invalid
/// UTF-8, no control characters in strings, no key twice, at most 512 levels. Keys that a table does
/// not name are checked and passed over. Errors say the key, the value found and what was expected.
public struct JSONReader {
    /// Deeper texts are refused, so that no text can exhaust the stack.
    public static let deepest = 512

    let base: UnsafePointer<UInt8>
    @usableFromInline let end: UnsafePointer<UInt8>
    @usableFromInline var position: UnsafePointer<UInt8>
    /// Where the value read last starts: errors point there.
    var valueStart: UnsafePointer<UInt8>
    /// The opening quote of the key whose value comes next; nil outside objects.
    @usableFromInline var key: UnsafePointer<UInt8>?
    var depth = 0
    /// Whether `NaN`, `Infinity` and `-Infinity` count as numbers, as Python writes them; no record of
    /// ours has them.
    let readsNonFinite: Bool
    /// Where short texts are looked for before they are made; nil makes them all.
    private(set) var texts: UnsafeMutablePointer<RememberedText>?

    /// Reads `bytes`, which must outlive the reader.
    public init(_ bytes: UnsafeBufferPointer<UInt8>, readsNonFinite: Bool = false) {
        self.readsNonFinite = readsNonFinite
        base = bytes.baseAddress ?? Self.nothing
        end = base + bytes.count
        position = base
        valueStart = base
    }

    /// Reads one line of many, which share the texts that come again.
    init(_ bytes: UnsafeBufferPointer<UInt8>, sharing texts: TextMemory) {
        self.init(bytes)
        self.texts = texts.slots
    }

    /// Reads one whole text with `body` and checks that nothing follows.
    ///
    /// - Throws: what `body` throws, and `JSONError` for bytes after the value.
    public static func read<Value>(
        _ text: String, _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        var text = text
        let result = text.withUTF8 { bytes -> Result<Value, JSONError> in
            var reader = JSONReader(bytes)
            do throws(JSONError) {
                let value = try body(&reader)
                try reader.finish()
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Where an empty text starts; nothing is ever read or written there.
    private nonisolated(unsafe) static let nothing = UnsafePointer(
        UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

    /// Checks that only white space follows the value.
    public mutating func finish() throws(JSONError) {
        skipSpace()
        guard position == end else {
            throw JSONError(
                message: "\(token(at: position)) follows the end of the value", offset: offset)
        }
    }

    /// Bytes read so far.
    public var offset: Int { position - base }

    @inline(__always)
    mutating func skipSpace() {
        if position < end, position.pointee > 0x20 { return }
        skipSpaces()
    }

    @inline(never)
    private mutating func skipSpaces() {
        while position < end {
            switch position.pointee {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Moves to the next value and remembers where it starts. Complexity: O(white space).
    @inline(__always)
    mutating func beginValue() {
        skipSpace()
        valueStart = position
    }
}

/// How far a reader is in one list.
public struct ListCursor {
    var isFirst = true
}

extension JSONReader {
    /// Steps into an object; `nextKey` then gives its keys.
    public mutating func beginObject() throws(JSONError) -> ObjectCursor {
        beginValue()
        guard position < end, position.pointee == UInt8(ascii: "{") else {
            throw unexpected(expected: "an object")
        }
        try descend()
        return ObjectCursor(start: valueStart, outerKey: key)
    }

    /// Passes over a list without elements, if one comes next and is written `[]`.
    public mutating func takeEmptyList() -> Bool {
        guard end - position >= 2, position[0] == UInt8(ascii: "["),
            position[1] == UInt8(ascii: "]")
        else { return false }
        valueStart = position
        position += 2
        return true
    }

    /// Steps into a list; `nextElement` then tells whether there is another element.
    public mutating func beginList() throws(JSONError) -> ListCursor {
        beginValue()
        guard position < end, position.pointee == UInt8(ascii: "[") else {
            throw unexpected(expected: "a list")
        }
        try descend()
        return ListCursor()
    }

    /// Whether the list has another element, ready to be read.
    public mutating func nextElement(in list: inout ListCursor) throws(JSONError) -> Bool {
        skipSpace()
        guard position < end else { throw broken("expected ',' or ']'") }
        if position.pointee == UInt8(ascii: "]") {
            position += 1
            depth -= 1
            return false
        }
        if list.isFirst {
            list.isFirst = false
            return true
        }
        guard position.pointee == UInt8(ascii: ",") else { throw broken("expected ',' or ']'") }
        position += 1
        return true
    }

    @inline(__always)
    private mutating func descend() throws(JSONError) {
        depth += 1
        guard depth <= Self.deepest else {
            throw JSONError(message: "more than \(Self.deepest) levels deep", offset: offset)
        }
        position += 1
    }
}
