internal import Glibc
public import Market
public import Records
internal import SQLite

/// Freqtrade reads what freqtrade bots leave behind: their databases and configurations.
///
/// A database is only ever read, also while its bot writes: SQLite shows one state of it. Columns
/// are found by name, with the spellings of older versions, so that a database of any freqtrade
/// since 2021 can be read; what cannot be is refused with the column's name.
public struct FreqtradeDatabase {
    /// A row of the table of trades that cannot be a trade.
    public struct UnreadableTrade: Error, Hashable, Sendable {
        public let tradeID: Int
        /// Such as `"pair" is "BTCUSDT", expected BASE/QUOTE`.
        public let reason: String

        init(_ tradeID: Int, _ reason: String) {
            self.tradeID = tradeID
            self.reason = reason
        }
    }

    /// What one state of a database says.
    public struct Books: Hashable, Sendable {
        public var facts: Facts
        /// By trade id, open ones too.
        public var trades: [Trade]
        public var unreadable: [UnreadableTrade]
    }

    /// What the newest trade tells of the bot; everything is nil before the first one.
    public struct Facts: Hashable, Sendable {
        public var exchange: String?
        public var strategy: String?
        public var timeframe: Timeframe?
        public var stakeCurrency: String?
        /// When the bot first started with this database, Unix milliseconds UTC; nil where the
        /// version does not note it.
        public var sinceMs: Int?
        /// The newest instant that any of freqtrade's tables holds, Unix milliseconds UTC: freqtrade
        /// notes its wallet once a day even if nothing else happens.
        public var seenMs: Int?
        /// Whether orders were simulated; nil where no order tells.
        public var isDryRun: Bool?
    }

    public let path: String
    private let database: Database
    /// Removed with the value: the copy that had to be made, if any.
    private let copy: DatabaseCopy?

    /// Opens a bot's database for reading.
    ///
    /// - Throws: `FreqtradeError` where the file is missing, locked for too long or no database of
    ///   freqtrade.
    public init(path: String) throws(FreqtradeError) {
        self.path = path
        guard access(path, F_OK) == 0 else { throw .missing(path: path) }
        do throws(DatabaseError) {
            database = try Database.foreign(path: path)
            copy = nil
        } catch {
            guard !error.isBusy, !error.isDamaged, let made = DatabaseCopy(of: path) else {
                throw FreqtradeError(error, path: path)
            }
            copy = made
            do throws(DatabaseError) {
                database = try Database(path: made.path, access: .readWrite)
            } catch {
                throw FreqtradeError(error, path: path)
            }
        }
    }

    /// Everything that the database says now.
    ///
    /// - Parameters:
    ///   - bot: the name under which the trades are known; their generation is 1.
    ///   - strategy: the strategy of trades that name none.
    ///   - timeframe: the timeframe of trades that name none, if the caller knows one.
    /// - Returns: one state of the database, whatever its bot writes meanwhile.
    /// - Throws: `FreqtradeError`; a single row that is no trade does not throw.
    public func books(
        bot: String, strategy: String? = nil, timeframe: Timeframe? = nil
    ) throws(FreqtradeError) -> Books {
        do {
            return try database.snapshot {
                let query = try TradeQuery(database: database, path: path)
                var books = Books(facts: try query.facts(), trades: [], unreadable: [])
                let defaults = FreqtradeTrade.Defaults(
                    bot: bot, strategy: strategy ?? books.facts.strategy,
                    timeframe: timeframe ?? books.facts.timeframe)
                try query.forEachTrade(defaults: defaults) { result in
                    switch result {
                    case .success(let trade): books.trades.append(trade)
                    case .failure(let row): books.unreadable.append(row)
                    }
                }
                return books
            }
        } catch let error as FreqtradeError {
            throw error
        } catch let error as DatabaseError {
            throw FreqtradeError(error, path: path)
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
    }
}
