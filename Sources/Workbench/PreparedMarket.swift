internal import Backtesting
internal import CLI
internal import Crypto
internal import JSONL
internal import Market
internal import Records
internal import Storage
internal import Strategies

/// The pairs of a run with their candles prepared, and the digests of what they are.
struct PreparedMarket {
    let pairs: [(candles: PreparedCandles, facts: MarketFacts)]
    /// Filled candles of other timeframes and pairs that the strategy speaks of.
    let others: [CandleSupply.Key: CandleSeries]
    /// What holders of the pairs paid each other in the time range; empty for spot.
    let funding: [Pair: [FundingRate]]
    /// Candles to trade on inside of the strategies'; none where that was not asked for.
    let details: [Pair: DetailCandles]
    let detail: Timeframe?
    /// The worst fee of the first pair that was asked for; it counts for all.
    let fee: Double?
    /// Whether that pair is none of the pairs, for want of candles.
    let asksForeignFee: Bool
    private let exchange: String
    private let marketDigest: String
    /// What is said of each pair's candles in the run's identity.
    private let candleTexts: [String]

    init(
        _ supply: CandleSupply, configuration: TradingConfiguration, strategies: [Strategy],
        detail: Timeframe?, request: Request, warn: (String) -> Void
    ) throws {
        let whitelist = configuration.pairWhitelist
        let startup = strategies.map(\.rules.startupCandleCount).max() ?? 0
        let keepsVolumes = detail != nil || strategies.contains(where: \.needsVolumes)
        let found = try Self.pairs(
            supply, whitelist, strategies[0].rules.timeframe, startup: startup,
            keepsVolumes: keepsVolumes, request: request, warn: warn)
        pairs = found.map { ($0.candles, $0.facts) }
        self.detail = detail
        let start = Self.start(found.map(\.candles), startup: startup, fromMs: request.fromMs)
        let details = try Self.details(
            supply, detail, of: found.map(\.candles), fromMs: start, request, warn: warn)
        self.details = details
        let inner = found.compactMap { details[$0.facts.pair]?.series }
        candleTexts =
            found.map(\.text) + inner.map { Self.text(of: $0, start: 0, months: []) }
        exchange = supply.exchange
        asksForeignFee = whitelist.first != found.first?.facts.pair
        fee = try whitelist.first.flatMap { try supply.facts($0) }.map { max($0.maker, $0.taker) }
        let names = pairs.map(\.facts.pair)
        others = try Self.others(
            supply, pairs: names, strategies: strategies, startup: startup, request: request)
        funding = try Self.funding(
            supply, names, fromMs: start, configuration, request, warn: warn)
        marketDigest = Self.digest(of: pairs.map(\.facts), funding)
    }

    /// The pairs that there is something to trade of, with what is said of their candles.
    private static func pairs(
        _ supply: CandleSupply, _ whitelist: [Pair], _ timeframe: Timeframe, startup: Int,
        keepsVolumes: Bool, request: Request, warn: (String) -> Void
    ) throws -> [(candles: PreparedCandles, facts: MarketFacts, text: String)] {
        var found: [(candles: PreparedCandles, facts: MarketFacts, text: String)] = []
        var progress = Progress("pairs", quiet: request.isQuiet)
        for (index, pair) in whitelist.enumerated() {
            progress.update(index, of: whitelist.count)
            let key = CandleSupply.Key(pair: pair, timeframe: timeframe)
            guard
                let (prepared, facts) = try Self.pair(
                    supply, key, startup: startup, request: request, warn: warn)
            else { continue }
            var candles = prepared
            let text = text(
                of: candles.series, start: candles.startupRows, months: candles.months)
            if let first = found.first { candles = candles.sharingInstants(of: first.candles) }
            if !keepsVolumes { candles = candles.withoutVolumes() }
            found.append((candles, facts, text))
        }
        guard !found.isEmpty else {
            throw Diagnostic(
                .missingInput, "no pair has candles in the time range",
                hint: "there are \(timeframe) candles of "
                    + supply.pairs.map(\.symbol).joined(separator: ", "))
        }
        return found
    }

    private static func details(
        _ supply: CandleSupply, _ detail: Timeframe?, of candles: [PreparedCandles], fromMs: Int,
        _ request: Request, warn: (String) -> Void
    ) throws -> [Pair: DetailCandles] {
        guard let detail else { return [:] }
        var details: [Pair: DetailCandles] = [:]
        for candles in candles {
            let key = CandleSupply.Key(pair: candles.series.pair, timeframe: detail)
            details[key.pair] = try Self.detail(supply, key, of: candles, fromMs: fromMs, request)
            if details[key.pair] == nil {
                warn(
                    "\(key.pair) has no \(detail) candles in the time range: nobody looks into its "
                        + "candles")
            }
        }
        guard !details.isEmpty else {
            throw Diagnostic(
                .missingInput, "no pair has \(detail) candles in the time range to look into",
                hint: "fetch-candles brings them")
        }
        return details
    }

    private static func digest(of facts: [MarketFacts], _ funding: [Pair: [FundingRate]]) -> String
    {
        var digest = Digest()
        for facts in facts {
            digest.update(facts.line + "\n")
            for rate in funding[facts.pair] ?? [] {
                let paid = rate.rate.map { "\($0)" } ?? ""
                digest.update("\(rate.atMs) \(paid) \(rate.markPrice)\n")
            }
        }
        return digest.finish()
    }

    /// A pair's candles, prepared; nil, after a warning, where there are none to trade on.
    private static func pair(
        _ supply: CandleSupply, _ key: CandleSupply.Key, startup: Int, request: Request,
        warn: (String) -> Void
    ) throws -> (candles: PreparedCandles, facts: MarketFacts)? {
        guard let (series, months) = try supply.candles(key) else {
            warn("\(key.pair) has no \(key.timeframe) candles and is left out")
            return nil
        }
        guard let facts = try supply.facts(key.pair) else {
            throw Diagnostic(
                .missingInput,
                "there are no market facts of \(key.pair) on \(supply.exchange)",
                hint: "steps, limits and fees decide a trade's amount; fetch-candles brings "
                    + "them as records of kind \"market\"")
        }
        let prepared = PreparedCandles(
            consume series, fromMs: request.fromMs, throughMs: request.throughMs,
            startup: startup, marketTick: facts.priceTick, months: months)
        guard let prepared else {
            warn("\(key.pair) has no candles left after its start-up and is left out")
            return nil
        }
        return (prepared, facts)
    }

    /// What is traded on inside of a pair's candles, nil where there is nothing.
    private static func detail(
        _ supply: CandleSupply, _ key: CandleSupply.Key, of main: PreparedCandles,
        fromMs: Int, _ request: Request
    ) throws -> DetailCandles? {
        let whole = main.series.timeframe
        guard key.timeframe < whole, whole.milliseconds % key.timeframe.milliseconds == 0 else {
            throw Diagnostic(
                .usage, "the detail of \(whole) candles cannot be \(key.timeframe)",
                hint: "its timeframe is a shorter one that the longer one is made of")
        }
        guard let series = try supply.candles(key)?.series else { return nil }
        return DetailCandles(series, of: main, fromMs: fromMs, throughMs: request.throughMs)
    }

    private static func funding(
        _ supply: CandleSupply, _ pairs: [Pair], fromMs: Int,
        _ configuration: TradingConfiguration, _ request: Request, warn: (String) -> Void
    ) throws -> [Pair: [FundingRate]] {
        guard configuration.tradingMode == .futures else { return [:] }
        var funding: [Pair: [FundingRate]] = [:]
        for pair in pairs {
            let rates = try supply.funding(pair).filter {
                $0.atMs >= fromMs && $0.atMs <= request.throughMs ?? .max
            }.supposing(configuration.futuresFundingRate)
            guard rates.isEmpty else {
                funding[pair] = rates
                continue
            }
            // As in freqtrade, which says so in its log.
            warn(
                configuration.futuresFundingRate == nil
                    ? "there are no funding rates of \(pair) in the time range, so that nothing is "
                        + "paid: fetch-candles reads PAIR-1h-funding_rate and PAIR-1h-mark from "
                        + "freqtrade's folder"
                    : "there are neither funding rates nor mark prices of \(pair) in the time "
                        + "range: nothing is paid")
        }
        return funding
    }

    /// Where freqtrade begins to look for funding and for what happened inside of candles: at the start that was
    /// asked for, or behind the start-up rows where these take it up.
    private static func start(_ candles: [PreparedCandles], startup: Int, fromMs: Int?) -> Int {
        guard let first = candles.map(\.series).min(by: { $0.openMs[0] < $1.openMs[0] }) else {
            return .min
        }
        let openMs = first.openMs[0]
        if let fromMs, startup == 0 || openMs < fromMs { return fromMs }
        return openMs + startup * first.timeframe.milliseconds
    }

    private static func others(
        _ supply: CandleSupply, pairs: [Pair], strategies: [Strategy], startup: Int,
        request: Request
    ) throws -> [CandleSupply.Key: CandleSeries] {
        var others: [CandleSupply.Key: CandleSeries] = [:]
        for key in strategies.flatMap({ otherKeys($0, pairs: pairs) }) where others[key] == nil {
            guard let series = try supply.candles(key)?.series else { continue }
            // Their start-up begins earlier, and none of their candles is dropped.
            let lead = startup * key.timeframe.milliseconds
            others[key] =
                PreparedCandles(
                    series, fromMs: request.fromMs.map { $0 - lead },
                    throughMs: request.throughMs, startup: 0, marketTick: 1)?.series
        }
        return others
    }

    /// Other candles that the strategy speaks of, and those they may be made from.
    static func otherKeys(_ strategy: Strategy, pairs: [Pair]) -> [CandleSupply.Key] {
        strategy.otherCandles.flatMap { wanted in
            (wanted.pair.map { [$0] } ?? pairs).flatMap { pair in
                [wanted.timeframe, strategy.rules.timeframe].map {
                    CandleSupply.Key(pair: pair, timeframe: $0)
                }
            }
        }
    }

    /// The run's configuration as its record says it, with what else decides the strategy's result.
    func describe(
        _ configuration: TradingConfiguration, fee: Double, strategy: Strategy,
        overrides: [JSONValue.Member]
    ) -> JSONValue {
        var resolved = configuration
        resolved.fee = fee
        let members = (resolved.json.members ?? []).map { member in
            guard member.key == "exchange" else { return member }
            return .init(
                "exchange", .object([.init("name", .text(exchange))] + (member.value.members ?? []))
            )
        }
        let overriding: [JSONValue.Member] =
            overrides.isEmpty ? [] : [.init("overrides", .object(overrides))]
        let inner: [JSONValue.Member] =
            detail.map { [.init("timeframe_detail", .text($0.description))] } ?? []
        return .object(
            members + overriding + [
                .init("timeframe", .text(pairs[0].candles.series.timeframe.description))
            ] + inner + [
                .init("engine_version", .text(Backtest.version)),
                .init("candles_digest", .text(candlesDigest(strategy))),
                .init("market_digest", .text(marketDigest)),
            ])
    }

    private func candlesDigest(_ strategy: Strategy) -> String {
        var digest = Digest()
        for text in candleTexts { digest.update(text) }
        let keys = Set(Self.otherKeys(strategy, pairs: pairs.map(\.candles.series.pair)))
        let series = keys.compactMap { others[$0] }.sorted {
            ($0.pair.symbol, $0.timeframe) < ($1.pair.symbol, $1.timeframe)
        }
        for series in series { digest.update(Self.text(of: series, start: 0, months: [])) }
        return digest.finish()
    }

    /// Months by their 64-bit checksums, which stored ones bear: a run must be told from others, not
    /// defended against forgers, and hashing every byte with SHA-256 took longer than trading on them.
    private static func text(of series: CandleSeries, start: Int, months: [CandleMonth]) -> String {
        let checksums = series.monthRows.map { rows in
            months.fact(of: series, rows: rows)?.checksum
                ?? CandleTable.checksum(of: series, rows: rows)
        }
        let place =
            "\(series.exchange) \(series.pair) \(series.timeframe) \(series.openMs.first ?? 0) "
            + "\(series.count) \(start)"
        return ([place] + checksums).joined(separator: "\n") + "\n"
    }
}
