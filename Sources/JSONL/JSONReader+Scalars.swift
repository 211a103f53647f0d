extension JSONReader {
    /// Reads a `null` if one comes next; otherwise reads nothing and is false.
    public mutating func null() throws(JSONError) -> Bool {
        beginValue()
        return take("null")
    }

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
        if isNegative { position += 1 }
        let digits = position
        var magnitude: UInt = 0
        var overflows = false
        while position < end, position.pointee &- 0x30 <= 9 {
            let (tens, first) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, second) = tens.addingReportingOverflow(UInt(position.pointee &- 0x30))
            overflows = overflows || first || second
            magnitude = sum
            position += 1
        }
        guard position > digits else { throw unexpected(expected: "a whole number") }
        if digits.pointee == 0x30, position - digits > 1 { throw leadingZero() }
        if position < end, isFraction(position.pointee) {
            throw unexpected(expected: "a whole number")
        }
        let limit = UInt(Int.max) + (isNegative ? 1 : 0)
        guard !overflows, magnitude <= limit else {
            throw unexpected(expected: "a whole number of at most 64 bits")
        }
        return isNegative ? Int(truncatingIfNeeded: 0 &- magnitude) : Int(magnitude)
    }

    /// A number as the nearest Double.
    ///
    /// - Throws: `JSONError` for anything else and for numbers beyond the largest Double.
    public mutating func double() throws(JSONError) -> Double {
        beginValue()
        guard let number = try Decimal(&self) else { throw unexpected(expected: "a number") }
        return try nearest(number)
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
    public mutating func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type
    ) throws(JSONError) -> Word where Word.RawValue == String {
        if let word = Word(rawValue: try string()) { return word }
        let words = Word.allCases.map { "\"\($0.rawValue)\"" }
        let list =
            words.count < 2
            ? words.joined()
            : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        throw unexpected(expected: list)
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
    /// Digits from the first that is not 0 on; above 19 `digits` has overflowed.
    var count = 0
    var exponent = 0
    var isNegative = false
    /// Written without fraction and exponent.
    var isWhole = true

    /// Reads a number; nil if none starts here.
    init?(_ reader: inout JSONReader) throws(JSONError) {
        isNegative = reader.position < reader.end && reader.position.pointee == UInt8(ascii: "-")
        if isNegative { reader.position += 1 }
        let start = reader.position
        readDigits(&reader)
        guard reader.position > start else { return nil }
        if start.pointee == 0x30, reader.position - start > 1 { throw reader.leadingZero() }
        guard reader.position < reader.end, reader.isFraction(reader.position.pointee) else {
            return
        }
        isWhole = false
        if reader.position.pointee == UInt8(ascii: ".") {
            reader.position += 1
            let fraction = reader.position
            readDigits(&reader)
            exponent = fraction - reader.position
            guard exponent < 0 else { throw reader.unexpected(expected: "digits after the point") }
        }
        guard reader.position < reader.end,
            reader.position.pointee | 0x20 == UInt8(ascii: "e")
        else { return }
        reader.position += 1
        try readExponent(&reader)
    }

    private mutating func readDigits(_ reader: inout JSONReader) {
        while reader.position < reader.end {
            let digit = reader.position.pointee &- 0x30
            guard digit <= 9 else { return }
            digits = digits &* 10 &+ UInt64(digit)
            if digits != 0 || count != 0 { count &+= 1 }
            reader.position += 1
        }
    }

    private mutating func readExponent(_ reader: inout JSONReader) throws(JSONError) {
        var isBelowOne = false
        if reader.position < reader.end,
            reader.position.pointee == 0x2B || reader.position.pointee == 0x2D
        {
            isBelowOne = reader.position.pointee == 0x2D
            reader.position += 1
        }
        let start = reader.position
        var written = 0
        while reader.position < reader.end, reader.position.pointee &- 0x30 <= 9 {
            if written < 100_000 { written = written * 10 + Int(reader.position.pointee &- 0x30) }
            reader.position += 1
        }
        guard reader.position > start else {
            throw reader.unexpected(expected: "digits after the exponent")
        }
        exponent += isBelowOne ? -written : written
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
private let powersOfTen: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
}

/// 5^0 … 5^27, each below 2^63.
private let powersOfFive: [UInt64] = (0...27).map { power in
    (0..<power).reduce(1) { value, _ in value * 5 }
}
