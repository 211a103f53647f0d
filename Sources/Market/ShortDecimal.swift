/// A decimal number of zero or more with at most 15 digits: most prices, amounts and fees.
public struct ShortDecimal: Hashable, Sendable {
    /// Below 10^15.
    let digits: UInt64
    /// The value is digits × 10^exponent.
    let exponent: Int

    public static let one = ShortDecimal(digits: 1, exponent: 0)

    private init(digits: UInt64, exponent: Int) {
        (self.digits, self.exponent) = (digits, exponent)
    }

    /// The same number as the amount; nil where that has more digits or is below zero.
    public init?(_ amount: Amount) {
        guard case .narrow(let digits) = amount.magnitude, digits < 1_000_000_000_000_000,
            !amount.isNegative
        else { return nil }
        self.init(digits: UInt64(digits), exponent: amount.exponent)
    }

    /// The shortest decimal that reads back as the double; nil where it has more than 15 digits or more than 8
    /// decimals, and below zero.
    @inline(__always)
    init?(_ value: Double) {
        let scaled = value * 1e8
        guard scaled >= 0, scaled < 1e15 else { return nil }
        // A decimal of at most 15 digits that reads back as the double is the shortest one.
        let digits = UInt64(scaled + 0.5)
        guard Double(digits) / 1e8 == value else { return nil }
        let (whole, rest) = digits.quotientAndRemainder(dividingBy: 100_000_000)
        self = rest == 0 ? Self(digits: whole, exponent: 0) : Self(digits: digits, exponent: -8)
    }
}

extension Amount {
    init(_ short: ShortDecimal, isNegative: Bool = false) {
        self.init(
            isNegative: isNegative, magnitude: .narrow(UInt128(short.digits)),
            exponent: short.exponent)
    }

    /// Whether a double's decimal surely has no more than 8 decimals, as most prices and amounts.
    public static func isShort(_ value: Double) -> Bool { ShortDecimal(value) != nil }

    /// The double nearest to the product of the decimals of two doubles and another decimal.
    public static func product(_ one: Double, _ other: Double, _ part: ShortDecimal) -> Double {
        if let first = ShortDecimal(one), let second = ShortDecimal(other) {
            let product = first.digits.multipliedFullWidth(by: second.digits)
            let (digits, overflow) = (UInt128(product.high) << 64 | UInt128(product.low))
                .multipliedReportingOverflow(by: UInt128(part.digits))
            if !overflow {
                return Magnitude.double(
                    digits, exponent: first.exponent + second.exponent + part.exponent)
            }
        }
        return (Amount(one) * Amount(other) * Amount(part)).double
    }
}
