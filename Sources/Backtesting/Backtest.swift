public import Market
public import Records
public import Strategies

/// A back-test by freqtrade's rules, trade for trade: spot, or futures with isolated margin, long and short.
///
/// Made for events, not for candles: of a million candles a few thousand decide something.
///
/// - Indicators are computed once and shared, by all values of the parameters that do not change them
///   (`Testbed`, `Evaluation`). Conditions are bitmaps, one bit a candle: they combine 64 candles at a
///   time, and the next entry is found by counting zeros.
/// - What happens to a trade depends on its own pair alone, so it is followed to its end as soon as it
///   is opened (`ExitRules`). The stop, the price of the ROI step in force and the high from which a
///   trailing stop would move are a range: a block of 16 candles whose lowest low and highest high
///   stay inside it cannot touch the trade, nor can a candle inside it.
/// - What remains for the clock is who gets a slot and how much money: it jumps from one entry signal
///   or exit to the next, visits pairs with open trades first, in opening order, and then the others
///   in the whitelist's order.
/// - Prices and profits are exact decimals, as freqtrade's are, and a plain product decides wherever its
///   error is too small to matter: a profit ratio farther than 1e-7 from a threshold (it is rounded to
///   8 decimals, and computed to 1e-15), a rounding farther than its `doubt` from where it turns
///   (`Precision`), a quotient whose neighbours are the same double (`Magnitude`). Tests hold all of
///   them to the exact way, and the skipping walk to one that looks at every candle.
///
/// A class, for a run asks it often, and a copy of so much is dear.
public final class Backtest: Sendable {
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

    var isFutures: Bool { configuration.tradingMode == .futures }

    var isCross: Bool { isFutures && configuration.marginMode == .cross }

    /// Whether what happens to a trade hangs on the others, or a pair may have several.
    var isClocked: Bool {
        hooks.adjustTradePosition != nil || isCross || configuration.positionStacking
    }

    /// Told now and then to which instant a simulation has come, Unix milliseconds.
    public typealias Tell = (_ atMs: Int) -> Void

    /// Simulates the pairs, which are in the whitelist's order and not none.
    public func run(_ pairs: [PairInput], tell: Tell = { _ in }) -> Simulation {
        run(pairs, watch: nil, tell: tell)
    }

    /// `isInFull` is false for a search, which takes less time: how many signals found no slot, which prices a
    /// trade saw and what hung on their order is asked of a few runs only.
    func run(
        _ pairs: [PairInput], watch: TradeWatch? = nil, isInFull: Bool = true, tell: Tell = { _ in }
    ) -> Simulation {
        var run = BacktestRun(self, tracks: pairs.map(track), watch: watch, isInFull: isInFull)
        let startMs = pairs.map(\.candles.firstMs).min() ?? 0
        // Of steps of unequal length none can be skipped.
        if isClocked || pairs.contains(where: { $0.detail?.turns != nil }) {
            run = ClockedRun(run).simulated(startMs: startMs, tell: tell)
        } else {
            run.simulate(startMs: startMs, tell: tell)
        }
        return Simulation(
            startMs: startMs, endMs: run.endMs,
            startingBalance: configuration.dryRunWallet, finalBalance: run.wallet.balance,
            rejectedSignals: isInFull ? run.rejected : nil, closings: run.closings,
            locks: run.locks.locks,
            isFutures: isFutures, entered: run.trades)
    }
}

/// The state of a running back-test.
struct BacktestRun {
    let backtest: Backtest
    let fee: Fee
    let exits: ExitRules
    let tracks: [Track]
    let watch: TradeWatch?
    let isInFull: Bool
    /// Open of the strategy's last candle, which takes no entries at its open, and of the last row in it.
    let endMs: Int
    let lastMs: Int
    var wallet: Wallet
    var locks: LockBook
    var rejected = 0
    /// All that were entered, each followed to its end already. They are large: nothing moves them.
    var trades: [SimulatedTrade] = []
    /// In opening order.
    var open: [Slot] = []
    /// Of the trades that have ended, in closing order.
    var closings: [Simulation.Closing] = []
    var pairs: [PairState]
    /// The first time at which anything may happen.
    var firstStepMs = 0

    struct PairState {
        var isOpen = false
        /// Until when the pair waits because a trade that was open when a candle began ended in it.
        var freeFromMs = Int.min
        /// When it wants to enter next, as far as was asked; `Int.max` for never again.
        var entryMs: Int
    }

    /// What an open trade takes.
    struct Slot {
        /// Index into `trades`, and into the tracks.
        let trade: Int
        let pair: Int
        let end: ExitRules.End
        /// When it ends, Unix milliseconds; `Int.max` for not before the candles do.
        let endMs: Int
    }

    init(_ backtest: Backtest, tracks: [Track], watch: TradeWatch?, isInFull: Bool) {
        self.backtest = backtest
        self.isInFull = isInFull
        // Room for as many as there usually are, for to make it while they grow takes longer.
        trades.reserveCapacity(8_192)
        closings.reserveCapacity(8_192)
        fee = Fee(backtest.fee)
        self.watch = watch
        self.tracks = tracks
        exits = ExitRules(
            rules: backtest.rules, hooks: backtest.hooks,
            entryTimeoutMs: Self.milliseconds(backtest.configuration.entryTimeoutMinutes),
            exitTimeoutMs: Self.milliseconds(backtest.configuration.exitTimeoutMinutes),
            isInFull: isInFull)
        endMs = tracks.map(\.closing.atMs).max() ?? 0
        lastMs = tracks.map { $0.time($0.count - 1) }.max() ?? 0
        wallet = Wallet(backtest)
        locks = LockBook(
            backtest.protections, timeframe: backtest.rules.timeframe,
            capital: backtest.configuration.availableCapital ?? backtest.configuration.dryRunWallet
                * backtest.configuration.tradableBalanceRatio, pairCount: tracks.count)
        pairs = tracks.map { PairState(entryMs: $0.entryMs(from: .min)) }
    }

    private static func milliseconds(_ minutes: Double?) -> Int {
        Int(exactly: ((minutes ?? .infinity) * 60_000).rounded(.up)) ?? .max
    }

    mutating func simulate(startMs: Int, tell: Backtest.Tell) {
        firstStepMs = startMs + backtest.rules.timeframe.milliseconds
        var (now, steps) = (startMs, 0)
        while let next = nextEvent(after: now), next <= lastMs {
            (now, steps) = (next, steps + 1)
            step(now)
            if open.isEmpty, watch == nil, isBroke { break }
            if steps.isMultiple(of: 256) { tell(now) }
        }
        closeRest()
    }

    /// The next time at which a trade ends or a free pair wants to enter.
    private mutating func nextEvent(after now: Int) -> Int? {
        var next = Int.max
        for slot in open { next = min(next, slot.endMs) }
        if hasNoSlot, watch == nil {
            guard isInFull else { return next == .max ? nil : next }
            refuse(from: now + 1, until: min(next, endMs))
            refuse(from: max(now, endMs) + 1, until: min(next, lastMs + 1))
        } else {
            for index in pairs.indices where !pairs[index].isOpen {
                let from = max(now + 1, pairs[index].freeFromMs)
                next = min(next, entryTime(index, from: from))
            }
        }
        return next == .max ? nil : next
    }

    /// The pair's first entry signal at `time` or later, `Int.max` for none; `time` only grows.
    mutating func entryTime(_ index: Int, from time: Int) -> Int {
        if pairs[index].entryMs < time {
            pairs[index].entryMs = tracks[index].entryMs(from: time)
        }
        return pairs[index].entryMs
    }

    private mutating func step(_ now: Int) {
        // What is entered meanwhile comes last, and does not end now.
        var place = 0
        while place < open.count {
            guard open[place].endMs == now else {
                place += 1
                continue
            }
            let slot = open.remove(at: place)
            let pair = slot.pair
            pairs[pair].isOpen = false
            if slot.end == .closed {
                close(slot.trade)
            } else {  // Its pair may enter again at once.
                tryEntry(pair, now)
            }
            turn(pair, after: trades[slot.trade].side, now)
            pairs[pair].freeFromMs = tracks[pair].nextCandleMs(after: now)
        }
        // Pairs that had a trade when the candle opened had their turn.
        for index in pairs.indices
        where !pairs[index].isOpen && pairs[index].entryMs <= now && pairs[index].freeFromMs <= now
        {
            tryEntry(index, now)
        }
    }

    /// Enters the other side on the candle on which the first one left.
    private mutating func turn(_ pair: Int, after side: Side, _ now: Int) {
        guard !pairs[pair].isOpen, entryTime(pair, from: now) == now,
            tracks[pair].side(tracks[pair].row(atMs: now)) != side
        else { return }
        tryEntry(pair, now)
    }

    private mutating func tryEntry(_ index: Int, _ now: Int) {
        guard pairs[index].entryMs <= now, entryTime(index, from: now) == now else { return }
        let track = tracks[index]
        let row = track.row(atMs: now)
        let side = track.side(row)
        guard isAdmitted(index, side, row: row, now, openTrades: open.count) else { return }
        let watch = watch(index, row: row)
        if enter(index, side, row: row, openTrades: open.count, tied: tiedStake(now), watch) {
            let place = trades.count - 1
            let end = follow(place, on: track, watch)
            let endMs = end == .none ? .max : trades[place].closeMs
            if end == .closed, endMs == now { return close(place) }
            open.append(Slot(trade: place, pair: index, end: end, endMs: endMs))
            pairs[index].isOpen = true
        }
    }

    /// Follows the latest trade to its end.
    private mutating func follow(
        _ place: Int, on track: Track, _ watch: TradeWatch?
    ) -> ExitRules.End {
        guard let watch else { return exits.follow(&trades[place], on: track) }
        let end = exits.watched(by: watch).follow(&trades[place], on: track)
        watch.trade = trades[place]
        return end
    }

    /// Books a trade that is none of the open ones any more.
    mutating func close(_ place: Int) {
        closings.append(Simulation.Closing(trades[place], place: place))
        wallet.book(profit: trades[place].profitAbs)
        if locks.isWanted {
            locks.review(trades[place], of: tracks[trades[place].pair].pair)
        }
    }

    /// Forces out what is left, at the open of each pair's last candle: pairs that began first come first.
    ///
    /// What was never bought vanishes, and what the candle does not buy stays and is no trade.
    private mutating func closeRest() {
        for slot in inOrderOfBeginning(open, \.pair) {
            let (track, place) = (tracks[slot.pair], slot.trade)
            let (row, last) = (track.count - 1, track.closing)
            let rate = Precision.nearest(last.open, tick: trades[place].tick)
            guard trades[place].fillRow != nil, last.low <= rate, rate <= last.high else {
                continue
            }
            trades[place].close(row: row, at: last.atMs, rate: rate, reason: "force_exit")
            if let watch, watch.pair == slot.pair, watch.row == trades[place].entryRow {
                watch.note(.forcedOut(row: row, rate: rate))
                watch.trade = trades[place]
            }
            close(place)
        }
    }

    /// What is of pairs that began first comes first, and of one pair what was opened first.
    func inOrderOfBeginning<Element>(
        _ elements: [Element], _ pair: (Element) -> Int
    ) -> [Element] {
        let beginnings = tracks.map { max($0.time($0.firstRow), firstStepMs) }
        return elements.enumerated().sorted {
            let (one, other) = (pair($0.element), pair($1.element))
            return (beginnings[one], one, $0.offset) < (beginnings[other], other, $1.offset)
        }.map(\.element)
    }
}
