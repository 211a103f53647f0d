public import JSONL

/// A line of kind `bot`.
extension Bot: JSONRecord {
    public static let kind = "bot"

    private enum Field: String, CaseIterable {
        case bot
        case exchange
        case mode
        case strategy
        case timeframe
        case config
        case database
        case generation
        case sinceMs = "since_ms"
        case seenMs = "seen_ms"
        case observedMs = "observed_ms"
    }

    private static let table = FieldTable<Field>(optional: [
        .database, .generation, .sinceMs, .seenMs, .observedMs,
    ])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var bot = ""
        var exchange = ""
        var mode = Mode.dryRun
        var strategy = ""
        var timeframe = ""
        var config = JSONValue.null
        var database: String?
        var generation: Int?
        var sinceMs: Int?
        var seenMs: Int?
        var observedMs: Int?
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .bot: bot = try reader.name()
            case .exchange: exchange = try reader.string()
            case .mode: mode = try reader.word(Mode.self)
            case .strategy: strategy = try reader.string()
            case .timeframe: timeframe = try reader.string()
            case .config: config = try reader.object()
            case .database: database = try reader.optionalString()
            case .generation: generation = try reader.optionalInt()
            case .sinceMs: sinceMs = try reader.optionalInt()
            case .seenMs: seenMs = try reader.optionalInt()
            case .observedMs: observedMs = try reader.optionalInt()
            }
        }
        self.init(
            bot: bot, exchange: exchange, mode: mode, strategy: strategy, timeframe: timeframe,
            config: config, database: database, generation: generation, sinceMs: sinceMs,
            seenMs: seenMs, observedMs: observedMs)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("bot", bot)
        writer.field("exchange", exchange)
        writer.field("mode", mode.rawValue)
        writer.field("strategy", strategy)
        writer.field("timeframe", timeframe)
        writer.field("config", config)
        writer.field("database", database)
        writer.field("generation", generation)
        writer.field("since_ms", sinceMs)
        writer.field("seen_ms", seenMs)
        writer.field("observed_ms", observedMs)
        writer.endObject()
    }
}
