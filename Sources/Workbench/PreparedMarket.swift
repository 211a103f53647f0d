internal import Backtesting
internal import CLI
internal import Crypto
internal import JSONL
internal import Market
internal import Records
internal import Strategies

/// The pairs of a run with their candles prepared, and the digests of what they are.
struct PreparedMarket {
    let pairs: [(candles: PreparedCandles, facts: MarketFacts)]
    /// Filled candles of other timeframes and pairs that the strategy speaks of.
    let others: [CandleSupply.Key: CandleSeries]
    private let candlesDigest: String
    private let marketDigest: String

    init(
        _ supply: CandleSupply, pairs whitelist: [Pair], strategy: Strategy, request: Request,
        warn: (String) -> Void
    ) throws {
        let timeframe = strategy.rules.timeframe
        var found: [(candles: PreparedCandles, facts: MarketFacts)] = []
        for pair in whitelist {
            guard let series = try supply.series(.init(pair: pair, timeframe: timeframe)) else {
                warn("\(pair) has no \(timeframe) candles and is left out")
                continue
            }
            guard let facts = try supply.facts(pair) else {
                throw Diagnostic(
                    .missingInput, "there are no market facts of \(pair) on \(supply.exchange)",
                    hint: "steps, limits and fees decide a trade's amount; fetch-candles brings "
                        + "them as records of kind \"market\"")
            }
            let prepared = PreparedCandles(
                series, fromMs: request.fromMs, throughMs: request.throughMs,
                startup: strategy.rules.startupCandleCount, marketTick: facts.priceTick)
            guard let prepared else {
                warn("\(pair) has no candles left after its start-up and is left out")
                continue
            }
            found.append((prepared, facts))
        }
        guard !found.isEmpty else {
            throw Diagnostic(
                .missingInput, "no pair has candles in the time range",
                hint: "there are \(timeframe) candles of "
                    + supply.pairs.map(\.symbol).joined(separator: ", "))
        }
        pairs = found
        others = try Self.others(supply, pairs: found, strategy: strategy, request: request)
        candlesDigest = Self.digest(pairs: found, others: others)
        var market = Digest()
        for pair in found { market.update(pair.facts.line + "\n") }
        marketDigest = market.finish()
    }

    private static func others(
        _ supply: CandleSupply, pairs: [(candles: PreparedCandles, facts: MarketFacts)],
        strategy: Strategy, request: Request
    ) throws -> [CandleSupply.Key: CandleSeries] {
        var others: [CandleSupply.Key: CandleSeries] = [:]
        for wanted in strategy.otherCandles {
            let owners = wanted.pair.map { [$0] } ?? pairs.map(\.candles.series.pair)
            for pair in owners {
                let own = CandleSupply.Key(pair: pair, timeframe: strategy.rules.timeframe)
                for key in [CandleSupply.Key(pair: pair, timeframe: wanted.timeframe), own]
                where others[key] == nil {
                    guard let series = try supply.series(key) else { continue }
                    // Their start-up begins earlier, and none of their candles is dropped.
                    let startup = strategy.rules.startupCandleCount * key.timeframe.milliseconds
                    others[key] =
                        PreparedCandles(
                            series, fromMs: request.fromMs.map { $0 - startup },
                            throughMs: request.throughMs, startup: 0, marketTick: 1)?.series
                }
            }
        }
        return others
    }

    /// The run's configuration as its record says it, with what else decides the result.
    func describe(
        _ configuration: TradingConfiguration, fee: Double, exchange: String
    ) -> JSONValue {
        var resolved = configuration
        resolved.fee = fee
        let members = (resolved.json.members ?? []).map { member in
            guard member.key == "exchange" else { return member }
            return .init(
                "exchange", .object([.init("name", .text(exchange))] + (member.value.members ?? []))
            )
        }
        return .object(
            members + [
                .init("timeframe", .text(pairs[0].candles.series.timeframe.description)),
                .init("engine_version", .text(Backtest.version)),
                .init("candles_digest", .text(candlesDigest)),
                .init("market_digest", .text(marketDigest)),
            ])
    }

    private static func digest(
        pairs: [(candles: PreparedCandles, facts: MarketFacts)],
        others: [CandleSupply.Key: CandleSeries]
    ) -> String {
        var digest = Digest()
        for pair in pairs { add(pair.candles.series, start: pair.candles.startupRows, to: &digest) }
        for series in others.values.sorted(by: {
            ($0.pair.symbol, $0.timeframe) < ($1.pair.symbol, $1.timeframe)
        }) { add(series, start: 0, to: &digest) }
        return digest.finish()
    }

    private static func add(_ series: CandleSeries, start: Int, to digest: inout Digest) {
        digest.update(
            "\(series.exchange) \(series.pair) \(series.timeframe) \(series.count) \(start)\n")
        series.openMs.withUnsafeBytes { digest.update($0) }
        for column in [series.open, series.high, series.low, series.close, series.volume] {
            column.withUnsafeBytes { digest.update($0) }
        }
    }
}
