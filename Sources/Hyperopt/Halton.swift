internal import Market

/// Points that fill a space evenly from the first on: along each axis the digits of the point's number,
/// in a prime base of its own, behind the point instead of before it.
///
/// Scrambled as Owen does: each digit d becomes a·d + c, where a and c are chance that depends on the
/// digits before it. Sources: J. Halton (1960); A. Owen (1995); J. Matoušek, "On the L2-discrepancy for
/// anchored boxes" (1998), for a·d + c instead of any permutation.
struct HaltonSequence: EvenSequence {
    private let bases: [UInt64]
    private let seed: UInt64?
    private var count: UInt64 = 0

    /// Not scrambled without a seed.
    init(dimensions: Int, seed: UInt64?) {
        var bases: [UInt64] = []
        var candidate: UInt64 = 2
        while bases.count < dimensions {
            if bases.allSatisfy({ candidate % $0 != 0 }) { bases.append(candidate) }
            candidate += 1
        }
        self.bases = bases
        self.seed = seed
    }

    mutating func next() -> [Double] {
        defer { count += 1 }
        return bases.enumerated().map { axis, base in
            guard let seed else { return Self.plain(count, base: base) }
            return Self.scrambled(
                count, base: base, SplitMix64(seed: seed, words: UInt64(axis)))
        }
    }

    private static func plain(_ number: UInt64, base: UInt64) -> Double {
        var (rest, share, sum) = (number, 1.0, 0.0)
        while rest > 0 {
            share /= Double(base)
            sum += share * Double(rest % base)
            rest /= base
        }
        return sum
    }

    private static func scrambled(
        _ number: UInt64, base: UInt64, _ stream: SplitMix64
    ) -> Double {
        // Of the digits so far, which say how many they are.
        var before: UInt64 = 1
        var (rest, share, sum) = (number, 1.0, 0.0)
        while share > 0x1p-32 {
            var random = stream
            random.skip(before)
            let factor = 1 + random.next() % (base - 1)
            let digit = rest % base
            share /= Double(base)
            sum += share * Double((factor * digit + random.next() % base) % base)
            before = before &* base &+ digit
            rest /= base
        }
        return min(sum, 1 - 0x1p-53)
    }
}
