public import Records

/// Reconciliation finds where the sources that speak of one desk disagree.
///
/// Four sources may know a bot: the desk file says what should be, the bot's configuration and
/// database say what is, the store says what was ingested, and a back-test of the same strategy
/// over the same window says what the signals ask for. A break names one disagreement, has the same
/// id as long as it lasts, and is ranked by what it may cost.
public struct BotSources: Hashable, Sendable {
    /// A row of a bot's database that cannot be read as a trade.
    public struct UnreadableTrade: Hashable, Sendable {
        public var tradeID: Int
        /// What is wrong with it, such as `"pair" is "BTCUSDT", expected BASE/QUOTE`.
        public var reason: String

        public init(tradeID: Int, reason: String) {
            self.tradeID = tradeID
            self.reason = reason
        }
    }

    /// A run and its trades.
    public struct TestedRun: Hashable, Sendable {
        public var run: Run
        public var trades: [Trade]

        public init(run: Run, trades: [Trade]) {
            self.run = run
            self.trades = trades
        }
    }

    public var bot: String
    /// What the desk file says; its configuration holds the keys that it states. nil when the desk
    /// does not name the bot.
    public var desired: Bot?
    /// What the bot says of itself; nil when it does not report.
    public var reported: Bot?
    /// Trades of the bot's database.
    public var trades: [Trade]
    public var unreadable: [UnreadableTrade]
    /// Trades of the bot's present generation in the store; nil without a store.
    public var stored: [Trade]?
    /// The back-test to compare with; nil without one.
    public var backtest: TestedRun?

    public init(
        bot: String, desired: Bot? = nil, reported: Bot? = nil, trades: [Trade] = [],
        unreadable: [UnreadableTrade] = [], stored: [Trade]? = nil, backtest: TestedRun? = nil
    ) {
        self.bot = bot
        self.desired = desired
        self.reported = reported
        self.trades = trades
        self.unreadable = unreadable
        self.stored = stored
        self.backtest = backtest
    }
}

/// Compares what the sources say of each bot.
///
/// - Parameters:
///   - sources: one element a bot, in any order.
///   - isDeskKnown: false when no desk file was given, so that no bot is missing or extra.
///   - tolerances: what is near enough.
/// - Returns: all breaks, the most severe first, then by code, bot and time.
/// - Complexity: O(n log n) in the number of trades, for lists that mostly agree.
public func reconcile(
    _ sources: [BotSources], isDeskKnown: Bool = true, tolerances: Tolerances = Tolerances()
) -> [Break] {
    let breaks = sources.sorted { $0.bot < $1.bot }.flatMap { bot -> [Break] in
        guard let reported = bot.reported else { return bot.desired.map { [missing($0)] } ?? [] }
        guard let desired = bot.desired else {
            return isDeskKnown ? [extra(reported)] : trades(bot, tolerances)
        }
        return configurationDrift(bot: bot.bot, desired: desired.config, reported: reported)
            + trades(bot, tolerances)
    }
    return uniquelyNamed(breaks.sorted(by: comesFirst))
}

private func trades(_ sources: BotSources, _ tolerances: Tolerances) -> [Break] {
    var reconciliation = TradeReconciliation(sources: sources, tolerances: tolerances)
    return reconciliation.breaks()
}

private func missing(_ bot: Bot) -> Break {
    Break(
        id: BreakCode.botMissing.id(bot.bot), code: BreakCode.botMissing.rawValue,
        severity: .critical, bot: bot.bot, expected: bot.database,
        message: "The desk has \(bot.bot) (\(bot.strategy), \(bot.mode.rawValue)), but it does not"
            + " report" + (bot.database.map { ": there is no database \($0)." } ?? "."))
}

private func extra(_ bot: Bot) -> Break {
    Break(
        id: BreakCode.botExtra.id(bot.bot), code: BreakCode.botExtra.rawValue, severity: .warn,
        bot: bot.bot, actual: bot.database,
        message: "\(bot.bot) (\(bot.strategy), \(bot.mode.rawValue)) reports"
            + (bot.database.map { " in \($0)" } ?? "") + ", but the desk does not name it.")
}

private func comesFirst(_ left: Break, _ right: Break) -> Bool {
    if left.severity != right.severity { return left.severity.rank > right.severity.rank }
    if left.code != right.code { return left.code < right.code }
    if left.bot != right.bot { return left.bot < right.bot }
    let (leftMs, rightMs) = (left.openMs ?? .min, right.openMs ?? .min)
    if leftMs != rightMs { return leftMs < rightMs }
    let (leftTrade, rightTrade) = (left.tradeID ?? .min, right.tradeID ?? .min)
    if leftTrade != rightTrade { return leftTrade < rightTrade }
    return (left.pair ?? "", left.field ?? "", left.id)
        < (right.pair ?? "", right.field ?? "", right.id)
}

/// Counts breaks that cannot be told apart otherwise, such as two entries in one candle.
private func uniquelyNamed(_ breaks: [Break]) -> [Break] {
    var seen: [String: Int] = [:]
    return breaks.map { found in
        var named = found
        seen[found.id, default: 0] += 1
        if let count = seen[found.id], count > 1 { named.id += "-\(count)" }
        return named
    }
}
