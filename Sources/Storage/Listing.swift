/// A table or view as questions know it: what it is for, what it reads, and how its rows are told
/// apart and ordered.
struct Listing: Sendable {
    /// What rows are ordered by: a column, or an expression over columns.
    struct Term: Hashable, Sendable, ExpressibleByStringLiteral {
        var expression: String
        var isDescending = false

        init(_ expression: String, isDescending: Bool = false) {
            self.expression = expression
            self.isDescending = isDescending
        }

        init(stringLiteral expression: String) { self.init(expression) }
    }

    /// Something to select from, and the columns of the listing that it does not have.
    struct Source: Hashable, Sendable {
        var from: String
        var absent: Set<String> = []
        /// Where several rows come from one row of a table; nil where each stands for itself.
        var fold: Fold?
        /// The pages that its rows lie in, whose columns it then has; nil where there are none.
        var pages: TradePages?
    }

    /// Rows of trades hold orders as lists: the columns that an order has from its row.
    struct Fold: Hashable, Sendable {
        var columns: Set<String>
    }

    let name: String
    /// One line for people.
    let summary: String
    /// The kind of record that its rows are.
    let kind: String
    /// The tables that it reads, itself where it is one.
    let tables: [String]
    /// A view over several tables is read from each, so that the indices of each are of use.
    let sources: [Source]
    /// Tells rows apart and ends every order; its columns may be absent or null.
    let key: [Term]
    /// What comes before the key in the order of a question that names none.
    let order: [Term]
    /// Columns that a listing needs and its records do not have.
    let hidden: Set<String>
    /// Columns that stand for another one in an order: a date for people sorts as its instant.
    let sortedAs: [String: String]

    var isView: Bool { tables != [name] }

    init(
        _ name: String, _ summary: String, kind: String? = nil, tables: [String]? = nil,
        sources: [Source]? = nil, key: [Term], order: [Term] = [], hidden: Set<String> = [],
        sortedAs: [String: String] = [:]
    ) {
        self.name = name
        self.summary = summary
        self.kind = kind ?? name
        self.tables = tables ?? [name]
        self.sources = sources ?? [Source(from: name)]
        self.key = key
        self.order = order
        self.hidden = hidden.union(["changed"])
        self.sortedAs = sortedAs
    }

    /// The table or view of a name; nil where there is none.
    static func named(_ name: String) -> Listing? { all.first { $0.name == name } }
}

extension Listing {
    /// Every table by name, then every view by name.
    static let all = (tables + views).sorted {
        ($0.isView ? 1 : 0, $0.name) < ($1.isView ? 1 : 0, $1.name)
    }

    private static let trades = TradePages.all.map {
        source($0, "SELECT * FROM \($0.joined)")
    }

    /// What is selected from the trades of one table.
    private static func source(
        _ pages: TradePages, _ select: String, fold: Fold? = nil
    ) -> Source {
        Source(
            from: "(\(select))", absent: pages == .bots ? ["run"] : ["bot", "generation"],
            fold: fold, pages: pages)
    }

    private static let tradeKey: [Term] = ["bot", "generation", "run", "trade_id"]
    private static let sharedByOrders: Set = [
        "bot", "generation", "run", "trade_id", "pair", "changed",
    ]
    private static let tradeTables = ["bot_trade", "run_trade"]

    /// The most severe break first, then the one with most at risk; an index has the same words.
    static let breakOrder: [Term] = [
        Term("CASE severity WHEN 'critical' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END"),
        Term("coalesce(money_at_risk, 0)", isDescending: true), "bot",
        Term("coalesce(open_ms, 0)"), "code",
    ]

    private static let tables = [
        Listing("exchange", "exchanges that anything is known of", key: ["exchange"]),
        Listing(
            "market", "what exchanges say of their pairs: steps, limits, fees",
            key: ["exchange", "pair"]),
        Listing(
            "funding", "what holders of perpetual futures paid each other",
            key: ["exchange", "pair", "at_ms"]),
        Listing(
            "candle_series", "which candles there are, by exchange, pair and timeframe",
            key: ["exchange", "pair", "timeframe"]),
        Listing(
            "candle_block", "a month of candles each, packed; \"candles\" unpacks them",
            key: ["exchange", "pair", "timeframe", "month"], hidden: ["columns"]),
        Listing("strategy", "strategies, each with its current version", key: ["strategy"]),
        Listing(
            "strategy_version", "every text of a strategy file that ever ran",
            key: ["strategy", "hash"]),
        Listing(
            "bot", "the desk's bots as their databases or the desk file say",
            sources: [Source(from: Schema.botSource)], key: ["bot"]),
        Listing(
            "bot_generation", "each database that a bot had, and why it began",
            key: ["bot", "generation"]),
        Listing(
            "bot_trade", "trades of bots", kind: "trade", sources: [trades[0]],
            key: ["bot", "generation", "trade_id"], hidden: ["place"]),
        Listing(
            "run", "runs of tools: back-tests, hyperopts, reconciliations", key: ["run"],
            order: ["started_ms"]),
        Listing(
            "run_trade", "trades of back-tests", kind: "trade", sources: [trades[1]],
            key: ["run", "trade_id"], hidden: ["place"]),
        Listing(
            "measure", "named numbers about runs", key: ["run", "name"],
            order: ["run", "position"], hidden: ["position"]),
        Listing("equity", "what runs' accounts were worth over time", key: ["run", "at_ms"]),
        Listing("trial", "epochs of hyperopts", key: ["run", "epoch"]),
        Listing(
            "reconciliation_break", "disagreements, waived and resolved ones too",
            kind: "break", key: ["id"], order: breakOrder, hidden: ["status"]),
        Listing(
            "observation", "how back-tests' profits became their bots', term by term",
            key: ["run", "bot", "currency", "position"]),
        Listing(
            "pipeline_run", "runs of pipelines", kind: "pipeline", key: ["run"],
            order: ["started_ms"]),
        Listing(
            "pipeline_step", "attempts at the steps of pipelines", kind: "step",
            key: ["run", "step", "attempt"], order: ["run", "started_ms"]),
    ]

    private static let views = [
        Listing(
            "trade", "trades of bots and of back-tests", tables: tradeTables, sources: trades,
            key: tradeKey),
        Listing(
            "trade_view", "trades for people, with dates", tables: tradeTables,
            sources: TradePages.all.map {
                source($0, Schema.tradeView(of: $0.table, in: $0))
            }, key: tradeKey, hidden: ["bot", "generation", "run", "open_ms", "close_ms"],
            sortedAs: ["opened": "open_ms", "closed": "close_ms"]),
        Listing(
            "trade_order", "the orders of every trade", tables: tradeTables,
            sources: TradePages.all.map {
                source(
                    $0, Schema.tradeOrders(of: $0.table, in: $0),
                    fold: Fold(columns: sharedByOrders))
            }, key: tradeKey + ["position"]),
        Listing(
            "backtest", "runs of run-backtest", kind: "run", tables: ["run"],
            sources: [Source(from: "backtest")], key: ["run"], order: ["started_ms"]),
        Listing(
            "hyperopt", "runs of run-hyperopt", kind: "run", tables: ["run"],
            sources: [Source(from: "hyperopt")], key: ["run"], order: ["started_ms"]),
        Listing(
            "hyperopt_view", "searches for people: how far they are, and the best so far",
            tables: ["run", "trial"], sources: [Source(from: Schema.searchSource)], key: ["run_id"],
            order: ["started_ms"], hidden: ["run_id", "started_ms", "completed_ms"],
            sortedAs: ["started": "started_ms", "completed": "completed_ms"]),
        Listing(
            "pareto_front", "epochs of searches with several objectives that no other epoch beats",
            kind: "trial", tables: ["trial"],
            sources: [
                Source(from: "(SELECT * FROM trial WHERE measures ->> 'pareto_front' = 1)")
            ], key: ["run", "epoch"]),
        Listing(
            "run_view", "runs for people: short ids, dates", tables: ["run"],
            sources: [Source(from: "run_view")], key: ["run_id"], order: ["started_ms"],
            hidden: ["run_id", "from_ms", "to_ms", "started_ms", "completed_ms"],
            sortedAs: [
                "from_date": "from_ms", "to_date": "to_ms", "started": "started_ms",
                "completed": "completed_ms",
            ]),
        Listing(
            "bot_view", "bots for people: their trades and closed profit now",
            tables: ["bot", "bot_generation", "bot_trade"], sources: [Source(from: "bot_view")],
            key: ["bot"]),
        Listing(
            "candle_view", "candles of each pair: how many, from when to when",
            tables: ["candle_series", "candle_block"], sources: [Source(from: "candle_view")],
            key: ["exchange", "pair", "timeframe"]),
        Listing(
            "equity_view", "equity with dates", tables: ["equity"],
            sources: [Source(from: "equity_view")], key: ["run", "at_ms"], hidden: ["at_ms"],
            sortedAs: ["at": "at_ms"]),
        Listing(
            "break_view", "breaks for people with their status, the worst first",
            tables: ["reconciliation_break"], sources: [Source(from: "break_view")], key: ["id"],
            order: breakOrder, hidden: ["id", "open_ms"], sortedAs: ["opened": "open_ms"]),
        Listing(
            "pipeline_run_view", "runs of pipelines with dates", tables: ["pipeline_run"],
            sources: [Source(from: "pipeline_run_view")], key: ["run"], order: ["started_ms"],
            hidden: ["started_ms", "completed_ms"],
            sortedAs: ["started": "started_ms", "completed": "completed_ms"]),
        Listing(
            "pipeline_step_view", "attempts at steps with dates and seconds",
            tables: ["pipeline_step"], sources: [Source(from: "pipeline_step_view")],
            key: ["run", "step", "attempt"], order: ["run", "started_ms"],
            hidden: ["started_ms"], sortedAs: ["started": "started_ms"]),
    ]
}
