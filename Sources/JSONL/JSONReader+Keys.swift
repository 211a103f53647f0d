/// How far a reader is in one object.
public struct ObjectCursor {
    var isFirst = true
    var kindSeen = false
    /// The fields whose keys were read.
    @usableFromInline var seen: UInt64 = 0
    /// The likeliest key, the one after the last; it matches nothing before the first.
    @usableFromInline var expected = FieldPattern.none
    let start: UnsafePointer<UInt8>
    let outerKey: UnsafePointer<UInt8>?

    init(start: UnsafePointer<UInt8>, outerKey: UnsafePointer<UInt8>?) {
        self.start = start
        self.outerKey = outerKey
    }

    @inlinable @inline(__always)
    var hasSeenExpected: Bool {
        seen & 1 &<< UInt64(truncatingIfNeeded: expected.pointee.index) != 0
    }
}

extension JSONReader {
    /// The next key that `table` names, ready for its value; nil after the object's last key.
    ///
    /// - Throws: `JSONError` for a key given twice and, at the end, for a required key not given.
    @inlinable
    public mutating func nextKey<Field>(
        _ table: FieldTable<Field>, in object: inout ObjectCursor
    ) throws(JSONError) -> Field? {
        if FieldPattern.matches(object.expected, position, end - position), !object.hasSeenExpected
        {
            return table.fields[takeExpectedKey(in: &object)]
        }
        let index = try nextIndex(table.names, in: &object)
        return index < 0 ? nil : table.fields[index]
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

    /// Passes over the likeliest key, which comes next; its index.
    @inlinable @inline(__always)
    mutating func takeExpectedKey(in object: inout ObjectCursor) -> Int {
        let pattern = object.expected
        key = position + 1
        position += pattern.pointee.length
        object.seen |= 1 &<< UInt64(truncatingIfNeeded: pattern.pointee.index)
        object.expected = pattern + 1
        return pattern.pointee.index
    }

    /// Index of the next key in `names`, others passed over; −1 at the end of the object.
    @usableFromInline
    mutating func nextIndex(
        _ names: FieldNames, in object: inout ObjectCursor
    ) throws(JSONError) -> Int {
        if object.isFirst {
            if !names.hasKind { try skipKind(in: &object) }
            object.expected = names.patterns
            if object.isFirst, names.patterns.pointee.matchesFirst(position - 1, end - position + 1)
            {
                object.isFirst = false
                position -= 1
                return takeExpectedKey(in: &object)
            }
        }
        if !object.isFirst, findExpectedKey(in: &object) { return takeExpectedKey(in: &object) }
        while try advanceToKey(in: &object) {
            guard let index = try matchKey(names, in: &object) else {
                try skip()
                continue
            }
            guard object.seen & 1 << UInt64(index) == 0 else { throw twice(names.names[index]) }
            object.seen |= 1 << UInt64(index)
            object.expected = names.patterns + index + 1
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

    /// Moves the likeliest key on to the one that comes next, where that follows later in the table
    /// and is written without white space; false where it does not.
    private func findExpectedKey(in object: inout ObjectCursor) -> Bool {
        guard position < end, position.pointee == UInt8(ascii: ",") else { return false }
        var pattern = object.expected
        while pattern.pointee.index >= 0 {
            if FieldPattern.matches(pattern, position, end - position) {
                object.expected = pattern
                return !object.hasSeenExpected
            }
            pattern += 1
        }
        return false
    }

    /// Passes over a record's first pair, `"kind":"…"`, where it is written without white space.
    private mutating func skipKind(in object: inout ObjectCursor) throws(JSONError) {
        guard end - position > 8,
            UnsafeRawPointer(position).loadUnaligned(as: UInt64.self) == Self.kindPattern
        else { return }
        key = position
        position += 7
        (object.isFirst, object.kindSeen) = (false, true)
        let raw = try rawString()
        if raw.isEscaped { _ = try unescape(raw.bytes) }
    }

    /// `"kind":"` as a word in memory.
    private static let kindPattern = UInt64(littleEndian: 0x223A_2264_6E69_6B22)

    /// Reads a key and its colon; nil for a key that is not in `names`.
    private mutating func matchKey(
        _ names: FieldNames, in object: inout ObjectCursor
    ) throws(JSONError) -> Int? {
        key = position
        let raw = try rawString()
        if raw.isEscaped {
            let name = try unescape(raw.bytes)
            try expectColon()
            return names.names.firstIndex(of: name)
        }
        try expectColon()
        let hint = object.expected - names.patterns
        if let index = names.index(of: raw.bytes, from: hint) { return index }
        if Self.isKind(raw.bytes) {
            guard !object.kindSeen else { throw twice("kind") }
            object.kindSeen = true
        }
        return nil
    }

    func twice(_ name: String) -> JSONError {
        let start = key ?? position
        return JSONError(message: "\"\(name)\" is given twice", offset: start - base, field: name)
    }
}
