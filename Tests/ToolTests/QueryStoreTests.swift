import Foundation
import JSONL
import Market
import Records
import TestSupport
import Testing

struct QueryStoreTests {
    @Test(
        "rows that are records are printed as those records, byte for byte",
        arguments: [
            "trade", "bot_trade", "run_trade", "run", "backtest", "hyperopt", "measure", "equity",
            "trial", "bot", "reconciliation_break", "market", "funding", "pipeline_run",
            "pipeline_step",
            "candles",
        ])
    func contractForm(table: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "query-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try #require(SchemaFixture.newest).restore(
            to: folder.appending(path: "anytrade.sqlite").path)
        let status = try Package.run(
            ["/bin/sh", "-c", "query-store \(table) >rows.jsonl"], in: folder)
        #expect(status == 0)
        let text = try String(
            contentsOf: folder.appending(path: "rows.jsonl"), encoding: .utf8)
        var lines = RecordReader(text: text, source: table)
        var count = 0
        while let line = try lines.next() {
            count += 1
            #expect(try Self.rewritten(line) == line.text)
        }
        #expect(count > 0)
    }

    /// The line as its record writes it.
    private static func rewritten(_ line: RecordLine) throws -> String {
        switch line.kind {
        case "trade": try line.decode(Trade.self).line
        case "run": try line.decode(Run.self).line
        case "measure": try line.decode(Measure.self).line
        case "equity": try line.decode(EquityPoint.self).line
        case "trial": try line.decode(Trial.self).line
        case "bot": try line.decode(Bot.self).line
        case "break": try line.decode(Break.self).line
        case "funding": try line.decode(FundingRecord.self).line
        case "market": try line.decode(MarketFacts.self).line
        case "pipeline": try line.decode(PipelineRun.self).line
        case "step": try line.decode(PipelineStep.self).line
        case "candle": try line.decode(CandleRecord.self).line
        default: "a kind that is no record: \(line.kind)"
        }
    }
}
