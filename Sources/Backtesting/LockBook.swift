public import Market

/// A time without entries.
public struct Lock: Hashable, Sendable {
    /// nil for all pairs.
    public let pair: Pair?
    /// `long`, or `*` for both.
    public let side: String
    public let sinceMs: Int
    /// No entry before this instant, Unix milliseconds.
    public let endMs: Int
    public let reason: String
}

/// The locks of a running back-test.
struct LockBook {
    let protections: [ProtectionRule]
    let timeframeMs: Int
    /// What may be traded at the start, stake currency.
    private let capital: Double
    private(set) var locks: [Lock] = []
    /// Latest end by pair, nil for all; once for every lock, once for those on both sides.
    private var ends: [Pair?: Int] = [:]
    private var endsOfBoth: [Pair?: Int] = [:]

    init(_ protections: [ProtectionRule], timeframe: Timeframe, capital: Double) {
        self.protections = protections
        self.capital = capital
        timeframeMs = timeframe.milliseconds
    }

    /// Until when long entries are forbidden, Unix milliseconds; nil where they are allowed.
    func end(of pair: Pair, atMs time: Int) -> Int? {
        guard !locks.isEmpty else { return nil }
        let end = max(ends[pair] ?? .min, ends[nil] ?? .min)
        return end > time ? end : nil
    }

    /// After a trade of `pair` has ended: every protection for the pair, then every one for all pairs.
    mutating func review(
        _ closed: [SimulatedTrade], pair index: Int, pair: Pair, atMs now: Int
    ) {
        for target in [pair, nil] {
            for protection in protections {
                guard
                    let latest = latestClose(
                        protection, closed, pair: index, isGlobal: target == nil, atMs: now)
                else { continue }
                let until = protection.end(after: latest)
                // Also the end of all pairs' locks covers a pair.
                let covered = max(endsOfBoth[target] ?? .min, endsOfBoth[nil] ?? .min)
                if covered > until { continue }
                lock(
                    target, side: protection.onlyPerSide ? "long" : "*", until: until, atMs: now,
                    reason: protection.method.rawValue)
            }
        }
    }

    /// Locks until the next candle starts, even when `until` is a start itself.
    private mutating func lock(
        _ pair: Pair?, side: String, until: Int, atMs now: Int, reason: String
    ) {
        let lock = Lock(
            pair: pair, side: side, sinceMs: now,
            endMs: (until / timeframeMs + 1) * timeframeMs, reason: reason)
        let known = locks.contains {
            $0.pair == pair && $0.side == side && $0.endMs == lock.endMs && $0.reason == reason
                && $0.endMs > now
        }
        if known { return }
        locks.append(lock)
        ends[pair] = max(ends[pair] ?? .min, lock.endMs)
        if side == "*" { endsOfBoth[pair] = max(endsOfBoth[pair] ?? .min, lock.endMs) }
    }

    /// The last close of the trades for which the protection locks, nil when it does not.
    private func latestClose(
        _ protection: ProtectionRule, _ closed: [SimulatedTrade], pair: Int, isGlobal: Bool,
        atMs now: Int
    ) -> Int? {
        let since = now - protection.lookbackMinutes * 60_000
        let start = (closed.lastIndex { $0.closeMs <= since } ?? -1) + 1
        var trades = Array(closed[start...])
        if !isGlobal { trades = trades.filter { $0.pair == pair } }
        switch protection.method {
        case .cooldownPeriod:
            if isGlobal { return nil }
        case .stoplossGuard:
            if isGlobal, protection.onlyPerPair { return nil }
            trades = trades.filter {
                ["stop_loss", "trailing_stop_loss"].contains($0.exitReason)
                    && $0.profitRatio != 0 && $0.profitRatio < protection.requiredProfit
            }
            if trades.count < protection.tradeLimit { return nil }
        case .maxDrawdown:
            guard isGlobal, trades.count >= protection.tradeLimit else { return nil }
            let drawdown =
                protection.ofEquity
                ? Self.relativeDrawdown(
                    trades.map(\.profitAbs),
                    from: capital + Wallet.sum(closed[..<start].map(\.profitAbs)))
                : Self.drawdown(trades.map(\.profitRatio))
            guard drawdown > protection.maxAllowedDrawdown else { return nil }
        case .lowProfitPairs:
            let profit = Wallet.sum(trades.map(\.profitRatio))
            guard !isGlobal, trades.count >= protection.tradeLimit,
                profit < protection.requiredProfit
            else { return nil }
        }
        return trades.map(\.closeMs).max()
    }

    /// The deepest fall of the money below its highest value so far, as a ratio of that value.
    private static func relativeDrawdown(_ profits: [Double], from capital: Double) -> Double {
        var (total, high, deepest) = (0.0, 0.0, 0.0)
        for profit in profits {
            total += profit
            high = max(high, total)
            deepest = max(deepest, ((capital + high) - (capital + total)) / (capital + high))
        }
        return deepest
    }

    /// The deepest fall of the running sum below its highest value so far, which starts at 0.
    private static func drawdown(_ ratios: [Double]) -> Double {
        var (total, high, deepest) = (0.0, 0.0, 0.0)
        for ratio in ratios {
            total += ratio
            high = max(high, total)
            deepest = max(deepest, high - total)
        }
        return deepest
    }
}
