import Foundation
import JSONL
import Market
import Records

enum Samples {
    static let monthMs = Timestamp(year: 2026, month: 8, day: 1).milliseconds

    static func candle(_ index: Int, close: Double? = nil) throws -> Candle {
        let open = 100 + Double(index % 50) / 10
        let last = close ?? open + 0.25
        return try Candle(
            openMs: monthMs + index * 300_000, open: open, high: max(open, last) + 1,
            low: min(open, last) - 1, close: last, volume: Double(index) * 0.5)
    }

    static func series(_ candles: [Candle]) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "synthetic", pair: try Pair("BTC/USDT"), timeframe: try Timeframe("5m"))
        for candle in candles { series.append(candle) }
        return series
    }

    static func trade(
        _ id: Int, origin: Origin = .bot(name: "b", generation: 1), pair: String = "BTC/USDT",
        openMs: Int? = nil, isOpen: Bool = false, filled: Double = 1, profit: Double = 2.5,
        strategy: String = "S"
    ) throws -> Trade {
        let openMs = openMs ?? monthMs + id * 600_000
        return try Trade(
            origin: origin, tradeID: id, pair: Pair(pair), side: .long, isOpen: isOpen,
            openMs: openMs, closeMs: isOpen ? nil : openMs + 300_000, openRate: 100.1,
            closeRate: isOpen ? nil : 102.6, amount: 1, stakeAmount: 100.1, maxStakeAmount: 100.1,
            feeOpen: 0.001, feeClose: 0.001, leverage: 1, profitAbs: isOpen ? nil : profit,
            profitRatio: isOpen ? nil : 0.025, enterTag: "dip", exitReason: isOpen ? nil : "roi",
            minRate: 99, maxRate: 103, initialStopLossAbs: 95, stopLossAbs: nil, fundingFees: 0,
            strategy: strategy, timeframe: Timeframe("5m"),
            orders: [
                TradeOrder(
                    side: .buy, status: filled > 0 ? "closed" : "open", amount: 1, filled: filled,
                    price: 100.1, cost: 100.1, filledMs: filled > 0 ? openMs : nil, tag: "dip")
            ])
    }

    static func run(
        _ id: String, tool: String = "run-backtest", status: Run.Status = .completed,
        strategy: String = "S", startedMs: Int = 1_000
    ) -> Run {
        Run(
            run: id, tool: tool, status: status, strategy: strategy, strategyHash: "abc",
            parameters: ["buy_rsi": 28, "factor": 0.5], fromMs: monthMs, toMs: monthMs + 1,
            config: ["stake_currency": "USDT"], startedMs: startedMs, completedMs: startedMs + 7,
            error: nil)
    }

    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/storage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}
