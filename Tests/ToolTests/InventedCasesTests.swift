import Foundation
import JSONL
import Records
import TestSupport
import Testing

/// Strategies, configurations and candles that `differential` invented, and what the real freqtrade made of
/// them (`record`, beside the cases): the same trades, to the last digit.
struct InventedCasesTests {
    private static let folder = golden("BacktestingTests", "invented")

    static let batches: [String] =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.contains("-")
        }.sorted()) ?? []

    @Test("there are cases of several kinds of market")
    func several() { #expect(Self.batches.count >= 3) }

    @Test(
        "invented strategies on invented candles give exactly freqtrade's trades",
        arguments: batches)
    func compare(batch: String) throws {
        let folder = Self.folder.appending(path: batch)
        let scratch = try Scratch()
        let command = try String(contentsOf: folder.appending(path: "command"), encoding: .utf8)
        let ask = command.split(separator: "<")[0].replacing("--verify freqtrade", with: "")
        let answer = try scratch.run(
            "cd '\(folder.path)' && gzip -dc candles.jsonl.gz | \(ask)")
        #expect(answer.status == 0, "\(scratch.complaint)")
        let outcome = try JSONValue(
            parsing: String(
                decoding: try OracleRun.unpacked(folder.path + "/outcome.json.gz"), as: UTF8.self))
        let expected = try #require(outcome["strategies"]?.array)
        let runs = answer.lines.split { $0.hasPrefix("{\"kind\":\"run\"") }
        try #require(runs.count == expected.count)
        for (lines, theirs) in zip(runs, expected) { try compare(lines, with: theirs) }
    }

    private func compare(_ lines: ArraySlice<String>, with theirs: JSONValue) throws {
        let name = theirs["strategy"]?.string ?? ""
        let mine = try lines.filter { $0.hasPrefix("{\"kind\":\"trade\"") }.map {
            TradeFields(try Trade(line: $0))
        }
        let trades = try #require(theirs["trades"]?.array)
        let different = TradeFields.differences(
            mine, from: trades.map(TradeFields.init(reference:)))
        #expect(different.isEmpty, "\(name): \(different)")
        for line in lines where line.hasPrefix("{\"kind\":\"measure\"") {
            let measure = try Measure(line: line)
            guard ["rejected_signals", "final_balance"].contains(measure.name) else { continue }
            let (value, wanted) = (try #require(measure.value), theirs[measure.name]?.double)
            #expect(abs(value - (try #require(wanted))) <= 1e-8, "\(name): \(measure.name)")
        }
    }
}
