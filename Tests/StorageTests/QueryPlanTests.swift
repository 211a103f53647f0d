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
                let sign: Query.Comparison =
                    text.contains(">") ? .above : text.contains("<") ? .below : .equal
                let parts = text.split { "=><".contains($0) }
                return .init(
                    column: String(parts[0]), comparison: sign, value: String(parts[1]))
            }, order: order.map { [.init(column: $0, isDescending: false)] } ?? [])
    }

    /// A walk in an index is quick where every row of it is in the answer: it ends at the limit. So it
    /// is not where rows must be picked out of it, nor where they are sorted afterwards. A union sorts
    /// the few that its parts have given it, as the orders of few trades are. Pages of trades are few;
    /// how many of them have their trades read is told below.
    private static func isQuick(_ plan: [String], picks: Bool) -> Bool {
        let plan = plan.filter { !$0.contains("VIRTUAL TABLE") }
        let walks = plan.filter {
            $0.hasPrefix("SCAN ") && !$0.contains("(subquery") && !$0.contains("_trade_page")
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
                    && !$0.contains("_trade_page")
            }
            #expect(scans.isEmpty && !steps.isEmpty, "\(steps)")
        }
    }

    /// Eight bots with twelve pages of trades each; the last trades are open.
    private static func crowd() throws -> [Trade] {
        try (0..<8 * 12 * 128 - 8).map { number in
            var trade = try Samples.trade(
                number / 8 + 1, origin: .bot(name: "b\(number % 8)", generation: 1),
                openMs: Samples.monthMs + number * 60_000, isOpen: number > 12_000,
                strategy: "S\(number % 2)")
            // Some close at the same time.
            let minutes = number + number / 3 % 50
            if !trade.isOpen { trade.closeMs = Samples.monthMs + minutes * 60_000 }
            return trade
        }
    }

    @Test(
        "the trades of few pages are read, however many there are",
        arguments: [
            ("", "open_ms", 40), ("", "close_ms", 72), ("bot=b3", nil, 12),
            ("bot=b3", "profit_abs", 12), ("bot=b3 generation=1 trade_id=300", nil, 1),
            ("strategy=S1", nil, 48), ("strategy=S1", "close_ms", 40), ("is_open=true", nil, 8),
            ("is_open=true", "profit_ratio", 8), ("strategy=none", "close_ms", 0),
            ("trade_id<128", nil, 8), ("", "profit_abs", 96),
        ])
    func pages(conditions: String, order: String?, most: Int) throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        _ = try store.trades.upsert(Self.crowd())
        for isDescending in [false, true] {
            var query = Self.question("bot_trade", conditions, order: order)
            query.order = query.order.map {
                .init(column: $0.column, isDescending: isDescending)
            }
            query.columns = ["bot", "trade_id"]
            let reading = try store.reading(query)
            var values: [Value] = []
            let restriction = try reading.restriction(
                .always, on: reading.listing.sources[0], Reading.Stretch(limit: 50))
            let pages = restriction.map { TradePages.bots.restriction($0).simplified }
            let condition = try #require(pages).sql(&values)
            try store.database.rows(
                "SELECT count(*) FROM bot_trade_page WHERE \(condition)", values
            ) { #expect($0.read(0) <= most) }
            try comparePages(of: query, store)
        }
    }

    /// All pages of an answer together are the whole one, which is sorted without a limit.
    private func comparePages(of query: Query, _ store: Store) throws {
        var (whole, pages) = ([[Cell]](), [[Cell]]())
        try store.rows(query) { whole.append($0.cells) }
        var page = query
        page.first = whole.count / 3 + 1
        var hasNext = true
        while hasNext {
            let info = try store.rows(page) { pages.append($0.cells) }
            (hasNext, page.after) = (info.hasNextPage, info.endCursor)
        }
        #expect(pages == whole)
    }

    @Test("an order without an index is seen to sort a whole table")
    func slow() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        let reading = try store.reading(Self.question("measure", order: "value"))
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
