import Market
import Testing

@testable import Metrics

/// What other programs that judge back-tests get wrong, as their sources and their users' threads tell.
/// Losses that are missing, no numbers or freqtrade's sign for none are with the search that they could win.
@Suite("Mistakes that others make") struct MistakesOfOthersTests {
    static let dayMs = 86_400_000

    /// Trades of 1,000 in stake whose returns have a mean of 2.25 ÷ √365 deviations.
    private func year(of count: Int, stake: Double = 1_000, startingBalance: Double = 10_000)
        -> TradeColumns
    {
        var random = SplitMix64(seed: 7)
        var trades = TradeColumns(
            pairCount: 1, startingBalance: startingBalance, fromMs: 0, toMs: 365 * Self.dayMs - 1)
        let drawn = (0..<count).map { _ in random.unit() }
        let (middle, spread) = (mean(drawn) ?? 0, deviation(drawn, freedom: 1) ?? 1)
        for (number, unit) in drawn.enumerated() {
            let ratio = 0.002 * ((unit - middle) / spread + 2.25 / 365.0.squareRoot())
            let closeMs = (2 * number + 1) * 365 * Self.dayMs / (2 * count)
            trades.append(
                profit: ratio * stake, ratio: ratio, openMs: closeMs - 60_000, closeMs: closeMs,
                pair: 0)
        }
        return trades
    }

    @Test(
        "a year of more trades of the same kind has the larger Sharpe ratio: it is not one number for any number of trades",
        arguments: [(100, 1.18), (2_000, 5.28)])
    func tradeRate(count: Int, expected: Double) throws {
        let ratio = try #require(SharpeEstimate(year(of: count).dailyReturns)?.ratio)
        #expect(abs(ratio * 365.0.squareRoot() - expected) < expected * 0.1)
    }

    @Test("no trade has the whole balance in it: resamples end about where the account did")
    func stakes() throws {
        let trades = year(of: 400)
        let bootstrap = try #require(
            Bootstrap(
                trades.dailyReturns, startingBalance: 10_000, blockDays: 5, resamples: 500, seed: 1)
        )
        let median = try #require(bootstrap.finalBalance.quantile(0.5))
        #expect(abs(median - 10_000 - trades.total) < trades.total * 0.2)
        let compounded = trades.ratios.reduce(10_000) { $0 * (1 + $1) }
        #expect(compounded - 10_000 > trades.total * 5)
    }

    @Test("what an account began with counts: half of it makes each return about twice as large")
    func startingBalance() throws {
        let whole = year(of: 50, stake: 10).dailyReturns
        let half = year(of: 50, stake: 10, startingBalance: 5_000).dailyReturns
        for (one, other) in zip(whole, half) where one != 0 {
            #expect(abs(other / one - 2) < 0.01)
        }
    }

    @Test("a pair that lost much is no concentration of what was earned")
    func concentration() {
        var trades = TradeColumns(
            pairCount: 3, startingBalance: 100, fromMs: 0, toMs: Self.dayMs)
        for (pair, profit) in [(0, 10.0), (1, 10), (2, -80)] {
            trades.append(profit: profit, ratio: 0, openMs: 0, closeMs: 1, pair: pair)
        }
        #expect(trades.topPairShare == 0.5)
    }

    @Test("bad days that follow each other fall deeper than the same days one by one")
    func serialCorrelation() throws {
        var random = SplitMix64(seed: 5)
        let days = (0..<40).flatMap { _ in
            [Double](repeating: random.unit() < 0.5 ? 0.01 : -0.01, count: 10)
        }
        func fall(_ blockDays: Double) throws -> Double {
            let bootstrap = try #require(
                Bootstrap(
                    days, startingBalance: 100, blockDays: blockDays, resamples: 400, seed: 3))
            return try #require(bootstrap.maximumDrawdown.quantile(0.5))
        }
        #expect(try fall(20) > fall(1) * 1.3)
    }

    @Test("trials without any spread set no bar of luck, however many they are")
    func spreadOfTrials() throws {
        let estimate = SharpeEstimate(ratio: 0.1, periods: 300, skewness: 0, kurtosis: 3)
        let alike = try #require(estimate.deflated(trials: 1_000, deviation: 0))
        let spread = try #require(estimate.deflated(trials: 1_000, deviation: 0.05))
        #expect(alike == estimate.probability(above: 0))
        #expect(spread < 0.2)
    }
}
