public import Market
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

    /// A new beginning of a bot's database.
    public struct Reset: Hashable, Sendable {
        /// The generation that began, counted from 1.
        public var generation: Int
        /// Such as `the highest trade id fell from 40 to 3`.
        public var reason: String

        public init(generation: Int, reason: String) {
            self.generation = generation
            self.reason = reason
        }
    }

    /// Candles of a pair that nobody has, between two that somebody has.
    public struct CandleHole: Hashable, Sendable {
        public var pair: Pair
        /// Open of the first missing candle and of the one after the hole, Unix milliseconds UTC.
        public var fromMs: Int
        public var toMs: Int
        public var count: Int

        public init(pair: Pair, fromMs: Int, toMs: Int, count: Int) {
            self.pair = pair
            self.fromMs = fromMs
            self.toMs = toMs
            self.count = count
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
    /// Trades of the bot's earlier generations.
    public var earlier: [Trade]
    /// The bot's new beginnings, oldest first.
    public var resets: [Reset]
    /// Holes in the candles of the pairs that the bot traded, at its timeframe.
    public var holes: [CandleHole]
    /// The back-test to compare with; nil without one.
    public var backtest: TestedRun?

    public init(
        bot: String, desired: Bot? = nil, reported: Bot? = nil, trades: [Trade] = [],
        unreadable: [UnreadableTrade] = [], stored: [Trade]? = nil, earlier: [Trade] = [],
        resets: [Reset] = [], holes: [CandleHole] = [], backtest: TestedRun? = nil
    ) {
        self.bot = bot
        self.desired = desired
        self.reported = reported
        self.trades = trades
        self.unreadable = unreadable
        self.stored = stored
        self.earlier = earlier
        self.resets = resets
        self.holes = holes
        self.backtest = backtest
    }
}

/// Compares what the sources say of each bot.
///
/// - Parameters:
///   - sources: one element a bot, in any order.
///   - isDeskKnown: false when no desk file was given, so that no bot is missing or extra.
///   - nowMs: the present, Unix milliseconds UTC; nil asks not how old things are.
///   - tolerances: what is near enough.
/// - Returns: all breaks, the most severe first, then by code, bot and time.
/// - Complexity: O(n log n) in the number of trades, for lists that mostly agree.
public func reconcile(
    _ sources: [BotSources], isDeskKnown: Bool = true, nowMs: Int? = nil,
    tolerances: Tolerances = Tolerances()
) -> [Break] {
    let breaks = sources.sorted { $0.bot < $1.bot }.flatMap { bot -> [Break] in
        guard let reported = bot.reported else {
            return bot.desired.map { [BotHealth.missing($0)] } ?? []
        }
        if isDeskKnown, bot.desired == nil { return [BotHealth.extra(reported)] }
        let health = BotHealth(sources: bot, tolerances: tolerances, nowMs: nowMs)
        var trades = TradeReconciliation(
            sources: bot, tolerances: tolerances, endMs: health.staleSinceMs)
        let drift = bot.desired.map {
            configurationDrift(bot: bot.bot, desired: $0.config, reported: reported)
        }
        return (drift ?? []) + health.breaks() + trades.breaks()
    }
    return uniquelyNamed(breaks.sorted(by: comesFirst)).map { $0.withAdvice() }
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
