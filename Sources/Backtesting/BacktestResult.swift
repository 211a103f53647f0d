internal import Market
public import Records
internal import Strategies

/// A back-test as records: what `run-backtest` writes.
public struct BacktestResult: Sendable {
    /// In closing order, numbered from 1.
    public let trades: [Trade]
    public let rejectedSignals: Int
    /// Stake currency.
    public let startingBalance: Double
    public let finalBalance: Double
    /// At the start, at the end of every UTC day, at every close of a trade, and at the end.
    public let equity: [EquityPoint]
    /// The account at each candle's open before it acts: money plus coins, no fee deducted.
    public let wallet: [(atMs: Int, equity: Double)]
    public let locks: [Lock]
    /// How much hangs on what candles do not tell.
    public let fills: FillTally
    /// Open of the first and the last candle, Unix milliseconds.
    public let startMs: Int
    public let endMs: Int
}

/// Simulates and gives the records of the run with the id `run`; `strategy` is the strategy's name, and
/// `tell` is told how far it is.
///
/// - Throws: When the numbers of a trade are beyond what a record can say.
public func backtest(
    _ backtest: Backtest, pairs: [PairInput], run: String, strategy: String,
    tell: Backtest.Tell = { _ in }
) throws(RecordError) -> BacktestResult {
    let simulation = backtest.run(pairs, tell: tell)
    var trades: [Trade] = []
    let simulated = simulation.trades
    trades.reserveCapacity(simulated.count)
    for (index, trade) in simulated.enumerated() {
        trades.append(
            try trade.record(
                id: index + 1, run: run, pair: pairs[trade.pair].pair, strategy: strategy,
                timeframe: backtest.rules.timeframe))
    }
    return BacktestResult(
        trades: trades, rejectedSignals: simulation.rejectedSignals ?? 0,
        startingBalance: simulation.startingBalance, finalBalance: simulation.finalBalance,
        equity: EquityCurve(simulation, simulated, pairs: pairs).points(run: run),
        wallet: WalletCurve(simulation, simulated, pairs: pairs).points(), locks: simulation.locks,
        fills: FillTally(simulated),
        startMs: simulation.startMs, endMs: simulation.endMs)
}

extension SimulatedTrade {
    func record(id: Int, run: String, pair: Pair, strategy: String, timeframe: Timeframe)
        throws(RecordError) -> Trade
    {
        // freqtrade forces out what was bought inside of its last candle at that candle's open: it
        // ends when it began.
        let closeMs = max(closeMs, openMs)
        return try Trade(
            origin: .run(run), tradeID: id, pair: pair, side: side, isOpen: false, openMs: openMs,
            closeMs: closeMs, openRate: openRate, closeRate: closeRate, amount: amount,
            stakeAmount: stakeAmount, maxStakeAmount: maxStakeAmount, feeOpen: fee, feeClose: fee,
            leverage: leverage, profitAbs: profitAbs, profitRatio: profitRatio, enterTag: enterTag,
            exitReason: exitReason, minRate: minRate, maxRate: maxRate,
            initialStopLossAbs: initialStopRate, stopLossAbs: stopRate, fundingFees: fundingFees,
            strategy: strategy, timeframe: timeframe,
            orders: try orderRecords())
    }

    private func orderRecords() throws(RecordError) -> [TradeOrder] {
        guard orders.isEmpty else {
            var records: [TradeOrder] = []
            for filled in orders {
                records.append(
                    try order(
                        isEntry: filled.isEntry, filled.amount, filled.price, filled.atMs,
                        filled.tag))
            }
            return records
        }
        return [
            try order(isEntry: true, amount, entryPrice, fillMs, enterTag),
            try order(isEntry: false, amount, closeRate, closeMs, exitTag ?? exitReason),
        ]
    }

    private func order(
        isEntry: Bool, _ amount: Double, _ rate: Double, _ time: Int, _ tag: String?
    ) throws(RecordError) -> TradeOrder {
        try TradeOrder(
            side: isEntry == isShort ? .sell : .buy, status: "closed", amount: amount,
            filled: amount, price: rate, cost: amount * rate * (1 + fee),
            filledMs: max(time, openMs), tag: tag)
    }
}
