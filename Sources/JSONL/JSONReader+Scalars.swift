extension JSONReader {
    /// Reads a `null` if one comes next; otherwise reads nothing and is false.
    public mutating func null() throws(JSONError) -> Bool {
        beginValue()
        return takeNull()
    }

    @inline(__always)
    private mutating func takeNull() -> Bool {
        guard Self.begins(position, end, with: Self.nullWord) else { return false }
        position += 4
        return true
    }

    /// `null`, `true` and `alse` as words in memory.
    static let nullWord: UInt32 = 0x6C6C_756E
    private static let trueWord: UInt32 = 0x6575_7274
    private static let alseWord: UInt32 = 0x6573_6C61

    @inline(__always)
    static func begins(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, with word: UInt32
    ) -> Bool {
        end - start >= 4
            && UInt32(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)) == word
    }

    /// The `true` or `false` that comes next.
    public mutating func bool() throws(JSONError) -> Bool {
        beginValue()
        if Self.begins(position, end, with: Self.trueWord) {
            position += 4
            return true
        }
        if position < end, position.pointee == UInt8(ascii: "f"),
            Self.begins(position + 1, end, with: Self.alseWord)
        {
            position += 5
            return false
        }
        throw unexpected(expected: "true or false")
    }

    /// A whole number; `1.0` and `1e3` are not written as one.
    public mutating func int() throws(JSONError) -> Int {
        beginValue()
        if let number = takePlainInt() { return number }
        return try anyInt()
    }

    /// A whole number or `null`.
    public mutating func optionalInt() throws(JSONError) -> Int? {
        beginValue()
        if let number = takePlainInt() { return number }
        return takeNull() ? nil : try anyInt()
    }

    /// nil, with nothing read, for what `PlainNumber` leaves to others.
    @inline(__always)
    private mutating func takePlainInt() -> Int? {
        guard let number = PlainNumber(position, end), number.decimals == 0 else { return nil }
        position = number.end
        return number.isNegative ? -Int(number.digits) : Int(number.digits)
    }

    @inline(never)
    private mutating func anyInt() throws(JSONError) -> Int {
        let isNegative = position < end && position.pointee == UInt8(ascii: "-")
        let digits = isNegative ? position + 1 : position
        var place = digits
        var magnitude: UInt = 0
        while place < end, place.pointee &- 0x30 <= 9 {
            magnitude = magnitude &* 10 &+ UInt(place.pointee &- 0x30)
            place += 1
        }
        position = place
        guard place > digits else { throw unexpected(expected: "a whole number") }
        if digits.pointee == 0x30, place - digits > 1 { throw leadingZero() }
        if place < end, isFraction(place.pointee) {
            throw unexpected(expected: "a whole number")
        }
        if place - digits > 18 {
            // Longer numbers may not fit: read them once more, with care.
            let text = UnsafeBufferPointer(start: valueStart, count: place - valueStart)
            guard let value = Int(String(decoding: text, as: UTF8.self)) else {
                throw unexpected(expected: "a whole number of at most 64 bits")
            }
            return value
        }
        return isNegative ? -Int(magnitude) : Int(magnitude)
    }

    /// A number as the nearest Double; not finite only where `readsNonFinite` allows it.
    ///
    /// - Throws: `JSONError` for anything else and for numbers beyond the largest Double.
    public mutating func double() throws(JSONError) -> Double {
        beginValue()
        if let number = takePlainDouble() { return number }
        return try anyDouble()
    }

    /// A number or `null`.
    public mutating func optionalDouble() throws(JSONError) -> Double? {
        beginValue()
        if let number = takePlainDouble() { return number }
        return takeNull() ? nil : try anyDouble()
    }

    /// nil, with nothing read, for what `PlainNumber` leaves to others.
    @inline(__always)
    private mutating func takePlainDouble() -> Double? {
        guard let number = PlainNumber.double(position, end) else { return nil }
        position = number.end
        return number.value
    }

    @inline(never)
    private mutating func anyDouble() throws(JSONError) -> Double {
        if readsNonFinite, let number = takeNonFinite() { return number }
        guard let number = try Decimal(&self) else { throw unexpected(expected: "a number") }
        return try nearest(number)
    }

    /// nil where no number that is not finite comes next, or none may come.
    mutating func takeNonFinite() -> Double? {
        guard readsNonFinite else { return nil }
        if take("NaN") { return .nan }
        if take("Infinity") { return .infinity }
        return take("-Infinity") ? -.infinity : nil
    }

    /// A number as it is written, for those who must read it in their own way.
    public mutating func numberText() throws(JSONError) -> String {
        beginValue()
        guard try Decimal(&self) != nil else { throw unexpected(expected: "a number") }
        let bytes = UnsafeBufferPointer(start: valueStart, count: position - valueStart)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The Double nearest to the number read last.
    func nearest(_ number: Decimal) throws(JSONError) -> Double {
        if let value = number.value { return value }
        let text = String(
            decoding: UnsafeBufferPointer(start: valueStart, count: position - valueStart),
            as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw unexpected(expected: "a number that a Double can hold")
        }
        return value
    }

    /// nil for `null`, else what `read` reads.
    @inlinable
    public mutating func optional<Value>(
        _ read: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value? {
        try null() ? nil : try read(&self)
    }

    /// A text or `null`.
    public mutating func optionalString() throws(JSONError) -> String? {
        beginValue()
        return takeNull() ? nil : try takeString()
    }

    /// One of an enumeration's words; the error lists them all.
    @inlinable
    public mutating func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type
    ) throws(JSONError) -> Word where Word.RawValue == String {
        if let word = Word(rawValue: try string()) { return word }
        throw unexpected(amongst: Word.allCases.map(\.rawValue))
    }

    /// The same for words that are read so often that they have a table.
    @inlinable
    public mutating func word<Word>(_ table: FieldTable<Word>) throws(JSONError) -> Word {
        table.fields[try wordIndex(table.names)]
    }

    @usableFromInline
    mutating func wordIndex(_ words: FieldNames) throws(JSONError) -> Int {
        beginValue()
        let raw = try takeRawString()
        let index =
            raw.isEscaped
            ? words.names.firstIndex(of: try unescape(raw.bytes))
            : words.index(of: raw.bytes, from: 0)
        guard let index else { throw unexpected(amongst: words.names) }
        return index
    }

    @usableFromInline
    func unexpected(amongst words: [String]) -> JSONError {
        let quoted = words.map { "\"\($0)\"" }
        return unexpected(
            expected: quoted.count < 2
                ? quoted.joined()
                : quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? ""))
    }

    private mutating func take(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard end - position >= count else { return false }
        for index in 0..<count where position[index] != literal.utf8Start[index] { return false }
        position += count
        return true
    }

    func isFraction(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    }

    func leadingZero() -> JSONError { unexpected(expected: "a number without leading zeros") }
}
