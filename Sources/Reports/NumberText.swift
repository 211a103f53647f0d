internal import Glibc
internal import JSONL
internal import Market

/// How pages spell numbers: percent instead of ratios, thousands apart, a true minus sign, UTC.
enum NumberText {
    /// `value` as its unit is read; with a plus sign where the sign is the news.
    static func text(_ value: Double, unit: String, isSigned: Bool = false) -> String {
        switch unit {
        case "ratio": signed(value * 100, 2, isSigned) + " %"
        case "basis_points": signed(value, 1, isSigned) + " bp"
        case "count": signed(value, value == value.rounded() ? 0 : 2, isSigned)
        case "number": signed(value, 2, isSigned)
        case "minutes": duration(minutes: value)
        case "instant": minute(Int(value))
        case "price": price(value)
        default: signed(value, decimals(of: unit), isSigned) + " " + unit
        }
    }

    /// Digits behind the point, thousands grouped: `−1,234.50`.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        if let whole = scaled(abs(value), digits) {
            return grouped(whole, digits, isNegative: value < 0 && whole != 0)
        }
        let plain = withVaList([Int32(digits), abs(value)]) { arguments in
            var buffer = [CChar](repeating: 0, count: 400)
            let count = vsnprintf(&buffer, buffer.count, "%.*f", arguments)
            return String(
                decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        let isZero = plain.allSatisfy { $0 == "0" || $0 == "." }
        let parts = plain.split(separator: ".")
        let whole = grouped(String(parts[0])) + (parts.count > 1 ? "." + parts[1] : "")
        return value < 0 && !isZero ? "\u{2212}" + whole : whole
    }

    /// `magnitude` in units of its last digit; nil where that is large, or so near the middle of two
    /// that the product's own rounding could decide: the C library knows every digit.
    private static func scaled(_ magnitude: Double, _ digits: Int) -> Int? {
        guard powers.indices.contains(digits) else { return nil }
        let product = magnitude * powers[digits]
        guard product < 1e12 else { return nil }
        let below = product.rounded(.down)
        guard abs(product - below - 0.5) > 1e-3 else { return nil }
        return Int(below) + (product - below > 0.5 ? 1 : 0)
    }

    private static let powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10]

    /// A whole number of the units of its last digit, from right to left.
    private static func grouped(_ whole: Int, _ digits: Int, isNegative: Bool) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { buffer in
            var (rest, start, place) = (whole, 40, -digits)
            func put(_ byte: UInt8) {
                start -= 1
                buffer[start] = byte
            }
            while place <= 0 || rest > 0 {
                if place == 0, digits > 0 { put(UInt8(ascii: ".")) }
                if place > 0, place.isMultiple(of: 3) { put(UInt8(ascii: ",")) }
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                put(UInt8(ascii: "0") + UInt8(digit))
                (rest, place) = (quotient, place + 1)
            }
            let text = String(decoding: buffer[start...], as: UTF8.self)
            return isNegative ? "\u{2212}" + text : text
        }
    }

    /// As short as says the price: as many digits as were stored, at least two decimals.
    static func price(_ value: Double) -> String {
        if let short = DecimalDigits(value) { return fixed(value, max(short.places, 2)) }
        let short = "\(value)"
        let bytes = short.utf8
        guard !bytes.contains(UInt8(ascii: "e")), let point = bytes.firstIndex(of: 0x2E) else {
            return fixed(value, 8)
        }
        let digits = bytes.distance(from: point, to: bytes.endIndex) - 1
        return fixed(value, min(max(digits, 2), 10))
    }

    /// Six digits that count, no zeros at the end: differences and tolerances.
    static func significant(_ value: Double) -> String {
        var (digits, size) = (5, abs(value))
        while size >= 10, digits > 0 { (digits, size) = (digits - 1, size / 10) }
        while size < 1, size > 0, digits < 16 { (digits, size) = (digits + 1, size * 10) }
        var text = fixed(value, digits)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// `2026-08-01 07:05`.
    static func minute(_ milliseconds: Int) -> String {
        let instant = Timestamp(milliseconds: milliseconds)
        let (year, month, day) = instant.date
        guard (0...9_999).contains(year) else {
            return instant.day + " " + instant.time.dropLast(3)
        }
        let minute = instant.millisecondOfDay / 60_000
        let pairs = [year / 100, year % 100, month, day, minute / 60, minute % 60]
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { buffer in
            buffer.initialize(repeating: UInt8(ascii: "-"))
            for (start, pair) in zip([0, 2, 5, 8, 11, 14], pairs) {
                buffer[start] = UInt8(ascii: "0") + UInt8(pair / 10)
                buffer[start + 1] = UInt8(ascii: "0") + UInt8(pair % 10)
            }
            buffer[10] = UInt8(ascii: " ")
            buffer[13] = UInt8(ascii: ":")
            return String(decoding: buffer, as: UTF8.self)
        }
    }

    /// `1 Aug 2026`.
    static func day(_ milliseconds: Int) -> String {
        let (year, month, day) = Timestamp(milliseconds: milliseconds).date
        return "\(day) \(months[month - 1]) \(year)"
    }

    /// `35 min`, `6 h 24 min`, `4 d 2 h`.
    static func duration(minutes: Double) -> String {
        let whole = Int(minutes.rounded())
        if whole < 60 { return "\(whole) min" }
        if whole < 2_880 { return "\(whole / 60) h \(whole % 60) min" }
        return "\(whole / 1_440) d \(whole % 1_440 / 60) h"
    }

    static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Decimals of an amount: two where a unit is about a dollar or a euro, else eight.
    static func decimals(of currency: String) -> Int {
        ["USD", "USDT", "USDC", "BUSD", "FDUSD", "TUSD", "DAI", "EUR", "GBP", "CHF"]
            .contains(currency) ? 2 : 8
    }

    private static func signed(_ value: Double, _ digits: Int, _ isSigned: Bool) -> String {
        let text = fixed(value, digits)
        guard isSigned, value > 0 else { return text }
        return text.utf8.allSatisfy { $0 == 0x30 || $0 == 0x2E || $0 == 0x2C } ? text : "+" + text
    }

    private static func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return result
    }
}

extension String {
    /// With a capital first letter.
    var asTitle: String { prefix(1).uppercased() + dropFirst() }
}
