public import Market

/// The price ticks of one pair by calendar month, inferred from its candles as freqtrade infers them.
///
/// A month's tick is 10^−d, where d is the largest number of decimals of any price of the month,
/// written with 14 significant digits. Exchanges change their ticks, and a back-test must not know
/// today's.
public struct PriceTicks: Hashable, Sendable {
    /// When each month begins, Unix milliseconds, and the tick in force from then on.
    private let startsMs: [Int]
    private let ticks: [Step]

    /// - Parameters:
    ///   - candles: All that the back-test loads, start-up rows included, ascending.
    ///   - fallback: The market's tick, for months up to which all prices are whole numbers.
    ///   - months: What is known of months of the same candles; of others they are counted.
    public init(_ candles: CandleSeries, fallback: Double, months: [CandleMonth] = []) {
        let first = candles.openMs.first.map(Self.month) ?? 0
        let last = candles.openMs.last.map(Self.month) ?? first
        // 0 for whole prices.
        var decimals = [Int](repeating: 0, count: max(0, last - first) + 1)
        for rows in candles.monthRows {
            decimals[Self.month(candles.openMs[rows.lowerBound]) - first] =
                months.fact(of: candles, rows: rows)?.priceDecimals
                ?? PriceDecimals.largest(in: candles, rows: rows)
        }
        startsMs = decimals.indices.map {
            Timestamp(year: (first + $0) / 12, month: (first + $0) % 12 + 1, day: 1).milliseconds
        }
        ticks = decimals.indices.map { index in
            Step(decimals[...index].last { $0 > 0 }.map { 1 / Self.powers[$0] } ?? fallback)
        }
    }

    private init(startsMs: [Int], ticks: [Step]) {
        (self.startsMs, self.ticks) = (startsMs, ticks)
    }

    /// The same in memory of its own.
    func apart() -> PriceTicks {
        PriceTicks(startsMs: startsMs.map { $0 }, ticks: ticks.map { $0 })
    }

    /// The tick in force at an instant, Unix milliseconds.
    public func tick(atMs instant: Int) -> Double { step(atMs: instant).size }

    @inline(__always)
    func step(atMs instant: Int) -> Step {
        ticks[max(startsMs.firstRow(atOrAfter: instant + 1) - 1, 0)]
    }

    private static func month(_ instant: Int) -> Int {
        let date = Timestamp(milliseconds: instant).date
        return date.year * 12 + date.month - 1
    }

    /// Exact: every power up to 10^22 is a double.
    private static let powers: [Double] = (0...22).map { Double("1e\($0)") ?? 1 }
}
