/// One disagreement between two sources about the same thing.
public struct Break: Hashable, Sendable {
    /// How much a break matters, the least first.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        case info, warn, critical
    }

    /// Stable: a digest of the code and what identifies the thing, never of the values.
    public var id: String
    /// Such as `CFG-DRIFT` or `TRD-PRICE`.
    public var code: String
    public var severity: Severity
    public var bot: String
    public var pair: String?
    public var tradeID: Int?
    public var openMs: Int?
    /// What disagrees, such as `stake_amount` or `close_rate`.
    public var field: String?
    /// What the first source (desired, expected) says.
    public var expected: String?
    /// What the second source (reported, actual) says.
    public var actual: String?
    /// actual − expected where both are numbers.
    public var delta: Double?
    public var tolerance: Double?
    /// What is at stake, in `currency`.
    public var moneyAtRisk: Double?
    public var currency: String?
    /// How sure it is that the two sides speak of one trade, 0…1; nil where nothing was matched.
    public var confidence: Double?
    /// One sentence for a person.
    public var message: String
    /// What most likely happened; a guess.
    public var cause: String?
    /// What to type next.
    public var command: String?
    /// Why the break is put up with; nil for one that stands.
    public var waiver: Waiver?
    /// What earlier comparisons knew of it; nil where nobody kept it.
    public var history: History?

    public init(
        id: String, code: String, severity: Severity, bot: String, pair: String? = nil,
        tradeID: Int? = nil, openMs: Int? = nil, field: String? = nil, expected: String? = nil,
        actual: String? = nil, delta: Double? = nil, tolerance: Double? = nil,
        moneyAtRisk: Double? = nil, currency: String? = nil, confidence: Double? = nil,
        message: String, cause: String? = nil, command: String? = nil, waiver: Waiver? = nil,
        history: History? = nil
    ) {
        self.id = id
        self.code = code
        self.severity = severity
        self.bot = bot
        self.pair = pair
        self.tradeID = tradeID
        self.openMs = openMs
        self.field = field
        self.expected = expected
        self.actual = actual
        self.delta = delta
        self.tolerance = tolerance
        self.moneyAtRisk = moneyAtRisk
        self.currency = currency
        self.confidence = confidence
        self.message = message
        self.cause = cause
        self.command = command
        self.waiver = waiver
        self.history = history
    }
}

extension Break {
    /// A decision to live with a break for a while.
    public struct Waiver: Hashable, Sendable {
        public var reason: String
        /// The instant from which the break stands again, Unix milliseconds UTC.
        public var untilMs: Int
        /// Who decided; nil where nobody signed.
        public var by: String?

        public init(reason: String, untilMs: Int, by: String? = nil) {
            self.reason = reason
            self.untilMs = untilMs
            self.by = by
        }
    }

    /// When comparisons met a break, Unix milliseconds UTC.
    public struct History: Hashable, Sendable {
        public var firstSeenMs: Int
        public var lastSeenMs: Int
        /// How many comparisons, each of its own instant, found it.
        public var occurrences: Int
        /// When a comparison first missed it again; nil while it lasts.
        public var resolvedMs: Int?

        public init(
            firstSeenMs: Int, lastSeenMs: Int, occurrences: Int, resolvedMs: Int? = nil
        ) {
            self.firstSeenMs = firstSeenMs
            self.lastSeenMs = lastSeenMs
            self.occurrences = occurrences
            self.resolvedMs = resolvedMs
        }
    }

    /// Whether the break is there and nobody puts up with it.
    public var isStanding: Bool { waiver == nil && history?.resolvedMs == nil }
}
