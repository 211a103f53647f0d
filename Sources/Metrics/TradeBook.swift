internal import Glibc
internal import Market
internal import Records

/// The closed trades of a run, or of one group of it, with what every measure needs of them. A class,
/// so that what several measures need is worked out once, when the first of them asks.
final class TradeBook {
    let trades: [Trade]
    /// Stake currency, in the trades' order: the order of closing.
    let profits: [Double]
    let ratios: [Double]
    let wins: [Double]
    let losses: [Double]
    let total: Double
    /// nil when nobody knows it.
    let startingBalance: Double?
    /// Whole days from the first to the last candle, at least 1.
    let days: Int

    init(closed: [Trade], startingBalance: Double?, days: Int) {
        trades = closed
        profits = closed.map { $0.profitAbs ?? 0 }
        ratios = closed.map { $0.profitRatio ?? 0 }
        wins = profits.filter { $0 > 0 }
        losses = profits.filter { $0 < 0 }
        total = sum(profits)
        self.startingBalance = startingBalance.flatMap { $0 > 0 ? $0 : nil }
        self.days = days
    }

    var count: Int { trades.count }
    var winRate: Double { Double(wins.count) / Double(count) }
    var averageWin: Double { mean(wins) ?? 0 }
    var averageLoss: Double { abs(mean(losses) ?? 0) }

    /// Of trades that know their lowest and highest rate.
    private(set) lazy var excursions: [Excursion] = Metrics.excursions(trades)
    /// Of trades that know what was at risk.
    private(set) lazy var multiples: [Double] = trades.compactMap(rMultiple)

    /// Sum of profits, stake currency.
    func profit(of side: Side) -> Double {
        sum(trades.indices.filter { trades[$0].side == side }.map { profits[$0] })
    }

    /// Value of all that was bought and sold and the fees on it, stake currency.
    private(set) lazy var costs: (turnover: Double, fees: Double) = {
        let costs = trades.map(\.costs)
        return (sum(costs.map(\.turnover)), sum(costs.map(\.fees)))
    }()

    /// Profits of trades sorted by their closing, those of one instant in their order.
    private(set) lazy var drawdown: (RealisedDrawdown, closes: [Int]) = {
        let order = trades.indices.sorted {
            (trades[$0].closeMs ?? 0, $0) < (trades[$1].closeMs ?? 0, $1)
        }
        return (
            RealisedDrawdown(
                profits: order.map { profits[$0] }, startingBalance: startingBalance),
            order.map { trades[$0].closeMs ?? 0 }
        )
    }()

    /// The trades of each pair, by its symbol.
    private(set) lazy var pairs = grouped { $0.pair.symbol }

    /// The trades of each group, by name.
    func grouped(by name: (Trade) -> String) -> [(name: String, book: TradeBook)] {
        Dictionary(grouping: trades, by: name).sorted { $0.key < $1.key }.map {
            ($0.key, TradeBook(closed: $0.value, startingBalance: startingBalance, days: days))
        }
    }

    /// Sums per UTC day of closing, from the first to the last, days without a closing included.
    private(set) lazy var daily: [(profit: Double, ratio: Double)] = {
        var sums: [Int: (profit: Double, ratio: Double)] = [:]
        for (index, trade) in trades.enumerated() {
            let day = Timestamp(milliseconds: trade.closeMs ?? 0).dayNumber
            sums[day, default: (0, 0)].profit += profits[index]
            sums[day, default: (0, 0)].ratio += ratios[index]
        }
        guard let first = sums.keys.min(), let last = sums.keys.max() else { return [] }
        return (first...last).map { sums[$0] ?? (0, 0) }
    }()

    /// Whole minutes from opening to closing of some of the trades.
    func minutes(where isWanted: (_ ratio: Double) -> Bool) -> [Double] {
        trades.indices.filter { isWanted(ratios[$0]) }.map {
            Double(((trades[$0].closeMs ?? 0) - trades[$0].openMs) / 60_000)
        }
    }

    /// Their mean, rounded, halves to even.
    func holding(_ isWanted: (Double) -> Bool) -> Double? {
        mean(minutes(where: isWanted)).map { $0.rounded(.toNearestOrEven) }
    }

    /// Part of a span, Unix milliseconds, during which some trade was open; nil for an empty span.
    func timeInMarket(_ span: (fromMs: Int, toMs: Int)) -> Double? {
        guard span.toMs > span.fromMs else { return nil }
        var (covered, end) = (0, span.fromMs)
        let spans = trades.map { (openMs: $0.openMs, closeMs: $0.closeMs ?? 0) }
        for trade in spans.sorted(by: { $0.openMs < $1.openMs }) {
            let (start, close) = (max(trade.openMs, end), min(trade.closeMs, span.toMs))
            if close > start { (covered, end) = (covered + close - start, close) }
        }
        return Double(covered) / Double(span.toMs - span.fromMs)
    }

    /// The longest runs of wins and of trades that did not win.
    func streaks() -> (wins: Int, losses: Int) {
        var (won, lost, best, worst) = (0, 0, 0, 0)
        for ratio in ratios {
            (won, lost) = ratio > 0 ? (won + 1, 0) : (0, lost + 1)
            (best, worst) = (max(best, won), max(worst, lost))
        }
        return (best, worst)
    }
}
