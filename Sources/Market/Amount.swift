/// An exact decimal number: money, amounts and prices where the last digit decides.
///
/// `Amount(0.1)` is one tenth, the shortest decimal that reads back as the double 0.1, and not the
/// binary fraction next to it. Sums, differences and products are exact; a quotient is truncated to
/// 18 decimals; `double` rounds once, to the nearest double. freqtrade's arithmetic on prices is
/// this (its FtPrecise, and ccxt's steps and ticks), so its trades come out digit for digit.
public struct Amount: Sendable {
    /// Always false for zero.
    let isNegative: Bool
    let magnitude: Magnitude
    /// The value is ± magnitude × 10^exponent.
    let exponent: Int

    init(isNegative: Bool, magnitude: Magnitude, exponent: Int) {
        self.isNegative = isNegative && !magnitude.isZero
        self.magnitude = magnitude
        self.exponent = exponent
    }

    public static let zero = Amount(isNegative: false, magnitude: .narrow(0), exponent: 0)

    /// The decimal of the shortest text that reads back as `value`, which must be finite.
    public init(_ value: Double) {
        precondition(value.isFinite, "an amount must be finite")
        if let short = ShortDecimal(value.magnitude) {
            self.init(short, isNegative: value < 0)
        } else {
            var description = Description()
            value.write(to: &description)
            self = description.amount ?? .zero
        }
    }

    /// Reads what a double writes as its description, which needs no string for that.
    private struct Description: TextOutputStream {
        var amount: Amount?

        mutating func write(_ text: String) { amount = Amount(text) }

        /// What the standard library calls for numbers; where it does not, `write` does the same.
        mutating func _writeASCII(_ text: UnsafeBufferPointer<UInt8>) {
            amount = Amount(reading: text)
        }
    }

    /// Reads `-12.50`, `5.071e-05`; nil for anything that is not a decimal number.
    public init?(_ text: String) {
        var text = text
        guard let amount = text.withUTF8({ Amount(reading: $0) }) else { return nil }
        self = amount
    }

    private init?(reading text: UnsafeBufferPointer<UInt8>) {
        let isSigned = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
        var digits = GatheredDigits()
        var (point, shift): (Int?, Int) = (nil, 0)
        for index in (isSigned ? 1 : 0)..<text.count {
            let byte = text[index]
            if byte >= 0x30, byte <= 0x39 {
                digits.append(byte - 0x30)
            } else if byte == UInt8(ascii: "."), point == nil {
                point = digits.count
            } else if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
                guard let power = Self.power(text[(index + 1)...]) else { return nil }
                shift = power
                break
            } else {
                return nil
            }
        }
        guard digits.count > 0 else { return nil }
        self.init(
            isNegative: text[0] == UInt8(ascii: "-"), magnitude: digits.magnitude,
            exponent: shift - (point.map { digits.count - $0 } ?? 0))
    }

    /// Reads `-05` or `12`, at most 10,000 either way.
    private static func power(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
        guard !digits.isEmpty else { return nil }
        var power = 0
        for byte in digits {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            power = power * 10 + Int(byte - 0x30)
            guard power <= 10_000 else { return nil }
        }
        return isNegative ? -power : power
    }

    /// The nearest double, ties to even. Complexity: constant for some 38 digits.
    public var double: Double {
        let size = magnitude.double(exponent: exponent)
        return isNegative ? -size : size
    }

    public var isZero: Bool { magnitude.isZero }

    /// The same number in as few digits as it needs: products of it stay small.
    public var reduced: Amount {
        let ten = Magnitude.narrow(10)
        var (digits, power) = (magnitude, exponent)
        while !digits.isZero {
            let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: ten)
            guard remainder.isZero else { break }
            (digits, power) = (quotient, power + 1)
        }
        return Amount(isNegative: isNegative, magnitude: digits, exponent: power)
    }

    /// How many decimals it is kept with; the last ones may be zeros.
    public var decimals: Int { max(0, -exponent) }

    /// 10^d for an amount of 10^-d with d in 0…22, nil for any other.
    var inversePower: Double? {
        guard case .narrow(let digits) = magnitude, !isNegative,
            let zeros = Magnitude.powersOfTen.firstIndex(of: digits),
            (-22...0).contains(exponent + zeros)
        else { return nil }
        return Magnitude.exactPowers[-exponent - zeros]
    }

    public var absolute: Amount {
        Amount(isNegative: false, magnitude: magnitude, exponent: exponent)
    }

    /// The quotient, truncated towards zero to 18 decimals; the divisor must not be zero.
    public func divided(by divisor: Amount) -> Amount {
        let shift = exponent - divisor.exponent + 18
        let numerator = shift > 0 ? magnitude.timesPowerOfTen(shift) : magnitude
        let denominator =
            shift < 0 ? divisor.magnitude.timesPowerOfTen(-shift) : divisor.magnitude
        let (quotient, _) = numerator.quotientAndRemainder(dividingBy: denominator)
        return Amount(
            isNegative: isNegative != divisor.isNegative, magnitude: quotient, exponent: -18)
    }

    /// What is left after taking whole `step`s, with the sign of the amount; `step` must not be zero.
    public func remainder(dividingBy step: Amount) -> Amount {
        let (left, right, exponent) = Amount.aligned(self, step)
        let (_, remainder) = left.quotientAndRemainder(dividingBy: right)
        return Amount(isNegative: isNegative, magnitude: remainder, exponent: exponent)
    }

    /// Both magnitudes in units of the smaller exponent.
    private static func aligned(_ left: Amount, _ right: Amount) -> (Magnitude, Magnitude, Int) {
        let exponent = min(left.exponent, right.exponent)
        return (
            left.magnitude.timesPowerOfTen(left.exponent - exponent),
            right.magnitude.timesPowerOfTen(right.exponent - exponent), exponent
        )
    }
}

extension Amount {
    public static func + (left: Amount, right: Amount) -> Amount {
        let (first, second, exponent) = aligned(left, right)
        if left.isNegative == right.isNegative {
            return Amount(
                isNegative: left.isNegative, magnitude: first + second, exponent: exponent)
        }
        let isLeft = second < first
        return Amount(
            isNegative: isLeft ? left.isNegative : right.isNegative,
            magnitude: isLeft ? first - second : second - first, exponent: exponent)
    }

    public static prefix func - (amount: Amount) -> Amount {
        Amount(
            isNegative: !amount.isNegative, magnitude: amount.magnitude, exponent: amount.exponent)
    }

    public static func - (left: Amount, right: Amount) -> Amount { left + -right }

    public static func * (left: Amount, right: Amount) -> Amount {
        Amount(
            isNegative: left.isNegative != right.isNegative,
            magnitude: left.magnitude * right.magnitude,
            exponent: left.exponent + right.exponent)
    }
}

extension Amount: Comparable {
    public static func == (left: Amount, right: Amount) -> Bool {
        let (first, second, _) = aligned(left, right)
        return left.isNegative == right.isNegative && first == second
    }

    public static func < (left: Amount, right: Amount) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        let (first, second, _) = aligned(left, right)
        return left.isNegative ? second < first : first < second
    }
}

extension Amount: CustomStringConvertible {
    /// Plain decimal notation without superfluous zeros: `0.00005071`, `985`, `-12.5`.
    public var description: String {
        var digits = exponent > 0 ? magnitude.timesPowerOfTen(exponent).text : magnitude.text
        if exponent < 0 {
            let padding = max(0, 1 - exponent - digits.utf8.count)
            digits = String(repeating: "0", count: padding) + digits
            var fraction = digits.suffix(-exponent)
            let whole = digits.dropLast(-exponent)
            while fraction.last == "0" { fraction.removeLast() }
            digits = String(whole) + (fraction.isEmpty ? "" : "." + fraction)
        }
        return (isNegative ? "-" : "") + digits
    }
}
