/// A number without exponent and with at most sixteen digits before and eight behind the point, nineteen
/// together, as programs write nearly all of theirs: read eight digits at a time.
struct PlainNumber {
    let isNegative: Bool
    let digits: UInt64
    /// How many of the digits are behind the point.
    let decimals: Int
    let end: UnsafePointer<UInt8>

    /// nil for every other number, and near the end of the text, where nothing may be read ahead.
    @inline(__always)
    init?(_ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>) {
        // The longest is a sign, sixteen digits, a point, eight digits and what follows them.
        guard limit - start >= 27 else { return nil }
        isNegative = start.pointee == UInt8(ascii: "-")
        let whole = isNegative ? start + 1 : start
        var place = whole
        let first = EightDigits(place)
        guard first.count > 0, first.count == 1 || place.pointee != 0x30 else { return nil }
        var number = first.value
        place += first.count
        if first.count == 8 {
            let next = EightDigits(place)
            if next.count > 0 {
                number = number &* wholePowers[next.count] &+ next.value
                place += next.count
            }
        }
        var decimals = 0
        if place.pointee == UInt8(ascii: ".") {
            let fraction = EightDigits(place + 1)
            // Twenty digits could be too many for a word.
            guard fraction.count > 0, place - whole + fraction.count < 20 else { return nil }
            decimals = fraction.count
            number = number &* wholePowers[decimals] &+ fraction.value
            place += 1 + decimals
        }
        guard Self.isEnd(place.pointee) else { return nil }
        self.decimals = decimals
        digits = number
        end = place
    }

    /// The number as a Double and its end, sooner where less than eight digits are before the point: all
    /// digits of those are one of a Double, whatever they are.
    @inline(__always)
    static func double(
        _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
    ) -> (value: Double, end: UnsafePointer<UInt8>)? {
        guard limit - start >= 27 else { return nil }
        let isNegative = start.pointee == UInt8(ascii: "-")
        let whole = isNegative ? start + 1 : start
        let first = EightDigits(whole)
        guard first.count < 8 else { return longDouble(start, limit) }
        guard first.count > 0, first.count == 1 || whole.pointee != 0x30 else { return nil }
        var (digits, decimals, end) = (first.value, 0, whole + first.count)
        if end.pointee == UInt8(ascii: ".") {
            let fraction = EightDigits(end + 1)
            decimals = fraction.count
            guard decimals > 0 else { return nil }
            digits = digits &* wholePowers[decimals] &+ fraction.value
            end += 1 &+ decimals
        }
        guard isEnd(end.pointee) else { return nil }
        return (nearest(digits, decimals, isNegative), end)
    }

    @inline(never)
    private static func longDouble(
        _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
    ) -> (value: Double, end: UnsafePointer<UInt8>)? {
        guard let number = PlainNumber(start, limit), number.digits <= 1 << 53 else { return nil }
        return (nearest(number.digits, number.decimals, number.isNegative), number.end)
    }

    /// What may follow a number; after white space others read it.
    @inline(__always)
    private static func isEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    /// The nearest Double: both numbers are exact, so that the division alone rounds (Clinger, "How to
    /// read floating point numbers accurately", 1990). The digits are at most 2^53.
    @inline(__always)
    private static func nearest(
        _ digits: UInt64, _ decimals: Int, _ isNegative: Bool
    ) -> Double {
        let value = Double(Int(bitPattern: UInt(digits))) / powersOfTen[decimals]
        // Signs come and go without a pattern: no branch.
        let sign = UInt64(isNegative ? 1 : 0) &<< 63
        return Double(bitPattern: value.bitPattern | sign)
    }
}

/// The digits that a text starts with, at most eight.
private struct EightDigits {
    let count: Int
    /// Only meant where there are any.
    let value: UInt64

    /// Their values are moved to the high end of a word, zeros before them; then neighbours are joined
    /// to pairs, fours and the eight. Eight bytes must be there.
    @inline(__always)
    init(_ start: UnsafePointer<UInt8>) {
        let word =
            UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
            ^ 0x3030_3030_3030_3030
        let others = ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
        count = others.trailingZeroBitCount &>> 3
        let values = word &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
        let pairs = (values &* 2_561) &>> 8 & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 6_553_601) &>> 16 & 0x0000_FFFF_0000_FFFF
        value = (fours &* 42_949_672_960_001) &>> 32
    }
}

/// 10^0 … 10^8.
private let wholePowers: InlineArray<9, UInt64> = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
]

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
private let powersOfTen: InlineArray<23, Double> = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

/// 5^0 … 5^27, each below 2^63.
private let powersOfFive: [UInt64] = (0...27).map { power in
    (0..<power).reduce(1) { value, _ in value * 5 }
}
