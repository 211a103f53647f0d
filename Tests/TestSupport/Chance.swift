internal import Market

/// Seeded chance for tests, the same numbers on every machine: Market's generator, for tests that
/// know no market.
public struct Chance: RandomNumberGenerator, Sendable {
    private var generator: SplitMix64

    public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    public mutating func next() -> UInt64 { generator.next() }

    /// Uniform in 0..<1.
    public mutating func unit() -> Double { generator.unit() }

    /// True once in `count` times.
    public mutating func oneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &self) == 0
    }
}

/// The seeds of properties that are tried fifty times.
public let fiftySeeds: [UInt64] = Array(1...50)
