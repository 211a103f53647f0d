internal import JSONL
internal import Market
public import Records

/// A bot as its own files describe it, together with its trades.
public struct FreqtradeBot: Sendable {
    /// What is; compare it with what the desk wants. Its configuration is `config.json` without
    /// secrets, laid over with what the trades tell of exchange, strategy and timeframe.
    public var bot: Bot
    public var trades: [Trade]
    public var unreadable: [FreqtradeDatabase.UnreadableTrade]

    /// Reads a bot's database.
    ///
    /// - Parameters:
    ///   - name: the name under which the desk knows the bot.
    ///   - path: where its database lies.
    ///   - config: its configuration; nil when it is not known.
    ///   - desired: what the desk says of it; nil for a bot that is on no desk.
    ///   - observedMs: the instant of reading, Unix milliseconds UTC.
    /// - Throws: `FreqtradeError` where the database cannot be read; a single bad row is listed.
    public init(
        name: String, path: String, config: FreqtradeConfig?, desired: Bot?, observedMs: Int
    ) throws(FreqtradeError) {
        let books = try FreqtradeDatabase(path: path).books(
            bot: name, strategy: config?.strategy ?? desired?.strategy,
            timeframe: config?.timeframe ?? desired.flatMap { try? Timeframe($0.timeframe) })
        (trades, unreadable) = (books.trades, books.unreadable)
        let facts = books.facts
        let venue = config?.exchange ?? facts.exchange
        let strategy = facts.strategy ?? config?.strategy ?? desired?.strategy ?? ""
        let timeframe =
            (facts.timeframe ?? config?.timeframe)?.description ?? desired?.timeframe ?? ""
        bot = Bot(
            bot: name, exchange: Self.exchange(venue, desired: desired),
            mode: Self.isDryRun(config, facts, path: path) ? .dryRun : .live, strategy: strategy,
            timeframe: timeframe,
            config: Self.configuration(
                config, venue, strategy, timeframe, currency: facts.stakeCurrency),
            database: desired?.database ?? path, generation: 1,
            sinceMs: facts.sinceMs, seenMs: facts.seenMs, observedMs: observedMs)
    }

    /// A bot of which only its trades and perhaps its configuration are known.
    ///
    /// - Parameters:
    ///   - name: the name under which the bot is known.
    ///   - path: where its trades were read.
    ///   - config: its configuration; nil when it is not known.
    ///   - trades: its trades; the newest tells strategy and timeframe.
    ///   - observedMs: the instant of reading, Unix milliseconds UTC.
    /// - Returns: what is; nothing is known of when it began.
    public static func described(
        _ name: String, path: String, config: FreqtradeConfig?, by trades: [Trade],
        observedMs: Int
    ) -> Bot {
        let newest = trades.max { ($0.openMs, $0.tradeID) < ($1.openMs, $1.tradeID) }
        let strategy = config?.strategy ?? newest?.strategy ?? ""
        let timeframe = (config?.timeframe ?? newest?.timeframe)?.description ?? ""
        return Bot(
            bot: name, exchange: config?.exchange ?? "unknown",
            mode: config?.isDryRun == true ? .dryRun : .live, strategy: strategy,
            timeframe: timeframe,
            config: configuration(
                config, nil, strategy, timeframe, currency: newest?.pair.quote),
            database: path, generation: 1, sinceMs: nil, observedMs: observedMs)
    }

    /// The desk's own name for a venue that freqtrade knows by another one.
    private static func exchange(_ venue: String?, desired: Bot?) -> String {
        guard let desired else { return venue ?? "unknown" }
        let expected = desired.config["exchange"]?["name"]?.string
        return venue == nil || venue == expected ? desired.exchange : venue ?? "unknown"
    }

    /// The configuration knows; else the orders; else freqtrade's habit of naming its databases.
    private static func isDryRun(
        _ config: FreqtradeConfig?, _ facts: FreqtradeDatabase.Facts, path: String
    ) -> Bool {
        if let config { return config.isDryRun ?? true }
        return facts.isDryRun ?? path.contains("dryrun")
    }

    private static func configuration(
        _ config: FreqtradeConfig?, _ venue: String?, _ strategy: String, _ timeframe: String,
        currency: String?
    ) -> JSONValue {
        var members = config?.document.members ?? []
        func set(_ key: String, _ value: JSONValue) {
            let member = JSONValue.Member(key, value)
            if let index = members.firstIndex(where: { $0.key == key }) {
                members[index] = member
            } else {
                members.append(member)
            }
        }
        if !strategy.isEmpty { set("strategy", .text(strategy)) }
        if !timeframe.isEmpty { set("timeframe", .text(timeframe)) }
        if let currency, config?.document["stake_currency"] == nil {
            set("stake_currency", .text(currency))
        }
        if let venue, config?.exchange == nil {
            let others = config?.document["exchange"]?.members ?? []
            set("exchange", .object([.init("name", .text(venue))] + others))
        }
        return .object(members)
    }
}

extension Bot {
    /// The same bot with what it started with, stake currency, unless its configuration says it.
    public func starting(with wallet: Double?) -> Bot {
        guard let wallet, config["dry_run_wallet"]?.isNull ?? true else { return self }
        let others = (config.members ?? []).filter { $0.key != "dry_run_wallet" }
        var bot = self
        bot.config = .object(others + [.init("dry_run_wallet", .number(wallet))])
        return bot
    }
}
