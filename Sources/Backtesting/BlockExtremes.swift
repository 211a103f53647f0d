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
        lows = Self.folded(candles.low, blocks) { $0 < $1 ? $0 : $1 }
        highs = Self.folded(candles.high, blocks) { $0 > $1 ? $0 : $1 }
    }

    @inline(__always)
    private static func folded(
        _ column: [Double], _ blocks: Int, _ choose: (Double, Double) -> Double
    ) -> [Double] {
        column.withUnsafeBufferPointer { column in
            [Double](unsafeUninitializedCapacity: blocks) { result, filled in
                for block in 0..<blocks {
                    let start = block * length
                    // Two chains, so that one does not wait for the other.
                    var (even, odd) = (column[start], column[start + 1])
                    for row in stride(from: start + 2, to: start + length, by: 2) {
                        even = choose(even, column[row])
                        odd = choose(odd, column[row + 1])
                    }
                    result[block] = choose(even, odd)
                }
                filled = blocks
            }
        }
    }
}
