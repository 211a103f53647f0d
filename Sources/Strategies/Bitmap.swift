/// A condition over the rows of a pair, one bit a row: conditions combine 64 rows at a time, and the
/// next row where one holds is found without looking at those before it.
public struct Bitmap: Hashable, Sendable {
    public let count: Int
    /// Row r is bit r % 64 of word r / 64; bits behind the last row are 0.
    private(set) var words: [UInt64]

    /// No row.
    public init(count: Int) { self.init(count: count, repeating: false) }

    init(count: Int, repeating flag: Bool) {
        self.init(count: count, words: Array(repeating: flag ? .max : 0, count: (count + 63) / 64))
    }

    /// The rows that are true.
    public init(_ flags: [Bool]) {
        self.init(count: flags.count) { start, lanes in
            for lane in lanes.indices { lanes[lane] = flags[start + lane] ? 1 : 0 }
        }
    }

    private init(count: Int, words: [UInt64]) {
        self.count = count
        self.words = words
        let used = count % 64
        if used > 0 { self.words[words.count - 1] &= (1 << UInt64(used)) - 1 }
    }

    /// Rows as `fill` gives them: it is asked for up to 64 from a row on and writes 0 or 1 a byte, a loop
    /// that becomes vector code.
    @inline(__always)
    init(count: Int, fill: (_ start: Int, _ lanes: UnsafeMutableBufferPointer<UInt8>) -> Void) {
        self.count = count
        words = [UInt64](unsafeUninitializedCapacity: (count + 63) / 64) { words, filled in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { lanes in
                for (index, start) in stride(from: 0, to: count, by: 64).enumerated() {
                    let rows = Swift.min(64, count - start)
                    if rows < 64 { lanes.initialize(repeating: 0) }
                    fill(start, UnsafeMutableBufferPointer(rebasing: lanes[..<rows]))
                    words[index] = Self.packed(UnsafeRawBufferPointer(lanes))
                }
            }
            filled = words.count
        }
    }

    /// Rows as `test` finds them: it is asked from each second row on about two, and told whether there are
    /// two; what it says of a row behind the last one does not count.
    @inline(__always)
    init(count: Int, test: (_ row: Int, _ areTwo: Bool) -> SIMDMask<SIMD2<Int64>>) {
        let words = [UInt64](unsafeUninitializedCapacity: (count + 63) / 64) { words, filled in
            filled = (count + 63) / 64
            for index in 0..<count / 64 {
                words[index] = Self.word(index * 64..<index * 64 + 64) { test($0, true) }
            }
            if count % 64 > 0 {
                words[count / 64] = Self.word(count / 64 * 64..<count) { test($0, $0 + 1 < count) }
            }
        }
        self.init(count: count, words: words)
    }

    @inline(__always)
    private static func word(
        _ rows: Range<Int>, _ test: (Int) -> SIMDMask<SIMD2<Int64>>
    ) -> UInt64 {
        var (bits, found) = (SIMD2<Int64>(1, 2), SIMD2<Int64>.zero)
        for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 2) {
            found |= SIMD2.zero.replacing(with: bits, where: test(row))
            bits &<<= 2
        }
        return UInt64(bitPattern: found.x | found.y)
    }

    /// 64 bytes of 0 or 1 as bits: the product moves the lowest bit of each of eight bytes into the
    /// highest byte, in their order.
    @inline(__always)
    private static func packed(_ lanes: UnsafeRawBufferPointer) -> UInt64 {
        var word: UInt64 = 0
        for group in 0..<8 {
            let eight = UInt64(
                littleEndian: lanes.loadUnaligned(fromByteOffset: group * 8, as: UInt64.self))
            let bits = (eight &* 0x0102_0408_1020_4080) >> 56
            word |= bits << UInt64(group * 8)
        }
        return word
    }

    /// Whether the condition holds on a row.
    public subscript(row: Int) -> Bool {
        precondition(row >= 0 && row < count, "a row of other candles")
        return (words[row / 64] >> UInt64(row % 64)) & 1 == 1
    }

    /// The first row from `row` on where the condition holds, nil for none. O(1) where such rows are
    /// frequent, at most rows ÷ 64.
    public func first(from row: Int) -> Int? {
        let start = Swift.max(row, 0)
        guard start < count else { return nil }
        var index = start / 64
        var word = words[index] & (.max << UInt64(start % 64))
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return index * 64 + word.trailingZeroBitCount
    }

    /// On how many of some rows the condition holds. O(rows ÷ 64).
    public func count(in rows: Range<Int>) -> Int {
        let rows = rows.clamped(to: 0..<count)
        guard !rows.isEmpty else { return 0 }
        let (first, last) = (rows.lowerBound / 64, (rows.upperBound - 1) / 64)
        let head: UInt64 = .max << UInt64(rows.lowerBound % 64)
        let tail: UInt64 = .max >> UInt64(63 - (rows.upperBound - 1) % 64)
        if first == last { return (words[first] & head & tail).nonzeroBitCount }
        let ends = (words[first] & head).nonzeroBitCount + (words[last] & tail).nonzeroBitCount
        return words[(first + 1)..<last].reduce(ends) { $0 + $1.nonzeroBitCount }
    }

    /// The same said of shorter candles, `parts` of which make one: what held when a candle closed holds when the last
    /// part of it closed, and until the next one did.
    func parted(by parts: Int, count: Int) -> Bitmap {
        Bitmap(count: count) { start, lanes in
            for lane in lanes.indices {
                let row = (start + lane + 1) / parts - 1
                lanes[lane] = row >= 0 && row < self.count && self[row] ? 1 : 0
            }
        }
    }

    /// Of shorter candles, `parts` of which make one: where what the next one follows is no older than `most` parts.
    public static func fresh(parts: Int, most: Int, count: Int) -> Bitmap {
        Bitmap(count: count) { start, lanes in
            for lane in lanes.indices { lanes[lane] = (start + lane + 1) % parts <= most ? 1 : 0 }
        }
    }

    /// 1 and 0, row by row.
    var numbers: [Double] { (0..<count).map { self[$0] ? 1 : 0 } }

    var bytes: Int { words.count * 8 }
}

extension Bitmap {
    /// Both conditions word by word; a condition that is the same for all rows has no words.
    @inline(__always)
    static func combined(
        _ left: Bitmap, _ right: Bitmap, _ combine: (UInt64, UInt64) -> UInt64
    ) -> Bitmap {
        precondition(left.count == right.count, "conditions of other candles")
        let words = [UInt64](unsafeUninitializedCapacity: left.words.count) { words, filled in
            for index in words.indices {
                words[index] = combine(left.words[index], right.words[index])
            }
            filled = words.count
        }
        return Bitmap(count: left.count, words: words)
    }

    public static func & (left: Bitmap, right: Bitmap) -> Bitmap { combined(left, right, &) }

    public static func | (left: Bitmap, right: Bitmap) -> Bitmap { combined(left, right, |) }

    /// Where this one holds and the other does not.
    public func without(_ other: Bitmap) -> Bitmap { Self.combined(self, other) { $0 & ~$1 } }

    public static prefix func ~ (bitmap: Bitmap) -> Bitmap {
        Bitmap(count: bitmap.count, words: bitmap.words.map { ~$0 })
    }

    /// What held `shift` rows before; false on the first rows.
    func shifted(by shift: Int) -> Bitmap {
        let (whole, part) = (shift / 64, UInt64(shift % 64))
        return Bitmap(
            count: count,
            words: words.indices.map { index in
                guard index >= whole else { return 0 }
                let high = words[index - whole] << part
                guard part > 0, index > whole else { return high }
                return high | (words[index - whole - 1] >> (64 - part))
            })
    }
}
