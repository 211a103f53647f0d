internal import Glibc
internal import Market

/// How pages spell numbers: percent instead of ratios, thousands apart, a true minus sign, UTC.
enum NumberText {
    /// `value` as its unit is read; with a plus sign where the sign is the news.
    static func text(_ value: Double, unit: String, isSigned: Bool = false) -> String {
        switch unit {
        case "ratio": signed(value * 100, 2, isSigned) + " %"
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

    /// As short as says the price: as many digits as were stored, at least two decimals.
    static func price(_ value: Double) -> String {
        let short = "\(value)"
        guard !short.contains("e"), let point = short.firstIndex(of: ".") else {
            return fixed(value, 8)
        }
        let digits = short.distance(from: point, to: short.endIndex) - 1
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
        return instant.day + " " + instant.time.dropLast(3)
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
        let isZero = text.allSatisfy { "0.,".contains($0) }
        return isSigned && value > 0 && !isZero ? "+" + text : text
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
