internal import JSONL
public import Market
public import Records

/// Everything a site is made of, as values: the tool reads them from a store or from records, and
/// every number on a page is one of them.
public struct SiteContent: Sendable {
    /// A back-test, or what a bot or a list of trades amounts to, with its measures.
    public struct Result: Sendable {
        public var run: Run
        public var measures: [Measure]
        /// In the order of closing.
        public var trades: [Trade]
        /// In the order of time; empty where nobody recorded a curve.
        public var equity: [EquityPoint]
        public var figures = Figures()

        public init(run: Run, measures: [Measure], trades: [Trade], equity: [EquityPoint]) {
            self.run = run
            self.measures = measures
            self.trades = trades
            self.equity = equity
        }
    }

    /// A hyperopt with its epochs.
    public struct Study: Sendable {
        public var run: Run
        public var measures: [Measure]
        public var trials: [Trial]

        public init(run: Run, measures: [Measure], trials: [Trial]) {
            self.run = run
            self.measures = measures
            self.trials = trials
        }

        /// Which loss was minimised, in brackets behind its value: ` (Sharpe)`.
        var lossRemark: String {
            (run.config["loss"]?.string).map { " (" + $0 + ")" } ?? ""
        }
    }

    /// A bot as its database was last read, with what its current generation amounts to.
    public struct BotResult: Sendable {
        public var bot: Bot
        public var result: Result

        public init(bot: Bot, result: Result) {
            self.bot = bot
            self.result = result
        }
    }

    /// Where data came from and how far it reaches.
    public struct Source: Sendable {
        public var name: String
        /// Unix milliseconds; nil where the source is empty.
        public var untilMs: Int?

        public init(name: String, untilMs: Int?) {
            self.name = name
            self.untilMs = untilMs
        }
    }

    public var results: [Result] = []
    public var studies: [Study] = []
    /// Searches window by window, with the trades of all tests.
    public var walks: [Result] = []
    public var bots: [BotResult] = []
    /// Those that stand.
    public var breaks: [Break] = []
    /// Those that last, and that somebody waived.
    public var waived: [Break] = []
    /// Those that were gone lately, the latest first.
    public var resolved: [Break] = []
    /// How back-tests' profits became their bots', of the latest comparison: by bot and currency, in
    /// the order of the sums.
    public var observations: [Observation] = []
    /// The latest comparison of desk, bots, store and back-tests; nil where none is on record.
    public var reconciliation: Run?
    /// What the bots have earned, one sum for each currency.
    public var profits: [Measure] = []
    /// The candles that results rest on.
    public var series: [CandleQuality] = []
    /// Runs that stand side by side; nil where none has a curve.
    public var comparison: Comparison?
    public var pipelines: [PipelineHistory] = []
    /// The instant that the site speaks of, Unix milliseconds: what somebody gave, else the end of
    /// the newest data.
    public var asOfMs = 0
    /// Whether somebody gave it.
    public var isAsOfGiven = false
    public var definitions: [MeasureDefinition] = []
    public var sources: [Source] = []
    /// The exchanges that the data name; `synthetic` stands for made-up candles.
    public var exchanges: [String] = []
    /// Program and schema versions, and other facts that the footer names on every page.
    public var facts: [(name: String, words: String)] = []

    public init() {}

    public var isSynthetic: Bool { exchanges.contains("synthetic") }

    /// Back-tests and searches.
    var experiments: [Run] { (results + walks).map(\.run) + studies.map(\.run) }

    /// Every run of a tool that has a row in lists.
    var runs: [Run] { experiments + [reconciliation].compactMap { $0 } }

    /// The newest completed result of each strategy, by name.
    var latest: [Result] {
        var newest: [String: Result] = [:]
        for result in results where result.run.status == .completed {
            if let known = newest[result.run.strategy], isNewer(known.run, result.run) { continue }
            newest[result.run.strategy] = result
        }
        return newest.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Whether `left` started after `right`; of two at once the smaller id counts as newer.
    private func isNewer(_ left: Run, _ right: Run) -> Bool {
        (left.startedMs, right.run) > (right.startedMs, left.run)
    }
}
