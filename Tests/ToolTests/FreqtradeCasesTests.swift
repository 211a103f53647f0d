import Foundation
import JSONL
import Records
import TestSupport
import Testing

/// Strategies as strangers write them, in our words and in Python: run-backtest's trades, from candles on,
/// against those that the real freqtrade made (`make-trades`, beside the cases).
struct FreqtradeCasesTests {
    /// A line of `cases.txt`.
    private struct Case {
        let name: String
        let group: String
        let arguments: String

        init(_ line: Substring) throws {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            try #require((5...6).contains(cells.count))
            (name, group) = (cells[0], cells[1])
            arguments = "--timerange=\(cells[2]) \(cells[3]) \(cells[4])"
        }
    }

    private static let folder = golden("BacktestingTests", "cases").path

    @Test("invented candles, with gaps and tiny prices, give exactly freqtrade's trades")
    func synthetic() throws { try compare("synthetic", oracle: "") }

    @Test(
        "months of other decimals, repeats, gaps, late and early pairs give exactly freqtrade's trades"
    )
    func spoiled() throws { try compare("spoiled", oracle: "") }

    @Test("futures of both sides, liquidated, trailing and funded, give exactly freqtrade's trades")
    func futures() throws { try compare("futures", oracle: "") }

    @Test("at least twenty of the cases need nothing but this repository")
    func ownCases() throws {
        #expect(try Self.cases().count { $0.group != "real" } >= 20)
    }

    @Test(
        "real candles with their gaps give exactly freqtrade's trades",
        .enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"))
    func real() throws { try compare("real", oracle: (TestSupport.sharedFolder ?? "") + "/oracle") }

    private func compare(_ group: String, oracle: String) throws {
        let scratch = try Scratch()
        let made = try scratch.run(
            "'\(Self.folder)/make-candles' \(group) '\(oracle)' >candles.jsonl")
        try #require(made.status == 0, "\(scratch.complaint)")
        for one in try Self.cases() where one.group == group { try compare(one, in: scratch) }
    }

    private static func cases() throws -> [Case] {
        let table = try String(contentsOfFile: folder + "/cases.txt", encoding: .utf8)
        return try table.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(Case.init)
    }

    private func compare(_ one: Case, in scratch: Scratch) throws {
        let files = "\(Self.folder)/\(one.name)"
        let answer = try scratch.run(
            "here=$PWD; cd '\(Self.folder)' && run-backtest \(one.arguments) "
                + "-s \(one.name).strategy.yaml -c \(one.name).config.json - "
                + "<$here/candles.jsonl")
        #expect(answer.status == 0, "\(one.name): \(scratch.complaint)")
        // Of several strategies the last one is compared.
        let start = try #require(answer.lines.lastIndex { $0.hasPrefix("{\"kind\":\"run\"") })
        let lines = answer.lines[start...]
        let packed = try OracleRun.unpacked(files + ".trades.json.gz")
        let expected = try JSONValue(parsing: String(decoding: packed, as: UTF8.self))
        let trades = try #require(expected["trades"]?.array)
        #expect(trades.count >= 20, "\(one.name)")
        let mine = try lines.filter { $0.hasPrefix("{\"kind\":\"trade\"") }.map {
            TradeFields(try Trade(line: $0))
        }
        let different = TradeFields.differences(
            mine, from: trades.map(TradeFields.init(reference:)))
        #expect(different.isEmpty, "\(one.name): \(different)")
        for line in lines where line.hasPrefix("{\"kind\":\"measure\"") {
            let measure = try Measure(line: line)
            guard let wanted = expected[measure.name]?.double else { continue }
            let value = try #require(measure.value)
            #expect(abs(value - wanted) <= 1e-9, "\(one.name): \(measure.name)")
        }
    }
}
