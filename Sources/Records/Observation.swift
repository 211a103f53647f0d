public import Market

/// One step on the way from a back-test's profit to its bot's, as exact decimals of one currency.
///
/// The observations of one run, bot and currency add up: all of them but the last, `live`, have the
/// last one's value as their sum, to the last digit.
public struct Observation: Hashable, Sendable {
    /// The comparison that computed it.
    public var run: String
    public var bot: String
    /// The back-test that the bot was compared with.
    public var backtest: String
    /// Never two in one sum.
    public var currency: String
    /// Where in the sum it stands, counted from 0.
    public var position: Int
    /// Such as `backtest`, `missed_trades` or `live`.
    public var name: String
    public var value: Amount
    /// How many trades have a part in it.
    public var trades: Int
    /// Of the window that both sides know, Unix milliseconds UTC.
    public var fromMs: Int
    public var toMs: Int

    public init(
        run: String, bot: String, backtest: String, currency: String, position: Int, name: String,
        value: Amount, trades: Int, fromMs: Int, toMs: Int
    ) {
        self.run = run
        self.bot = bot
        self.backtest = backtest
        self.currency = currency
        self.position = position
        self.name = name
        self.value = value
        self.trades = trades
        self.fromMs = fromMs
        self.toMs = toMs
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(run)
        hasher.combine(bot)
        hasher.combine(currency)
        hasher.combine(position)
    }
}
