internal import Market
internal import Records

/// Trades that are there twice.
struct Duplicates {
    /// The bot's trades, each once: of copies the one with the lowest id.
    let kept: [Trade]
    /// The others.
    let copies: [Trade]
    let breaks: [Break]

    /// `earlier` are the trades of the bot's earlier generations, as the store has them.
    init(bot: String, trades: [Trade], earlier: [Trade]) {
        var first: [Fingerprint: Trade] = [:]
        var (kept, copies, breaks): ([Trade], [Trade], [Break]) = ([], [], [])
        for trade in trades.sorted(by: { $0.tradeID < $1.tradeID }) {
            let print = Fingerprint(trade)
            if let original = first[print] {
                copies.append(trade)
                breaks.append(Self.copy(trade, of: original, bot: bot))
            } else {
                first[print] = trade
                kept.append(trade)
            }
        }
        (self.kept, self.copies) = (kept, copies)
        self.breaks = breaks + Self.repeated(kept, of: earlier, bot: bot)
    }

    private static func copy(_ trade: Trade, of original: Trade, bot: String) -> Break {
        Break(
            id: BreakCode.duplicate.id(bot, "\(trade.tradeID)", trade.pair.symbol),
            code: BreakCode.duplicate.rawValue, severity: .warn, bot: bot,
            pair: trade.pair.symbol, tradeID: trade.tradeID, openMs: trade.openMs,
            field: "trade_id", expected: "\(original.tradeID)", actual: "\(trade.tradeID)",
            moneyAtRisk: trade.profitAbs.map(abs) ?? trade.stake, currency: trade.currency,
            message: "\(trade.spoken) is trade \(original.tradeID) once more: the same pair, side,"
                + " time (\(instant(trade.openMs))), rate and amount.")
    }

    /// One break for all trades that an earlier generation holds as well.
    private static func repeated(_ trades: [Trade], of earlier: [Trade], bot: String) -> [Break] {
        let known = Dictionary(earlier.map { (Fingerprint($0), $0) }, uniquingKeysWith: { $1 })
        let twice = trades.compactMap { trade in known[Fingerprint(trade)].map { (trade, $0) } }
        guard let (one, other) = twice.first, let generation = other.generation else { return [] }
        let isOne = twice.count == 1
        return [
            Break(
                id: BreakCode.duplicate.id(bot, "generation", "\(one.generation ?? 0)"),
                code: BreakCode.duplicate.rawValue, severity: .warn, bot: bot,
                field: "generation", expected: "0", actual: "\(twice.count)",
                delta: Double(twice.count),
                message: "\(isOne ? "1 trade" : "\(twice.count) trades") of the bot's present"
                    + " database \(isOne ? "is" : "are") also in its generation \(generation)"
                    + " (trade \(one.tradeID) on \(one.pair) is the first): it was restored or"
                    + " merged.")
        ]
    }
}

/// What two different trades of one bot never share.
private struct Fingerprint: Hashable {
    let pair: Pair
    let side: Side
    let openMs: Int
    let openRate: Double
    let amount: Double

    init(_ trade: Trade) {
        (pair, side) = (trade.pair, trade.side)
        (openMs, openRate, amount) = (trade.openMs, trade.openRate, trade.amount)
    }
}

extension Trade {
    /// The bot's generation; nil for a run's trade.
    var generation: Int? {
        if case .bot(_, let generation) = origin { generation } else { nil }
    }
}
