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
    /// One sentence for a person.
    public var message: String

    public init(
        id: String, code: String, severity: Severity, bot: String, pair: String? = nil,
        tradeID: Int? = nil, openMs: Int? = nil, field: String? = nil, expected: String? = nil,
        actual: String? = nil, delta: Double? = nil, tolerance: Double? = nil,
        moneyAtRisk: Double? = nil, currency: String? = nil, message: String
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
        self.message = message
    }
}
