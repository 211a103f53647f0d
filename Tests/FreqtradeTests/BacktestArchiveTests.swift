import Foundation
import JSONL
import Market
import Records
import TestSupport
import Testing

@testable import Freqtrade

/// An archive that freqtrade 2026.9 wrote for two strategies, against the plain JSON in it.
struct BacktestArchiveTests {
    private static let folder = golden(
        "ToolTests", "ingest-trades/freqtrade-backtest/backtest_results")
    private static let name = "backtest-result-2026-11-21_03-14-44"

    private func bytes(_ ending: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Self.folder.appending(path: Self.name + ending)))
    }

    private func archive() throws -> BacktestArchive {
        try BacktestArchive(bytes(".zip"), path: "x.zip")
    }

    /// The file as Foundation reads it.
    private struct Wire: Decodable {
        struct Statistics: Decodable {
            let backtestStartTs, backtestEndTs: Int
            let trades: [Trade]
        }

        struct Trade: Decodable {
            let pair, exitReason, enterTag: String
            let openTimestamp, closeTimestamp: Int
            let isShort: Bool
            let stakeAmount, maxStakeAmount, amount, openRate, closeRate, feeOpen, feeClose: Double
            let profitRatio, profitAbs, leverage, initialStopLossAbs, stopLossAbs: Double
            let minRate, maxRate, fundingFees: Double
            let orders: [Order]
        }

        struct Order: Decodable {
            let amount, safePrice, cost: Double
            let ftOrderSide: String
            let ftOrderTag: String?
            let orderFilledTimestamp: Int
        }

        let strategy: [String: Statistics]
    }

    @Test("every strategy's trades are those of the file, in its order")
    func trades() throws {
        // What another JSON reader makes of the archive, unpacked by another program.
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let wire = try decoder.decode(
            Wire.self, from: Data(contentsOf: golden("FreqtradeTests", "backtest-result.json")))
        let results = try archive().results
        #expect(results.map(\.run.strategy) == ["S02RsiMeanRev", "S03BbRsi"])
        for result in results {
            let statistics = try #require(wire.strategy[result.run.strategy])
            #expect(result.trades.count == statistics.trades.count && !result.trades.isEmpty)
            #expect(result.run.fromMs == statistics.backtestStartTs)
            #expect(result.run.toMs == statistics.backtestEndTs)
            for (index, (trade, wire)) in zip(result.trades, statistics.trades).enumerated() {
                #expect(try trade == record(wire, of: result.run, id: index + 1))
            }
        }
    }

    private func record(_ wire: Wire.Trade, of run: Run, id: Int) throws -> Trade {
        try Trade(
            origin: .run(run.run), tradeID: id, pair: Pair(wire.pair),
            side: wire.isShort ? .short : .long, isOpen: false, openMs: wire.openTimestamp,
            closeMs: wire.closeTimestamp, openRate: wire.openRate, closeRate: wire.closeRate,
            amount: wire.amount, stakeAmount: wire.stakeAmount,
            maxStakeAmount: wire.maxStakeAmount, feeOpen: wire.feeOpen, feeClose: wire.feeClose,
            leverage: wire.leverage, profitAbs: wire.profitAbs, profitRatio: wire.profitRatio,
            enterTag: wire.enterTag, exitReason: wire.exitReason, minRate: wire.minRate,
            maxRate: wire.maxRate, initialStopLossAbs: wire.initialStopLossAbs,
            stopLossAbs: wire.stopLossAbs, fundingFees: wire.fundingFees,
            strategy: run.strategy, timeframe: Timeframe("5m"),
            orders: wire.orders.map {
                try TradeOrder(
                    side: #require(TradeOrder.Side(rawValue: $0.ftOrderSide)), status: "closed",
                    amount: $0.amount, filled: $0.amount, price: $0.safePrice, cost: $0.cost,
                    filledMs: $0.orderFilledTimestamp, tag: $0.ftOrderTag)
            })
    }

    @Test("the same result is the same run, packed or not, with freqtrade's own id or without")
    func identity() throws {
        let plain = try BacktestArchive(
            Array(Data(contentsOf: golden("FreqtradeTests", "backtest-result.json"))),
            path: "x.json")
        let notes = String(decoding: try bytes(".meta.json"), as: UTF8.self)
        let noted = try BacktestArchive(bytes(".zip"), path: "y.zip", notes: notes)
        let own = try archive()
        #expect(noted.results.map(\.run.run) == own.results.map(\.run.run))
        #expect(noted.results[0].run.config["freqtrade_run_id"]?.string?.count == 40)
        #expect(own.results[0].run.config["freqtrade_run_id"] == nil)
        // The exchange and the sources are in the archive alone.
        #expect(plain.results.map(\.trades.count) == own.results.map(\.trades.count))
        #expect(own.results[0].run.strategyHash.count == 64)
    }

    @Test(
        "a cut archive is refused, wherever it is cut; flipped bits give an error or the same trades"
    )
    func hostile() throws {
        let bytes = try bytes(".zip")
        for count in stride(from: 0, to: bytes.count, by: 97) {
            #expect(throws: FreqtradeError.self) {
                try BacktestArchive(Array(bytes[..<count]), path: "x.zip")
            }
        }
        let right = try archive().results.map { $0.trades.map(\.profitAbs) }
        var chance = Chance(seed: 5)
        for _ in 0..<60 {
            var damaged = bytes
            damaged[Int.random(in: damaged.indices, using: &chance)] ^=
                1 << UInt8.random(in: 0..<8, using: &chance)
            guard let found = try? BacktestArchive(damaged, path: "x.zip") else { continue }
            #expect(found.results.map { $0.trades.map(\.profitAbs) } == right)
        }
    }
}

struct EpochFileTests {
    private func line(epoch: Int, loss: String, strategy: String = "S") -> [UInt8] {
        Array(
            """
            {"loss":\(loss),"params_dict":{"a":1},"results_metrics":{"trades":[NaN,{"x":-Infinity}],
            "strategy_name":"\(strategy)","total_trades":3,"profit_total":NaN,"winrate":0.5,
            "backtest_start_ts":5,"backtest_end_ts":9},"current_epoch":\(epoch),"is_best":true}
            """.replacing("\n", with: "").utf8)
    }

    @Test(
        "a loss that says nothing is absent, whatever stands for it",
        arguments: [
            ("100000", nil), ("100000.0", nil), ("NaN", nil), ("Infinity", nil),
            ("-Infinity", nil), ("null", nil), ("-1.5", -1.5), ("100", 100.0),
        ] as [(String, Double?)])
    func losses(text: String, loss: Double?) throws {
        var file = EpochFile()
        let trial = try file.trial(line(epoch: 7, loss: text))
        #expect(trial.loss == loss && trial.epoch == 7 && trial.isBest && !trial.isInitial)
        #expect(trial.measures["profit_total"] == .null && trial.measures["winrate"] == 0.5)
        #expect(trial.run == file.run?.run)
    }

    @Test("the run is that of the first epoch, however many follow, and no other strategy's")
    func run() throws {
        var (short, long) = (EpochFile(), EpochFile())
        _ = try short.trial(line(epoch: 2, loss: "1"))
        for epoch in [2, 1, 3] { _ = try long.trial(line(epoch: epoch, loss: "1")) }
        #expect(short.run == long.run && short.run?.strategy == "S")
        #expect(throws: (any Error).self) {
            try long.trial(line(epoch: 4, loss: "1", strategy: "T"))
        }
    }
}
