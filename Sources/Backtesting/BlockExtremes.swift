internal import Market

/// The lowest low and the highest high of each block of 16 candles: where neither touches a trade's
/// limits, none of the candles does.
struct BlockExtremes: Sendable {
    static let length = 16

    /// Of whole blocks only.
    let lows: [Double]
    let highs: [Double]

    var count: Int { lows.count }

    init(_ candles: CandleSeries) {
        let blocks = candles.count / Self.length
        lows = Self.folded(candles.low, blocks) { $0.replacing(with: $1, where: $1 .< $0) }
        highs = Self.folded(candles.high, blocks) { $0.replacing(with: $1, where: $1 .> $0) }
    }

    @inline(__always)
    private static func folded(
        _ column: [Double], _ blocks: Int, _ choose: (SIMD2<Double>, SIMD2<Double>) -> SIMD2<Double>
    ) -> [Double] {
        column.withUnsafeBytes { column in
            [Double](unsafeUninitializedCapacity: blocks) { result, filled in
                for block in 0..<blocks {
                    func pair(_ index: Int) -> SIMD2<Double> {
                        column.loadUnaligned(
                            fromByteOffset: (block * length + index * 2) * 8,
                            as: SIMD2<Double>.self)
                    }
                    let (one, two) = (choose(pair(0), pair(1)), choose(pair(2), pair(3)))
                    let (three, four) = (choose(pair(4), pair(5)), choose(pair(6), pair(7)))
                    let best = choose(choose(one, two), choose(three, four))
                    result[block] = choose(best, SIMD2(best.y, best.x)).x
                }
                filled = blocks
            }
        }
    }
}
