public import Market

/// Why a trade of a back-test happened as it did: what was decided, step by step, with the numbers.
public struct Explanation: Hashable, Sendable {
    /// One decision.
    public struct Step: Hashable, Sendable {
        /// What a step is about.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case signal, refusal, order, fill, stop, exit, withdrawal, close
        }

        /// Open of the candle on which it was decided, Unix milliseconds.
        public var atMs: Int
        public var step: Kind
        /// A sentence for people.
        public var text: String
        /// What parts of the strategy's expression were worth, in its own words; conditions are 1 or 0.
        public var values: [Number]
        /// The engine's numbers, the candle's first, in the order of the thought.
        public var numbers: [Number]

        public init(
            atMs: Int, step: Kind, text: String, values: [Number] = [], numbers: [Number] = []
        ) {
            self.atMs = atMs
            self.step = step
            self.text = text
            self.values = values
            self.numbers = numbers
        }
    }

    /// A number with its name; names do not repeat within one list.
    public struct Number: Hashable, Sendable {
        public var name: String
        /// nil where it is missing.
        public var value: Double?

        public init(_ name: String, _ value: Double?) {
            self.name = name
            self.value = value
        }
    }

    public var run: String
    /// nil where the entry led to no trade.
    public var tradeID: Int?
    public var pair: Pair
    public var strategy: String
    public var timeframe: Timeframe
    /// Open of the candle of the entry, Unix milliseconds.
    public var openMs: Int
    public var closeMs: Int?
    public var exitReason: String?
    /// Stake currency.
    public var profitAbs: Double?
    public var profitRatio: Double?
    /// In time.
    public var steps: [Step]

    public init(
        run: String, tradeID: Int?, pair: Pair, strategy: String, timeframe: Timeframe,
        openMs: Int, closeMs: Int?, exitReason: String?, profitAbs: Double?,
        profitRatio: Double?, steps: [Step]
    ) {
        self.run = run
        self.tradeID = tradeID
        self.pair = pair
        self.strategy = strategy
        self.timeframe = timeframe
        self.openMs = openMs
        self.closeMs = closeMs
        self.exitReason = exitReason
        self.profitAbs = profitAbs
        self.profitRatio = profitRatio
        self.steps = steps
    }
}
