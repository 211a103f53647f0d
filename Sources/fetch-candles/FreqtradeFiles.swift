internal import CLI
internal import Doors
internal import Freqtrade
internal import Market
internal import Records

/// Hands over the candles of one of freqtrade's files as long as they are kept; rows that are none are refused
/// one by one.
func readCandles(
    _ file: FreqtradeFolder.File, path: String, _ intake: inout RecordIntake,
    _ take: (Candle) throws -> Void
) throws {
    try diagnosingFreqtrade {
        let candles = CandleFile(path: path, bytes: try readFile(path))
        try candles.forEachCandle(file.format) { row, result in
            switch result {
            case .failure(let bad):
                intake.refuse(Diagnostic(.badData, "row \(row): \(bad.reason)", location: path))
            case .success(let candle): if intake.keeps { try take(candle) }
            }
        }
    }
}

/// Reads a pair's mark prices with the funding rates of their instants: a rate without a price is worth nothing.
func readFunding(
    _ file: FreqtradeFolder.File, _ folder: FreqtradeFolder, _ files: [FreqtradeFolder.File],
    _ request: Request, _ intake: inout RecordIntake, _ sink: CandleSink
) throws {
    let path = folder.path(file.name)
    let marks = files.first { $0.kind == .markPrices && $0.pair == file.pair }
    var series = CandleSeries(
        exchange: folder.exchange, pair: file.pair, timeframe: marks?.timeframe ?? file.timeframe)
    if let marks {
        try readCandles(marks, path: folder.path(marks.name), &intake) { series.append($0) }
    }
    var history = FundingHistory(marks: series)
    try diagnosingFreqtrade {
        try CandleFile(path: path, bytes: readFile(path)).forEachRate(file.format) { row, result in
            switch result {
            case .failure(let bad):
                intake.refuse(Diagnostic(.badData, "row \(row): \(bad.reason)", location: path))
            case .success(let rate): history.add(atMs: rate.atMs, rate: rate.rate)
            }
        }
    }
    let priced = try history.priced()
    for rate in priced {
        let record = FundingRecord(exchange: folder.exchange, pair: file.pair, funding: rate)
        if intake.keeps, request.takes(record) { try sink.add(record) }
    }
    let unpriced = history.rateCount - priced.count { $0.rate != nil }
    if unpriced > 0, !request.isQuiet {
        command.say(
            "\(path): \(unpriced) of \(history.rateCount) rates passed over: "
                + "there is no mark price of their instants")
    }
}

/// The leverage tiers of a file.
func readTiers(_ path: String) throws(Diagnostic) -> LeverageTiersFile {
    let text = try readText(path)
    do throws(FreqtradeError) {
        return try LeverageTiersFile(parsing: text, path: path)
    } catch {
        throw Diagnostic(.badData, error.description, hint: error.hint)
    }
}

private func diagnosingFreqtrade(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as FreqtradeError {
        throw Diagnostic(.badData, error.description, hint: error.hint)
    }
}
