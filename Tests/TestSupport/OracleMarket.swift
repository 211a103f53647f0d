import JSONL
public import Market
public import Records

/// What a reference back-test traded on, in our own words.
extension OracleRun {
    public func configuration() throws -> TradingConfiguration {
        try TradingConfiguration(json: json("config.json"))
    }

    public func facts(_ pair: Pair) throws -> MarketFacts {
        let market = try json("market.json")
        let limits = market["limits"]?[pair.symbol]
        let (amount, cost) = (limits?["amount"], limits?["cost"])
        let fee = market["fee"]?.double ?? 0
        return try MarketFacts(
            exchange: "binance", pair: pair,
            amountStep: market["amount_step"]?[pair.symbol]?.double ?? 1, priceTick: 1e-8,
            minAmount: amount?["min"]?.double, maxAmount: amount?["max"]?.double,
            minCost: cost?["min"]?.double, maxCost: cost?["max"]?.double, maker: fee, taker: fee)
    }

    /// The reference's candles of a pair as they were published, gaps and all.
    public static func series(pair: Pair, timeframe: Timeframe) throws -> CandleSeries {
        let name = pair.symbol.replacing("/", with: "_")
        return series(try candles("\(name)-\(timeframe)"), pair: pair, timeframe: timeframe)
    }

    public static func series(
        _ columns: [String: [String]], pair: Pair, timeframe: Timeframe
    ) -> CandleSeries {
        func numbers(_ name: String) -> [Double] { columns[name]?.compactMap(Double.init) ?? [] }
        return CandleSeries(
            exchange: "binance", pair: pair, timeframe: timeframe,
            openMs: columns["date"]?.compactMap(Int.init) ?? [], open: numbers("open"),
            high: numbers("high"), low: numbers("low"), close: numbers("close"),
            volume: numbers("volume"))
    }
}
