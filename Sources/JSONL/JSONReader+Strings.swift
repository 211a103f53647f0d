/// The bytes between two quotes, checked to be UTF-8 without control characters.
struct RawString {
    let bytes: UnsafeBufferPointer<UInt8>
    let isEscaped: Bool
}

extension JSONReader {
    /// The text that comes next.
    public mutating func string() throws(JSONError) -> String {
        beginValue()
        return try takeString()
    }

    /// The same where the value was begun.
    @inline(__always)
    mutating func takeString() throws(JSONError) -> String {
        let raw = try takeRawString()
        if raw.isEscaped { return try unescape(raw.bytes) }
        // Behind the text is at least its quote.
        guard let texts, raw.bytes.count <= RememberedText.longest, end - position >= 7 else {
            return String(decoding: raw.bytes, as: UTF8.self)
        }
        return RememberedText.text(raw.bytes, in: texts)
    }

    /// The bytes of the text that was begun.
    @inline(__always)
    mutating func takeRawString() throws(JSONError) -> RawString {
        guard position < end, position.pointee == UInt8(ascii: "\"") else {
            throw unexpected(expected: "a text")
        }
        return try rawString()
    }

    /// Reads from the quote where the reader stands to behind the closing quote.
    @inline(__always)
    mutating func rawString() throws(JSONError) -> RawString {
        var place = position + 1
        while end - place >= 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
            let found = Self.stops(word) | word & 0x8080_8080_8080_8080
            guard found == 0 else {
                place += found.trailingZeroBitCount &>> 3
                guard place.pointee == UInt8(ascii: "\"") else { break }
                let start = position + 1
                position = place + 1
                return RawString(
                    bytes: UnsafeBufferPointer(start: start, count: place - start),
                    isEscaped: false)
            }
            place += 8
        }
        return try anyRawString()
    }

    /// The same for texts that are not plain ASCII, and near the end.
    @inline(never)
    private mutating func anyRawString() throws(JSONError) -> RawString {
        let open = position
        position += 1
        let start = position
        var isEscaped = false
        var high: UInt64 = 0
        while true {
            high |= skipPlainBytes()
            guard position < end else {
                throw JSONError(message: "a text without closing quote", offset: open - base)
            }
            let byte = position.pointee
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                position += end - position > 1 ? 2 : 1
                continue
            }
            guard byte >= 0x20 else {
                throw JSONError(
                    message: "control character \(token(at: position)) in a text", offset: offset,
                    hint: "write it as an escape such as \\n or \\u0001")
            }
            high |= UInt64(byte)
            position += 1
        }
        let bytes = UnsafeBufferPointer(start: start, count: position - start)
        position += 1
        if high & 0x8080_8080_8080_8080 != 0 { try checkUnicode(bytes) }
        return RawString(bytes: bytes, isEscaped: isEscaped)
    }

    /// Passes over eight bytes at a time up to a quote, a backslash or a control character;
    /// returns the bits that were set in any of them.
    private mutating func skipPlainBytes() -> UInt64 {
        var high: UInt64 = 0
        while end - position >= 8 {
            let word = UInt64(
                littleEndian: UnsafeRawPointer(position).loadUnaligned(as: UInt64.self))
            let found = Self.stops(word)
            guard found == 0 else {
                let plain = found.trailingZeroBitCount >> 3
                position += plain
                return high | word & ((1 << (UInt64(plain) * 8)) &- 1)
            }
            high |= word
            position += 8
        }
        return high
    }

    /// Eight bytes' high bits, set in the first that is a quote, a backslash or a control character;
    /// what is set behind it means nothing.
    @inline(__always)
    private static func stops(_ word: UInt64) -> UInt64 {
        let quotes = word ^ 0x2222_2222_2222_2222
        let slashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
        return
            ((quotes &- 0x0101_0101_0101_0101) & ~quotes
            | (slashes &- 0x0101_0101_0101_0101) & ~slashes
            | (word &- 0x2020_2020_2020_2020) & ~word) & 0x8080_8080_8080_8080
    }

    private func checkUnicode(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            let start = (bytes.baseAddress ?? position) - base
            throw JSONError(
                message: "invalid UTF-8 in a text", offset: start + error.byteOffsets.lowerBound)
        }
    }

    /// The text that a string with escapes stands for.
    @inline(never)
    func unescape(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                index += 1
                continue
            }
            index = try appendEscape(bytes, at: index, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends what the escape at `index` stands for; returns the index behind it.
    private func appendEscape(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, to text: inout [UInt8]
    ) throws(JSONError) -> Int {
        let place = (bytes.baseAddress ?? position) - base + index
        guard index + 1 < bytes.count else {
            throw JSONError(message: "an escape without end", offset: place)
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            text.append(bytes[index + 1])
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let (scalar, next) = try unicodeEscape(bytes, at: index, place)
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return next
        default:
            throw JSONError(
                message: "unknown escape in a text", offset: place,
                hint: "JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000")
        }
        return index + 2
    }

    /// The scalar that `\uXXXX`, or a pair of surrogates, stands for, and the index behind it.
    private func unicodeEscape(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, _ place: Int
    ) throws(JSONError) -> (Unicode.Scalar, Int) {
        guard let unit = Self.hexadecimal(bytes, at: index + 2) else {
            throw JSONError(message: "expected four hexadecimal digits after \\u", offset: place)
        }
        if let scalar = Unicode.Scalar(unit) { return (scalar, index + 6) }
        if unit < 0xDC00, index + 7 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"),
            bytes[index + 7] == UInt8(ascii: "u"),
            let low = Self.hexadecimal(bytes, at: index + 8), (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        {
            return (scalar, index + 12)
        }
        throw JSONError(message: "half a surrogate pair in a text", offset: place)
    }

    private static func hexadecimal(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return value
    }
}
