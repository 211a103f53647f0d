extension JSONReader {
    /// Passes over any value, as strictly as if it were read.
    public mutating func skip() throws(JSONError) {
        beginValue()
        guard position < end else { throw unexpected(expected: "a value") }
        switch position.pointee {
        case UInt8(ascii: "\""):
            let raw = try rawString()
            if raw.isEscaped { _ = try unescape(raw.bytes) }
        case UInt8(ascii: "{"):
            var object = try beginObject()
            while let raw = try nextName(in: &object) {
                if raw.isEscaped { _ = try unescape(raw.bytes) }
                try skip()
            }
        case UInt8(ascii: "["):
            var list = try beginList()
            while try nextElement(in: &list) { try skip() }
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
        case UInt8(ascii: "n"):
            guard try null() else { throw unexpected(expected: "a value") }
        default:
            if takeNonFinite() != nil { return }
            guard try Decimal(&self) != nil else { throw unexpected(expected: "a value") }
        }
    }

    /// The next key of an object of any shape, ready for its value; nil after the last key.
    public mutating func nextKey(in object: inout ObjectCursor) throws(JSONError) -> String? {
        guard let raw = try nextName(in: &object) else { return nil }
        return raw.isEscaped ? try unescape(raw.bytes) : String(decoding: raw.bytes, as: UTF8.self)
    }

    /// The next key of an object of any shape, its colon read; nil after the last key.
    mutating func nextName(in object: inout ObjectCursor) throws(JSONError) -> RawString? {
        guard try advanceToKey(in: &object) else { return nil }
        key = position
        let raw = try rawString()
        try expectColon()
        return raw
    }

    /// Reads any value whole; a number that is not finite, where it may come, is read as null.
    ///
    /// - Throws: `JSONError`, also for an object that gives a key twice.
    public mutating func value() throws(JSONError) -> JSONValue {
        beginValue()
        guard position < end else { throw unexpected(expected: "a value") }
        if takeNonFinite() != nil { return .null }
        switch position.pointee {
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "{"): return try objectValue()
        case UInt8(ascii: "["):
            var list = try beginList()
            var elements: [JSONValue] = []
            while try nextElement(in: &list) { elements.append(try value()) }
            return .list(elements)
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean(try bool())
        case UInt8(ascii: "n"):
            guard try null() else { throw unexpected(expected: "a value") }
            return .null
        default: return try numberValue()
        }
    }

    private mutating func objectValue() throws(JSONError) -> JSONValue {
        var object = try beginObject()
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        while let raw = try nextName(in: &object) {
            let name =
                raw.isEscaped
                ? try unescape(raw.bytes) : String(decoding: raw.bytes, as: UTF8.self)
            guard names.insert(name).inserted else { throw twice(name) }
            members.append(JSONValue.Member(name, try value()))
        }
        return .object(members)
    }

    /// An integer where the number is written as one and fits, else a Double.
    private mutating func numberValue() throws(JSONError) -> JSONValue {
        guard let number = try Decimal(&self) else { throw unexpected(expected: "a value") }
        let isMinusZero = number.isNegative && number.digits == 0
        guard number.isWhole, number.count <= 19, number.digits <= Int.max, !isMinusZero else {
            return .number(try nearest(number))
        }
        return .integer(number.isNegative ? -Int(number.digits) : Int(number.digits))
    }
}
