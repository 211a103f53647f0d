internal import Glibc

/// `30s`, `5m`, `2h`, `7d` (also `250ms`, `1w`) as a duration; nil for anything else.
public func duration(_ text: String) -> Duration? {
    let units = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
        ("w", 604_800_000),
    ]
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits),
        let unit = units.first(where: { $0.0 == text.dropFirst(digits.count) })
    else { return nil }
    let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit.1)
    return overflow ? nil : .milliseconds(milliseconds)
}

/// An instant in Unix milliseconds; nil when `text` is none.
///
/// Reads `2026-11-20`, `2026-11-20T07:30:00Z` (also with a space, a fraction, an offset as
/// `+02:00`; without an offset it is UTC), `now`, and durations from `nowMs`: `-24h`, `+5m`.
public func instantMs(_ text: String, nowMs: Int) -> Int? {
    if text == "now" { return nowMs }
    if let sign = text.first, sign == "-" || sign == "+" {
        guard let distance = duration(String(text.dropFirst())) else { return nil }
        let (seconds, attoseconds) = distance.components
        let milliseconds = Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
        let (sum, overflow) = nowMs.addingReportingOverflow(
            sign == "-" ? -milliseconds : milliseconds)
        return overflow ? nil : sum
    }
    return calendarMs(Array(text.utf8))
}

/// The days of `2026-11-01..2026-11-08`, half open, as days since 1970; nil for anything else.
/// Each end is anything that `instantMs` reads.
public func dayRange(_ text: String, nowMs: Int) -> Range<Int>? {
    guard let dots = text.firstRange(of: ".."),
        let from = instantMs(String(text[..<dots.lowerBound]), nowMs: nowMs),
        let to = instantMs(String(text[dots.upperBound...]), nowMs: nowMs), from >= 0,
        from / 86_400_000 < to / 86_400_000
    else { return nil }
    return from / 86_400_000..<to / 86_400_000
}

/// Reads a calendar date with an optional time of day. The C library counts the days.
private func calendarMs(_ text: [UInt8]) -> Int? {
    let (day, rest) = (text.prefix(10), text.dropFirst(10))
    guard matches(day, "0000-00-00"), let dayMs = midnightMs(day) else { return nil }
    if rest.isEmpty { return dayMs }
    var tail = rest.dropFirst()
    guard rest.first == UInt8(ascii: "T") || rest.first == UInt8(ascii: " "),
        let timeMs = takeTime(&tail), let offsetMs = takeOffset(&tail), tail.isEmpty
    else { return nil }
    return dayMs + timeMs - offsetMs
}

private func midnightMs(_ day: ArraySlice<UInt8>) -> Int? {
    let (year, month, date) = (
        number(day.prefix(4)), number(day.dropFirst(5).prefix(2)), number(day.suffix(2))
    )
    var parts = tm()
    parts.tm_year = Int32(year - 1900)
    parts.tm_mon = Int32(month - 1)
    parts.tm_mday = Int32(date)
    let seconds = timegm(&parts)
    // timegm carries 30 February over into March: such a date is none.
    guard parts.tm_mday == Int32(date), parts.tm_mon == Int32(month - 1) else { return nil }
    return seconds * 1_000
}

/// Milliseconds of `07:30`, `07:30:00` or `07:30:00.123`, taken from the front of `text`.
private func takeTime(_ text: inout ArraySlice<UInt8>) -> Int? {
    guard let minutes = takeMinutes(&text) else { return nil }
    var milliseconds = minutes * 60_000
    guard text.first == UInt8(ascii: ":") else { return milliseconds }
    guard matches(text.prefix(3), ":00"), number(text.dropFirst().prefix(2)) < 60 else {
        return nil
    }
    milliseconds += number(text.dropFirst().prefix(2)) * 1_000
    text = text.dropFirst(3)
    guard text.first == UInt8(ascii: ".") else { return milliseconds }
    let fraction = text.dropFirst().prefix { isDigit($0) }
    guard !fraction.isEmpty else { return nil }
    text = text.dropFirst(1 + fraction.count)
    let three = (Array(fraction) + Array("000".utf8)).prefix(3)
    return milliseconds + number(three)
}

/// Milliseconds east of UTC of `Z`, `+02:00` or nothing, taken from the front of `text`.
private func takeOffset(_ text: inout ArraySlice<UInt8>) -> Int? {
    guard let sign = text.popFirst() else { return 0 }
    if sign == UInt8(ascii: "Z") { return 0 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
        let minutes = takeMinutes(&text)
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -minutes : minutes) * 60_000
}

private func takeMinutes(_ text: inout ArraySlice<UInt8>) -> Int? {
    guard matches(text.prefix(5), "00:00") else { return nil }
    let (hour, minute) = (number(text.prefix(2)), number(text.dropFirst(3).prefix(2)))
    guard hour < 24, minute < 60 else { return nil }
    text = text.dropFirst(5)
    return hour * 60 + minute
}

/// Whether `text` has the shape of `pattern`, in which `0` stands for any digit.
private func matches(_ text: ArraySlice<UInt8>, _ pattern: String) -> Bool {
    text.count == pattern.utf8.count
        && zip(text, pattern.utf8).allSatisfy {
            $1 == UInt8(ascii: "0") ? isDigit($0) : $0 == $1
        }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

private func number(_ digits: ArraySlice<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
}
