public import Market

/// How much a bot or a back-test may trade: freqtrade's configuration keys, checked.
public struct TradingConfiguration: Hashable, Sendable {
    /// How much of the wallet goes into one trade.
    public enum Stake: Hashable, Sendable {
        /// A fixed stake per trade, stake currency.
        case fixed(Double)
        /// The available balance divided by `maxOpenTrades`.
        case unlimited
    }

    /// What kind of market is traded.
    public enum TradingMode: String, Hashable, Sendable, CaseIterable {
        case spot
        /// Perpetual futures.
        case futures
    }

    /// What stands behind a position of futures.
    public enum MarginMode: String, Hashable, Sendable, CaseIterable {
        /// Its own stake.
        case isolated
        /// All of the wallet.
        case cross
    }

    /// nil for any number (−1 in freqtrade's spelling).
    public var maxOpenTrades: Int?
    public var stakeCurrency: String
    public var stakeAmount: Stake
    /// Part of the balance that may be traded, 0…1.
    public var tradableBalanceRatio: Double
    /// Starting balance, stake currency.
    public var dryRunWallet: Double
    /// Fee as a ratio for every order; nil takes the worst of maker and taker of the first pair's market.
    public var fee: Double?
    public var tradingMode: TradingMode
    /// Of futures.
    public var marginMode: MarginMode
    /// How far the liquidation price is moved towards the entry, as a ratio of their distance.
    public var liquidationBuffer: Double
    /// Of futures: the rate that counts before the first known one; nil where rates must be known.
    public var futuresFundingRate: Double?
    public var amendLastStakeAmount: Bool
    public var lastStakeAmountMinRatio: Double
    /// Money to work with whatever the wallet holds, stake currency; nil for the wallet's own.
    public var availableCapital: Double?
    /// By how much a stake is kept above the market's least ones, as a ratio of them.
    public var amountReserve: Double
    /// A pair may be entered again while a trade of it is open.
    public var positionStacking: Bool
    /// Minutes after which an unfilled order is withdrawn; nil for never.
    public var entryTimeoutMinutes: Double?
    public var exitTimeoutMinutes: Double?
    /// Inside of a candle, how many seconds after its start its signal still enters; nil for all the candle long.
    public var entryExpirySeconds: Double?
    /// In the order of the configuration: it decides who comes first when slots are few.
    public var pairWhitelist: [Pair]

    public init(
        maxOpenTrades: Int?, stakeCurrency: String, stakeAmount: Stake,
        tradableBalanceRatio: Double = 0.99, dryRunWallet: Double = 1_000, fee: Double? = nil,
        tradingMode: TradingMode = .spot, marginMode: MarginMode = .isolated,
        liquidationBuffer: Double = 0.05, futuresFundingRate: Double? = nil,
        amendLastStakeAmount: Bool = false, lastStakeAmountMinRatio: Double = 0.5,
        availableCapital: Double? = nil, amountReserve: Double = 0.05,
        positionStacking: Bool = false,
        entryTimeoutMinutes: Double? = nil,
        exitTimeoutMinutes: Double? = nil, entryExpirySeconds: Double? = nil,
        pairWhitelist: [Pair]
    ) {
        self.maxOpenTrades = maxOpenTrades
        self.stakeCurrency = stakeCurrency
        self.stakeAmount = stakeAmount
        self.tradableBalanceRatio = tradableBalanceRatio
        self.dryRunWallet = dryRunWallet
        self.fee = fee
        self.tradingMode = tradingMode
        self.marginMode = marginMode
        self.liquidationBuffer = liquidationBuffer
        self.futuresFundingRate = futuresFundingRate
        self.amendLastStakeAmount = amendLastStakeAmount
        self.lastStakeAmountMinRatio = lastStakeAmountMinRatio
        self.availableCapital = availableCapital
        self.amountReserve = amountReserve
        self.positionStacking = positionStacking
        self.entryTimeoutMinutes = entryTimeoutMinutes
        self.exitTimeoutMinutes = exitTimeoutMinutes
        self.entryExpirySeconds = entryExpirySeconds
        self.pairWhitelist = pairWhitelist
    }
}
