/// The 64-bit xxHash of some bytes: tells a damaged block from a whole one, fast; no protection
/// against anyone who wants to deceive.
///
/// Source: Y. Collet, "xxHash fast digest algorithm", version 0.1.1, XXH64 with seed 0.
struct XXH64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    private static let stripe = 32

    private var lanes = Lanes()
    /// Words that do not fill a stripe yet.
    private var waiting: InlineArray<4, UInt64> = [0, 0, 0, 0]
    private var waitingCount = 0
    /// Bytes that were added.
    private var count = 0

    /// The hash as 16 hexadecimal digits. O(n).
    static func hexadecimal(_ bytes: UnsafeRawBufferPointer) -> String {
        hexadecimal(hash(bytes))
    }

    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = XXH64()
        let words = bytes.count & ~7
        hash.add(words: UnsafeRawBufferPointer(rebasing: bytes[..<words]))
        return hash.value(behind: UnsafeRawBufferPointer(rebasing: bytes[words...]))
    }

    private static func hexadecimal(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Adds words of eight bytes each.
    mutating func add(words bytes: UnsafeRawBufferPointer) {
        add(bytes) { _, _ in }
    }

    /// Adds words of eight bytes each and copies them, which takes no time beside the hash: it waits for one
    /// multiplication after the other.
    mutating func add(words bytes: UnsafeRawBufferPointer, copyingTo place: UnsafeMutableRawPointer)
    {
        add(bytes) { position, word in
            place.storeBytes(of: word, toByteOffset: position, as: UInt64.self)
        }
    }

    /// The hash of all that was added, as 16 hexadecimal digits.
    var hexadecimal: String {
        Self.hexadecimal(value(behind: UnsafeRawBufferPointer(start: nil, count: 0)))
    }

    @inline(__always)
    private mutating func add(_ bytes: UnsafeRawBufferPointer, _ pass: (Int, UInt64) -> Void) {
        func next(_ position: Int) -> UInt64 {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            pass(position, word)
            return UInt64(littleEndian: word)
        }
        var position = 0
        while waitingCount > 0, position < bytes.count {
            wait(for: next(position))
            position += 8
        }
        var lanes = lanes
        while bytes.count - position >= Self.stripe {
            lanes.add(
                next(position), next(position + 8), next(position + 16), next(position + 24))
            position += Self.stripe
        }
        self.lanes = lanes
        while position < bytes.count {
            wait(for: next(position))
            position += 8
        }
        count += bytes.count
    }

    private mutating func wait(for word: UInt64) {
        waiting[waitingCount] = word
        waitingCount += 1
        guard waitingCount == 4 else { return }
        lanes.add(waiting[0], waiting[1], waiting[2], waiting[3])
        waitingCount = 0
    }

    /// The hash of all that was added and of less than a word that follows.
    private func value(behind bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = count >= Self.stripe ? lanes.merged : Self.prime5
        hash &+= UInt64(count + bytes.count)
        for index in 0..<waitingCount {
            hash = Self.rotated(hash ^ Self.round(0, waiting[index]), 27)
            hash = hash &* Self.prime1 &+ Self.prime4
        }
        var position = 0
        if bytes.count >= 4 {
            let half = bytes.loadUnaligned(as: UInt32.self)
            hash ^= UInt64(UInt32(littleEndian: half)) &* Self.prime1
            hash = Self.rotated(hash, 23) &* Self.prime2 &+ Self.prime3
            position = 4
        }
        for byte in bytes[position...] {
            hash = Self.rotated(hash ^ (UInt64(byte) &* Self.prime5), 11) &* Self.prime1
        }
        hash = (hash ^ (hash >> 33)) &* Self.prime2
        hash = (hash ^ (hash >> 29)) &* Self.prime3
        return hash ^ (hash >> 32)
    }

    /// Four hashes side by side, of every fourth word each.
    private struct Lanes {
        private var first = prime1 &+ prime2
        private var second = prime2
        private var third: UInt64 = 0
        private var fourth = 0 &- prime1

        @inline(__always)
        mutating func add(_ one: UInt64, _ two: UInt64, _ three: UInt64, _ four: UInt64) {
            first = round(first, one)
            second = round(second, two)
            third = round(third, three)
            fourth = round(fourth, four)
        }

        var merged: UInt64 {
            var hash =
                rotated(first, 1) &+ rotated(second, 7) &+ rotated(third, 12)
                &+ rotated(fourth, 18)
            for lane in [first, second, third, fourth] {
                hash = (hash ^ round(0, lane)) &* prime1 &+ prime4
            }
            return hash
        }
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotated(lane &+ word &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
        (value << bits) | (value >> (64 - bits))
    }
}
