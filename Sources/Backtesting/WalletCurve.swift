internal import Market

/// What freqtrade finds in the wallet at the open of each candle, before it acts: the money plus each
/// coin that is held at that candle's open, without the fee of selling it.
///
/// Of futures there are no coins: money in positions counts as what was staked, whatever they are worth.
///
/// Differs from `EquityCurve` on purpose: this is the series behind freqtrade's `wallet_stats`. A coin
/// whose pair has no candle at an instant counts nothing, as it does there.
struct WalletCurve {
    /// A position as the wallet sees it. Instants in Unix milliseconds, money in the stake currency.
    struct Holding {
        /// Index into the back-test's pairs.
        let pair: Int
        let filledMs: Int
        /// When its coins left the wallet.
        let closedMs: Int
        let stake: Double
        /// Base currency.
        let amount: Double
        let profit: Double
    }

    private let startingBalance: Double
    /// In the order in which they are opened and closed.
    private let opening: [Holding]
    private let closing: [Holding]
    /// Of the candles: the first one, from one to the next, and how many.
    private let firstMs: Int
    private let length: Int
    private let count: Int
    /// Of each pair, without gaps, and the row of the first instant in it.
    private let opens: [[Double]]
    private let firstRows: [Int]

    /// `startMs` is one candle before the first that may be traded, `endMs` the open of the last one.
    init(
        startingBalance: Double, holdings: [Holding], candles: [CandleSeries], startMs: Int,
        endMs: Int
    ) {
        self.startingBalance = startingBalance
        let length = candles[0].timeframe.milliseconds
        self.length = length
        firstMs = startMs + length
        count = max(0, (endMs - startMs) / length)
        opens = candles.map(\.open)
        firstRows = candles.map { (startMs + length - $0.openMs[0]) / length }
        let order = Array(holdings.enumerated())
        opening = order.sorted {
            ($0.element.filledMs, $0.offset) < ($1.element.filledMs, $1.offset)
        }.map(\.element)
        closing = order.sorted {
            ($0.element.closedMs, $0.offset) < ($1.element.closedMs, $1.offset)
        }.map(\.element)
    }

    /// `trades` are those of the simulation.
    init(_ simulation: Simulation, _ trades: [SimulatedTrade], pairs: [PairInput]) {
        let isFutures = simulation.isFutures
        var holdings: [Holding] = []
        holdings.reserveCapacity(trades.count)
        for index in trades.indices {
            // What is forced out leaves after the last candle, even if its own pair ended before.
            let isForced = trades[index].exitReason == "force_exit"
            let closedMs = isForced ? simulation.endMs : trades[index].closeMs
            for spell in trades[index].spells(until: closedMs) {
                holdings.append(
                    Holding(
                        pair: trades[index].pair, filledMs: spell.fromMs, closedMs: spell.untilMs,
                        stake: isFutures ? 0 : spell.stake, amount: isFutures ? 0 : spell.amount,
                        profit: spell.profit))
            }
        }
        self.init(
            startingBalance: simulation.startingBalance, holdings: holdings,
            candles: pairs.map(\.candles.series), startMs: simulation.startMs,
            endMs: simulation.endMs)
    }

    /// The account at each candle's open. O(candles of all pairs + trades log trades).
    ///
    /// What is held changes seldom: from one change to the next each coin is added in one go.
    func points() -> [(atMs: Int, equity: Double)] {
        var open: [Holding] = []
        var (opened, closed, profit) = (0, 0, 0.0)
        var equity: [Double] = []
        equity.reserveCapacity(count)
        while equity.count < count {
            let now = firstMs + equity.count * length
            while opened < opening.count, opening[opened].filledMs < now {
                open.append(opening[opened])
                opened += 1
            }
            let before = closed
            while closed < closing.count, closing[closed].closedMs < now {
                profit += closing[closed].profit
                closed += 1
            }
            if closed > before { open.removeAll { $0.closedMs < now } }
            let change = min(
                opened < opening.count ? opening[opened].filledMs : .max,
                closed < closing.count ? closing[closed].closedMs : .max)
            let steps = equity.count..<min(count, (change - firstMs) / length + 1)
            let money = startingBalance + profit - open.reduce(0) { $0 + $1.stake }
            equity.append(contentsOf: repeatElement(money, count: steps.count))
            for holding in open { add(holding, to: &equity, steps) }
        }
        return equity.enumerated().map { (firstMs + $0 * length, $1) }
    }

    /// Adds what a coin is worth at some candles' opens; nothing where its pair has no candle.
    private func add(_ holding: Holding, to equity: inout [Double], _ steps: Range<Int>) {
        let (opens, first) = (opens[holding.pair], firstRows[holding.pair])
        let rows = (steps.lowerBound + first)..<(steps.upperBound + first)
        for row in rows.clamped(to: opens.indices) {
            equity[row - first] += holding.amount * opens[row]
        }
    }
}
