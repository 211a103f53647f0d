import Foundation
import JSONL
import Market
import Records
import Strategies
import TestSupport
import Testing

@testable import Backtesting

/// Rules that the references do not reach, against the real freqtrade on candles spoiled alike (`make-runs`):
/// a pair that ends early and one that begins late, gaps, unlimited stakes and slots, stakes raised to the
/// market's minimum, profit-only exits, entry signals that hold the ROI back, orders that time out.
@Suite(.enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"))
struct SpoiledCandlesTests {
    @Test("gives exactly freqtrade's trades", arguments: ["ProfitOnly", "SmallStakes"])
    func sameTrades(name: String) throws {
        let golden = TestSupport.packageFolder + "/Tests/BacktestingTests/Golden/\(name)"
        let text = OracleRun.unpacked
        let expected = try JSONValue(
            parsing: String(decoding: text(golden + ".trades.json.gz"), as: UTF8.self))
        let strategy = try Strategy(
            parsing: String(contentsOfFile: golden + ".strategy.yaml", encoding: .utf8),
            source: name)
        let configuration = try TradingConfiguration(
            json: JSONValue(
                parsing: String(contentsOfFile: golden + ".config.json", encoding: .utf8)))
        let markets = try #require(OracleRun("S01EmaCross"))
        let pairs = try configuration.pairWhitelist.map { pair in
            let prepared = PreparedCandles(
                try Self.spoiled(pair),
                fromMs: Timestamp(year: 2018, month: 1, day: 10).milliseconds,
                throughMs: Timestamp(year: 2018, month: 1, day: 30).milliseconds,
                startup: strategy.rules.startupCandleCount, marketTick: 1e-8)
            return (candles: try #require(prepared), facts: try markets.facts(pair))
        }
        let testbed = try Testbed(strategy: strategy, configuration: configuration, pairs: pairs)
        let result = try testbed.backtest(strategy.defaults, run: "test")
        let trades = try #require(expected["trades"]?.array)
        #expect(trades.count > 900)
        let different = TradeFields.differences(
            result.trades.map { TradeFields($0) }, from: trades.map(TradeFields.init(reference:)))
        #expect(different.isEmpty, "\(different)")
        #expect(result.rejectedSignals == expected["rejected_signals"]?.int)
        let balance = try #require(expected["final_balance"]?.double)
        #expect(abs(result.finalBalance - balance) < 1e-9)
        let change = try #require(expected["market_change"]?.double)
        #expect(abs(testbed.marketChange - change) < 1e-12)
    }

    private static func spoiled(_ pair: Pair) throws -> CandleSeries {
        let series = try OracleRun.series(pair: pair, timeframe: try Timeframe("5m"))
        return series.openMs.indices.reduce(into: series.rows(0..<0)) { kept, row in
            let time = series.openMs[row]
            if pair.symbol == "ETC/BTC", time >= 1_516_408_500_000 { return }
            if pair.symbol == "NXT/BTC", time < 1_516_000_000_000 { return }
            if pair.symbol == "XLM/BTC", row % 19 == 7 { return }
            let candle = try? Candle(
                openMs: time, open: series.open[row], high: series.high[row], low: series.low[row],
                close: series.close[row], volume: series.volume[row])
            if let candle { kept.append(candle) }
        }
    }
}
