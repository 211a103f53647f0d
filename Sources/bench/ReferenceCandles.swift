internal import Archive
internal import CLI
internal import JSONL
internal import Market
internal import Records

/// The candles of freqtrade's reference back-tests: twenty days of ten pairs, once or tiled.
struct ReferenceCandles {
    static let firstMs = Timestamp(year: 2018, month: 1, day: 10).milliseconds
    /// From the first candle to the first of the next copy.
    static let spanMs = 20 * 86_400_000

    let oracle: String

    func configuration(_ strategy: String) -> String {
        "\(oracle)/freqtrade/\(strategy)/config.json"
    }

    /// The pairs that the reference back-tests trade.
    func pairs() throws -> [String] {
        let config = try JSONValue(parsing: readText(configuration("S01EmaCross")))
        return config["exchange"]?["pair_whitelist"]?.array?.compactMap(\.string) ?? []
    }

    /// Writes a pair's candles to standard output as CSV, each copy twenty days after the one before.
    func write(_ pair: String, copies: Int) throws {
        let name = pair.replacing("/", with: "_")
        let packed = try readFile("\(oracle)/candles/\(name)-5m.csv.gz")
        let text = String(decoding: try Gzip.unpacked(packed), as: UTF8.self)
        let rows = text.split(separator: "\n").compactMap {
            line -> (openMs: Int, rest: Substring)? in
            guard let comma = line.firstIndex(of: ","), let openMs = Int(line[..<comma]) else {
                return nil
            }
            return (openMs, line[comma...])
        }
        try writeOutput("date,open,high,low,close,volume\n")
        for copy in 0..<copies {
            try writeOutput(rows.map { "\($0.openMs + copy * Self.spanMs)\($0.rest)\n" }.joined())
        }
    }

    /// Writes what the exchange says of each pair to standard output, as records.
    func writeMarkets() throws {
        let market = try JSONValue(parsing: readText("\(oracle)/freqtrade/S01EmaCross/market.json"))
        var writer = JSONWriter(descriptor: 1)
        for pair in try pairs() {
            let limits = market["limits"]?[pair]
            let (amount, cost) = (limits?["amount"], limits?["cost"])
            let fee = market["fee"]?.double ?? 0
            try writer.write(
                MarketFacts(
                    exchange: "binance", pair: Pair(pair),
                    amountStep: market["amount_step"]?[pair]?.double ?? 1, priceTick: 1e-8,
                    minAmount: amount?["min"]?.double, maxAmount: amount?["max"]?.double,
                    minCost: cost?["min"]?.double, maxCost: cost?["max"]?.double, maker: fee,
                    taker: fee))
        }
        try writer.flush()
    }
}
