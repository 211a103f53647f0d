/// The 64-bit xxHash of some bytes: tells a damaged block from a whole one, fast; no protection
/// against anyone who wants to deceive.
///
/// Source: Y. Collet, "xxHash fast digest algorithm", version 0.1.1, XXH64 with seed 0.
public enum XXH64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    /// The hash as 16 hexadecimal digits. O(n).
    public static func hexadecimal(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = String(hash(bytes), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var position = 0
        var hash = bytes.count >= 32 ? stripes(bytes, &position) : prime5
        hash &+= UInt64(bytes.count)
        while bytes.count - position >= 8 {
            hash = rotated(hash ^ round(0, word(bytes, position)), 27) &* prime1 &+ prime4
            position += 8
        }
        if bytes.count - position >= 4 {
            let half = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
            hash ^= UInt64(UInt32(littleEndian: half)) &* prime1
            hash = rotated(hash, 23) &* prime2 &+ prime3
            position += 4
        }
        while position < bytes.count {
            hash = rotated(hash ^ (UInt64(bytes[position]) &* prime5), 11) &* prime1
            position += 1
        }
        hash = (hash ^ (hash >> 33)) &* prime2
        hash = (hash ^ (hash >> 29)) &* prime3
        return hash ^ (hash >> 32)
    }

    private static func stripes(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt64 {
        var (first, second) = (prime1 &+ prime2, prime2)
        var (third, fourth) = (UInt64(0), 0 &- prime1)
        while bytes.count - position >= 32 {
            first = round(first, word(bytes, position))
            second = round(second, word(bytes, position + 8))
            third = round(third, word(bytes, position + 16))
            fourth = round(fourth, word(bytes, position + 24))
            position += 32
        }
        var hash =
            rotated(first, 1) &+ rotated(second, 7) &+ rotated(third, 12) &+ rotated(fourth, 18)
        for lane in [first, second, third, fourth] {
            hash = (hash ^ round(0, lane)) &* prime1 &+ prime4
        }
        return hash
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotated(lane &+ word &* prime2, 31) &* prime1
    }

    private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
        (value << bits) | (value >> (64 - bits))
    }
}
