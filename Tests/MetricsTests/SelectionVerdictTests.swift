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
        let measures =
            selection.measures(run: "r", currency: "USDT")
            + WalkForwardResult([
                .init(name: "2026-08-01", search: 0..<2, test: 3..<4, chosen: (4, trades, trades)),
                .init(name: "2026-09-01", search: 1..<3, test: 4..<5, chosen: nil),
            ]).measures(run: "r", currency: "USDT")
        return measures
            + Verdict([Requirement("trial_count", .atLeast, 1)], of: measures)
            .measures(run: "r")
    }()

    /// One trade's day.
    static let candidate: [Measure] = {
        var trades = TradeColumns(pairCount: 1, startingBalance: 1, fromMs: 0, toMs: 1)
        trades.append(profit: 1, ratio: 1, openMs: 0, closeMs: 1, pair: 0)
        return candidateReturns(run: "r", epoch: 1, trades)
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
        #expect(poor.sentence == "insufficient evidence: trades of the choice 6 (not >= 50)")
        #expect(poor.measures(run: "r").map(\.value) == [nil, 0, nil])
        #expect(poor.measures(run: "r")[0].reason == poor.sentence)
    }

    @Test("what is asked for takes the place of what is required of the same measure")
    func replaces() {
        let asked = Requirement("chosen_trade_count", .atLeast, 5)
        let all = Requirement.all([asked], of: .search)
        #expect(all.count == Requirement.standard(.search).count)
        #expect(all.filter { $0.measure == "chosen_trade_count" } == [asked])
        #expect(
            Requirement.all([], of: .outOfSample).contains { $0.measure == "out_of_sample_profit" }
        )
        for requirement in Requirement.standard(.outOfSample) {
            #expect(Requirement.names(.outOfSample).contains(requirement.measure))
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

    @Test("a walk-forward says what is left of a choice on the days after")
    func walks() {
        func trades(_ profit: Double) -> TradeColumns {
            var trades = TradeColumns(
                pairCount: 1, startingBalance: 100, fromMs: 0, toMs: 10 * 86_400_000)
            trades.append(profit: profit, ratio: 0, openMs: 0, closeMs: 86_400_000, pair: 0)
            return trades
        }
        let result = WalkForwardResult([
            .init(name: "a", search: 0..<5, test: 6..<8, chosen: (1, trades(20), trades(10))),
            .init(name: "b", search: 2..<7, test: 8..<10, chosen: (2, trades(20), trades(-2))),
            .init(name: "c", search: 4..<9, test: 10..<12, chosen: nil),
        ])
        let measures = result.measures(run: "r", currency: "USDT")
        func value(_ name: String) -> Double? { measures.first { $0.name == name }?.value }
        #expect(value("walk_forward_window_count") == 3)
        #expect(value("walk_forward_trade_count") == 2)
        #expect(value("walk_forward_profit") == 0.08)
        #expect(value("walk_forward_winning_windows") == 1.0 / 3)
        #expect(value("walk_forward_efficiency").map { abs($0 - 0.2) < 1e-12 } == true)
        #expect(value(#"window_profit{window="b"}"#) == -0.02)
        #expect(value(#"window_profit{window="c"}"#) == nil)
        #expect(value(#"window_search_start_ms{window="c"}"#) == 4)
        #expect(value(#"window_search_end_ms{window="b"}"#) == 7)
        #expect(value(#"window_start_ms{window="b"}"#) == 8)
        #expect(value(#"window_end_ms{window="c"}"#) == 12)
        // What lost where it was chosen has no efficiency, rather than a flattering one.
        let loser = WalkForwardResult([
            .init(name: "a", search: 0..<1, test: 1..<2, chosen: (1, trades(-1), trades(-5)))
        ])
        let verdict = Verdict(
            Requirement.standard(.walkForward), of: loser.measures(run: "r", currency: "USDT"))
        #expect(verdict.conclusion == .insufficient)
        #expect(
            verdict.findings.first { $0.requirement.measure == "walk_forward_efficiency" }?.value
                == nil)
    }
}
