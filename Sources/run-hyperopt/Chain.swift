internal import Backtesting
internal import CLI
internal import Doors
internal import Hyperopt
internal import JSONL
internal import Metrics
internal import Records
internal import Storage
internal import Workbench

/// The tests of a walk-forward, one behind the other: the run of trades that nobody could have chosen by
/// what came of them. Every test starts with the whole balance, and profits add up.
struct Chain {
    let record: Run
    let trades: [Trade]
    let equity: [EquityPoint]
    let verdict: Verdict
    let measures: [Measure]

    init(
        _ record: Run, _ tested: [Walk.Tested], _ requirements: [Requirement], _ bench: Workbench
    ) {
        self.record = record
        let results = tested.compactMap { $0.chosen?.test.run.result }
        trades = results.flatMap(\.trades).enumerated().map { index, trade in
            var trade = trade
            (trade.origin, trade.tradeID) = (.run(record.run), index + 1)
            return trade
        }
        let balance = results.first?.startingBalance ?? bench.testbed.configuration.dryRunWallet
        let span = (
            fromMs: tested.first?.window.test.lowerBound ?? record.fromMs,
            toMs: tested.last?.window.test.upperBound ?? record.toMs
        )
        equity = realisedEquity(
            run: record.run, trades: trades, startingBalance: balance, fromMs: span.fromMs)
        let currency = bench.testbed.configuration.stakeCurrency
        let windows = tested.map { tested in
            WalkForwardResult.Window(
                name: tested.name, search: tested.window.train, test: tested.window.test,
                chosen: tested.chosen.map { ($0.epoch, $0.search, $0.test.trades) })
        }
        let own = WalkForwardResult(windows).measures(run: record.run, currency: currency)
        verdict = Verdict(requirements, of: own)
        measures =
            verdict.measures(run: record.run) + own
            + tearsheet(
                run: record.run, trades: trades, equity: equity, startingBalance: balance,
                currency: currency, fromMs: span.fromMs, toMs: span.toMs)
    }

    /// Stores the chain where there is a store: all of it, or nothing.
    func keep(_ bench: Workbench) throws -> Changes? {
        guard let store = bench.store else { return nil }
        return try withStoreErrors(bench.storePath) {
            try store.transaction {
                var changes = try bench.saveStrategy(in: store)
                changes += try store.runs.save(record)
                changes += try store.trades.upsert(trades)
                changes += try store.equity.replace(run: record.run, with: equity)
                changes += try store.measures.replace(run: record.run, with: measures)
                return changes
            }
        }
    }

    func write(as format: Format) throws {
        guard format == .json else { return try print(measures, as: format) }
        var writer = JSONWriter(descriptor: 1)
        try diagnosing(.inputOutput) {
            try writer.write(record)
            for trade in trades { try writer.write(trade) }
            for point in equity { try writer.write(point) }
            for measure in measures { try writer.write(measure) }
            try writer.flush()
        }
    }
}
