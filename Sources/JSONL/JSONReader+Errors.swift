extension JSONReader {
    /// An error at the value read last: `"side" is "buyy", expected "long" or "short"`.
    public func unexpected(expected: String, hint: String? = nil) -> JSONError {
        let found = token(at: valueStart)
        let message =
            switch field {
            case let field? where valueStart < end && Self.beginsValue(valueStart.pointee):
                "\"\(field)\" is \(found), expected \(expected)"
            default: "expected \(expected), found \(found)"
            }
        return JSONError(message: message, offset: valueStart - base, field: field, hint: hint)
    }

    /// An error at the value read last, in the caller's words.
    public func invalid(_ message: String, hint: String? = nil) -> JSONError {
        JSONError(message: message, offset: valueStart - base, field: field, hint: hint)
    }

    /// An error about a whole object, at the value of `field` where the object has that key.
    public func invalid(_ message: String, field: String?, in object: ObjectCursor) -> JSONError {
        var error = JSONError(message: message, offset: object.start - base, field: field)
        guard let field else { return error }
        var again = self
        again.position = object.start
        again.depth = 0
        do throws(JSONError) {
            var cursor = try again.beginObject()
            while let name = try again.nextName(in: &cursor) {
                again.beginValue()
                if name.bytes.elementsEqual(field.utf8) { error.offset = again.offset }
                try again.skip()
            }
        } catch {
            // The object was read before; a broken one keeps its start as the place.
        }
        return error
    }

    /// The key whose value was read last; nil outside objects.
    public var field: String? {
        guard let key else { return nil }
        return Self.printable(quoted(from: key), limit: 64)
    }

    /// The bytes between a quote and the next one that is none of an escape, or the end.
    private func quoted(from quote: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var close = quote + 1
        while close < end, close.pointee != UInt8(ascii: "\"") {
            close += close.pointee == UInt8(ascii: "\\") ? 2 : 1
        }
        return UnsafeBufferPointer(start: quote + 1, count: min(close, end) - quote - 1)
    }

    /// An error about the text itself, where the reader stands.
    func broken(_ expectation: String) -> JSONError {
        JSONError(message: "\(expectation), found \(token(at: position))", offset: offset)
    }

    /// What stands at a place, as a person would say it.
    func token(at start: UnsafePointer<UInt8>) -> String {
        guard start < end else { return "the end of the line" }
        switch start.pointee {
        case UInt8(ascii: "{"): return "an object"
        case UInt8(ascii: "["): return "a list"
        case UInt8(ascii: "\""):
            return "\"\(Self.printable(quoted(from: start), limit: 40))\""
        case let byte where Self.isWord(byte):
            var close = start + 1
            while close < end, Self.isWord(close.pointee) { close += 1 }
            return Self.printable(
                UnsafeBufferPointer(start: start, count: close - start), limit: 40)
        default:
            return "'\(Self.printable(UnsafeBufferPointer(start: start, count: 1), limit: 1))'"
        }
    }

    /// Bytes of numbers, literals and of words that are neither.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F, 0x80...: true
        default: false
        }
    }

    /// Bytes that a value, or an attempt at one, starts with; others are punctuation out of place.
    private static func beginsValue(_ byte: UInt8) -> Bool {
        isWord(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "{")
            || byte == UInt8(ascii: "[")
    }

    /// The bytes as text that is safe on a terminal, cut after `limit` bytes.
    private static func printable(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> String {
        var text = ""
        for scalar in String(decoding: bytes.prefix(limit), as: UTF8.self).unicodeScalars {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return bytes.count > limit ? text + "…" : text
    }
}
