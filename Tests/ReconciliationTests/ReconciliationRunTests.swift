import JSONL
import Records
import Reconciliation
import Testing

struct ReconciliationRunTests {
    private func record(_ trades: [Trade], nowMs: Int = 5) -> Run {
        let sources = [
            BotSources(
                bot: "alpha", desired: bot(), reported: bot(), trades: trades,
                backtest: backtest(trades)), BotSources(bot: "beta", desired: bot("beta")),
        ]
        return reconciliationRun(
            sources, breaks: reconcile(sources), desk: "mine", nowMs: nowMs)
    }

    @Test("a comparison says what it compared and how many breaks of each severity there were")
    func record() throws {
        let run = record([try trade(1, at: 0), try trade(2, at: 60)])
        #expect(run.tool == "reconcile-bots")
        #expect(run.status == .completed)
        #expect((run.fromMs, run.toMs) == (minute(0), minute(70)))
        #expect(
            run.config == [
                "desk": "mine", "bots": ["alpha", "beta"], "trades": 2, "backtests": ["r1"],
                "breaks": ["critical": 1, "warn": 0, "info": 0],
            ])
    }

    @Test("comparing the same again gives the same id, comparing more another")
    func identity() throws {
        let trades = [try trade(1, at: 0)]
        #expect(record(trades).run == record(trades, nowMs: 9).run)
        #expect(record(trades).run != record(trades + [try trade(2, at: 60)]).run)
        #expect(record([]).fromMs == 0)
    }
}
