import Records
import SQLite
import TestSupport
import Testing

@testable import Storage

/// Where trades lie, and what their pages say of them.
struct TradePagesTests {
    @Test("pages say what is true of their trades, whatever is written", arguments: fiftySeeds)
    func truth(seed: UInt64) throws {
        var random = Chance(seed: seed)
        let store = try Store(path: ":memory:", access: .readWrite)
        for _ in 0..<4 {
            var trades: [Trade] = []
            for id in 1...Int.random(in: 2...400, using: &random) where !random.oneIn(3) {
                trades.append(
                    try Samples.trade(
                        id, openMs: Samples.monthMs, isOpen: random.oneIn(9),
                        filled: random.oneIn(2) ? 0 : 1, profit: random.unit(),
                        strategy: random.oneIn(5) ? "T" : "S"))
            }
            if random.oneIn(2) { trades.shuffle(using: &random) }
            _ =
                random.oneIn(2)
                ? try store.trades.ingest(bot: "b", trades: trades).changes
                : try store.trades.upsert(trades + trades.prefix(3))
            try store.expectTruePages()
        }
    }

    @Test("every id has a place", arguments: [0, -1, -128, -129, 127, 128, .max, .min, 1 << 55])
    func ids(id: Int) throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        let trades = try [id, id ^ 1, 5].map { try Samples.trade($0, openMs: Samples.monthMs) }
        for inserted in [3, 0] {
            #expect(try store.trades.upsert(trades).inserted == inserted)
        }
        #expect(try store.trades.trades(bot: "b") == trades.sorted { $0.tradeID < $1.tradeID })
        var query = Query(table: "trade", columns: ["trade_id"])
        query.conditions = [.init(column: "trade_id", comparison: .equal, value: "\(id)")]
        var found: [Cell] = []
        try store.rows(query) { found += $0.cells }
        #expect(found == [.integer(id)])
        try store.expectTruePages()
    }

    @Test("the trades of a run go with it, and their pages")
    func removal() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        for run in ["r1", "r2"] {
            _ = try store.runs.save(Samples.run(run))
            _ = try store.trades.upsert(
                (1...300).map { try Samples.trade($0, origin: .run(run)) })
        }
        try store.database.run("DELETE FROM run WHERE run = ?", "r1")
        #expect(try store.trades.trades(run: "r1") == [])
        #expect(try store.trades.trades(run: "r2").count == 300)
        #expect(try store.count(Query(table: "run_trade")) == 300)
        try store.expectTruePages()
    }
}

extension Store {
    /// Expects that each page says what its trades say, and that no trade lies in none.
    func expectTruePages() throws { try database.expectTruePages() }
}

extension Database {
    /// The same of any connection to a store.
    func expectTruePages() throws {
        for pages in TradePages.all {
            let told = pages.columns.joined(separator: ", ")
            let own = pages.owner.joined(separator: ", ")
            let found = """
                place >> \(TradePages.bits) AS page, \(own), trade_id >> \(TradePages.bits) AS number,
                \(TradePages.summary.map(\.value).joined(separator: ", "))
                """
            let truth = "SELECT \(found) FROM \(pages.table) GROUP BY page, \(own), number"
            for (left, right) in [(truth, "SELECT \(told) FROM \(pages.name)")].flatMap({
                [($0, $1), ($1, $0)]
            }) {
                let wrong = try value(
                    "SELECT count(*) FROM (\(left) EXCEPT \(right))", as: Int.self)
                #expect(wrong == 0, "\(pages.table)")
            }
        }
    }
}
