import Foundation
import Indicators
import Market
import Strategies
import TestSupport
import Testing

@Suite("No look-ahead")
struct LookAheadTests {
    /// Every row of the catalogue with its defaults, and every kind of expression.
    static let expressions =
        ExpressionTests.values.map(\.expression)
        + [
            "at(15m, rsi(close, 3))", "at(1h, close) - at(30m, ema(close, 4))",
            "at(30m, at(1h, close))", "at(1h, crossed_above(close, sma(close, 3)))",
            "of(\"ETH/USDT\", 5m, close)", "of(\"ETH/USDT\", 30m, ema(close, 3))",
            "ema(at(30m, close), 5)", "ma(close, 5, \"dema\")",
            "rolling_std(close - of(\"ETH/USDT\", 5m, close), 10)",
        ]
        + Catalogue.indicators.map { indicator in
            let inputs = indicator.inputs.filter { $0.column == nil }.enumerated().map {
                $0.offset == 0 ? "close" : "volume"
            }
            let settings = indicator.parameters.filter { $0.standard == nil }.map {
                "\(min(8, $0.bounds.upperBound))"
            }
            let part = indicator.outputs.count > 1 ? ".\(indicator.outputs[0])" : ""
            return "\(indicator.name)(\((inputs + settings).joined(separator: ", ")))\(part)"
        }

    @Test("no expression knows what comes after a cut", arguments: fiftySeeds)
    func expressions(seed: UInt64) throws {
        let strategy = try Sample.strategy(Self.expressions)
        let candles = try Sample.candles(seed: seed, count: 260)
        let other = try Sample.candles(seed: seed + 1_000, count: 260, pair: "ETH/USDT")
        let whole = try columns(strategy, candles, other)
        var chance = Chance(seed: seed)
        let cut = Int.random(in: 1..<candles.count, using: &chance)
        for altering in [nil, seed] {
            let columns = try columns(
                strategy, Sample.cut(candles, at: cut, altering: altering),
                Sample.cut(other, at: cut, altering: altering))
            for (index, expression) in Self.expressions.enumerated() {
                let same = zip(whole[index], columns[index]).prefix(cut).allSatisfy {
                    $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)
                }
                #expect(same, "\(expression), cut at \(cut)")
            }
        }
    }

    private func columns(
        _ strategy: Strategy, _ candles: CandleSeries, _ other: CandleSeries
    ) throws -> [[Double]] {
        let evaluation = try Evaluation(strategy: strategy, candles: candles) { pair, timeframe in
            pair == other.pair && timeframe == other.timeframe ? other : nil
        }
        return evaluation.indicators(for: strategy.defaults).map(\.column)
    }

    @Test("no strategy's signal knows what comes after a cut", arguments: fiftySeeds)
    func signals(seed: UInt64) throws {
        let folder = golden("StrategiesTests", "oracle")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let candles = try Sample.candles(seed: seed, count: 400)
        var chance = Chance(seed: seed)
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let strategy = try Strategy(parsing: text, source: file)
            let whole = try Evaluation(strategy: strategy, candles: candles)
                .signals(for: strategy.defaults)
            let cut = Int.random(in: 1..<candles.count, using: &chance)
            for altering in [nil, seed] {
                let candles = Sample.cut(candles, at: cut, altering: altering)
                let signals = try Evaluation(strategy: strategy, candles: candles)
                    .signals(for: strategy.defaults)
                let isSame = (0..<cut).allSatisfy { row in
                    signals.long.enter[row] == whole.long.enter[row]
                        && signals.long.exit[row] == whole.long.exit[row]
                        && signals.enterTag(row) == whole.enterTag(row)
                        && signals.exitTag(row) == whole.exitTag(row)
                }
                #expect(isSame, "\(file) cut at \(cut)")
            }
        }
    }
}
