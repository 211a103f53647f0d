internal import Market
internal import Records

/// Candles that are missing while a bot had a trade open.
struct CandleHoles {
    let bot: String
    let tolerances: Tolerances

    /// One break for each hole that a trade lived through, from the candle that made it open to its
    /// close.
    func breaks(_ holes: [BotSources.CandleHole], _ trades: [Trade]) -> [Break] {
        let lanes = Dictionary(grouping: trades, by: \.pair)
        return holes.compactMap { hole in
            let concerned = (lanes[hole.pair] ?? []).filter { trade in
                let firstMs = trade.openMs - trade.timeframe.milliseconds
                return firstMs < hole.toMs && (trade.closeMs ?? .max) >= hole.fromMs
            }
            return concerned.isEmpty ? nil : found(hole, concerned)
        }
    }

    private func found(_ hole: BotSources.CandleHole, _ trades: [Trade]) -> Break {
        let first = trades.min { ($0.openMs, $0.tradeID) < ($1.openMs, $1.tradeID) }
        let what = trades.count == 1 ? "a trade was" : "\(trades.count) trades were"
        let (count, candles) = (hole.count, hole.count == 1 ? "candle is" : "candles are")
        return Break(
            id: BreakCode.dataGap.id(bot, hole.pair.symbol, "\(hole.fromMs)"),
            code: BreakCode.dataGap.rawValue,
            severity: count > tolerances.gapInfoCandles ? .warn : .info, bot: bot,
            pair: hole.pair.symbol, tradeID: first?.tradeID, openMs: first?.openMs,
            field: "candles", expected: "\(count)", actual: "0", delta: Double(-count),
            moneyAtRisk: trades.map(\.stake).reduce(0, +), currency: first?.currency,
            message: "\(count) \(candles) missing of \(hole.pair) from \(instant(hole.fromMs)) to"
                + " \(instant(hole.toMs)), while \(what) open.")
    }
}
