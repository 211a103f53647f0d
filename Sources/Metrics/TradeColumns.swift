internal import Market

/// What losses know of a back-test: its closed trades as columns, in the order of closing. A search
/// asks thousands of times, so they are bare numbers.
public struct TradeColumns: Sendable {
    /// Stake currency.
    public var profits: [Double]
    public var ratios: [Double]
    /// Whole minutes from opening to closing.
    public var minutes: [Int]
    /// Unix milliseconds.
    public var closeMs: [Int]
    /// Of each trade, `0..<pairCount`.
    public var pairs: [Int]
    /// How many pairs the run may trade, those without trades included.
    public let pairCount: Int
    /// Stake currency, above 0.
    public let startingBalance: Double
    /// Open of the first and the last candle, Unix milliseconds.
    public let fromMs: Int
    public let toMs: Int

    /// Columns without trades.
    public init(pairCount: Int, startingBalance: Double, fromMs: Int, toMs: Int) {
        (profits, ratios, minutes, closeMs, pairs) = ([], [], [], [], [])
        self.pairCount = pairCount
        self.startingBalance = startingBalance
        self.fromMs = fromMs
        self.toMs = toMs
    }

    public mutating func append(
        profit: Double, ratio: Double, openMs: Int, closeMs: Int, pair: Int
    ) {
        profits.append(profit)
        ratios.append(ratio)
        minutes.append((closeMs - openMs) / 60_000)
        self.closeMs.append(closeMs)
        pairs.append(pair)
    }

    public var count: Int { profits.count }

    /// Whole days from the first to the last candle, at least 1.
    public var days: Int { max(1, (toMs - fromMs) / 86_400_000) }

    /// Sum of profits, stake currency.
    public var total: Double { sum(profits) }

    /// Trades with a profit above 0, as a ratio of all; nil without trades.
    public var winRate: Double? {
        count > 0 ? Double(profits.count { $0 > 0 }) / Double(count) : nil
    }

    /// freqtrade's `max_drawdown_account`; nil without trades.
    public var maximumDrawdownAccount: Double? { count > 0 ? drawdown.accountRatio : nil }

    /// Of realised profit, in the order into which freqtrade brings trades. A pair that ends before the
    /// others has its last trade forced out late, so the order of closing is not always that of time.
    var drawdown: RealisedDrawdown {
        RealisedDrawdown(
            profits: ClosingOrder(closeMs).map { profits[$0] }, startingBalance: startingBalance)
    }

    /// The trades of one pair.
    func of(pair: Int) -> TradeColumns {
        var result = TradeColumns(
            pairCount: 1, startingBalance: startingBalance, fromMs: fromMs, toMs: toMs)
        for index in pairs.indices where pairs[index] == pair {
            result.profits.append(profits[index])
            result.ratios.append(ratios[index])
            result.minutes.append(minutes[index])
            result.closeMs.append(closeMs[index])
            result.pairs.append(0)
        }
        return result
    }

    /// Sums of profit ratios less `cost` each, per UTC day of closing, from the first day of the data
    /// to the last.
    func dailyRatios(cost: Double) -> [Double] {
        let first = Timestamp(milliseconds: fromMs).dayNumber
        var days = [Double](
            repeating: 0, count: Timestamp(milliseconds: toMs).dayNumber - first + 1)
        for (ratio, closeMs) in zip(ratios, closeMs) {
            let day = Timestamp(milliseconds: closeMs).dayNumber - first
            if days.indices.contains(day) { days[day] += ratio - cost }
        }
        return days
    }
}
