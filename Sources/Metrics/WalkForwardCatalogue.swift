public import Records

/// What came of a walk-forward: searches, and what their choices earned on the days after.
public struct WalkForwardResult: Sendable {
    public struct Window: Sendable {
        /// First day of the test, `2026-08-01`.
        public let name: String
        /// What was searched on, and the days after, Unix milliseconds.
        public let search: Range<Int>
        public let test: Range<Int>
        /// Trades of the choice where it was chosen, and on the days after; nil where no epoch had a usable
        /// loss, so that nothing was traded.
        public let chosen: (epoch: Int, search: TradeColumns, test: TradeColumns)?

        public init(
            name: String, search: Range<Int>, test: Range<Int>,
            chosen: (epoch: Int, search: TradeColumns, test: TradeColumns)?
        ) {
            self.name = name
            self.search = search
            self.test = test
            self.chosen = chosen
        }
    }

    /// In the order of time.
    public let windows: [Window]

    public init(_ windows: [Window]) { self.windows = windows }

    var tests: [TradeColumns] { windows.compactMap { $0.chosen?.test } }

    /// Profit a day as a ratio of the starting balance; nil without days.
    static func daily(_ some: [TradeColumns]) -> Double? {
        ratio(
            sum(some.map { $0.total / $0.startingBalance }),
            Double(some.reduce(0) { $0 + $1.days }))
    }

    /// All that is said of it, in a fixed order.
    public func measures(run: String, currency: String) -> [Measure] {
        WalkForwardCatalogue.rows.map { $0.measure(of: self, run: run, currency: currency) }
            + windows.flatMap { window in
                WalkForwardCatalogue.windows.map {
                    $0.measure(
                        of: window, run: run, currency: currency, label: ("window", window.name))
                }
            }
    }
}

/// What is said of a walk-forward, and of each window.
enum WalkForwardCatalogue {
    static let rows: [Row<WalkForwardResult>] = [
        row("walk_forward_window_count", "Windows", "count", "searches, each with a test after it")
        {
            .value(Double($0.windows.count))
        },
        row(
            "walk_forward_trade_count", "Trades of all tests", "count", "closed trades of all tests"
        ) { .value(Double($0.tests.reduce(0) { $0 + $1.count })) },
        row(
            "walk_forward_profit", "Return of all tests", "ratio",
            "sum of the tests' profits ÷ S; each test starts with S"
        ) { .value(sum($0.tests.map { $0.total / $0.startingBalance })) },
        row(
            "walk_forward_winning_windows", "Tests with a profit", "ratio",
            "tests with a profit above 0 ÷ windows"
        ) { result in
            Reading(
                ratio(
                    Double(result.tests.count { $0.total > 0 }), Double(result.windows.count)),
                otherwise: none)
        },
        row(
            "walk_forward_efficiency", "Walk-forward efficiency", "ratio",
            "return a day over the tests ÷ return a day of the choices where they were chosen; none "
                + "where the latter is not above 0", source: "R. Pardo"
        ) { result in
            let before = WalkForwardResult.daily(result.windows.compactMap { $0.chosen?.search })
            guard let before, before > 0 else { return .undefined("no profit where it was chosen") }
            return Reading(
                WalkForwardResult.daily(result.tests).map { $0 / before }, otherwise: none)
        },
        row(
            "walk_forward_day_sharpe", "Sharpe ratio of a day of the tests", "number",
            "day_sharpe over the days of all tests"
        ) { result in
            Reading(
                SharpeEstimate.ratio(result.tests.flatMap(\.dailyReturns)),
                otherwise: Reason.noDeviation)
        },
    ]

    /// Labelled with the window.
    static let windows: [Row<WalkForwardResult.Window>] = [
        bound("window_search_start_ms", "Start of the search", "the first instant searched on") {
            $0.search.lowerBound
        },
        bound("window_search_end_ms", "End of the search", "the first instant not searched on") {
            $0.search.upperBound
        },
        bound("window_start_ms", "Start of the test", "the first instant traded on") {
            $0.test.lowerBound
        },
        bound("window_end_ms", "End of the test", "the first instant not traded on") {
            $0.test.upperBound
        },
        window("window_epoch", "Chosen epoch", "count", "epoch of the window's search") {
            Double($0.epoch)
        },
        window("window_search_profit", "Return where it was chosen", "ratio", "P ÷ S") {
            $0.search.total / $0.search.startingBalance
        },
        window("window_profit", "Return of the test", "ratio", "P ÷ S") {
            $0.test.total / $0.test.startingBalance
        },
        window("window_trade_count", "Trades of the test", "count", "closed trades") {
            Double($0.test.count)
        },
    ]

    private static let none = "no windows"

    private static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        source: String = "textbook", _ read: @escaping @Sendable (WalkForwardResult) -> Reading
    ) -> Row<WalkForwardResult> {
        Row(definition: definition(name, title, unit, formula, source), read: read)
    }

    private static func bound(
        _ name: String, _ title: String, _ formula: String,
        _ read: @escaping @Sendable (WalkForwardResult.Window) -> Int
    ) -> Row<WalkForwardResult.Window> {
        Row(definition: definition(name, title, "instant", formula, "textbook")) {
            .value(Double(read($0)))
        }
    }

    private static func window(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        _ read:
            @escaping @Sendable ((epoch: Int, search: TradeColumns, test: TradeColumns)) -> Double
    ) -> Row<WalkForwardResult.Window> {
        Row(definition: definition(name, title, unit, formula, "textbook")) { window in
            Reading(window.chosen.map(read), otherwise: "no epoch has a usable loss")
        }
    }

    private static func definition(
        _ name: String, _ title: String, _ unit: String, _ formula: String, _ source: String
    ) -> MeasureDefinition {
        MeasureDefinition(
            name: name, title: title, chapter: "Walk-forward", unit: unit, formula: formula,
            annualisation: nil, source: source)
    }
}
