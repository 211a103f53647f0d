/// One named number about a run. A number that is not defined has no value and says why.
public struct Measure: Hashable, Sendable {
    public var run: String
    /// The field's standard name, such as `max_drawdown_ratio`.
    public var name: String
    /// nil when the measure is not defined for the run.
    public var value: Double?
    /// `ratio`, `count`, `minutes`, `instant` (Unix milliseconds), or a currency such as `USDT`.
    public var unit: String
    /// Why the value is absent; nil when there is one.
    public var reason: String?

    public init(run: String, name: String, value: Double?, unit: String, reason: String? = nil) {
        self.run = run
        self.name = name
        self.value = value
        self.unit = unit
        self.reason = reason
    }
}
