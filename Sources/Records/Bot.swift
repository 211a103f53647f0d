public import JSONL

/// A bot as one source sees it: the desk file (desired), its database, or its API.
public struct Bot: Hashable, Sendable {
    /// Whether a bot trades with real money.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        case dryRun = "dry_run"
        case live
    }

    public var bot: String
    public var exchange: String
    public var mode: Mode
    public var strategy: String
    public var timeframe: String
    /// freqtrade's configuration keys as far as the source knows them.
    public var config: JSONValue
    /// Where the bot's database lies, as the desk file says it.
    public var database: String?
    /// The bot's current generation, counted from 1; nil before its first ingestion.
    public var generation: Int?
    /// Since when the bot has kept its present database; nil where nothing tells.
    public var sinceMs: Int?
    /// The bot's last sign of life: the newest instant that its database holds; nil where nothing
    /// tells.
    public var seenMs: Int?
    /// When the source was last read, Unix milliseconds UTC.
    public var observedMs: Int?

    public init(
        bot: String, exchange: String, mode: Mode, strategy: String, timeframe: String,
        config: JSONValue, database: String?, generation: Int?, sinceMs: Int? = nil,
        seenMs: Int? = nil, observedMs: Int?
    ) {
        self.bot = bot
        self.exchange = exchange
        self.mode = mode
        self.strategy = strategy
        self.timeframe = timeframe
        self.config = config
        self.database = database
        self.generation = generation
        self.sinceMs = sinceMs
        self.seenMs = seenMs
        self.observedMs = observedMs
    }
}
