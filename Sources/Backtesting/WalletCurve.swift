internal import Market

/// What freqtrade finds in the wallet at the open of each candle, before it acts: the money plus each
/// coin that is held at that candle's open, without the fee of selling it.
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
    private let instants: StrideThrough<Int>
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
        opens = candles.map(\.open)
        firstRows = candles.map { (startMs + length - $0.openMs[0]) / length }
        instants = stride(from: startMs + length, through: endMs, by: length)
        let order = Array(holdings.enumerated())
        opening = order.sorted {
            ($0.element.filledMs, $0.offset) < ($1.element.filledMs, $1.offset)
        }.map(\.element)
        closing = order.sorted {
            ($0.element.closedMs, $0.offset) < ($1.element.closedMs, $1.offset)
        }.map(\.element)
    }

    init(_ simulation: Simulation, pairs: [PairInput]) {
        let holdings = simulation.trades.map { trade in
            // What is forced out leaves after the last candle, even if its own pair ended before.
            Holding(
                pair: trade.pair, filledMs: trade.fillMs,
                closedMs: trade.exitReason == "force_exit" ? simulation.endMs : trade.closeMs,
                stake: trade.stakeAmount, amount: trade.amount, profit: trade.profitAbs)
        }
        self.init(
            startingBalance: simulation.startingBalance, holdings: holdings,
            candles: pairs.map(\.candles.series), startMs: simulation.startMs,
            endMs: simulation.endMs)
    }

    /// The account at each candle's open. O(candles of all pairs + trades log trades).
    func points() -> [(atMs: Int, equity: Double)] {
        var open: [Holding] = []
        var (opened, closed, profit) = (0, 0, 0.0)
        return instants.enumerated().map { step, now in
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
            let tied = open.reduce(0) { $0 + $1.stake }
            let money = startingBalance + profit - tied
            return (now, open.reduce(money) { $0 + $1.amount * price($1.pair, step) })
        }
    }

    /// The open of the candle at the instant of that number, 0 where there is none.
    private func price(_ pair: Int, _ step: Int) -> Double {
        let row = firstRows[pair] + step
        return opens[pair].indices.contains(row) ? opens[pair][row] : 0
    }
}
