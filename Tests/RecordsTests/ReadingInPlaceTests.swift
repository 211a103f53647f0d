import JSONL
import Records
import TestSupport
import Testing

/// Records that are read one after the other into the same place.
struct ReadingInPlaceTests {
    @Test("a trade in the place of another is the one of its line", arguments: fiftySeeds)
    func trades(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        let trades = try (0..<20).map { _ in try random.trade() }
        // What is absent is left out, so that it could stay as it was before.
        let lines = try trades.map { trade in
            let members = try #require(try JSONValue(parsing: trade.line).members)
            return JSONValue.object(members.filter { $0.value != .null }).text
        }
        var reader = RecordReader(text: lines.joined(separator: "\n"), source: "place")
        var place: Trade?
        for trade in trades {
            let line = try #require(try reader.next())
            try line.decode(into: &place)
            #expect(place == trade)
        }
    }

    @Test("a bad line leaves no trade, and says the same as when it is read alone")
    func badLines() throws {
        var random = RandomRecords(seed: 1)
        let good = try random.trade().line
        let bad = [
            good.replacing("\"open_rate\":", with: "\"open_rate\":-"), String(good.dropLast()),
            good + "}", good.replacing("\"leverage\":", with: "\"leverages\":"),
        ]
        var place: Trade?
        for line in bad {
            var reader = RecordReader(text: good + "\n" + line, source: "place")
            try #require(try reader.next()).decode(into: &place)
            #expect(place?.line == good)
            let second = try #require(try reader.next())
            let alone = #expect(throws: BadRecord.self) { try second.decode(Trade.self) }
            let inPlace = #expect(throws: BadRecord.self) { try second.decode(into: &place) }
            #expect(inPlace == alone)
            #expect(place == nil)
        }
    }
}
