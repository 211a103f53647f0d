import Market
import Records
import Testing

@testable import Metrics

/// What is required of a search's choice, and what is concluded.
struct SelectionVerdictTests {
    /// Everything that is said of some choice.
    static let measures: [Measure] = {
        var trades = TradeColumns(
            pairCount: 2, startingBalance: 100, fromMs: 0, toMs: 99 * 86_400_000)
        var random = SplitMix64(seed: 4)
        for day in 0..<99 {
            trades.append(
                profit: random.bell() + 1, ratio: 0.01, openMs: day * 86_400_000,
                closeMs: day * 86_400_000 + 60_000, pair: day % 2)
        }
        var selection = Selection(epoch: 3, loss: -1, trades: trades)
        selection.outOfSample = trades
        selection.bootstrap = Bootstrap(
            trades.dailyReturns, startingBalance: 100, blockDays: 4, resamples: 20, seed: 1)
        selection.shuffle = TradeShuffle(
            trades.profits, startingBalance: 100, shuffles: 20, seed: 1)
        let measures = selection.measures(run: "r", currency: "USDT")
        return measures
            + Verdict([Requirement("trial_count", .atLeast, 1)], of: measures)
            .measures(run: "r")
    }()

    private func known(_ values: [String: Double?]) -> [Measure] {
        values.map { name, value in
            Measure(
                run: "r", name: name, value: value, unit: "number",
                reason: value == nil ? "for a reason" : nil)
        }
    }

    @Test(
        "a requirement is a name, a sign and a number",
        arguments: [
            ("trades >= 50", "chosen_trade_count >= 50"),
            ("drawdown<0.2", "chosen_drawdown < 0.2"),
            (" deflated_sharpe  <=  -1e-1 ", "deflated_sharpe <= -0.1"),
            ("x > 1e300", "x > 1e+300"),
        ])
    func reads(text: String, meaning: String) {
        #expect(Requirement(parsing: text)?.description == meaning)
    }

    @Test(
        "what is no requirement is none",
        arguments: [
            "", "trades", "trades >=", ">= 50", "trades = 50", "trades >= nan", "a >= 1 2x",
        ])
    func refuses(text: String) {
        #expect(Requirement(parsing: text) == nil)
    }

    @Test("each sign compares, and equal is not above")
    func compares() {
        let met = Requirement.Comparison.allCases.map { sign in
            [1.0, 2, 3].map { Requirement("a", sign, 2).isMet(by: $0) }
        }
        #expect(
            met == [
                [false, true, true], [true, true, false], [false, false, true],
                [true, false, false],
            ])
    }

    @Test("too little evidence is neither a pass nor a failure")
    func conclusions() {
        let requirements = [
            Requirement("chosen_trade_count", .atLeast, 50), Requirement("a", .above, 0),
            Requirement("b", .below, 1),
        ]
        func conclude(_ values: [String: Double?]) -> Verdict.Conclusion {
            Verdict(requirements, of: known(values)).conclusion
        }
        #expect(conclude(["chosen_trade_count": 50, "a": 1, "b": 0]) == .pass)
        #expect(conclude(["chosen_trade_count": 50, "a": 0, "b": 0]) == .fail)
        #expect(conclude(["chosen_trade_count": 50, "a": 0, "b": nil]) == .fail)
        #expect(conclude(["chosen_trade_count": 50, "a": 1, "b": nil]) == .insufficient)
        #expect(conclude(["chosen_trade_count": 49, "a": 0, "b": 0]) == .insufficient)
        #expect(conclude(["chosen_trade_count": nil, "a": 1, "b": 0]) == .insufficient)
    }

    @Test("a verdict is one sentence with its reasons, and measures that a page can read")
    func sentences() {
        let requirements = [
            Requirement("chosen_trade_count", .atLeast, 50),
            Requirement("deflated_sharpe", .atLeast, 0.95),
        ]
        let failed = Verdict(
            requirements, of: known(["chosen_trade_count": 60, "deflated_sharpe": 0.41239]))
        #expect(failed.sentence == "fail: deflated Sharpe ratio 0.4124 (not >= 0.95)")
        #expect(failed.measures(run: "r").map(\.value) == [0, 1, 0])
        #expect(
            failed.measures(run: "r").map(\.name) == [
                "verdict", #"required{measure="chosen_trade_count >= 50"}"#,
                #"required{measure="deflated_sharpe >= 0.95"}"#,
            ])
        let poor = Verdict(requirements, of: known(["chosen_trade_count": 6]))
        #expect(poor.sentence == "insufficient evidence: trades of the choice 6.0 (not >= 50)")
        #expect(poor.measures(run: "r").map(\.value) == [nil, 0, nil])
        #expect(poor.measures(run: "r")[0].reason == poor.sentence)
    }

    @Test("what is asked for takes the place of what is required of the same measure")
    func replaces() {
        let asked = Requirement("chosen_trade_count", .atLeast, 5)
        let all = Requirement.all([asked], outOfSample: false)
        #expect(all.count == Requirement.standard(outOfSample: false).count)
        #expect(all.filter { $0.measure == "chosen_trade_count" } == [asked])
        #expect(
            Requirement.all([], outOfSample: true).contains { $0.measure == "out_of_sample_profit" }
        )
        for requirement in Requirement.standard(outOfSample: true) {
            #expect(Requirement.names.contains(requirement.measure))
        }
    }

    @Test("a fall is told as a part of the lead over the median trial")
    func plateaus() {
        let losses = [-4.0, -2, 0, 2, 4]
        #expect(Plateau(best: -4, neighbours: [-4, -4, -4], losses: losses).fall == 0)
        #expect(Plateau(best: -4, neighbours: [-3, -3, 4], losses: losses).fall == 0.25)
        #expect(Plateau(best: -4, neighbours: [-3, -3, 4], losses: losses).worstFall == 2)
        // A neighbour without a usable loss is no plateau, however good the others are.
        #expect(Plateau(best: -4, neighbours: [-4, nil, nil], losses: losses).fall == 1)
        #expect(Plateau(best: -4, neighbours: [nil], losses: losses).worstFall == nil)
        #expect(Plateau(best: -4, neighbours: [], losses: losses).fall == nil)
        #expect(Plateau(best: 0, neighbours: [1], losses: [0, 0]).fall == nil)
    }

    @Test("days without a trade are days, and concurrent trades share theirs")
    func days() {
        var trades = TradeColumns(
            pairCount: 3, startingBalance: 100, fromMs: 0, toMs: 4 * 86_400_000)
        for (day, profit, pair) in [(1, 10.0, 0), (1, 10, 1), (3, -60, 2), (4, -100, 0), (5, 1, 0)]
        {
            trades.append(
                profit: profit, ratio: 0, openMs: 0, closeMs: day * 86_400_000 + 1, pair: pair)
        }
        // The last one closes with the last candle, after midnight.
        #expect(trades.dailyReturns == [0, 0.2, 0, -0.5, -1])
        #expect(trades.topPairShare == 1)
        #expect(trades.profit(withoutBest: 2) == -1.59)
        #expect(trades.profit(withoutBest: 5) == nil)
    }
}
