public import JSONL

/// One run of a tool: what it was asked, over which data, and how it ended.
public struct Run: Hashable, Sendable {
    /// Where a run stands, or how it ended.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case pending, running, completed, failed, cancelled
    }

    /// Digest of what made the run: asking the same again finds the same id.
    public var run: String
    /// The tool that made it, such as `run-backtest`.
    public var tool: String
    public var status: Status
    public var strategy: String
    public var strategyHash: String
    /// Values of the strategy's parameters, by name.
    public var parameters: JSONValue
    /// First and last instant of the data, Unix milliseconds UTC.
    public var fromMs: Int
    public var toMs: Int
    /// The configuration that the run was made under.
    public var config: JSONValue
    public var startedMs: Int
    public var completedMs: Int?
    public var error: String?

    public init(
        run: String, tool: String, status: Status, strategy: String, strategyHash: String,
        parameters: JSONValue, fromMs: Int, toMs: Int, config: JSONValue, startedMs: Int,
        completedMs: Int?, error: String?
    ) {
        self.run = run
        self.tool = tool
        self.status = status
        self.strategy = strategy
        self.strategyHash = strategyHash
        self.parameters = parameters
        self.fromMs = fromMs
        self.toMs = toMs
        self.config = config
        self.startedMs = startedMs
        self.completedMs = completedMs
        self.error = error
    }
}
