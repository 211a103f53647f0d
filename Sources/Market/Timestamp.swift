/// An instant in UTC with millisecond resolution.
///
/// Records carry instants as integers that end in `Ms`; this type reads and prints them.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Unix milliseconds.
    public let milliseconds: Int

    public init(milliseconds: Int) { self.milliseconds = milliseconds }

    public init(year: Int, month: Int, day: Int, secondOfDay: Int = 0) {
        milliseconds =
            (Self.days(year: year, month: month, day: day) * 86_400 + secondOfDay) * 1_000
    }

    /// Year, month (1…12) and day (1…31) of the instant's UTC day.
    public var date: (year: Int, month: Int, day: Int) { Self.civil(days: dayNumber) }

    /// Days since 1970-01-01, rounded towards the past.
    public var dayNumber: Int { Self.floorDivide(milliseconds, 86_400_000) }

    /// Hour of the UTC day, 0…23.
    public var hour: Int { millisecondOfDay / 3_600_000 }

    /// Day of the week, 0 = Monday … 6 = Sunday, as pandas counts.
    public var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 }

    /// Milliseconds since the start of the UTC day.
    public var millisecondOfDay: Int { milliseconds - dayNumber * 86_400_000 }

    /// RFC 3339 in UTC: `2026-11-20T07:30:00Z`, with milliseconds only where there are some.
    public var description: String {
        let fraction = milliseconds - Self.floorDivide(milliseconds, 1_000) * 1_000
        let tail = fraction == 0 ? "" : "." + Self.padded(fraction, 3)
        return day + "T" + time + tail + "Z"
    }

    /// `2026-11-20`.
    public var day: String {
        let (year, month, day) = date
        return Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2)
    }

    /// `07:30:00`.
    public var time: String {
        let second = millisecondOfDay / 1_000
        return Self.padded(second / 3_600, 2) + ":" + Self.padded(second / 60 % 60, 2) + ":"
            + Self.padded(second % 60, 2)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Days from civil date, proleptic Gregorian. Source: H. Hinnant, "chrono-compatible low-level date algorithms".
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }
}

extension Timestamp {
    /// Reads `2026-11-20`, `2026-11-20T07:30:00Z`, `2026-11-20 07:30:00.123456` and offsets `+02:00`;
    /// digits beyond milliseconds are cut. A text without an offset is UTC.
    ///
    /// - Throws: `MarketError.invalidInstant` for anything else.
    public init(_ text: String) throws(MarketError) {
        var digits = Digits(Array(text.utf8))
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2),
            digits.take("-"), let day = digits.number(2), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { throw .invalidInstant(text) }
        var milliseconds = Timestamp(year: year, month: month, day: day).milliseconds
        if digits.take("T") || digits.take(" ") {
            guard let time = digits.timeOfDay(), let offset = digits.offset() else {
                throw .invalidInstant(text)
            }
            milliseconds += time - offset
        }
        guard digits.isAtEnd else { throw .invalidInstant(text) }
        self.init(milliseconds: milliseconds)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        let next =
            month == 12
            ? days(year: year + 1, month: 1, day: 1)
            : days(year: year, month: month + 1, day: 1)
        return next - days(year: year, month: month, day: 1)
    }
}

/// A cursor over the bytes of a date.
private struct Digits {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + width] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += width
        return value
    }

    /// Milliseconds of `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`.
    mutating func timeOfDay() -> Int? {
        guard let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60
        else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        guard take(":") else { return milliseconds }
        guard let second = number(2), second < 60 else { return nil }
        milliseconds += second * 1_000
        guard take(".") else { return milliseconds }
        var (scale, any) = (100, false)
        while let digit = number(1) {
            milliseconds += digit * scale
            (scale, any) = (scale / 10, true)
        }
        return any ? milliseconds : nil
    }

    /// Milliseconds east of UTC; 0 for `Z` and for nothing.
    mutating func offset() -> Int? {
        if take("Z") || isAtEnd { return 0 }
        let east = take("+")
        guard east || take("-"), let hour = number(2), take(":"), let minute = number(2),
            hour < 24, minute < 60
        else { return nil }
        return (hour * 60 + minute) * (east ? 60_000 : -60_000)
    }
}
