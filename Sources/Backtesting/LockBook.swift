public import Market
internal import Records

/// A time without entries.
public struct Lock: Hashable, Sendable {
    /// nil for all pairs.
    public let pair: Pair?
    /// `long`, `short`, or `*` for both.
    public let side: String
    public let sinceMs: Int
    /// No entry before this instant, Unix milliseconds.
    public let endMs: Int
    /// In freqtrade's words.
    public let reason: String
}

/// The locks of a running back-test.
struct LockBook {
    let protections: [ProtectionRule]
    let timeframeMs: Int
    /// What may be traded at the start, stake currency.
    private let capital: Double
    private(set) var locks: [Lock] = []
    /// Those of them that had not ended when the latest was added.
    private var current: [Lock] = []
    /// What protections ask of the trades that have ended, in the order in which they did.
    private var closed: [Ending] = []
    /// Where a trade that ended later stands before one that ended earlier: trades that are left when a pair's
    /// candles end before those of others.
    private var isOutOfOrder = false
    /// Latest end by pair, that of the locks of all pairs last: of those on both sides, and of those that
    /// forbid a long or a short.
    private var endsOfBoth: [Int]
    private var endsOfLong: [Int]
    private var endsOfShort: [Int]

    private struct Ending {
        let pair: Int
        let closeMs: Int
        let profitAbs: Double
        let profitRatio: Double
        let isStop: Bool
        let side: Side

        init(_ trade: SimulatedTrade) {
            pair = trade.pair
            closeMs = trade.closeMs
            profitAbs = trade.profitAbs
            profitRatio = trade.profitRatio
            isStop = ["stop_loss", "trailing_stop_loss", ExitRules.liquidation].contains(
                trade.exitReason)
            side = trade.side
        }
    }

    init(
        _ protections: [ProtectionRule], timeframe: Timeframe, capital: Double, pairCount: Int
    ) {
        self.protections = protections
        endsOfBoth = Array(repeating: .min, count: pairCount + 1)
        (endsOfLong, endsOfShort) = (endsOfBoth, endsOfBoth)
        self.capital = capital
        timeframeMs = timeframe.milliseconds
    }

    /// Whether anybody asks for the trades that end.
    var isWanted: Bool { !protections.isEmpty }

    /// Until when entries of a side are forbidden, Unix milliseconds; nil where they are allowed.
    func end(of pair: Int, _ side: Side, atMs time: Int) -> Int? {
        let end = end(of: pair, side)
        return end > time ? end : nil
    }

    /// When entries of a side are allowed again, as far as is known now.
    func end(of pair: Int, _ side: Side) -> Int {
        let ends = side == .long ? endsOfLong : endsOfShort
        return max(ends[pair], ends[ends.count - 1])
    }

    /// After a trade of `pair` has ended: every protection for the pair, then every one for all pairs.
    mutating func review(_ trade: SimulatedTrade, of pair: Pair) {
        if let last = closed.last, last.closeMs > trade.closeMs { isOutOfOrder = true }
        closed.append(Ending(trade))
        review(afterExitOf: trade, of: pair, atMs: trade.closeMs)
    }

    /// After an order of a trade has sold something, and be it a part.
    mutating func review(afterExitOf trade: SimulatedTrade, of pair: Pair, atMs now: Int) {
        for target in [pair, nil] {
            let place = target == nil ? endsOfBoth.count - 1 : trade.pair
            for protection in protections {
                guard
                    let cause = cause(protection, after: trade, isGlobal: target == nil, atMs: now)
                else { continue }
                let until = protection.end(after: cause.latestMs)
                let side = protection.onlyPerSide ? trade.side.rawValue : "*"
                let ends = ends(of: side)
                // Also the end of all pairs' locks covers a pair.
                if max(ends[place], ends[ends.count - 1]) > until { continue }
                let lock = Lock(
                    pair: target, side: side, sinceMs: now,
                    endMs: (until / timeframeMs + 1) * timeframeMs,
                    reason: protection.reason(cause.measured))
                add(lock, at: place)
            }
        }
    }

    /// Adds a lock unless there is the same; it ends when the next candle starts, even if its time was
    /// up at a start itself.
    private mutating func add(_ lock: Lock, at place: Int) {
        current.removeAll { $0.endMs <= lock.sinceMs }
        let isKnown = current.contains {
            $0.endMs == lock.endMs && $0.pair == lock.pair && $0.side == lock.side
                && $0.reason == lock.reason
        }
        if isKnown { return }
        locks.append(lock)
        current.append(lock)
        func extend(_ ends: inout [Int]) { ends[place] = max(ends[place], lock.endMs) }
        if lock.side == "*" { extend(&endsOfBoth) }
        if lock.side != Side.short.rawValue { extend(&endsOfLong) }
        if lock.side != Side.long.rawValue { extend(&endsOfShort) }
    }

    private func ends(of side: String) -> [Int] {
        switch side {
        case Side.long.rawValue: endsOfLong
        case Side.short.rawValue: endsOfShort
        default: endsOfBoth
        }
    }

    /// Why a protection locks: the last close of the trades for which it does, and their profit or drawdown.
    private typealias Cause = (latestMs: Int, measured: Double)

    /// nil when it does not lock.
    private func cause(
        _ protection: ProtectionRule, after last: SimulatedTrade, isGlobal: Bool, atMs now: Int
    ) -> Cause? {
        guard isGlobal ? protection.locksAll : protection.locksPairs else { return nil }
        let recent = closed(after: now - protection.lookbackMinutes * 60_000)
        let (pair, side) = (last.pair, last.side)
        if protection.method == .stoplossGuard {
            let stopped = Self.tally(recent) {
                (isGlobal || $0.pair == pair) && $0.isStop && $0.profitRatio != 0
                    && $0.profitRatio < protection.requiredProfit
                    && (!protection.onlyPerSide || $0.side == side)
            }
            guard stopped.count >= protection.tradeLimit else { return nil }
            return stopped.latestMs.map { ($0, 0) }
        }
        let trades = Self.tally(recent) { isGlobal || $0.pair == pair }
        guard let latest = trades.latestMs else { return nil }
        if protection.method == .cooldownPeriod { return (latest, 0) }
        guard trades.count >= protection.tradeLimit else { return nil }
        if protection.method == .maxDrawdown {
            let drawdown = drawdown(of: recent, ofEquity: protection.ofEquity)
            return drawdown > protection.maxAllowedDrawdown ? (latest, drawdown) : nil
        }
        // Trades of both sides count to the limit, those of one to its profit.
        var profit = CompensatedSum()
        for trade in recent
        where trade.pair == pair && (!protection.onlyPerSide || trade.side == side) {
            profit.add(trade.profitRatio)
        }
        return profit.value < protection.requiredProfit ? (latest, profit.value) : nil
    }

    /// The trades that ended later than an instant, Unix milliseconds.
    private func closed(after since: Int) -> ArraySlice<Ending> {
        if isOutOfOrder { return closed.filter { $0.closeMs > since }[...] }
        return closed[((closed.lastIndex { $0.closeMs <= since } ?? -1) + 1)...]
    }

    /// How many of the trades are asked for, and when the last of them closed.
    @inline(__always)
    private static func tally(
        _ trades: ArraySlice<Ending>, where isAsked: (Ending) -> Bool
    ) -> (count: Int, latestMs: Int?) {
        var (count, latestMs): (Int, Int?) = (0, nil)
        for trade in trades where isAsked(trade) {
            count += 1
            latestMs = max(latestMs ?? .min, trade.closeMs)
        }
        return (count, latestMs)
    }

    /// How deep profits fell over the latest trades: of the money they began with, or of summed ratios.
    private func drawdown(of recent: ArraySlice<Ending>, ofEquity: Bool) -> Double {
        let trades = ClosingOrder(recent.map(\.closeMs)).lazy.map { recent[recent.startIndex + $0] }
        guard ofEquity else { return Self.drawdown(trades.map(\.profitRatio)) }
        let since = recent.map(\.closeMs).min() ?? .min
        let before = closed.filter { $0.closeMs < since }.map(\.profitAbs)
        return Self.relativeDrawdown(trades.map(\.profitAbs), from: capital + Wallet.sum(before))
    }

    /// The deepest fall of the money below its highest value so far, as a ratio of that value.
    private static func relativeDrawdown(
        _ profits: some Sequence<Double>, from capital: Double
    ) -> Double {
        var (total, high, deepest) = (0.0, 0.0, 0.0)
        for profit in profits {
            total += profit
            high = max(high, total)
            deepest = max(deepest, ((capital + high) - (capital + total)) / (capital + high))
        }
        return deepest
    }

    /// The deepest fall of the running sum below its highest value so far, which starts at 0.
    private static func drawdown(_ ratios: some Sequence<Double>) -> Double {
        var (total, high, deepest) = (0.0, 0.0, 0.0)
        for ratio in ratios {
            total += ratio
            high = max(high, total)
            deepest = max(deepest, high - total)
        }
        return deepest
    }
}
