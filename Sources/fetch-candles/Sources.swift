internal import CLI
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
    for pair in pairs {
        try sink.addWhole(
            market.series(pair: pair, timeframe: timeframe, fromMs: fromMs, toMs: toMs))
    }
}

/// Reads records of kind candle and market.
func readRecords(_ path: String, _ request: Request, _ sink: CandleSink) throws {
    let descriptor = try openInput(path)
    defer { closeInput(descriptor) }
    var reader = RecordReader(
        descriptor: descriptor, source: inputName(path),
        kinds: [CandleRecord.kind, MarketFacts.kind], skipsOtherKinds: request.skipsOtherKinds)
    while true {
        do {
            guard let line = try reader.next() else { return }
            if line.kind == MarketFacts.kind {
                let facts = try line.decode(MarketFacts.self)
                if request.exchange == nil || request.exchange == facts.exchange,
                    request.pairs.isEmpty || request.pairs.contains(facts.pair)
                {
                    try sink.add(facts)
                }
            } else {
                let record = try line.decode(CandleRecord.self)
                if request.takes(
                    exchange: record.exchange, pair: record.pair, timeframe: record.timeframe,
                    openMs: record.candle.openMs)
                {
                    try sink.add(record)
                }
            }
        } catch let bad as BadRecord {
            guard bad.errorNumber == nil else {
                throw Diagnostic(.inputOutput, "\(bad.source): \(bad.message)")
            }
            try sink.refuse(
                Diagnostic(.badData, bad.message, hint: bad.hint, location: bad.location))
        }
    }
}
