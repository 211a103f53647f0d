internal import Backtesting
public import JSONL
public import Market
internal import Strategies

/// What another program needs to make the same run: candles as they were stored, and the time range.
public struct RawMaterial {
    /// Candles of every pair and timeframe that the strategy reads, gaps and repeats as they came.
    public let candles: [CandleSeries]
    /// Of every future, by pair, as it was stored.
    public let funding: [(pair: Pair, rates: [FundingRate])]
    /// Timeframe of the candles that are traded on inside of the strategies'; nil for none.
    public let detail: Timeframe?
    /// Fee that stands in place of the configuration's and the market's, as a ratio; nil for theirs.
    public let fee: Double?
    /// First instant to trade on and last candle's open, both included, Unix milliseconds; nil for all.
    public let fromMs: Int?
    public let throughMs: Int?
    /// The configuration as it was written, secrets included; nil where none was given.
    public let configuration: JSONValue?

    init(
        _ supply: CandleSupply, market: PreparedMarket, strategies: [Strategy],
        configuration: JSONValue?, request: Request
    ) throws {
        (fromMs, throughMs) = (request.fromMs, request.throughMs)
        detail = market.detail
        fee = request.fee ?? (market.asksForeignFee ? market.fee : nil)
        self.configuration = configuration
        let own = strategies[0].rules.timeframe
        let pairs = market.pairs.map(\.candles.series.pair)
        funding = try pairs.sorted().map { ($0, try supply.funding($0)) }
        var candles: [CandleSupply.Key: CandleSeries] = [:]
        for pair in pairs {
            let key = CandleSupply.Key(pair: pair, timeframe: own)
            candles[key] = try supply.candles(key)?.series
            if let detail = market.detail {
                let key = CandleSupply.Key(pair: pair, timeframe: detail)
                candles[key] = try supply.candles(key)?.series
            }
        }
        for wanted in strategies.flatMap(\.otherCandles) {
            for pair in wanted.pair.map({ [$0] }) ?? pairs {
                let key = CandleSupply.Key(pair: pair, timeframe: wanted.timeframe)
                guard candles[key] == nil else { continue }
                let shorter = market.pairs.first { $0.candles.series.pair == pair }
                candles[key] =
                    try supply.candles(key)?.series
                    ?? Self.longer(
                        shorter?.candles.series
                            ?? market.others[.init(pair: pair, timeframe: own)], wanted.timeframe)
            }
        }
        self.candles = candles.values.sorted {
            ($0.pair, $0.timeframe) < ($1.pair, $1.timeframe)
        }
    }

    /// As an evaluation makes them where none are stored.
    private static func longer(_ shorter: CandleSeries?, _ timeframe: Timeframe) -> CandleSeries? {
        guard let shorter else { return nil }
        let longer = shorter.resampled(to: timeframe)
        guard let first = shorter.openMs.first, longer.openMs.first != first else { return longer }
        return longer.rows(1..<longer.count)
    }
}
