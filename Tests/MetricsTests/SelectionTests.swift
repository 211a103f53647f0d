import Foundation
import Market
import Records
import TestSupport
import Testing

@testable import Metrics

/// How good the best of many trials is, against holdout-backtest, scipy and arch (`selection.py`).
struct SelectionTests {
    struct Vectors: Decodable {
        struct Paper: Decodable {
            let trials: Double
            let skewness, kurtosis, bar, deflated: Double
        }

        struct Matrix: Decodable, CustomTestStringConvertible {
            let name: String
            let returns: [[Double]]
            let blocks, partitions, selected: Int
            let probability, slope, intercept, loss, mean_logit: Double
            let logits: [Double]
            let sharpe, skewness, kurtosis, variance, bar, probabilistic, deflated: Double
            let likeness: Double

            var testDescription: String { name }
        }

        struct Resampled: Decodable {
            let returns: [Double]
            let block, start, no_edge: Double
            let quantiles: [String: [Double]]
        }

        let paper: [Paper]
        let matrices: [Matrix]
        let bootstrap: Resampled
        let quantiles, logarithms, counts: [[Double]]
    }

    static let vectors: Vectors = {
        do {
            return try JSONDecoder().decode(
                Vectors.self, from: Data(contentsOf: golden("MetricsTests", "selection.json")))
        } catch {
            preconditionFailure("selection.json: \(error)")
        }
    }()

    private func near(_ one: Double?, _ two: Double, _ tolerance: Double = 1e-12) -> Bool {
        one.map { abs($0 - two) <= tolerance * max(1, abs(two)) } ?? false
    }

    @Test(
        "our logarithm and quantile of the normal distribution are those of the C library and scipy"
    )
    func elementary() {
        for row in Self.vectors.logarithms {
            #expect(near(logarithm(row[0]), row[1], 4e-16), "log \(row[0])")
        }
        for row in Self.vectors.quantiles {
            #expect(near(normalQuantile(row[0]), row[1], 1e-14), "quantile \(row[0])")
        }
    }

    @Test(
        "the numbers of the paper: 0.113172 and 0.900397, 0.950502 with 46 trials, 0.950491 normal")
    func paper() {
        let known = [0.900397, 0.950502, 0.950491]
        for (row, rounded) in zip(Self.vectors.paper, known) {
            let estimate = SharpeEstimate(
                ratio: 2.5 / 250.0.squareRoot(), periods: 1250, skewness: row.skewness,
                kurtosis: row.kurtosis)
            let spread = (0.5 / 250).squareRoot()
            let deflated = estimate.deflated(trials: row.trials, deviation: spread)
            #expect(near(spread * expectedMaximum(of: row.trials), row.bar))
            #expect(near(deflated, row.deflated))
            #expect(near(deflated, rounded, 5e-7))
        }
        #expect(near(Self.vectors.paper[0].bar, 0.113172, 5e-7))
    }

    @Test("the largest of more numbers is larger, and of one number nothing is to be expected")
    func maxima() {
        for row in Self.vectors.counts { #expect(near(expectedMaximum(of: row[0]), row[1])) }
        #expect(expectedMaximum(of: 1) == 0 && expectedMaximum(of: 0) == 0)
        let counts = stride(from: 1.0, to: 400, by: 0.5).map { expectedMaximum(of: $0) }
        #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test(
        "trials deflate the best by their number and by how they spread",
        arguments: vectors.matrices)
    func trials(matrix: Vectors.Matrix) throws {
        var spread = TrialSpread()
        for returns in matrix.returns { spread.add(returns) }
        let best = try #require(SharpeEstimate(matrix.returns[matrix.selected]))
        let deviation = try #require(spread.deviation)
        #expect(near(best.ratio, matrix.sharpe))
        #expect(near(best.skewness, matrix.skewness, 1e-10))
        #expect(near(best.kurtosis, matrix.kurtosis, 1e-10))
        #expect(near(deviation * deviation, matrix.variance))
        #expect(near(spread.likeness, matrix.likeness, 1e-10))
        #expect(near(best.probability(above: 0), matrix.probabilistic, 1e-10))
        #expect(
            near(
                best.deflated(trials: Double(spread.count), deviation: deviation), matrix.deflated,
                1e-10))
    }

    @Test("trials that repeat each other count as one, unlike ones as many")
    func likeTrials() {
        let days = Self.vectors.matrices[0].returns[0]
        var spread = TrialSpread()
        for scale in 1...50 { spread.add(days.map { $0 * Double(scale) }) }
        #expect(near(spread.effectiveCount, 1, 1e-9))
        // A trial without trades was a trial, though nothing can be said of its ratio.
        spread.add(days.map { _ in 0 })
        #expect(spread.count == 51 && near(spread.likeness, 1, 1e-9))
        var noise = TrialSpread()
        for returns in Self.vectors.matrices[0].returns { noise.add(returns) }
        #expect(noise.effectiveCount == 12)
    }

    @Test("halves of the days judge what the other halves chose", arguments: vectors.matrices)
    func overfitting(matrix: Vectors.Matrix) throws {
        var validation = CrossValidation(days: matrix.returns[0].count, blocks: matrix.blocks)
        for returns in matrix.returns { validation.add(returns) }
        let result = try #require(validation.result())
        #expect(result.logits.count == matrix.partitions)
        #expect(near(result.probability, matrix.probability))
        #expect(near(result.lossProbability, matrix.loss))
        #expect(near(result.slope, matrix.slope, 1e-9))
        #expect(near(result.intercept, matrix.intercept, 1e-9))
        for (part, logit) in zip([0.05, 0.25, 0.5, 0.75, 0.95], matrix.logits) {
            #expect(near(result.logit(quantile: part), logit))
        }
        #expect(near(mean(result.logits), matrix.mean_logit))
    }

    @Test("few days are cut into fewer blocks, too few into none; one candidate is no choice")
    func blocks() throws {
        #expect(CrossValidation(days: 15) == nil)
        #expect(CrossValidation(days: 16)?.blocks == 4)
        #expect(CrossValidation(days: 47)?.blocks == 10)
        #expect(CrossValidation(days: 10_000)?.blocks == 16)
        var validation = try #require(CrossValidation(days: 16))
        validation.add(Array(repeating: 0, count: 16))
        #expect(validation.result() == nil)
        // Candidates that never trade are all alike: nobody is above the median.
        validation.add(Array(repeating: 0, count: 16))
        #expect(validation.result()?.probability == 1)
        #expect(validation.result()?.slope == nil)
    }

    @Test("resampled days spread as arch's do")
    func bootstrap() throws {
        let known = Self.vectors.bootstrap
        let found = try #require(
            Bootstrap(
                known.returns, startingBalance: known.start, blockDays: known.block,
                resamples: 20_000, seed: 1))
        let spreads = [
            ("balance", found.finalBalance, 0.02), ("drawdown", found.maximumDrawdown, 0.02),
            ("sharpe", found.sharpe, 0.03),
        ]
        for (name, spread, tolerance) in spreads {
            for (part, value) in zip(
                [0.05, 0.25, 0.5, 0.75, 0.95], try #require(known.quantiles[name]))
            {
                let own = try #require(spread.quantile(part))
                #expect(abs(own / value - 1) < tolerance, "\(name) \(part): \(own), \(value)")
            }
        }
        #expect(abs(found.noEdge - known.no_edge) < 0.002)
    }

    @Test("blocks are as long as asked for on average, and every day is drawn as often as another")
    func blockLengths() {
        var (breaks, drawn) = (0, [Int](repeating: 0, count: 40))
        for number in 0..<5_000 {
            var random = SplitMix64(seed: 9, words: UInt64(number))
            let days = Bootstrap.days(40, 5, &random)
            for (day, next) in zip(days, days.dropFirst()) where (day + 1) % 40 != next {
                breaks += 1
            }
            for day in days { drawn[day] += 1 }
        }
        // A new block begins with chance 1/5, and by chance 1/40 where the old one would have gone on.
        #expect(abs(Double(breaks) / (39 * 5_000) - 0.2 * 39 / 40) < 0.005)
        #expect(drawn.allSatisfy { abs(Double($0) / 5_000 - 1) < 0.06 })
        #expect(Bootstrap.blockDays(for: 1) == 1 && Bootstrap.blockDays(for: 64) == 4)
    }

    @Test("the same seed gives the same resamples, another seed others")
    func seeds() {
        let days = Self.vectors.bootstrap.returns
        func spread(_ seed: UInt64) -> Spread? {
            Bootstrap(days, startingBalance: 1, blockDays: 6, resamples: 50, seed: seed)?
                .finalBalance
        }
        #expect(spread(1) == spread(1))
        #expect(spread(1) != spread(2))
        // Every processor computes this number.
        #expect(spread(1)?.quantile(0) == 1.1854529263220486)
    }

    @Test("trades in another order are the same trades, with the same sum", arguments: 0..<50)
    func shuffles(number: Int) {
        var random = SplitMix64(seed: 3, words: UInt64(number))
        let profits = (0..<(1 + number)).map { _ in random.bell() * 10 }
        let order = TradeShuffle.order(profits, seed: UInt64(number), number: number)
        #expect(order.sorted() == profits.sorted())
        #expect(near(sum(order), sum(profits), 1e-13))
        let shuffle = TradeShuffle(profits, startingBalance: 100, shuffles: 20, seed: 1)
        let losses = -sum(profits.filter { $0 < 0 })
        #expect(shuffle?.maximumDrawdown.values.allSatisfy { $0 >= 0 && $0 <= losses } == true)
    }

    @Test("a candidate's returns add up day by day, whatever the order of its trades")
    func candidates() {
        let day = 86_400_000
        var trades = TradeColumns(
            pairCount: 1, startingBalance: 200, fromMs: 0, toMs: 9 * day)
        for (profit, closeMs) in [(2.0, 3 * day), (10, day), (-4, day + 5), (1, 3 * day - 1)] {
            trades.append(profit: profit, ratio: 0, openMs: 0, closeMs: closeMs, pair: 0)
        }
        let measures = candidateReturns(run: "r", epoch: 7, trades)
        let days = ["02", "03", "04"]
        let names = days.map { "candidate_return{epoch_day=\"7/1970-01-\($0)\"}" }
        let values: [Double?] = [6.0 / 200, 7.0 / 200, 9.0 / 200]
        #expect(measures.map(\.name) == names)
        #expect(measures.map(\.value) == values)
        let none = TradeColumns(pairCount: 1, startingBalance: 200, fromMs: 0, toMs: day)
        #expect(candidateReturns(run: "r", epoch: 7, none).isEmpty)
    }

    @Test("days without an edge leave no edge half of the time, days of gains never")
    func edges() throws {
        let turns = (0..<200).map { $0 % 2 == 0 ? 0.01 : -0.01 }
        let fair = Bootstrap(turns, startingBalance: 1, blockDays: 1, resamples: 2_000, seed: 5)
        // As many ups as downs, which leaves nothing either, are some resamples in twenty.
        #expect(try (0.5...0.56).contains(#require(fair?.noEdge)))
        let gains = Bootstrap(
            Array(repeating: 0.01, count: 30), startingBalance: 1, blockDays: 3, resamples: 100,
            seed: 5)
        #expect(gains?.noEdge == 0 && gains?.sharpe.quantile(0.5) == nil)
        #expect(Bootstrap([], startingBalance: 1, blockDays: 1, resamples: 9, seed: 5) == nil)
        #expect(TradeShuffle([], startingBalance: 1, shuffles: 9, seed: 5) == nil)
    }
}
