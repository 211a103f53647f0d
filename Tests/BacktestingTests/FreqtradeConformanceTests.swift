import Foundation
import JSONL
import Market
import Records
import Strategies
import TestSupport
import Testing

@testable import Backtesting

/// Real back-tests of freqtrade, re-simulated from its own signals.
struct FreqtradeConformanceTests {
    @Test(
        "gives exactly freqtrade's trades, in order",
        .enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"),
        arguments: [
            "S01EmaCross", "S01EmaCross_fee0", "S02RsiMeanRev", "S03BbRsi", "S05Trailing",
            "S05bTrailingPlain", "S06MultiRoi", "S08FuturesLS", "S10Protections", "S11Contention",
            "S13CustomStop", "S14Detail_nodetail", "S14Detail_1m",
        ])
    func sameTrades(name: String) throws {
        let run = try #require(OracleRun(name))
        let inputs = try OracleInputs(run)
        let trades = try #require(run.json("trades.json").array)
        let expected = trades.map(TradeFields.init(reference:))
        let pairs = try inputs.pairInputs()
        let engine = Backtest(
            rules: inputs.rules, configuration: inputs.configuration, firstFacts: pairs[0].facts,
            hooks: Self.hooks[name] ?? TradeHooks(), protections: try Self.protections(of: name))
        let result = try backtest(engine, pairs: pairs, run: "test", strategy: name)
        let different = TradeFields.differences(
            result.trades.map { TradeFields($0) }, from: expected)
        #expect(different.isEmpty, "\(different)")
        #expect(result.rejectedSignals == inputs.stats["rejected_signals"]?.int)
        let balance = try #require(inputs.stats["final_balance"]?.double)
        #expect(abs(result.finalBalance - balance) < 1e-9)
        #expect(result.startMs == inputs.stats["backtest_start_ts"]?.int)
        #expect(result.endMs == inputs.stats["backtest_end_ts"]?.int)
        try WalletCurveTests.expect(result.wallet, toGive: inputs.stats)
        let locks = (inputs.stats["locks"]?.array ?? []).map { lock in
            "\(lock["pair"]?.string ?? "") \(lock["lock_timestamp"]?.int ?? 0) "
                + "\(lock["lock_end_timestamp"]?.int ?? 0) \(lock["side"]?.string ?? "") "
                + (lock["reason"]?.string ?? "")
        }
        let ours = result.locks.map {
            "\($0.pair?.symbol ?? "*") \($0.sinceMs) \($0.endMs) \($0.side) \($0.reason)"
        }
        #expect(ours == locks)
    }

    @Test("the price tick is the reference's, month by month, and so is the equity's end")
    func ticksAndEquity() throws {
        guard let run = OracleRun("S01EmaCross") else { return }
        let inputs = try OracleInputs(run)
        let pairs = try inputs.pairInputs()
        for pair in pairs { #expect(pair.candles.ticks.tick(atMs: pair.candles.firstMs) == 1e-8) }
        let engine = Backtest(
            rules: inputs.rules, configuration: inputs.configuration, firstFacts: pairs[0].facts)
        let result = try backtest(engine, pairs: pairs, run: "test", strategy: "S01EmaCross")
        #expect(result.equity.first?.equity == 1)
        #expect(result.equity.last.map { abs($0.equity - result.finalBalance) < 1e-12 } == true)
        #expect(result.equity.last?.atMs == result.endMs)
        #expect(zip(result.equity, result.equity.dropFirst()).allSatisfy { $0.atMs < $1.atMs })
        #expect(result.equity.allSatisfy { (0...1).contains($0.drawdownRatio) })
    }

    /// The protections of the reference's strategy, as our strategy file has them.
    private static func protections(of name: String) throws -> [ProtectionRule] {
        guard name == "S10Protections" else { return [] }
        let path = TestSupport.packageFolder + "/Tests/BacktestingTests/Golden/\(name)"
        let strategy = try Strategy(
            parsing: String(contentsOfFile: path + ".strategy.yaml", encoding: .utf8), source: name)
        return try strategy.protections.compactMap {
            try ProtectionRule(
                $0, timeframe: Timeframe("5m"), values: ParameterValues(defaultsOf: []))
        }
    }

    /// The callbacks of the reference's strategy, in our words.
    static let hooks: [String: TradeHooks] = {
        var hooks = TradeHooks()
        hooks.customStoploss = { moment in
            let profit = moment.profitRatio
            func fromOpen(_ ratio: Double) -> Double { max(1 - (1 + ratio) / (1 + profit), 0) }
            if profit > 0.03 { return fromOpen(0.02) }
            if profit > 0.015 { return fromOpen(0.005) }
            return -0.05
        }
        hooks.customExit = { $0.minutes > 360 && $0.profitRatio > 0 ? "time_profit" : nil }
        hooks.customStakeAmount = {
            $0.proposed * ($0.pair.symbol.hasPrefix("X") ? 0.5 : 1)
        }
        hooks.confirmTradeEntry = { Timestamp(milliseconds: $0.nowMs).hour != 13 }
        var leverage = TradeHooks()
        leverage.leverage = { _ in 3 }
        return ["S13CustomStop": hooks, "S08FuturesLS": leverage]
    }()
}
