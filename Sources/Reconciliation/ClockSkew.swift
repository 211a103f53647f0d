internal import Market
internal import Records

/// A constant offset between the times of a bot and those of its back-test.
struct ClockSkew {
    /// What the bot's times are ahead of the back-test's; a whole number of candles, never 0.
    let offsetMs: Int
    /// How many trades show it, and out of how many.
    let votes: Int
    let trades: Int

    /// The furthest that a time zone can be wrong.
    private static let reachMs = 26 * 3_600_000
    private static let fewestVotes = 5

    /// Finds the offset that most trades agree in; nil where most are in time, or do not agree.
    ///
    /// Two trades vote when pair, side, rate and amount are the same within the tolerances.
    init?(expected: [Trade], actual: [Trade], candleMs: Int, tolerances: Tolerances) {
        let lanes = Dictionary(grouping: expected) { Lane($0) }.mapValues { lane in
            lane.sorted { $0.openMs < $1.openMs }
        }
        var votes: [Int: Int] = [:]
        for trade in actual {
            let candle = candleNumber(trade.openMs, candleMs: candleMs)
            for other in Self.around(trade.openMs, in: lanes[Lane(trade)] ?? [])
            where Self.isAlike(trade, other, tolerances) {
                votes[candle - candleNumber(other.openMs, candleMs: candleMs), default: 0] += 1
            }
        }
        let best = votes.filter { $0.key != 0 }.max {
            ($0.value, -abs($0.key), $0.key) < ($1.value, -abs($1.key), $1.key)
        }
        guard let best, best.value >= Self.fewestVotes, best.value * 2 > actual.count,
            best.value > 2 * votes[0, default: 0]
        else { return nil }
        (offsetMs, self.votes, trades) = (best.key * candleMs, best.value, actual.count)
    }

    func found(_ bot: String) -> Break {
        let direction = offsetMs > 0 ? "ahead of" : "behind"
        return Break(
            id: BreakCode.clockSkew.id(bot), code: BreakCode.clockSkew.rawValue, severity: .warn,
            bot: bot, field: "open_ms", expected: "0ms",
            actual: (offsetMs < 0 ? "-" : "+") + duration(offsetMs), delta: Double(offsetMs),
            message: "\(votes) of \(trades) trades are \(duration(offsetMs)) \(direction) the"
                + " back-test, at the same rates and amounts.")
    }

    /// The trade with its times set right.
    func corrected(_ trade: Trade) -> Trade {
        var right = trade
        right.openMs -= offsetMs
        right.closeMs = trade.closeMs.map { $0 - offsetMs }
        return right
    }

    private static func around(_ openMs: Int, in lane: [Trade]) -> ArraySlice<Trade> {
        var (low, high) = (0, lane.count)
        while low < high {
            let middle = (low + high) / 2
            if lane[middle].openMs < openMs - reachMs { low = middle + 1 } else { high = middle }
        }
        return lane[low...].prefix { $0.openMs <= openMs + reachMs }
    }

    private static func isAlike(_ left: Trade, _ right: Trade, _ limits: Tolerances) -> Bool {
        abs(left.openRate - right.openRate) <= limits.rateRatio * right.openRate
            && abs(left.amount - right.amount) <= limits.amountRatio * right.amount
    }
}
