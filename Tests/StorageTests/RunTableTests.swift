import Records
import Storage
import Testing

struct RunTableTests {
    private let store: Store

    init() throws { store = try Store(path: ":memory:", access: .readWrite) }

    @Test("the latest run is the one of the tool and strategy that started last")
    func latest() throws {
        _ = try store.runs.save(Samples.run("a", startedMs: 1))
        _ = try store.runs.save(Samples.run("b", startedMs: 2))
        _ = try store.runs.save(Samples.run("c", strategy: "T", startedMs: 9))
        _ = try store.runs.save(Samples.run("d", tool: "run-hyperopt", startedMs: 10))
        _ = try store.runs.save(Samples.run("e", status: .failed, startedMs: 11))
        #expect(try store.runs.latest(tool: "run-backtest", strategy: "S")?.run == "b")
        #expect(try store.runs.latest(tool: "run-backtest")?.run == "c")
        #expect(try store.runs.latest(tool: "run-backtest", strategy: "none") == nil)
    }

    @Test("asking an older run again makes it the latest, which is a change")
    func askedAgain() throws {
        _ = try store.runs.save(Samples.run("a", startedMs: 1))
        _ = try store.runs.save(Samples.run("b", startedMs: 2))
        let revision = try store.revision(of: "run")
        #expect(try store.runs.save(Samples.run("b", startedMs: 3)).isReal == false)
        #expect(try store.revision(of: "run") == revision)
        #expect(try store.runs.save(Samples.run("a", startedMs: 4)).isReal == false)
        #expect(try store.runs.latest(tool: "run-backtest", strategy: "S")?.run == "a")
        #expect(try store.revision(of: "backtest") == revision.map { $0 + 1 })
    }

    @Test("measures that are no longer computed are removed")
    func replacedMeasures() throws {
        try Desk.fill(store)
        let fewer = Array(Desk.measures.dropFirst())
        let changes = try store.measures.replace(run: "r1", with: fewer)
        #expect(changes.removed == 1)
        #expect(try store.measures.values(run: "r1") == fewer)
        #expect(try store.measures.value(run: "r1", name: "sharpe") == nil)
        #expect(try store.measures.value(run: "r1", name: "trade_count") == 2)
    }

    @Test("an equity curve is replaced as a whole")
    func replacedEquity() throws {
        try Desk.fill(store)
        let other = [
            EquityPoint(run: "r1", atMs: 2, equity: 5, drawdownRatio: 0, benchmark: nil)
        ]
        let changes = try store.equity.replace(run: "r1", with: other)
        #expect(changes == Changes(updated: 1, removed: 1))
        #expect(try store.equity.values(run: "r1") == other)
    }

    @Test("a step's first attempt takes the place of the line that said it was not started")
    func steps() throws {
        try Desk.fill(store)
        var step = Desk.steps[1]
        (step.attempt, step.status, step.startedMs) = (1, .completed, 5)
        _ = try store.pipelineRuns.save([step])
        #expect(try store.pipelineRuns.steps(run: "p1") == [Desk.steps[0], step])
        (step.attempt, step.status) = (2, .failed)
        _ = try store.pipelineRuns.save([step])
        #expect(try store.pipelineRuns.steps(run: "p1").count == 3)
    }

    @Test("a strategy keeps every version and knows its current one")
    func versions() throws {
        for (hash, source) in [("a", "one"), ("b", "two"), ("a", "one")] {
            _ = try store.strategies.save(
                StrategyVersion(strategy: "S", hash: hash, source: source))
        }
        #expect(try store.strategies.hashes(strategy: "S") == ["a", "b"])
        #expect(try store.strategies.version(strategy: "S")?.source == "one")
        #expect(try store.strategies.version(strategy: "S", hash: "b")?.source == "two")
        #expect(try store.strategies.version(strategy: "T") == nil)
    }
}
