import Records
import SQLite
import Testing

@testable import Storage

/// What SQLite means to do for each question: the first rows of an answer must not cost a walk over
/// the whole table.
struct QueryPlanTests {
    /// The orders and conditions that the documentation calls quick; every table's own order is.
    static let questions: [Query] = {
        let trade = [
            "trade": ["bot=ema", "bot=ema generation=1", "run=r1", "strategy=S", "is_open=true"],
            "bot_trade": ["bot=ema", "bot=ema generation=1", "strategy=S", "is_open=true"],
            "run_trade": ["run=r1", "strategy=S", "is_open=true"],
            "trade_view": ["bot=ema", "run=r1", "strategy=S"],
        ]
        let orders = [
            "bot=ema", "bot=ema generation=1", "run=r1", "bot=ema generation=1 trade_id=3",
        ]
        var questions = Listing.all.map { Query(table: $0.name) }
        for (table, conditions) in trade {
            for order in ["open_ms", "close_ms", "changed"] {
                questions.append(question(table, order: order))
                questions.append(question(table, "\(order)>1785000000000", order: order))
            }
            for condition in conditions {
                questions.append(question(table, condition))
                questions.append(question(table, condition, order: "profit_abs"))
            }
            questions.append(question(table, "strategy=S", order: "open_ms"))
        }
        questions += orders.map { question("trade_order", $0) }
        questions += Schema.stampedTables.sorted().map { question($0, order: "changed") }
        questions += [
            question("trade_view", order: "opened"), question("trade_view", order: "closed"),
            question("run", "tool=run-backtest"), question("run", "strategy=S tool=run-backtest"),
            question("run", "run=r1"), question("backtest", "strategy=S"),
            question("measure", "run=r1"), question("measure", "name=sharpe"),
            question("equity", "run=r1"), question("trial", "run=h1"),
            question("trial", "run=h1", order: "loss"), question("reconciliation_break", "bot=ema"),
            question("pipeline_step", "run=p1"), question("bot", "bot=ema"),
            question("bot_view", "bot=ema"), question("candle_view", "exchange=synthetic"),
        ]
        return questions
    }()

    private static func question(
        _ table: String, _ conditions: String = "", order: String? = nil
    ) -> Query {
        Query(
            table: table,
            conditions: conditions.split(separator: " ").map { text in
                let sign = text.contains(">") ? Query.Comparison.above : .equal
                let parts = text.split { "=>".contains($0) }
                return .init(
                    column: String(parts[0]), comparison: sign, value: String(parts[1]))
            }, order: order.map { [.init(column: $0, isDescending: false)] } ?? [])
    }

    /// A walk in an index is quick where every row of it is in the answer: it ends at the limit. So it
    /// is not where rows must be picked out of it, nor where they are sorted afterwards. A union sorts
    /// the few that its parts have given it, as the orders of few trades are, and an index of open
    /// trades alone is short.
    private static func isQuick(_ plan: [String], picks: Bool) -> Bool {
        let plan = plan.filter { !$0.contains("VIRTUAL TABLE") }
        let walks = plan.filter {
            $0.hasPrefix("SCAN ") && !$0.contains("(subquery") && !$0.hasSuffix("_is_open")
        }
        let sorts = zip(plan, plan.dropFirst()).contains { step, next in
            next == "USE TEMP B-TREE FOR ORDER BY" && !step.hasPrefix("SCAN (subquery")
        }
        return walks.isEmpty || (!sorts && !picks)
    }

    @Test("the first rows of every answer are found by an index, from the start and from a cursor")
    func listings() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        try Desk.fill(store)
        for isDescending in [false, true] {
            for var query in Self.questions {
                query.order = query.order.map {
                    .init(column: $0.column, isDescending: isDescending)
                }
                let reading = try store.reading(query)
                var starts: [[Value]?] = [nil]
                try reading.walk(Reading.Stretch(limit: 1)) { starts.append($0.place) }
                for start in starts {
                    for isForward in [true, false] {
                        let stretch = Reading.Stretch(
                            isForward: isForward, start: start, limit: 50)
                        for plan in try store.plans(reading.statements(stretch)) {
                            let picks = query.conditions.contains { $0.comparison == .equal }
                            #expect(Self.isQuick(plan, picks: picks), "\(query): \(plan)")
                        }
                    }
                }
            }
        }
    }

    @Test("what is computed walks lists of bots, and looks everything else up")
    func computed() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        try Desk.fill(store)
        let owners: [TradeTable.Owner] = [.bot, .run, .strategy]
        let statements =
            [
                (TradeTable.outcomesQuery, 1), (RunTable.testedQuery, 0),
                (MeasureTable.someQuery, 2),
            ] + owners.map { (TradeTable.newestQuery($0, ["trade_id", "orders"]), 2) }
        for (sql, count) in statements {
            var steps: [String] = []
            try store.database.rows(
                "EXPLAIN QUERY PLAN " + sql, Array(repeating: .text("[]"), count: count)
            ) { steps.append($0.read(3)) }
            let scans = steps.filter {
                $0.hasPrefix("SCAN ") && $0 != "SCAN known" && !$0.contains("VIRTUAL TABLE")
            }
            #expect(scans.isEmpty && !steps.isEmpty, "\(steps)")
        }
    }

    @Test(
        "where many of the first rows of an order meet a condition, they are found by the order",
        arguments: ["strategy=Often", "bot=often", "bot=often generation=1"])
    func walks(condition: String) throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        let trades = try (0..<3_000).map { try Self.trade($0, isRare: $0 % 500 == 7) }
        _ = try store.trades.upsert(trades)
        for isDescending in [false, true] {
            var query = Self.question("trade", condition, order: "close_ms")
            query.order[0].isDescending = isDescending
            #expect(
                try plan(query, store).contains("SCAN bot_trade USING INDEX bot_trade_close_ms"))
            try comparePages(of: query, store)
            for index in query.conditions.indices where query.conditions[index].value != "1" {
                query.conditions[index].value =
                    index == 0 && condition.first == "b" ? "rare" : "Rare"
            }
            #expect(!(try plan(query, store).contains { $0.hasPrefix("SCAN bot_trade") }))
            try comparePages(of: query, store)
        }
    }

    private static func trade(_ number: Int, isRare: Bool) throws -> Trade {
        var trade = try Samples.trade(
            number + 1, origin: .bot(name: isRare ? "rare" : "often", generation: 1),
            strategy: isRare ? "Rare" : "Often")
        // Some close at the same time.
        trade.closeMs = trade.openMs + number / 3 * 60_000
        return trade
    }

    private func plan(_ query: Query, _ store: Store) throws -> [String] {
        let reading = try store.reading(query)
        return try store.plans(reading.statements(Reading.Stretch(limit: 50))).flatMap { $0 }
    }

    /// All pages of fifty together are the whole answer, which is sorted without a limit.
    private func comparePages(of query: Query, _ store: Store) throws {
        var (whole, pages) = ([[Cell]](), [[Cell]]())
        try store.rows(query) { whole.append($0.cells) }
        var page = query
        page.first = 50
        var hasNext = true
        while hasNext {
            let info = try store.rows(page) { pages.append($0.cells) }
            (hasNext, page.after) = (info.hasNextPage, info.endCursor)
        }
        #expect(pages == whole && !whole.isEmpty)
    }

    @Test("an order without an index is seen to sort a whole table")
    func slow() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        let reading = try store.reading(Self.question("bot_trade", order: "profit_abs"))
        let plans = try store.plans(reading.statements(Reading.Stretch(limit: 50)))
        #expect(!plans.isEmpty && !plans.contains { Self.isQuick($0, picks: false) })
    }
}

extension Store {
    /// The steps that SQLite would take for each statement.
    func plans(_ statements: [Reading.Statement]) throws -> [[String]] {
        try statements.map { statement in
            var steps: [String] = []
            try database.rows(
                "EXPLAIN QUERY PLAN " + statement.sql, statement.values + [.integer(50)]
            ) { steps.append($0.read(3)) }
            return steps
        }
    }
}
