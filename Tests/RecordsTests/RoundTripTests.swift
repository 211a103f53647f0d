import JSONL
import Market
import Records
import TestSupport
import Testing

/// decode ∘ encode = id, value and bytes, for every kind.
struct RoundTripTests {
    private func survives<Record: JSONRecord & Equatable>(
        _ record: Record, _ place: SourceLocation = #_sourceLocation
    ) throws {
        let line = record.line
        #expect(line.hasPrefix(#"{"kind":"\#(Record.kind)","#), sourceLocation: place)
        let again = try Record(line: line)
        #expect(again == record, sourceLocation: place)
        #expect(again.line == line, sourceLocation: place)
    }

    @Test("every record survives its line", arguments: fiftySeeds)
    func records(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        try survives(random.trade())
        try survives(random.candle())
        try survives(random.market())
        try survives(random.funding())
        try survives(random.run())
        try survives(random.measure())
        try survives(random.equity())
        try survives(random.trial())
        try survives(random.bot())
        try survives(random.reconciliationBreak())
        try survives(random.observation())
        try survives(try random.explanation())
        try survives(random.pipelineRun())
        try survives(random.pipelineStep())
    }

    @Test("orders of many trades read as those of each", arguments: fiftySeeds)
    func orders(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        let trades = try (0..<5).map { _ in try random.trade() }
        #expect(Trade.ordersTexts(of: trades) == trades.map(\.ordersText))
    }

    @Test("keys may come in any order", arguments: fiftySeeds)
    func anyOrder(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        let trade = try random.trade()
        let members = try #require(try JSONValue(parsing: trade.line).members)
        let shuffled = JSONValue.object(members.shuffled(using: &random.random))
        #expect(try Trade(line: shuffled.text) == trade)
    }
}
