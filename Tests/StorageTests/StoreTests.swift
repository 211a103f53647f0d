import Market
import Foundation
import Records
import SQLite
import Storage
import TestSupport
import Testing

struct StoreTests {
    @Test("everything comes back as it was stored")
    func roundTrip() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        try Desk.fill(store)
        try expectDesk(store)
    }

    @Test("the same desk again changes nothing, whatever the clock says")
    func twice() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        try Desk.fill(store)
        let (revisions, dump) = (try store.revisions(), try Desk.dump(store))
        let pipelines: Set = ["pipeline_run"]
        #expect(try Desk.fill(store).isReal == false)
        #expect(try store.revisions() == revisions)
        let later = try Desk.fill(store, laterMs: 5_000)
        // Only the pipeline's log remembers when it ran, because that is what it is for.
        #expect(later == Changes(updated: 1, unchanged: later.unchanged))
        #expect(
            try store.revisions().filter { !pipelines.contains($0.key) }
                == revisions.filter { !pipelines.contains($0.key) })
        #expect(try Desk.dump(store) == dump)
        #expect(try store.runs.run("r1")?.startedMs == 6_000)
        #expect(try store.bots.all().first?.observedMs == 6_000)
    }

    @Test("equal dumps mean equal results: one changed number shows")
    func dumps() throws {
        let (one, two) = (
            try Store(path: ":memory:", access: .readWrite),
            try Store(path: ":memory:", access: .readWrite)
        )
        try Desk.fill(one)
        try Desk.fill(two, laterMs: 77)
        #expect(try Desk.dump(one) == Desk.dump(two))
        var measures = Desk.measures
        measures[0].value = 0.1.nextUp
        _ = try two.measures.replace(run: "r1", with: measures)
        #expect(try Desk.dump(one) != Desk.dump(two))
        #expect(try Desk.dump(one, except: ["measure"]) == Desk.dump(two, except: ["measure"]))
    }

    @Test("no table is empty in the sample desk, so that the tests above speak of every one")
    func sampleIsWhole() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        try Desk.fill(store)
        for table in try store.tables() { #expect(try store.count(of: table) > 0, "\(table.name)") }
        let revisions = try store.revisions()
        for table in try store.tables() where !table.isView {
            #expect(revisions[table.name] != nil, "\(table.name)")
        }
    }

    @Test("a newer store is refused by name and version")
    func newer() throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            _ = try Store(path: path, access: .readWrite)
            try Database(path: path, access: .readWrite).execute("PRAGMA user_version = 9")
            let newer = StoreError.newer(path: path, version: 9, known: Store.schemaVersion)
            for access in [Store.Access.readOnly, .readWrite] {
                #expect(throws: newer) { try Store(path: path, access: access) }
            }
        }
    }

    @Test("another program's database is refused and stays as it is, byte for byte")
    func foreign() throws {
        try Samples.withFolder { folder in
            let path = folder + "/bot.sqlite"
            do {
                let other = try Database(path: path, access: .readWrite)
                try other.execute("PRAGMA journal_mode = DELETE; CREATE TABLE trades (id INTEGER)")
            }
            let before = FileManager.default.contents(atPath: path)
            let error = #expect(throws: StoreError.self) {
                try Store(path: path, access: .readWrite)
            }
            #expect(error?.exitStatus == 65)
            #expect(FileManager.default.contents(atPath: path) == before)
        }
    }

    @Test("a missing store is not made by reading")
    func missing() throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            #expect(throws: StoreError.missing(path: path)) {
                try Store(path: path, access: .readOnly)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    private func expectDesk(_ store: Store) throws {
        #expect(try store.markets.all() == [Desk.future(), Desk.market()])
        #expect(
            try store.funding.rates(exchange: "binance", pair: Desk.future().pair)
                == Desk.funding().map(\.funding))
        #expect(try store.candles.list().map(\.count) == [5])
        var bot = Desk.bots[0]
        bot.generation = 1
        #expect(try store.bots.all() == [bot])
        #expect(
            try store.trades.trades(bot: "ema") == [
                Samples.trade(1, origin: .bot(name: "ema", generation: 1)),
                Samples.trade(2, origin: .bot(name: "ema", generation: 1), isOpen: true),
            ])
        #expect(try store.runs.run("r1") == Samples.run("r1"))
        #expect(try store.trades.trades(run: "r1").map(\.tradeID) == [1, 2])
        #expect(try store.measures.values(run: "r1") == Desk.measures)
        #expect(try store.equity.values(run: "r1") == Desk.equity)
        #expect(try store.trials.trials(run: "h1") == Desk.trials)
        #expect(try store.breaks.all() == Desk.breaks)
        #expect(try store.observations.values(run: "r1") == Desk.observations)
        #expect(try store.pipelineRuns.runs() == [Desk.pipeline])
        #expect(try store.pipelineRuns.steps(run: "p1") == Desk.steps)
        #expect(try store.strategies.version(strategy: "S")?.source == "strategy: S\n")
    }
}
