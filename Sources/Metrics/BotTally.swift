public import Records

/// What trades of one currency come to, as freqtrade's `/profit` counts it (version 2026.9), except
/// that what is undefined is nil where freqtrade writes 0, 100 or infinity.
///
/// Trades are added one by one, in any order; what is kept of one is its closing. Unlike a
/// back-test's measures, `/profit` takes a trade without profit for a win, by its ratio; expectancy
/// counts by the profit itself.
public struct BotTally: Sendable {
    public private(set) var openCount = 0
    /// Stakes of the open trades.
    public private(set) var openStake = 0.0
    /// What partial exits of the open trades brought.
    public private(set) var openProfit = 0.0
    public private(set) var firstTradeMs: Int?
    public private(set) var latestTradeMs: Int?
    private var closings: [Closing] = []
    private var pairs: [String: Double] = [:]

    private struct Closing {
        let closeMs: Int
        let tradeID: Int
        let profit: Double
        let isWin: Bool
    }

    public init() {}

    public mutating func add(_ trade: TradeOutcome) {
        firstTradeMs = min(firstTradeMs ?? trade.openMs, trade.openMs)
        latestTradeMs = max(latestTradeMs ?? trade.openMs, trade.openMs)
        guard !trade.isOpen, let closeMs = trade.closeMs else {
            openCount += 1
            openStake += trade.stakeAmount
            openProfit += trade.profitAbs ?? 0
            return
        }
        let profit = trade.profitAbs ?? 0
        closings.append(
            Closing(
                closeMs: closeMs, tradeID: trade.tradeID, profit: profit,
                isWin: (trade.profitRatio ?? 0) >= 0))
        pairs[trade.pair, default: 0] += profit
    }

    public var closedCount: Int { closings.count }
    public var wins: Int { closings.count { $0.isWin } }
    public var losses: Int { closedCount - wins }
    /// After fees, of closed trades.
    public var profit: Double { sum(closings.map(\.profit)) }
    /// nil before the first closing.
    public var winRate: Double? { closedCount > 0 ? Double(wins) / Double(closedCount) : nil }

    /// Gains of the wins ÷ losses of the losses; nil where these are none.
    public var profitFactor: Double? {
        let lost = sum(closings.filter { !$0.isWin }.map(\.profit))
        return lost == 0 ? nil : sum(closings.filter(\.isWin).map(\.profit)) / abs(lost)
    }

    /// Mean profit of a trade; nil before the first closing.
    public var expectancy: Double? {
        book.map { $0.winRate * $0.averageWin - $0.lossRate * $0.averageLoss }
    }

    /// (1 + average win ÷ average loss) × win rate − 1; nil without losses.
    public var expectancyRatio: Double? {
        book.flatMap {
            $0.averageLoss > 0 ? (1 + $0.averageWin / $0.averageLoss) * $0.winRate - 1 : nil
        }
    }

    /// The pair with the highest sum of profits of closed trades; nil before the first closing.
    public var bestPair: (pair: String, profit: Double)? {
        pairs.min { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// The pair with the lowest sum.
    public var worstPair: (pair: String, profit: Double)? {
        pairs.min { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// The largest fall of the sum of profits below its highest value, in the order of closing; as a
    /// ratio of the account at that top, nil where the starting balance is not known. O(n log n).
    public func maximumDrawdown(startingBalance: Double?) -> (amount: Double, ratio: Double?)? {
        guard closedCount > 0 else { return nil }
        let order = closings.sorted { ($0.closeMs, $0.tradeID) < ($1.closeMs, $1.tradeID) }
        let fall = RealisedDrawdown(
            profits: order.map(\.profit), startingBalance: startingBalance)
        return (fall.amount, fall.accountRatio)
    }

    /// Wins and losses by profit itself; nil before the first closing.
    private var book: (winRate: Double, lossRate: Double, averageWin: Double, averageLoss: Double)?
    {
        guard closedCount > 0 else { return nil }
        let gains = closings.map(\.profit).filter { $0 > 0 }
        let losses = closings.map(\.profit).filter { $0 < 0 }
        let count = Double(closedCount)
        return (
            Double(gains.count) / count, Double(losses.count) / count, mean(gains) ?? 0,
            abs(mean(losses) ?? 0)
        )
    }
}
