import Backtesting
import Foundation
import JSONL
import Market
import Metrics
import Records
import Strategies
import TestSupport
import Testing

@testable import Hyperopt

/// Epochs of freqtrade's own hyperopt: its parameters through our engine must give its trades and loss.
@Suite(.enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"))
struct FreqtradeEpochTests {
    @Test(
        "an epoch's parameters give freqtrade's trades and loss",
        arguments: [("S02_sharpe_j1", 100)]
            + lossDefinitions.map { ("S02_loss_\($0.className)", 10) })
    func epochs(file: String, count: Int) throws {
        let testbed = try Self.testbed()
        var memory = testbed.memory
        var best = BestSoFar()
        let shared = TestSupport.sharedFolder ?? ""
        let text = String(
            decoding: try OracleRun.unpacked("\(shared)/oracle/hyperopt/\(file).jsonl.gz"),
            as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count == count)
        for line in lines {
            let epoch = try JSONValue(parsing: String(line))
            let values = try ParameterValues(
                try #require(epoch["params_dict"]), for: testbed.strategy.parameters)
            let simulation = testbed.simulate(values, reusing: &memory)
            let mine = simulation.trades.map {
                "\(testbed.candles[$0.pair].series.pair) \($0.openMs) \($0.closeMs) "
                    + "\($0.profitAbs) \($0.exitReason)"
            }
            let expected = (epoch["trades"]?.array ?? []).map { trade in
                "\(trade["pair"]?.string ?? "") \(trade["open_timestamp"]?.int ?? 0) "
                    + "\(trade["close_timestamp"]?.int ?? 0) \(trade["profit_abs"]?.double ?? 0) "
                    + "\(trade["exit_reason"]?.string ?? "")"
            }
            #expect(mine == expected, "epoch \(epoch["epoch"]?.int ?? 0)")
            let name = try #require(epoch["loss_function"]?.string)
            let trades = TradeColumns(simulation, pairCount: testbed.candles.count)
            let loss = try #require(Loss(named: name)).evaluate(trades)
            let recorded = try #require(epoch["loss"]?.double)
            if let loss {
                #expect(abs(loss - recorded) <= 1e-9 * abs(recorded))
            } else {
                // freqtrade's signs for "no trades" and for "not defined".
                let sign = name.hasSuffix("Daily") ? 20.0 : 100
                #expect(recorded == (mine.isEmpty ? 100_000 : sign))
            }
            let trial = Trial(
                run: "r", epoch: try #require(epoch["epoch"]?.int), parameters: [:], loss: loss,
                measures: [:], isBest: false, isInitial: true)
            #expect(best.take(trial).isBest == epoch["is_best"]?.bool)
        }
    }

    /// `Golden/rules.jsonl`: the first epochs of `freqtrade hyperopt --spaces buy sell roi stoploss trailing trades
    /// --hyperopt-loss SharpeHyperOptLoss --random-state 42` with the reference's strategy, configuration and
    /// candles, their trades in the words that `mine` has.
    @Test("epochs of freqtrade's search of every space give its trades and loss")
    func everySpace() throws {
        let testbed = try Self.testbed()
        var memory = testbed.memory
        let path = TestSupport.packageFolder + "/Tests/HyperoptTests/Golden/rules.jsonl"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        var count = 0
        for line in lines {
            let epoch = try JSONValue(parsing: String(line))
            let numbers = try #require(epoch["params_dict"]?.members)
            let own = Set(testbed.strategy.parameters.map(\.name))
            var values = try ParameterValues(
                .object(numbers.filter { own.contains($0.key) }), for: testbed.strategy.parameters)
            let rules = Dictionary(
                uniqueKeysWithValues: numbers.map { member in
                    (
                        member.key,
                        member.value.double.map { .decimal($0) }
                            ?? ParameterValue.boolean(member.value.bool ?? false)
                    )
                })
            for space in RuleSpace.allCases { space.set(rules, in: &values.rules) }
            let simulation = testbed.simulate(values, reusing: &memory)
            let mine = simulation.trades.map {
                "\(testbed.candles[$0.pair].series.pair) \($0.openMs) \($0.closeMs) "
                    + "\($0.profitAbs) \($0.exitReason)"
            }
            let expected = (epoch["trades"]?.array ?? []).compactMap(\.string).map(Self.respelt)
            #expect(mine == expected, "epoch \(epoch["epoch"]?.int ?? 0)")
            count += mine.count
            let trades = TradeColumns(simulation, pairCount: testbed.candles.count)
            let recorded = try #require(epoch["loss"]?.double)
            if let loss = try #require(Loss(named: "Sharpe")).evaluate(trades) {
                #expect(abs(loss - recorded) <= 1e-9 * abs(recorded))
            } else {
                #expect(recorded == (mine.isEmpty ? 100_000 : 100))
            }
        }
        #expect(lines.count == 24 && count > 700)
    }

    /// A trade's line with its profit as Swift writes it.
    private static func respelt(_ line: String) -> String {
        var words = line.split(separator: " ").map(String.init)
        if let profit = Double(words[3]) { words[3] = "\(profit)" }
        return words.joined(separator: " ")
    }

    /// S02RsiMeanRev as a person would write it, on the reference's candles.
    static func testbed() throws -> Testbed {
        let run = try #require(OracleRun("S02RsiMeanRev"))
        let file =
            TestSupport.packageFolder
            + "/Tests/BacktestingTests/Golden/S02RsiMeanRev.strategy.yaml"
        let strategy = try Strategy(
            parsing: String(contentsOfFile: file, encoding: .utf8), source: "S02RsiMeanRev")
        let configuration = try run.configuration()
        let start = Timestamp(year: 2018, month: 1, day: 10).milliseconds
        let end = Timestamp(year: 2018, month: 1, day: 30).milliseconds
        let pairs = try configuration.pairWhitelist.map { pair in
            let series = try OracleRun.series(pair: pair, timeframe: strategy.rules.timeframe)
            let prepared = PreparedCandles(
                series, fromMs: start, throughMs: end,
                startup: strategy.rules.startupCandleCount, marketTick: 1e-8)
            return (candles: try #require(prepared), facts: try run.facts(pair))
        }
        return try Testbed(strategy: strategy, configuration: configuration, pairs: pairs)
    }
}
