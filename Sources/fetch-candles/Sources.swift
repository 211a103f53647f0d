internal import CLI
internal import Doors
internal import JSONL
internal import Market
internal import Records

/// Makes the invented market's candles and facts, pair by pair.
func makeSynthetic(_ request: Request, _ sink: CandleSink) throws {
    let market = SyntheticMarket(seed: request.seed)
    if let exchange = request.exchange, exchange != SyntheticMarket.exchange {
        throw Diagnostic(
            .usage, "--exchange \(exchange): invented candles name the exchange \"synthetic\"")
    }
    let day = 86_400_000
    let toMs = request.toMs ?? request.nowMs - (request.nowMs % day + day) % day
    let fromMs = request.fromMs ?? toMs - 90 * day
    let timeframe = try request.timeframe ?? Timeframe("5m")
    let pairs = Set(request.pairs.isEmpty ? SyntheticMarket.pairs : request.pairs).sorted()
    for pair in pairs { try sink.add(try market.facts(pair: pair)) }
    var progress = request.progress("pairs")
    for (index, pair) in pairs.enumerated() {
        progress.update(index, of: pairs.count)
        try sink.addWhole(
            market.series(pair: pair, timeframe: timeframe, fromMs: fromMs, toMs: toMs))
    }
}

/// Reads records of kind candle, market and funding.
func readRecords(
    _ path: String, _ request: Request, _ intake: inout RecordIntake, _ sink: CandleSink
) throws {
    try intake.read(path, kinds: [CandleRecord.kind, MarketFacts.kind, FundingRecord.kind]) {
        line, keeps in
        switch line.kind {
        case MarketFacts.kind:
            let facts = try line.decode(MarketFacts.self)
            if keeps, request.takes(facts) { try sink.add(facts) }
        case FundingRecord.kind:
            let record = try line.decode(FundingRecord.self)
            if keeps, request.takes(record) { try sink.add(record) }
        default:
            let record = try line.decode(CandleRecord.self)
            if keeps, request.takes(record) { try sink.add(record) }
        }
    }
}
