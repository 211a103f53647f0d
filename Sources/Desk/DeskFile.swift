public import Records
public import YAML

/// Desk is what should be: the exchanges, strategies and bots that a desk wants to have.
///
/// The document is strict YAML; every mistake is told with its line and column. A bot's
/// configuration holds freqtrade's own keys, and only what is stated there is demanded of the bot:
/// everything else is the bot's affair.
public struct DeskFile: Sendable {
    /// A venue under the name that candles, bots and pages use for it.
    public struct Exchange: Hashable, Sendable {
        public var name: String
        /// What freqtrade's configuration calls it under `exchange.name`.
        public var freqtradeName: String

        public init(name: String, freqtradeName: String) {
            self.name = name
            self.freqtradeName = freqtradeName
        }
    }

    /// A strategy that the desk's bots may run.
    public struct DesiredStrategy: Hashable, Sendable {
        /// The strategy's own name: freqtrade's class name.
        public var name: String
        /// Path of the strategy file as written; nil for a strategy that only freqtrade has.
        public var file: String?
        /// nil when the desk does not demand one.
        public var timeframe: String?

        public init(name: String, file: String?, timeframe: String?) {
            self.name = name
            self.file = file
            self.timeframe = timeframe
        }
    }

    /// A bot that should be there, and where its files lie.
    public struct DesiredBot: Hashable, Sendable {
        /// The bot with its database as written and, as configuration, every key that the desk
        /// states, in freqtrade's nesting, `dry_run`, `exchange.name`, `strategy` and `timeframe`
        /// among them.
        public var record: Bot
        /// Path of the bot's database as written.
        public var database: String
        /// Copies of the database, as written, oldest first, that are ingested in its place; empty
        /// where it is ingested itself.
        public var snapshots: [String]
        /// Path of the bot's `config.json` as written; nil when it is not to be read.
        public var configFile: String?
        public var exchange: Exchange

        public init(
            record: Bot, database: String, snapshots: [String] = [], configFile: String?,
            exchange: Exchange
        ) {
            self.record = record
            self.database = database
            self.snapshots = snapshots
            self.configFile = configFile
            self.exchange = exchange
        }
    }

    /// The file's path, for messages and as the base of its relative paths.
    public var source: String
    public var name: String?
    /// Folder whose subfolders hold bots, as written; nil when none is watched.
    public var botsFolder: String?
    /// The desk's present, Unix milliseconds UTC; nil for a desk that lives by the clock.
    public var asOfMs: Int?
    /// How far sources may differ, by the keys of `toleranceKeys`; only what the file states.
    public var tolerances: [String: Double] = [:]
    public var waivers: [DeskWaiver] = []
    public var exchanges: [Exchange]
    public var strategies: [DesiredStrategy]
    /// In the file's order.
    public var bots: [DesiredBot]
    /// Configuration keys that freqtrade does not know, each with its place: kept, but worth a look.
    public var warnings: [YAMLError]

    /// Reads the text of a desk file.
    ///
    /// - Throws: `YAMLError` with the place of the first mistake.
    public init(parsing text: String, source: String) throws(YAMLError) {
        var decoding = DeskDecoding(root: try YAMLNode(parsing: text, source: source))
        self = try decoding.decoded()
    }

    init(source: String) {
        self.source = source
        (exchanges, strategies, bots, warnings) = ([], [], [], [])
    }

    /// A path as written in the file, seen from where the file's own path is seen.
    public func path(_ written: String) -> String {
        guard !written.hasPrefix("/"), let slash = source.lastIndex(of: "/") else {
            return written
        }
        return source[...slash] + written
    }

    /// The desk's bot of that name; nil for a stranger.
    public func bot(named name: String) -> DesiredBot? { bots.first { $0.record.bot == name } }
}
