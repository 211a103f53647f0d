internal import Glibc

/// The digits of an `Amount` as a whole number: 128 bits while they suffice, any size where not.
enum Magnitude: Hashable, Sendable {
    case narrow(UInt128)
    case wide(WideInteger)

    static let powersOfTen: [UInt128] = (0...38).reduce(into: []) { powers, _ in
        powers.append((powers.last ?? 0) == 0 ? 1 : powers[powers.count - 1] * 10)
    }

    init(_ value: WideInteger) {
        if let narrow = value.narrow { self = .narrow(narrow) } else { self = .wide(value) }
    }

    var isZero: Bool { self == .narrow(0) }

    private var wide: WideInteger {
        switch self {
        case .narrow(let value): WideInteger(value)
        case .wide(let value): value
        }
    }

    var text: String {
        switch self {
        case .narrow(let value): String(value)
        case .wide(let value): value.text
        }
    }

    func timesPowerOfTen(_ power: Int) -> Magnitude {
        if power == 0 { return self }
        if case .narrow(let value) = self, power <= 38 {
            let (product, overflow) = value.multipliedReportingOverflow(
                by: Self.powersOfTen[power])
            if !overflow { return .narrow(product) }
        }
        return Magnitude(wide.timesPowerOfTen(power))
    }

    func quotientAndRemainder(dividingBy divisor: Magnitude) -> (Magnitude, Magnitude) {
        if case .narrow(let left) = self, case .narrow(let right) = divisor {
            let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
            return (.narrow(quotient), .narrow(remainder))
        }
        let (quotient, remainder) = wide.quotientAndRemainder(dividingBy: divisor.wide)
        return (Magnitude(quotient), Magnitude(remainder))
    }
}

/// A whole number that is read digit by digit: they are added up in a word and moved on by 18.
struct GatheredDigits {
    private(set) var count = 0
    private var moved = Magnitude.narrow(0)
    private var waiting: UInt64 = 0
    private var waitingCount = 0

    mutating func append(_ digit: UInt8) {
        waiting = waiting * 10 + UInt64(digit)
        waitingCount += 1
        count += 1
        guard waitingCount == 18 else { return }
        moved = magnitude
        (waiting, waitingCount) = (0, 0)
    }

    var magnitude: Magnitude {
        let last = Magnitude.narrow(UInt128(waiting))
        return count <= 18 && moved.isZero ? last : moved.timesPowerOfTen(waitingCount) + last
    }
}

extension Magnitude: Comparable {
    static func < (left: Magnitude, right: Magnitude) -> Bool {
        if case .narrow(let left) = left, case .narrow(let right) = right { return left < right }
        return left.wide < right.wide
    }

    static func + (left: Magnitude, right: Magnitude) -> Magnitude {
        if case .narrow(let left) = left, case .narrow(let right) = right {
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow { return .narrow(sum) }
        }
        return Magnitude(left.wide + right.wide)
    }

    /// Only for `left` ≥ `right`.
    static func - (left: Magnitude, right: Magnitude) -> Magnitude {
        if case .narrow(let left) = left, case .narrow(let right) = right {
            return .narrow(left - right)
        }
        return Magnitude(left.wide - right.wide)
    }

    static func * (left: Magnitude, right: Magnitude) -> Magnitude {
        if case .narrow(let left) = left, case .narrow(let right) = right {
            let (product, overflow) = left.multipliedReportingOverflow(by: right)
            if !overflow { return .narrow(product) }
        }
        return Magnitude(left.wide * right.wide)
    }
}

extension Magnitude {
    /// The double nearest to the magnitude times 10^exponent, ties to even.
    func double(exponent: Int) -> Double {
        guard case .narrow(let digits) = self else {
            return Double(text + "e" + String(exponent)) ?? .infinity
        }
        return Self.double(digits, exponent: exponent)
    }

    /// The double nearest to `digits` times 10^exponent, ties to even.
    static func double(_ digits: UInt128, exponent: Int) -> Double {
        guard digits != 0 else { return 0 }
        guard exponent >= -38, exponent <= 22 else { return read(digits, exponent) }
        if digits < 1 << 53, exponent >= -22 {
            // Both are exact doubles, so one operation rounds correctly.
            let (whole, power) = (exact(digits), exactPowers[abs(exponent)])
            return exponent < 0 ? whole / power : whole * power
        }
        if exponent < 0, exponent >= -22, digits >> 106 == 0,
            let quotient = certainQuotient(digits, exactPowers[-exponent])
        {
            return quotient
        }
        if exponent >= 0 {
            let (product, overflow) = digits.multipliedReportingOverflow(
                by: powersOfTen[exponent])
            if !overflow { return nearest(product, isCut: false, exponent: 0) }
        } else if digits.leadingZeroBitCount > 0 {
            return quotient(digits, powersOfTen[-exponent])
        }
        return read(digits, exponent)
    }

    private static func read(_ digits: UInt128, _ exponent: Int) -> Double {
        Double("\(digits)e\(exponent)") ?? .infinity
    }

    /// `digits` as a double, for digits below 2^53.
    private static func exact(_ digits: UInt128) -> Double {
        Double(UInt64(truncatingIfNeeded: digits))
    }

    /// 10^0 to 10^22: each is a double.
    static let exactPowers: [Double] = powersOfTen.prefix(23).map {
        Double(UInt64(truncatingIfNeeded: $0 >> 32)) * 0x1p32
            + Double(UInt64(truncatingIfNeeded: $0 & 0xFFFF_FFFF))
    }

    /// The double nearest to `digits` ÷ `divisor` where its side of every tie is certain, else nil; for
    /// digits from 2^53 to 2^106.
    ///
    /// `sum + lost` are the digits exactly, and `first + (remainder + lost) ÷ divisor` is the quotient
    /// exactly, for the remainder of a correctly rounded division is a double. What is added to `first`
    /// is computed to a few parts in 2^53: where a part in 2^50 of it more or less gives the same
    /// double, that one is the nearest.
    static func certainQuotient(_ digits: UInt128, _ divisor: Double) -> Double? {
        let (high, low) = (exact(digits >> 53) * 0x1p53, exact(digits & ((1 << 53) - 1)))
        let sum = high + low
        let lost = low - (sum - high)
        let first = sum / divisor
        let remainder = fma(-first, divisor, sum)
        let second = (remainder + lost) / divisor
        let doubt = second.magnitude * 0x1p-50
        let nearest = first + (second - doubt)
        return nearest == first + (second + doubt) ? nearest : nil
    }

    /// `digits` ÷ `divisor`, for `digits` below 2^127.
    private static func quotient(_ digits: UInt128, _ divisor: UInt128) -> Double {
        let (up, down) = (digits.leadingZeroBitCount - 1, divisor.leadingZeroBitCount)
        if divisor >> 64 == 0 {
            let (quotient, remainder) = (digits << up).quotientAndRemainder(dividingBy: divisor)
            return nearest(quotient, isCut: remainder != 0, exponent: -up)
        }
        // The dividend is below 2^127 and the divisor at least that: the quotient fits.
        let (quotient, remainder) = (divisor << down).dividingFullWidth((digits << up, 0))
        return nearest(quotient, isCut: remainder != 0, exponent: down - up - 128)
    }

    /// The double nearest to `bits` × 2^exponent; `isCut` when something below the last bit was lost.
    private static func nearest(_ bits: UInt128, isCut: Bool, exponent: Int) -> Double {
        let excess = 128 - bits.leadingZeroBitCount - 53
        guard excess > 0 else {
            return Double(sign: .plus, exponent: exponent, significand: exact(bits))
        }
        var kept = UInt64(bits >> UInt128(excess))
        let lost = bits & ((1 << UInt128(excess)) - 1)
        let half: UInt128 = 1 << UInt128(excess - 1)
        if lost > half || (lost == half && (isCut || kept & 1 == 1)) { kept += 1 }
        return Double(sign: .plus, exponent: exponent + excess, significand: Double(kept))
    }
}
