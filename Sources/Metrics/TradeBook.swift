internal import Glibc
internal import Market
internal import Records

/// The closed trades of a run, or of one group of it, with what every measure needs of them. A class,
/// so that what several measures need is worked out once, when the first of them asks.
///
/// Trades are large, and to hand one on is to copy it: they are read where they lie, by index.
final class TradeBook {
    /// In the order of closing.
    private(set) lazy var trades = rows.count == all.count ? all : rows.map { all[$0] }
    /// The whole run's, and which of them are these.
    private let all: [Trade]
    private let rows: [Int]
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

    /// All of the trades, or those in some rows of them.
    init(closed: [Trade], rows: [Int]? = nil, startingBalance: Double?, days: Int) {
        let rows = rows ?? Array(closed.indices)
        (all, self.rows) = (closed, rows)
        profits = rows.map { closed[$0].profitAbs ?? 0 }
        ratios = rows.map { closed[$0].profitRatio ?? 0 }
        wins = profits.filter { $0 > 0 }
        losses = profits.filter { $0 < 0 }
        total = sum(profits)
        self.startingBalance = startingBalance.flatMap { $0 > 0 ? $0 : nil }
        self.days = days
    }

    var count: Int { rows.count }
    var winRate: Double { Double(wins.count) / Double(count) }
    var averageWin: Double { mean(wins) ?? 0 }
    var averageLoss: Double { abs(mean(losses) ?? 0) }

    /// Of trades that know their lowest and highest rate.
    private(set) lazy var excursions: [Excursion] = Metrics.excursions(trades)
    /// Of trades that know what was at risk.
    private(set) lazy var multiples = rows.compactMap { rMultiple(all[$0]) }

    /// Places of one side's trades in the columns.
    func rows(of side: Side) -> [Int] { rows.indices.filter { all[rows[$0]].side == side } }

    /// Sum of profits, stake currency.
    func profit(of side: Side) -> Double { sum(rows(of: side).map { profits[$0] }) }

    /// Stake currency.
    var stakes: [Double] { rows.map { all[$0].stakeAmount } }

    /// What every filled order cost, fees included, stake currency.
    var volume: Double {
        var volume = Sum()
        for row in rows {
            let orders = all[row].orders
            for index in orders.indices where orders[index].filledMs != nil {
                volume.add(orders[index].cost)
            }
        }
        return volume.value
    }

    /// Value of all that was bought and sold and the fees on it, stake currency.
    private(set) lazy var costs: (turnover: Double, fees: Double) = {
        var (turnover, fees) = (Sum(), Sum())
        for row in rows {
            let costs = all[row].costs
            turnover.add(costs.turnover)
            fees.add(costs.fees)
        }
        return (turnover.value, fees.value)
    }()

    /// Profits of trades sorted by their closing, those of one instant as freqtrade sorts them.
    private(set) lazy var drawdown: (RealisedDrawdown, closes: [Int]) = {
        let closes = closes
        let order = Array(ClosingOrder(closes))
        return (
            RealisedDrawdown(
                profits: order.map { profits[$0] }, startingBalance: startingBalance),
            order.map { closes[$0] }
        )
    }()

    /// Unix milliseconds.
    private var closes: [Int] { rows.map { all[$0].closeMs ?? 0 } }

    /// The trades of each pair, by its symbol.
    private(set) lazy var pairs = grouped(by: rows.map { all[$0].pair.symbol })

    /// The trades of each exit reason, and of each enter tag.
    var exitReasons: [(name: String, book: TradeBook)] {
        grouped(by: rows.map { all[$0].exitReason ?? "" })
    }

    var enterTags: [(name: String, book: TradeBook)] {
        grouped(by: rows.map { all[$0].enterTag ?? "" })
    }

    /// The trades of each group, by name; `names` has one for every trade.
    private func grouped(by names: [String]) -> [(name: String, book: TradeBook)] {
        Dictionary(grouping: rows.indices) { names[$0] }.sorted { $0.key < $1.key }.map {
            let part = TradeBook(
                closed: all, rows: $0.value.map { rows[$0] }, startingBalance: startingBalance,
                days: days)
            return ($0.key, part)
        }
    }

    /// Sums per UTC day of closing, from the first to the last, days without a closing included.
    private(set) lazy var daily: [(profit: Double, ratio: Double)] = {
        var sums: [Int: (profit: Double, ratio: Double)] = [:]
        for (index, closeMs) in closes.enumerated() {
            let day = Timestamp(milliseconds: closeMs).dayNumber
            sums[day, default: (0, 0)].profit += profits[index]
            sums[day, default: (0, 0)].ratio += ratios[index]
        }
        guard let first = sums.keys.min(), let last = sums.keys.max() else { return [] }
        return (first...last).map { sums[$0] ?? (0, 0) }
    }()

    /// Whole minutes from opening to closing of some of the trades.
    func minutes(where isWanted: (_ ratio: Double) -> Bool) -> [Double] {
        zip(rows, ratios).filter { isWanted($1) }.map { row, _ in
            Double(((all[row].closeMs ?? 0) - all[row].openMs) / 60_000)
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
        let spans = rows.map { (openMs: all[$0].openMs, closeMs: all[$0].closeMs ?? 0) }
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
