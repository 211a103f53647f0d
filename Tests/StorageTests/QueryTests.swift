import Records
import Storage
import Testing

struct QueryTests {
    private let store: Store

    init() throws {
        store = try Store(path: ":memory:", access: .readWrite)
        try Desk.fill(store)
        _ = try store.trades.ingest(
            bot: "b", trades: (1...12).map { try Samples.trade($0, profit: Double($0) - 6.5) })
    }

    private func ask(_ query: Query) throws -> [[Cell]] {
        var rows: [[Cell]] = []
        try store.rows(query) { rows.append($0.cells) }
        return rows
    }

    private func ids(_ conditions: [(String, Query.Comparison, String?)]) throws -> [Cell] {
        try ask(
            Query(
                table: "trade", columns: ["trade_id"],
                conditions: [Query.Condition(column: "bot", comparison: .equal, value: "b")]
                    + conditions.map {
                        Query.Condition(column: $0.0, comparison: $0.1, value: $0.2)
                    })
        ).map { $0[0] }
    }

    @Test("conditions compare numbers as numbers, in tables and in views")
    func numbers() throws {
        #expect(try ids([("trade_id", .above, "9")]) == [.integer(10), .integer(11), .integer(12)])
        #expect(try ids([("trade_id", .equal, "10")]) == [.integer(10)])
        #expect(try ids([("trade_id", .atMost, "2")]) == [.integer(1), .integer(2)])
        #expect(try ids([("profit_abs", .below, "-4")]) == [.integer(1), .integer(2)])
        #expect(try ids([("profit_abs", .equal, "-5.5")]) == [.integer(1)])
        #expect(
            try ids([("trade_id", .atLeast, "11"), ("trade_id", .notEqual, "11")])
                == [.integer(12)])
    }

    @Test("flags, texts and nothing can be asked for")
    func others() throws {
        #expect(try ids([("is_open", .equal, "true")]) == [])
        #expect(try ids([("pair", .notEqual, "BTC/USDT")]) == [])
        #expect(try ids([("stop_loss_abs", .notEqual, nil)]) == [])
        #expect(try ids([("stop_loss_abs", .equal, nil)]).count == 12)
        #expect(throws: QueryError.comparisonWithNull(column: "pair")) {
            try ids([("pair", .below, nil)])
        }
    }

    @Test("a value is never part of the statement")
    func injection() throws {
        #expect(try ids([("pair", .equal, "x' OR '1'='1")]) == [])
        #expect(throws: QueryError.self) { try ids([("pair) OR (1", .equal, "1")]) }
        #expect(throws: QueryError.self) { try ask(Query(table: "run; DROP TABLE run")) }
        #expect(throws: QueryError.self) { try ask(Query(table: "sqlite_schema")) }
        #expect(throws: QueryError.self) {
            try ask(
                Query(
                    table: "run", columns: ["run"],
                    order: [.init(column: "1; --", isDescending: true)]))
        }
    }

    @Test("rows come in the order asked for, nothing last, and no more than the limit")
    func order() throws {
        let rows = try ask(
            Query(
                table: "trade_view", columns: ["origin", "trade_id"],
                order: [.init(column: "profit_abs", isDescending: true)], first: 2))
        #expect(rows == [[.text("b"), .integer(12)], [.text("b"), .integer(11)]])
        let all = try ask(
            Query(
                table: "trade_view", columns: ["profit_abs"],
                order: [.init(column: "profit_abs", isDescending: true)]))
        #expect(all.last == [.null])
    }

    @Test("views say dates and counts in words for people")
    func views() throws {
        let bot = try ask(
            Query(
                table: "bot_view",
                columns: ["bot", "generation", "trades", "open_trades", "observed"]))
        #expect(
            bot == [
                [
                    .text("ema"), .integer(1), .integer(2), .integer(1),
                    .text("1970-01-01T00:00:01Z"),
                ]
            ])
        let orders = try ask(
            Query(table: "trade_order", columns: ["side", "price"], first: 1))
        #expect(orders == [[.text("buy"), .real(100.1)]])
    }
}
