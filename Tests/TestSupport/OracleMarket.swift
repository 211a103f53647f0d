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
            minCost: cost?["min"]?.double, maxCost: cost?["max"]?.double, maker: fee, taker: fee,
            leverageTiers: tiers(market["leverage_tiers"]?[pair.symbol]))
    }

    private func tiers(_ list: JSONValue?) throws -> [LeverageTier] {
        try (list?.array ?? []).map { tier in
            try LeverageTier(
                minNotional: tier["minNotional"]?.double ?? 0,
                maxNotional: tier["maxNotional"]?.double,
                maintenanceRatio: tier["maintenanceMarginRate"]?.double ?? 0,
                maxLeverage: tier["maxLeverage"]?.double ?? 1,
                maintenanceAmount: tier["maintAmt"]?.double ?? 0)
        }
    }

    /// The funding of the reference's futures: rates and mark prices of the same instants.
    public static func funding(_ pair: Pair) throws -> [FundingRate] {
        let name =
            "derived/futures_" + pair.symbol.replacing("/", with: "_").replacing(":", with: "_")
        func opens(_ kind: String) throws -> [(Int, Double)] {
            let columns = try candles("\(name)-\(kind)")
            return zip(columns["date"] ?? [], columns["open"] ?? []).compactMap { date, open in
                Int(date).flatMap { date in Double(open).map { (date, $0) } }
            }
        }
        let marks = Dictionary(uniqueKeysWithValues: try opens("1h-mark_merged"))
        return try opens("funding_rate_merged").compactMap { atMs, rate in
            try marks[atMs].map { try FundingRate(atMs: atMs, rate: rate, markPrice: $0) }
        }
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
