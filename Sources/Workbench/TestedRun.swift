public import Backtesting
internal import Doors
public import JSONL
internal import Metrics
public import Records
public import Storage
public import Strategies

/// A back-test with all that is said of it, as it is stored and printed.
public struct TestedRun {
    public let run: Run
    public let result: BacktestResult
    public private(set) var measures: [Measure]
    /// Each trade's as JSON, which both the store and the records want.
    private let orders: [String]

    /// Back-tests a strategy on its bench. `extra` is what else decides what is said of the run; `tell` is
    /// told how far it is.
    ///
    /// - Throws: When the numbers of a trade are beyond what a record can say.
    public init(
        _ bench: Workbench, _ values: ParameterValues, extra: [JSONValue.Member] = [],
        tell: Backtest.Tell = { _ in }
    ) throws {
        var values = values
        // What is set to what it is anyhow makes no other run.
        values.rules.leaveOut(bench.testbed.strategy.rules)
        var run = bench.run(tool: "run-backtest", parameters: values.json, extra: extra)
        result = try bench.testbed.backtest(values, run: run.run, tell: tell)
        orders = Trade.ordersTexts(of: result.trades)
        run.status = .completed
        run.completedMs = bench.clock.nowMs
        self.run = run
        measures = tearsheet(
            run: run.run, trades: result.trades, equity: result.equity,
            startingBalance: result.startingBalance,
            currency: bench.testbed.configuration.stakeCurrency, fromMs: result.startMs,
            toMs: result.endMs, rejectedSignals: result.rejectedSignals,
            marketChange: bench.testbed.marketChange, wallet: result.wallet, fills: result.fills)
    }

    /// Adds what else is known.
    public mutating func add(_ more: [Measure]) { measures += more }

    /// Stores the run where there is a store: all of it, or nothing.
    public func keep(in bench: Workbench) throws -> Changes? {
        guard let store = bench.store else { return nil }
        return try withStoreErrors(bench.storePath) {
            try store.transaction {
                var changes = try bench.saveStrategy(in: store)
                changes += try store.runs.save(run)
                changes += try store.trusting {
                    try store.trades.upsert(runs: result.trades, orders: orders)
                        + store.equity.replace(run: run.run, with: result.equity)
                        + store.measures.replace(run: run.run, with: measures)
                }
                return changes
            }
        }
    }

    /// Prints its records: the run, its trades, its equity, its measures.
    public func write(to writer: inout JSONWriter) throws {
        try writer.write(run)
        let trades = result.trades
        for index in trades.indices {
            trades[index].write(to: &writer, orders: orders[index])
            try writer.endLine()
        }
        for point in result.equity { try writer.write(point) }
        for measure in measures { try writer.write(measure) }
    }
}
