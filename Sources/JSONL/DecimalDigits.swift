internal import Glibc

/// A number with up to eight decimals and fifteen digits, as most prices and amounts are, taken apart as
/// `description` writes it, but sooner.
public struct DecimalDigits {
    private let isNegative: Bool
    private let whole: UInt
    private let decimals: EightDigits
    /// How many digits are behind the point, zeros at the end left out; at least one.
    public var places: Int { max(1, 8 - decimals.zerosAtEnd) }

    /// nil for any other number.
    ///
    /// No two decimals of up to fifteen digits are the same Double: one that reads back is the shortest.
    @inline(__always)
    public init?(_ value: Double) {
        let magnitude = value.magnitude
        isNegative = value.sign == .minus
        if magnitude < 1e15, magnitude == Double(Int(magnitude)) {
            (whole, decimals) = (UInt(magnitude), EightDigits(0))
            return
        }
        guard magnitude >= 1e-4, magnitude < 1e7, let scaled = Self.scaled(magnitude) else {
            return nil
        }
        let (whole, rest) = scaled.quotientAndRemainder(dividingBy: 100_000_000)
        (self.whole, decimals) = (whole, EightDigits(rest))
    }

    /// A number below 1e7 times 1e8, nil where it has more decimals.
    @inline(__always)
    private static func scaled(_ magnitude: Double) -> UInt? {
        // Adding and subtracting 2^52 rounds what lies below 2^51.
        let scaled = (magnitude * 1e8 + 0x1p52) - 0x1p52
        return scaled / 1e8 == magnitude ? UInt(scaled) : nil
    }

    /// As many bytes as `write` may need.
    static let room = 32

    /// Writes the number as text; returns how many bytes that took.
    @inline(__always)
    func write(to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        var end = bytes
        Self.put(UInt8(ascii: "-"), at: &end, if: isNegative)
        Self.put(whole, at: &end)
        Self.put(UInt8(ascii: "."), at: &end)
        decimals.write(to: end)
        return end - bytes + places
    }

    /// Writes a number below 1e-4 with up to eight decimals as `description` has it, such as `3.245e-05`;
    /// returns how many bytes that took, nil for any other number.
    @inline(__always)
    static func writeTiny(_ value: Double, to bytes: UnsafeMutablePointer<UInt8>) -> Int? {
        let magnitude = value.magnitude
        guard magnitude >= 1e-8, magnitude < 1e-4, let scaled = scaled(magnitude) else {
            return nil
        }
        let digits = EightDigits(scaled)
        var end = bytes
        put(UInt8(ascii: "-"), at: &end, if: value < 0)
        // The point takes the place before the first digit, which moves there itself.
        digits.fromFirst.write(to: end + 1)
        end[0] = end[1]
        end[1] = UInt8(ascii: ".")
        let count = 8 - digits.zerosAtStart - digits.zerosAtEnd
        end += count == 1 ? 1 : count + 1
        for byte in "e-0".utf8 { put(byte, at: &end) }
        put(UInt8(ascii: "1") + UInt8(digits.zerosAtStart), at: &end)
        return end - bytes
    }

    /// Puts a byte at an end that moves behind it where the byte is wanted.
    @inline(__always)
    static func put(
        _ byte: UInt8, at end: inout UnsafeMutablePointer<UInt8>, if wanted: Bool = true
    ) {
        end.pointee = byte
        end += wanted ? 1 : 0
    }

    /// Puts a whole number at an end that moves behind it; up to seven bytes behind that are overwritten.
    static func put(_ number: UInt, at end: inout UnsafeMutablePointer<UInt8>) {
        if number < 10 { return put(0x30 + UInt8(truncatingIfNeeded: number), at: &end) }
        let (above, rest) = number.quotientAndRemainder(dividingBy: 100_000_000)
        let digits = EightDigits(rest)
        if above > 0 {
            put(above, at: &end)
            digits.write(to: end)
            end += 8
        } else {
            digits.fromFirst.write(to: end)
            end += 8 - digits.zerosAtStart
        }
    }
}

/// A whole number below 1e8 as eight digits, zeros before it included: all of them are found at once, in the
/// bytes of one word, where one after the other waited for eight divisions.
private struct EightDigits {
    /// In the order of the bytes in memory, the first digit first.
    private let digits: UInt64

    @inline(__always)
    init(_ number: UInt) {
        let halves = UInt64(number / 10_000) | UInt64(number % 10_000) << 32
        // By 100 and then by 10, as products with their inverses: exact for numbers as small as these.
        let hundreds = ((halves &* 10_486) >> 20) & 0x7F_0000_007F
        let pairs = hundreds | (halves &- hundreds &* 100) << 16
        let tens = ((pairs &* 103) >> 10) & 0x000F_000F_000F_000F
        digits = tens | (pairs &- tens &* 10) << 8
    }

    private init(digits: UInt64) { self.digits = digits }

    var zerosAtStart: Int { digits.trailingZeroBitCount / 8 }

    var zerosAtEnd: Int { digits.leadingZeroBitCount / 8 }

    /// The same without zeros before the number; behind it there are other ones then.
    @inline(__always)
    var fromFirst: EightDigits { EightDigits(digits: digits >> UInt64(zerosAtStart * 8)) }

    /// Writes eight bytes.
    @inline(__always)
    func write(to bytes: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(bytes).storeBytes(
            of: (digits | 0x3030_3030_3030_3030).littleEndian, as: UInt64.self)
    }
}

/// The number as short as reads back to the same: its `description`, sooner for most.
public func shortest(_ value: Double) -> String {
    guard let short = DecimalDigits(value) else { return value.description }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DecimalDigits.room) { room in
        guard let start = room.baseAddress else { return value.description }
        return String(
            decoding: UnsafeBufferPointer(start: start, count: short.write(to: start)),
            as: UTF8.self)
    }
}
