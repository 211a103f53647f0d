public import Market
public import Records
public import Strategies

/// A back-test of spot longs by freqtrade's rules, trade for trade.
///
/// Why the loop looks the way it does: what happens to a trade depends on its own pair alone, so it
/// is followed to its end as soon as it is opened (`ExitRules`). What remains for the clock is who
/// gets a slot and how much money: it jumps from one entry signal or exit to the next, visits pairs
/// with open trades first, in opening order, and then the others in the whitelist's order.
public struct Backtest: Sendable {
    /// Part of a run's identity: raised when the same question gets another answer.
    public static let version = "1"

    public let rules: TradingRules
    public let configuration: TradingConfiguration
    public let hooks: TradeHooks
    public let protections: [ProtectionRule]
    /// Fee as a ratio, for every order.
    public let fee: Double

    /// The worst fee of `firstFacts`, the first pair's market, counts for all pairs unless the
    /// configuration sets one.
    public init(
        rules: TradingRules, configuration: TradingConfiguration, firstFacts: MarketFacts,
        hooks: TradeHooks = TradeHooks(), protections: [ProtectionRule] = []
    ) {
        self.rules = rules
        self.configuration = configuration
        self.hooks = hooks
        self.protections = protections
        fee = configuration.fee ?? max(firstFacts.maker, firstFacts.taker)
    }

    /// Simulates the pairs, which are in the whitelist's order and not none.
    public func run(_ pairs: [PairInput]) -> Simulation {
        var run = BacktestRun(self, tracks: pairs.map(Track.init))
        run.simulate(startMs: pairs.map(\.candles.firstMs).min() ?? 0)
        return Simulation(
            startMs: pairs.map(\.candles.firstMs).min() ?? 0, endMs: run.endMs,
            startingBalance: configuration.dryRunWallet, finalBalance: run.wallet.balance,
            rejectedSignals: run.rejected, trades: run.closed, locks: run.locks.locks)
    }
}

/// What came of a back-test, as light as a search over thousands of them needs it.
public struct Simulation: Sendable {
    /// Open of the first candle, one before the first that may be traded, and of the last one.
    public let startMs: Int
    public let endMs: Int
    /// Stake currency.
    public let startingBalance: Double
    public let finalBalance: Double
    /// Entries refused for want of a slot; a want of money is not counted.
    public let rejectedSignals: Int
    /// In closing order; those forced out at the end come last, in the order of the pairs.
    public let trades: [SimulatedTrade]
    public let locks: [Lock]
}

/// The state of a running back-test.
private struct BacktestRun {
    let backtest: Backtest
    let exits: ExitRules
    let tracks: [Track]
    let endMs: Int
    var wallet: Wallet
    var locks: LockBook
    var rejected = 0
    /// In opening order, each followed to its end already.
    var open: [(trade: SimulatedTrade, ends: Bool)] = []
    var closed: [SimulatedTrade] = []
    var isOpen: [Bool]
    /// Next entry signal of each pair, an index into its `entries`.
    var cursors: [Int]

    init(_ backtest: Backtest, tracks: [Track]) {
        self.backtest = backtest
        self.tracks = tracks
        exits = ExitRules(
            rules: backtest.rules, hooks: backtest.hooks,
            exitTimeoutMs: Int(backtest.configuration.exitTimeoutMinutes * 60_000))
        endMs = tracks.map { $0.time($0.count - 1) }.max() ?? 0
        wallet = Wallet(backtest.configuration)
        locks = LockBook(backtest.protections, timeframe: backtest.rules.timeframe)
        isOpen = Array(repeating: false, count: tracks.count)
        cursors = Array(repeating: 0, count: tracks.count)
    }

    mutating func simulate(startMs: Int) {
        var now = startMs
        while let next = nextEvent(after: now), next <= endMs {
            now = next
            step(now)
        }
        closeRest()
    }

    /// The next time at which a trade ends or a free pair wants to enter.
    private mutating func nextEvent(after now: Int) -> Int? {
        var next = Int.max
        for (trade, ends) in open where ends && trade.closeMs < next { next = trade.closeMs }
        for index in tracks.indices where !isOpen[index] {
            let track = tracks[index]
            while cursors[index] < track.entries.count {
                let time = track.time(track.entries[cursors[index]])
                if time > now {
                    next = min(next, time)
                    break
                }
                cursors[index] += 1
            }
        }
        return next == .max ? nil : next
    }

    private mutating func step(_ now: Int) {
        let wasOpen = isOpen
        for trade in open where trade.ends && trade.trade.closeMs == now { close(trade.trade) }
        guard now < endMs else { return }
        for index in tracks.indices where !wasOpen[index] {
            let track = tracks[index]
            let cursor = cursors[index]
            guard cursor < track.entries.count, track.time(track.entries[cursor]) == now,
                !locks.isLocked(track.pair, atMs: now)
            else { continue }
            if let slots = backtest.configuration.maxOpenTrades, slots > 0, open.count >= slots {
                rejected += 1
            } else if var trade = enter(index, row: track.entries[cursor]) {
                let ends = exits.follow(&trade, on: track)
                open.append((trade, ends))
                isOpen[index] = true
                if ends, trade.closeMs == now { close(trade) }
            }
        }
    }

    /// The trade that the money and the market allow, nil for none.
    private func enter(_ index: Int, row: Int) -> SimulatedTrade? {
        let track = tracks[index]
        let price = min(track.open[row], track.high[row])
        let stakes = open.map(\.trade.stakeAmount)
        guard let (proposed, available) = wallet.proposedStake(openStakes: stakes) else {
            return nil
        }
        let limits = Wallet.limits(price: price, available: available, facts: track.facts)
        var moment = EntryMoment(
            pair: track.pair, nowMs: track.time(row), signalRow: row - 1, rate: price,
            proposedStake: proposed, leastStake: limits.least, greatestStake: limits.greatest,
            enterTag: track.enterTag(row))
        let wish = backtest.hooks.customStakeAmount?(moment) ?? proposed
        guard let stake = Wallet.limited(wish, to: limits) else { return nil }
        let amount = Precision.truncated(stake / price, step: track.amountStep)
        guard amount > 0 else { return nil }
        moment.proposedStake = stake
        if let confirm = backtest.hooks.confirmTradeEntry, !confirm(moment) { return nil }
        return SimulatedTrade(
            pair: index, track: track, row: row, price: price, amount: amount, fee: backtest.fee,
            stoploss: backtest.rules.stoploss)
    }

    private mutating func close(_ trade: SimulatedTrade) {
        open.removeAll { $0.trade.pair == trade.pair }
        isOpen[trade.pair] = false
        closed.append(trade)
        wallet.book(profit: trade.profitAbs)
        if !backtest.protections.isEmpty {
            locks.review(
                closed, pair: trade.pair, pair: tracks[trade.pair].pair, atMs: trade.closeMs)
        }
    }

    /// Forces out what is left, at the open of each pair's last candle.
    private mutating func closeRest() {
        for rest in open.sorted(by: { $0.trade.pair < $1.trade.pair }) {
            var trade = rest.trade
            let track = tracks[trade.pair]
            let row = track.count - 1
            trade.close(
                row: row, at: track.time(row),
                rate: Precision.nearest(track.open[row], tick: trade.tick), reason: "force_exit")
            close(trade)
        }
    }
}
