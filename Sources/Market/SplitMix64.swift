/// A small seeded source of chance: the same numbers on every machine.
///
/// Source: S. Vigna, "splitmix64.c" (public domain), after Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A stream of its own for each list of words: the words are folded into one seed.
    public init(seed: UInt64, words: UInt64...) {
        state = seed
        for word in words { state = next() ^ word }
        state = next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Goes on behind so many numbers. O(1).
    public mutating func skip(_ count: UInt64) { state &+= 0x9E37_79B9_7F4A_7C15 &* count }

    /// A number in 0 ..< 1, evenly spread: a multiple of 2⁻⁵³.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Roughly normal, mean 0 and deviation 1: a sum of four even numbers, so never beyond ±3.47.
    ///
    /// Only integers and one product, where a logarithm could differ from one C library to another.
    public mutating func bell() -> Double {
        let bits = next()
        let sum =
            (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        return (Double(sum) - 131_070) * (1.7320508075688772 / 65_536)
    }
}
