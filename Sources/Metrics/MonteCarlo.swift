internal import Glibc
internal import Market

/// How a quantity spread over many resamples.
public struct Spread: Hashable, Sendable {
    /// Ascending.
    public let values: [Double]

    init(_ values: [Double]) { self.values = values.sorted() }

    /// Linear between the neighbours; nil where no resample defines the quantity. `part` in 0…1.
    public func quantile(_ part: Double) -> Double? { Metrics.quantile(values, part) }
}

/// What an account might have become had the same days come in another order and number: the
/// stationary bootstrap.
///
/// Blocks of consecutive days, of random length and `blockDays` on average, are drawn with putting back
/// and joined until there are as many days as there were; the day after the last is the first. Trades
/// that ran together stay together, and so do days that follow from each other.
///
/// Source: D. Politis and J. Romano, "The stationary bootstrap", Journal of the American Statistical
/// Association 89 (1994).
public struct Bootstrap: Sendable {
    public let finalBalance: Spread
    /// The deepest fall below the highest balance so far, as a ratio of it.
    public let maximumDrawdown: Spread
    /// Mean ÷ sample deviation of daily returns × √365; resamples without a deviation have none.
    public let sharpe: Spread
    /// Share of the resamples whose mean return is not above 0.
    public let noEdge: Double

    /// The mean length of a block that is taken where none is asked for: the cube root of the days.
    public static func blockDays(for days: Int) -> Double {
        var length = 1.0
        while (length + 1) * (length + 1) * (length + 1) <= Double(days) { length += 1 }
        return length
    }

    /// Resamples daily returns; nil without days. Chance depends on the seed and the resample's number
    /// alone. O(resamples × days).
    public init?(
        _ returns: [Double], startingBalance: Double, blockDays: Double, resamples: Int,
        seed: UInt64
    ) {
        guard !returns.isEmpty, resamples > 0, blockDays >= 1 else { return nil }
        var (balances, falls, ratios, losers) = ([Double](), [Double](), [Double](), 0)
        for number in 0..<resamples {
            var random = SplitMix64(seed: seed, words: 0, UInt64(number))
            let sample = Self.days(returns.count, blockDays, &random).map { returns[$0] }
            let (growth, fall) = Self.path(sample)
            balances.append(startingBalance * growth)
            falls.append(fall)
            if (mean(sample) ?? 0) <= 0 { losers += 1 }
            if let ratio = SharpeEstimate.ratio(sample) { ratios.append(ratio * sqrt(365)) }
        }
        finalBalance = Spread(balances)
        maximumDrawdown = Spread(falls)
        sharpe = Spread(ratios)
        noEdge = Double(losers) / Double(resamples)
    }

    /// The days of one resample.
    static func days(_ count: Int, _ blockDays: Double, _ random: inout SplitMix64) -> [Int] {
        var (days, day) = ([Int](), 0)
        days.reserveCapacity(count)
        for place in 0..<count {
            let isNew = place == 0 || random.unit() < 1 / blockDays
            day = isNew ? Int.random(in: 0..<count, using: &random) : (day + 1) % count
            days.append(day)
        }
        return days
    }

    /// Growth as a factor, and the deepest fall.
    private static func path(_ returns: [Double]) -> (growth: Double, fall: Double) {
        var (level, peak, fall) = (1.0, 1.0, 0.0)
        for ratio in returns {
            level *= 1 + ratio
            peak = max(peak, level)
            fall = max(fall, 1 - level / peak)
        }
        return (level, fall)
    }
}

/// What the largest drawdown might have been had the same trades come in another order. Their sum, and
/// so the final balance, is the same in every order.
public struct TradeShuffle: Sendable {
    /// The deepest fall below the highest balance so far, as a ratio of it.
    public let maximumDrawdown: Spread

    /// `profits` are those of closed trades, stake currency; nil without trades. O(shuffles × trades).
    public init?(
        _ profits: [Double], startingBalance: Double, shuffles: Int, seed: UInt64
    ) {
        guard !profits.isEmpty, shuffles > 0, startingBalance > 0 else { return nil }
        maximumDrawdown = Spread(
            (0..<shuffles).map { number in
                let order = Self.order(profits, seed: seed, number: number)
                return RealisedDrawdown(profits: order, startingBalance: startingBalance)
                    .relativeRatio ?? 0
            })
    }

    /// One of the orders.
    static func order(_ profits: [Double], seed: UInt64, number: Int) -> [Double] {
        var random = SplitMix64(seed: seed, words: 1, UInt64(number))
        return profits.shuffled(using: &random)
    }
}
