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
    let end: UnsafePointer<UInt8>
    var position: UnsafePointer<UInt8>
    /// Where the value read last starts: errors point there.
    var valueStart: UnsafePointer<UInt8>
    /// The key whose value comes next, between its quotes; empty outside objects.
    var key = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var depth = 0
    /// Whether `NaN`, `Infinity` and `-Infinity` count as numbers, as Python writes them; no record of
    /// ours has them.
    let readsNonFinite: Bool

    /// Reads `bytes`, which must outlive the reader.
    public init(_ bytes: UnsafeBufferPointer<UInt8>, readsNonFinite: Bool = false) {
        self.readsNonFinite = readsNonFinite
        base = bytes.baseAddress ?? Self.nothing
        end = base + bytes.count
        position = base
        valueStart = base
    }

    /// Reads one whole text with `body` and checks that nothing follows.
    ///
    /// - Throws: what `body` throws, and `JSONError` for bytes after the value.
    public static func read<Value>(
        _ text: String, _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBufferPointer { bytes -> Result<Value, JSONError> in
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

    mutating func skipSpace() {
        while position < end {
            switch position.pointee {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Moves to the next value and remembers where it starts. Complexity: O(white space).
    mutating func beginValue() {
        skipSpace()
        valueStart = position
    }
}

/// How far a reader is in one object.
public struct ObjectCursor {
    var isFirst = true
    var expected = 0
    var seen: UInt64 = 0
    var kindSeen = false
    let start: UnsafePointer<UInt8>
    let outerKey: UnsafeBufferPointer<UInt8>
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

    /// Steps into a list; `nextElement` then tells whether there is another element.
    public mutating func beginList() throws(JSONError) -> ListCursor {
        beginValue()
        guard position < end, position.pointee == UInt8(ascii: "[") else {
            throw unexpected(expected: "a list")
        }
        try descend()
        return ListCursor()
    }

    /// The next key that `table` names, ready for its value; nil after the object's last key.
    ///
    /// - Throws: `JSONError` for a key given twice and, at the end, for a required key not given.
    @inlinable
    public mutating func nextKey<Field>(
        _ table: FieldTable<Field>, in object: inout ObjectCursor
    ) throws(JSONError) -> Field? {
        let index = try nextIndex(table.names, in: &object)
        return index < 0 ? nil : table.fields[index]
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

    private mutating func descend() throws(JSONError) {
        depth += 1
        guard depth <= Self.deepest else {
            throw JSONError(message: "more than \(Self.deepest) levels deep", offset: offset)
        }
        position += 1
    }

    /// Moves behind the opening quote of the next key; false after the object's last key.
    mutating func advanceToKey(in object: inout ObjectCursor) throws(JSONError) -> Bool {
        skipSpace()
        guard position < end else { throw broken("expected ',' or '}'") }
        if position.pointee == UInt8(ascii: "}") {
            position += 1
            depth -= 1
            key = object.outerKey
            return false
        }
        if object.isFirst {
            object.isFirst = false
        } else {
            guard position.pointee == UInt8(ascii: ",") else {
                throw broken("expected ',' or '}'")
            }
            position += 1
            skipSpace()
        }
        guard position < end, position.pointee == UInt8(ascii: "\"") else {
            throw broken("expected a key in quotes")
        }
        return true
    }

    mutating func expectColon() throws(JSONError) {
        skipSpace()
        guard position < end, position.pointee == UInt8(ascii: ":") else {
            throw broken("expected ':'")
        }
        position += 1
    }

    /// Index of the next key in `names`, others passed over; −1 at the end of the object.
    @usableFromInline
    mutating func nextIndex(
        _ names: FieldNames, in object: inout ObjectCursor
    ) throws(JSONError) -> Int {
        if object.isFirst, !names.hasKind { try skipKind(in: &object) }
        if let index = takeExpectedKey(names, in: &object) { return index }
        while try advanceToKey(in: &object) {
            guard let index = try matchKey(names, in: &object) else {
                try skip()
                continue
            }
            let bit: UInt64 = 1 << UInt64(index)
            guard object.seen & bit == 0 else { throw twice(names.names[index]) }
            object.seen |= bit
            object.expected = index + 1
            return index
        }
        guard object.seen & names.required == names.required else {
            let missing = (names.required & ~object.seen).trailingZeroBitCount
            throw JSONError(
                message: "\"\(names.names[missing])\" is missing", offset: object.start - base,
                field: names.names[missing])
        }
        return -1
    }

    /// The fields after the last one are the likeliest: where one follows without white space, a
    /// comparison or two read comma, quotes, name and colon.
    @inline(__always)
    private mutating func takeExpectedKey(
        _ names: FieldNames, in object: inout ObjectCursor
    ) -> Int? {
        guard position < end else { return nil }
        var start = position
        if !object.isFirst {
            guard start.pointee == UInt8(ascii: ",") else { return nil }
            start += 1
        }
        guard let (index, length) = names.prefix(from: object.expected, start, end) else {
            return nil
        }
        let bit: UInt64 = 1 << UInt64(index)
        guard object.seen & bit == 0 else { return nil }
        key = UnsafeBufferPointer(start: start + 1, count: length - 3)
        position = start + length
        object.isFirst = false
        object.seen |= bit
        object.expected = index + 1
        return index
    }

    /// Passes over a record's first pair, `"kind":"…"`, where it is written without white space.
    private mutating func skipKind(in object: inout ObjectCursor) throws(JSONError) {
        guard end - position > 8,
            UnsafeRawPointer(position).loadUnaligned(as: UInt64.self) == Self.kindPattern
        else { return }
        key = UnsafeBufferPointer(start: position + 1, count: 4)
        position += 7
        (object.isFirst, object.kindSeen) = (false, true)
        try skip()
    }

    /// `"kind":"` as a word in memory.
    private static let kindPattern = UInt64(littleEndian: 0x223A_2264_6E69_6B22)

    /// Reads a key and its colon; nil for a key that is not in `names`.
    private mutating func matchKey(
        _ names: FieldNames, in object: inout ObjectCursor
    ) throws(JSONError) -> Int? {
        let raw = try rawString()
        key = raw.bytes
        if raw.isEscaped {
            let name = try unescape(raw.bytes)
            try expectColon()
            return names.names.firstIndex(of: name)
        }
        try expectColon()
        if let index = names.index(of: raw.bytes, from: object.expected) { return index }
        if Self.isKind(raw.bytes) {
            guard !object.kindSeen else { throw twice("kind") }
            object.kindSeen = true
        }
        return nil
    }

    func twice(_ name: String) -> JSONError {
        let start = (key.baseAddress ?? position) - 1
        return JSONError(message: "\"\(name)\" is given twice", offset: start - base, field: name)
    }
}
