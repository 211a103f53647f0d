internal import Market
internal import Reconciliation
internal import Records
internal import Storage

/// Where candles are missing, by series; what the store has is read once.
struct CandleHoles {
    struct Series: Hashable {
        let exchange: String
        let pair: Pair
        let timeframe: Timeframe
    }

    private var known: [Series: [BotSources.CandleHole]]

    /// The holes of candles that came as records, by their openings in any order.
    init(openings: [Series: [Int]]) {
        known = Dictionary(
            uniqueKeysWithValues: openings.map { series, openMs in
                (series, Self.holes(series, openMs.sorted()))
            })
    }

    /// The holes of a store's candles. Only series that lack some are read.
    init(_ store: Store) throws {
        known = [:]
        for summary in try store.candles.list() {
            let steps = (summary.lastMs - summary.firstMs) / summary.timeframe.milliseconds
            guard summary.count - summary.conflicting <= steps else { continue }
            let series = Series(
                exchange: summary.exchange, pair: summary.pair, timeframe: summary.timeframe)
            let candles = try store.candles.series(
                exchange: summary.exchange, pair: summary.pair, timeframe: summary.timeframe)
            known[series] = Self.holes(series, candles.openMs)
        }
    }

    /// The holes that concern a bot: of the pairs that it traded, at their timeframe.
    func holes(of bot: Bot, _ trades: [Trade]) -> [BotSources.CandleHole] {
        Set(
            trades.map {
                Series(exchange: bot.exchange, pair: $0.pair, timeframe: $0.timeframe)
            }
        ).flatMap { known[$0] ?? [] }.sorted { ($0.fromMs, $0.pair) < ($1.fromMs, $1.pair) }
    }

    private static func holes(_ series: Series, _ openMs: [Int]) -> [BotSources.CandleHole] {
        let step = series.timeframe.milliseconds
        return zip(openMs, openMs.dropFirst()).compactMap { before, after in
            guard after > before + step else { return nil }
            return BotSources.CandleHole(
                pair: series.pair, fromMs: before + step, toMs: after,
                count: (after - before - 1) / step)
        }
    }
}
