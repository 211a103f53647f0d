import Foundation
import TestSupport
import Testing

@testable import Metrics

/// Losses against freqtrade's own classes: `Golden/losses.json`, written by `Golden/losses.py`. Whole
/// epochs are compared in HyperoptTests.
@Suite("Hyperopt losses") struct LossTests {
    private let file: [String: Any]

    init() throws { file = try Oracle.golden("losses.json") }

    @Test("are freqtrade's on odd lists of trades, with nothing instead of its signs")
    func odd() throws {
        let cases = try #require(file["cases"] as? [[String: Any]])
        var compared = 0
        for item in cases {
            let trades = try Self.trades(item, file)
            let losses = try #require(item["losses"] as? [String: Any])
            #expect(losses.count == lossDefinitions.count)
            for loss in lossDefinitions {
                let expected = try #require(losses[loss.className]) as? Double
                let mine = loss.evaluate(trades)
                let name = "\(loss.name) of \(item["name"] ?? "")"
                #expect((mine == nil) == (expected == nil), "\(name): \(String(describing: mine))")
                guard let mine, let expected else { continue }
                #expect(abs(mine - expected) <= 1e-9 * abs(expected), "\(name): \(mine)")
                compared += 1
            }
        }
        #expect(compared > 150)
    }

    @Test("there is none without trades")
    func none() {
        let trades = TradeColumns(pairCount: 2, startingBalance: 100, fromMs: 0, toMs: 86_400_000)
        for loss in lossDefinitions { #expect(loss.evaluate(trades) == nil) }
        #expect(trades.winRate == nil && trades.maximumDrawdownAccount == nil)
    }

    /// What freqtrade 2026.9 answers: of 17 trades numpy turns the order of those between.
    @Test("of many trades that close together the drawdown is that of freqtrade's order")
    func together() {
        var trades = TradeColumns(
            pairCount: 1, startingBalance: 100, fromMs: 0, toMs: 2 * 86_400_000)
        let profits: [Int: Double] = [0: 1, 1: -4, 14: 5]
        for place in 0..<17 {
            trades.append(
                profit: profits[place] ?? 0, ratio: 0, openMs: 0, closeMs: 86_400_000, pair: 0)
        }
        #expect(trades.drawdown.amount == 4 && trades.drawdown.high == 6)
        #expect(trades.maximumDrawdownAccount == 0.03773584905660377)
    }

    @Test("numbers that are none give no loss", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(number: Double) {
        var trades = TradeColumns(pairCount: 1, startingBalance: 100, fromMs: 0, toMs: 86_400_000)
        for profit in [1, number, -2] {
            trades.append(profit: profit, ratio: profit / 100, openMs: 0, closeMs: 60_000, pair: 0)
        }
        for loss in lossDefinitions {
            #expect(loss.evaluate(trades).map(\.isFinite) ?? true, "\(loss.name)")
        }
    }

    @Test("names are those of freqtrade's twelve classes")
    func names() throws {
        let cases = try #require(file["cases"] as? [[String: Any]])
        let classes = try #require(cases.first?["losses"] as? [String: Any]).keys
        #expect(lossDefinitions.map(\.className).sorted() == classes.sorted())
    }

    private static func trades(
        _ item: [String: Any], _ file: [String: Any]
    ) throws -> TradeColumns {
        let start = try Oracle.integer(file["from_ms"])
        var trades = try TradeColumns(
            pairCount: Oracle.integer(file["pairs"]),
            startingBalance: #require(file["starting_balance"] as? Double), fromMs: start,
            toMs: Oracle.integer(item["to_ms"]))
        for row in try #require(item["trades"] as? [[Double]]) {
            let closeMs = start + Int(row[0]) * 60_000
            trades.append(
                profit: row[2], ratio: row[2] / 100, openMs: closeMs - Int(row[1]) * 60_000,
                closeMs: closeMs, pair: Int(row[3]))
        }
        return trades
    }
}
