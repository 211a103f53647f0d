internal import Freqtrade
internal import JSONL
internal import Market
internal import Records

/// A line is refused with its place or becomes a record that is written and read again unchanged;
/// freqtrade's own files are refused in words or read, without their secrets.
func checkRecord(_ bytes: [UInt8]) throws {
    let text = text(bytes)
    var reader = RecordReader(text: text, source: "fuzz")
    while true {
        do {
            guard let line = try reader.next() else { break }
            try checkLine(line)
        } catch let error as BadRecord {
            try promise(error.line == reader.lineNumber, "\(error) on line \(reader.lineNumber)")
            try promise(error.column >= 1 && !error.message.isEmpty, "\(error)")
        }
    }
    try checkFreqtrade(bytes, text)
}

private func checkLine(_ line: RecordLine) throws {
    let kinds: [any JSONRecord.Type] = [
        Bot.self, Break.self, CandleRecord.self, EquityPoint.self, Explanation.self,
        FundingRecord.self, MarketFacts.self, Measure.self, Observation.self, PipelineRun.self,
        PipelineStep.self, Run.self, Trade.self, Trial.self, TrialPoint.self,
    ]
    for kind in kinds where kind.kind == line.kind { try checkRoundTrip(of: kind, line) }
}

private func checkRoundTrip<Record: JSONRecord>(
    of type: Record.Type, _ line: RecordLine
) throws {
    try checkRoundTrip(try line.decode(type))
}

/// Written and read again, a record says the same, on one line.
func checkRoundTrip<Record: JSONRecord>(_ record: Record) throws {
    let written = record.line
    try promise(!written.utf8.contains(0x0A), "a record on two lines: \(written)")
    do {
        let again = try Record(line: written)
        try promise(again.line == written, "\(written) came back as \(again.line)")
    } catch {
        throw BrokenPromise(description: "\(written) cannot be read again: \(error)")
    }
}

private func checkFreqtrade(_ bytes: [UInt8], _ text: String) throws {
    for read in [
        { text in
            let document = try FreqtradeConfig(parsing: text, path: "fuzz").document
            try promise(
                SecretKeys.removed(from: document) == document, "a secret stayed in \(document)")
            _ = try? TradingConfiguration(json: document)
        },
        { text in
            for facts in try MarketsFile(parsing: text, path: "fuzz", exchange: "fuzz").facts {
                try checkRoundTrip(facts)
            }
        },
        { text in _ = try BacktestArchive.latest(parsing: text, path: "fuzz") },
    ] as [(String) throws -> Void] {
        do {
            try read(text)
        } catch let error as FreqtradeError {
            try promise(!error.description.isEmpty, "an error without words")
        }
    }
    try checkResult(bytes)
    try checkCandles(bytes, .json)
    if let theirs = try? JSONValue(parsing: text) {
        let ours = BacktestComparison.Side(
            trades: [], rejectedSignals: 0, finalBalance: 0, locks: [])
        _ = BacktestComparison(ours, theirs).isEqual
    }
}
