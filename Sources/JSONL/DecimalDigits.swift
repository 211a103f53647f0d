internal import Glibc

/// A number with up to eight decimals and fifteen digits, as most prices and amounts are, taken apart as
/// `description` writes it, but sooner.
public struct DecimalDigits {
    private let isNegative: Bool
    private let whole: UInt
    private let decimals: UInt
    /// How many digits are behind the point, zeros at the end left out; at least one.
    public let places: Int

    /// nil for any other number.
    ///
    /// No two decimals of up to fifteen digits are the same Double: one that reads back is the shortest.
    @inline(__always)
    public init?(_ value: Double) {
        let magnitude = value.magnitude
        isNegative = value.sign == .minus
        if magnitude < 1e15, magnitude == magnitude.rounded(.down) {
            (whole, decimals, places) = (UInt(magnitude), 0, 1)
            return
        }
        guard magnitude >= 1e-4, magnitude < 1e7 else { return nil }
        // Adding and subtracting 2^52 rounds what lies below 2^51.
        let scaled = (magnitude * 1e8 + 0x1p52) - 0x1p52
        guard scaled / 1e8 == magnitude else { return nil }
        var (rest, count) = (UInt(scaled) % 100_000_000, 8)
        while count > 1, rest.isMultiple(of: 10) { (rest, count) = (rest / 10, count - 1) }
        (whole, decimals, places) = (UInt(scaled) / 100_000_000, rest, count)
    }

    /// As many bytes as `write` may need.
    static let room = 32

    /// Writes the number as text; returns how many bytes that took.
    @inline(__always)
    func write(to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        var start = Self.room
        func put(_ number: UInt, digits: Int) {
            var (rest, end) = (number, start - digits)
            repeat {
                start -= 1
                bytes[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest != 0 || start > end
        }
        put(decimals, digits: places)
        start -= 1
        bytes[start] = UInt8(ascii: ".")
        put(whole, digits: 1)
        if isNegative {
            start -= 1
            bytes[start] = UInt8(ascii: "-")
        }
        memmove(bytes, bytes + start, Self.room - start)
        return Self.room - start
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
