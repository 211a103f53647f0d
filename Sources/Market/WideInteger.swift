/// A whole number of any size, zero or more: the slow and certain path below `Amount`.
struct WideInteger: Hashable, Sendable {
    /// Least significant first, without leading zeros: zero has no words.
    private(set) var words: [UInt32]

    init(_ value: UInt128) {
        words = []
        var rest = value
        while rest != 0 {
            words.append(UInt32(truncatingIfNeeded: rest))
            rest >>= 32
        }
    }

    private init(words: [UInt32]) {
        self.words = words
        while self.words.last == 0 { self.words.removeLast() }
    }

    var isZero: Bool { words.isEmpty }

    /// The value where it fits.
    var narrow: UInt128? {
        guard words.count <= 4 else { return nil }
        return words.reversed().reduce(0) { $0 << 32 | UInt128($1) }
    }

    var bitWidth: Int { words.count * 32 - (words.last?.leadingZeroBitCount ?? 0) }

    /// Decimal digits, most significant first.
    var text: String {
        var groups: [String] = []
        var rest = self
        while !rest.isZero {
            let digits = String(rest.divide(by: 1_000_000_000))
            let padding = rest.isZero ? 0 : 9 - digits.utf8.count
            groups.append(String(repeating: "0", count: padding) + digits)
        }
        return groups.isEmpty ? "0" : groups.reversed().joined()
    }

    func timesPowerOfTen(_ power: Int) -> WideInteger {
        var (result, left) = (self, power)
        while left > 0 {
            let step = min(left, 9)
            result = result * WideInteger(Magnitude.powersOfTen[step])
            left -= step
        }
        return result
    }

    /// Divides in place by one word and returns the remainder.
    private mutating func divide(by divisor: UInt64) -> UInt64 {
        var remainder: UInt64 = 0
        for index in words.indices.reversed() {
            let part = remainder << 32 | UInt64(words[index])
            words[index] = UInt32(truncatingIfNeeded: part / divisor)
            remainder = part % divisor
        }
        while words.last == 0 { words.removeLast() }
        return remainder
    }

    /// Long division, one bit of the quotient at a time.
    func quotientAndRemainder(dividingBy divisor: WideInteger) -> (WideInteger, WideInteger) {
        precondition(!divisor.isZero, "division by zero")
        var quotient = [UInt32](repeating: 0, count: words.count)
        var remainder = WideInteger(0)
        for bit in (0..<bitWidth).reversed() {
            remainder.shiftIn((words[bit / 32] >> UInt32(bit % 32)) & 1)
            guard !(remainder < divisor) else { continue }
            remainder = remainder - divisor
            quotient[bit / 32] |= 1 << UInt32(bit % 32)
        }
        return (WideInteger(words: quotient), remainder)
    }

    private mutating func shiftIn(_ bit: UInt32) {
        var carry = bit
        for index in words.indices {
            let word = words[index]
            words[index] = word << 1 | carry
            carry = word >> 31
        }
        if carry != 0 { words.append(carry) }
    }
}

extension WideInteger: Comparable {
    static func < (left: WideInteger, right: WideInteger) -> Bool {
        guard left.words.count == right.words.count else {
            return left.words.count < right.words.count
        }
        for index in left.words.indices.reversed()
        where left.words[index] != right.words[index] {
            return left.words[index] < right.words[index]
        }
        return false
    }

    static func + (left: WideInteger, right: WideInteger) -> WideInteger {
        var sum: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0..<max(left.words.count, right.words.count) {
            carry += index < left.words.count ? UInt64(left.words[index]) : 0
            carry += index < right.words.count ? UInt64(right.words[index]) : 0
            sum.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        return WideInteger(words: sum + [UInt32(carry)])
    }

    /// Only for `left` ≥ `right`.
    static func - (left: WideInteger, right: WideInteger) -> WideInteger {
        var difference: [UInt32] = []
        var borrow: Int64 = 0
        for index in left.words.indices {
            borrow += Int64(left.words[index])
            borrow -= index < right.words.count ? Int64(right.words[index]) : 0
            difference.append(UInt32(truncatingIfNeeded: borrow))
            borrow >>= 32
        }
        precondition(borrow == 0, "a whole number below zero")
        return WideInteger(words: difference)
    }

    static func * (left: WideInteger, right: WideInteger) -> WideInteger {
        var product = [UInt32](repeating: 0, count: left.words.count + right.words.count)
        for (offset, word) in left.words.enumerated() {
            var carry: UInt64 = 0
            for (index, other) in right.words.enumerated() {
                carry += UInt64(word) * UInt64(other) + UInt64(product[offset + index])
                product[offset + index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            product[offset + right.words.count] = UInt32(carry)
        }
        return WideInteger(words: product)
    }
}
