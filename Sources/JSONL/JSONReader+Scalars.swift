extension JSONReader {
    /// Reads a `null` if one comes next; otherwise reads nothing and is false.
    public mutating func null() throws(JSONError) -> Bool {
        beginValue()
        return take("null")
    }

    /// The `true` or `false` that comes next.
    public mutating func bool() throws(JSONError) -> Bool {
        beginValue()
        if take("true") { return true }
        if take("false") { return false }
        throw unexpected(expected: "true or false")
    }

    /// A whole number; `1.0` and `1e3` are not written as one.
    public mutating func int() throws(JSONError) -> Int {
        beginValue()
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

    public mutating func optionalInt() throws(JSONError) -> Int? { try null() ? nil : try int() }

    public mutating func optionalDouble() throws(JSONError) -> Double? {
        try null() ? nil : try double()
    }

    public mutating func optionalString() throws(JSONError) -> String? {
        try null() ? nil : try string()
    }

    /// One of an enumeration's words; the error lists them all.
    @inlinable
    public mutating func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type
    ) throws(JSONError) -> Word where Word.RawValue == String {
        if let word = Word(rawValue: try string()) { return word }
        throw unexpected(amongst: Word.allCases.map(\.rawValue))
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

/// A number as it is written: digits × 10^exponent.
struct Decimal {
    var digits: UInt64 = 0
    /// No fewer than the digits from the first that is not 0 on; above 19 `digits` may have overflowed.
    var count = 0
    var exponent = 0
    var isNegative = false
    /// Written without fraction and exponent.
    var isWhole = true

    /// Reads a number; nil if none starts here.
    @inline(__always)
    init?(_ reader: inout JSONReader) throws(JSONError) {
        let end = reader.end
        isNegative = reader.position < end && reader.position.pointee == UInt8(ascii: "-")
        let start = isNegative ? reader.position + 1 : reader.position
        var place = readDigits(start, end)
        reader.position = place
        count = place - start
        guard count > 0 else { return nil }
        if start.pointee == 0x30, count > 1 { throw reader.leadingZero() }
        if place < end, reader.isFraction(place.pointee) {
            isWhole = false
            if place.pointee == UInt8(ascii: ".") {
                let fraction = place + 1
                place = readDigits(fraction, end)
                exponent = fraction - place
                count -= exponent
                guard exponent < 0 else {
                    throw reader.unexpected(expected: "digits after the point")
                }
            }
            if place < end, place.pointee | 0x20 == UInt8(ascii: "e") {
                place += 1
                guard readExponent(&place, end) else {
                    throw reader.unexpected(expected: "digits after the exponent")
                }
            }
            reader.position = place
        }
        if count > 19 { count = Self.significantDigits(start, place) }
    }

    /// Adds digits up to the first other byte, and returns its place.
    @inline(__always)
    private mutating func readDigits(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        var (value, place) = (digits, start)
        while place < end {
            let digit = place.pointee &- 0x30
            guard digit <= 9 else { break }
            value = value &* 10 &+ UInt64(digit)
            place += 1
        }
        digits = value
        return place
    }

    /// Digits of a number from the first that is not 0 on, without those of its exponent.
    private static func significantDigits(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Int {
        UnsafeBufferPointer(start: start, count: end - start)
            .prefix { $0 | 0x20 != UInt8(ascii: "e") }
            .drop { $0 == 0x30 || $0 == UInt8(ascii: ".") }
            .count { $0 != UInt8(ascii: ".") }
    }

    /// False if no digit follows.
    private mutating func readExponent(
        _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Bool {
        var isBelowOne = false
        if place < end, place.pointee == 0x2B || place.pointee == 0x2D {
            isBelowOne = place.pointee == 0x2D
            place += 1
        }
        let start = place
        var written = 0
        while place < end, place.pointee &- 0x30 <= 9 {
            if written < 100_000 { written = written * 10 + Int(place.pointee &- 0x30) }
            place += 1
        }
        exponent += isBelowOne ? -written : written
        return place > start
    }

    /// The nearest Double where two exact steps suffice; nil where they do not.
    ///
    /// Small digits and powers are exact Doubles, so that one operation rounds once (Clinger, "How to
    /// read floating point numbers accurately", 1990). Otherwise digits / 5^n is divided as integers
    /// to 63 bits or more, the remainder is kept as a sticky bit, and one conversion rounds.
    var value: Double? {
        guard count <= 19 else { return nil }
        let sign = isNegative ? -1.0 : 1.0
        if digits == 0 { return sign * 0 }
        if digits <= 1 << 53 {
            if exponent == 0 { return sign * Double(digits) }
            if exponent > 0, exponent <= 22 {
                return sign * (Double(digits) * powersOfTen[exponent])
            }
            if exponent < 0, exponent >= -22 {
                return sign * (Double(digits) / powersOfTen[-exponent])
            }
        }
        guard exponent <= 0, exponent >= -27 else { return nil }
        let divisor = powersOfFive[-exponent]
        let shift = (digits.leadingZeroBitCount, divisor.leadingZeroBitCount)
        let dividend = digits << UInt64(shift.0)
        let (quotient, remainder) = (divisor << UInt64(shift.1)).dividingFullWidth(
            (dividend >> 1, dividend << 63))
        let significand = Double(quotient | (remainder == 0 ? 0 : 1))
        let power = -63 + shift.1 - shift.0 + exponent
        return sign * significand * Double(bitPattern: UInt64(power + 1_023) << 52)
    }
}

/// 10^0 … 10^22, each exactly a Double.
private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

/// 5^0 … 5^27, each below 2^63.
private let powersOfFive: [UInt64] = (0...27).map { power in
    (0..<power).reduce(1) { value, _ in value * 5 }
}
