import Market
import Records
import Reconciliation
import Testing

struct TradeChange: Sendable, CustomTestStringConvertible {
    let name: String
    let change: @Sendable (inout Trade) -> Void
    let found: [String]
    var testDescription: String { name }
}

private let changesAgainstBacktest: [TradeChange] = [
    TradeChange(name: "nothing", change: { _ in }, found: []),
    TradeChange(
        name: "float noise",
        change: {
            $0.openRate = ($0.openRate * 3).nextUp / 3
            $0.amount = ($0.amount * 1.1) / 1.1
        }, found: []),
    TradeChange(name: "seconds later", change: { $0.openMs += 40_000 }, found: []),
    TradeChange(name: "slippage of 10 basis points", change: { $0.openRate *= 1.001 }, found: []),
    TradeChange(
        name: "half a percent dearer", change: { $0.openRate *= 1.005 },
        found: ["TRD-PRICE 1 open_rate"]),
    TradeChange(
        name: "sold cheaper", change: { $0.closeRate = 100.5 },
        found: ["TRD-PRICE 1 close_rate"]),
    TradeChange(name: "half a percent more", change: { $0.amount *= 1.005 }, found: []),
    TradeChange(
        name: "two percent more", change: { $0.amount *= 1.02 }, found: ["TRD-QTY 1 amount"]),
    TradeChange(
        name: "a fee of a tenth of a basis point more", change: { $0.feeOpen += 0.00001 },
        found: []),
    TradeChange(
        name: "a taker's fee", change: { $0.feeClose = 0.002 }, found: ["TRD-FEE 1 fee_close"]),
    TradeChange(
        name: "opened a candle later", change: { $0.openMs += 300_000 },
        found: ["TRD-TIME 1 open_ms"]),
    TradeChange(
        name: "closed two candles later", change: { $0.closeMs? += 600_000 },
        found: ["TRD-TIME 1 close_ms"]),
    TradeChange(
        name: "left for another reason, elsewhere and later",
        change: {
            ($0.exitReason, $0.closeRate) = ("stop_loss", 90)
            $0.closeMs? += 3_000_000
        }, found: ["SIG-DIVERGE 1 exit_reason"]),
]

struct TradeBreakTests {
    @Test(
        "against a back-test, what is out of tolerance is one break",
        arguments: changesAgainstBacktest)
    func againstBacktest(_ change: TradeChange) throws {
        let actual = try trade(1, at: 60, change.change)
        // A later trade, so that the bot is known to have lived on.
        let later = try trade(2, at: 600)
        let found = breaks(bot: [actual, later], backtest: [try trade(1, at: 60), later])
        #expect(found.map(\.summary) == change.found)
    }

    @Test("two copies of one row agree to the last digit but noise")
    func againstStore() throws {
        let original = try trade(1, at: 60)
        let noisy = try trade(1, at: 60) { $0.openRate = $0.openRate.nextUp.nextUp }
        #expect(breaks(bot: [noisy], stored: [original]).isEmpty)
        let changed = try trade(1, at: 60) {
            $0.amount += 0.0001
            $0.closeRate = 101.0001
            $0.closeMs? += 1
        }
        #expect(
            breaks(bot: [changed], stored: [original]).map(\.summary).sorted() == [
                "TRD-PRICE 1 close_rate", "TRD-QTY 1 amount", "TRD-TIME 1 close_ms",
            ])
    }

    @Test("an open trade may go on after it was ingested")
    func openTradeGoesOn() throws {
        let open = try trade(1, at: 60) {
            ($0.isOpen, $0.closeMs, $0.closeRate, $0.exitReason) = (true, nil, nil, nil)
        }
        #expect(breaks(bot: [try trade(1, at: 60)], stored: [open]).isEmpty)
    }

    @Test("a trade that the store lacks, and one that the bot lost")
    func missing() throws {
        let open = try trade(2, at: 65) {
            ($0.isOpen, $0.closeMs, $0.closeRate, $0.exitReason) = (true, nil, nil, nil)
        }
        let found = breaks(bot: [try trade(1, at: 60), open], stored: [try trade(3, at: 70)])
        #expect(
            found.map(\.summary) == [
                "TRD-MISSING-STORE 2 -", "TRD-MISSING-BOT 3 -", "TRD-MISSING-STORE 1 -",
            ])
        #expect(found.map(\.severity) == [.critical, .warn, .warn])
        #expect(found[0].moneyAtRisk == 200 && found[0].currency == "USDT")
    }

    @Test("a bot that was never ingested is one break, not one for each trade")
    func neverIngested() throws {
        let found = breaks(bot: [try trade(1, at: 60), try trade(2, at: 120)], stored: [])
        #expect(found.map(\.summary) == ["TRD-MISSING-STORE - -"])
        #expect(found.first?.message.contains("None of the 2 trades") == true)
    }

    @Test("what a back-test did before the bot was there is no missed entry")
    func beforeTheBot() throws {
        var young = bot()
        young.sinceMs = minute(100)
        let trades = [try trade(1, at: 60), try trade(2, at: 120)]
        let found = reconcile([
            BotSources(
                bot: "alpha", desired: bot(), reported: young, trades: [trades[1]],
                backtest: backtest(trades))
        ])
        #expect(found.isEmpty)
    }

    @Test("an entry that was never filled may vanish: freqtrade deletes it")
    func unfilledEntry() throws {
        let order = try TradeOrder(
            side: .buy, status: "open", amount: 2, filled: 0, price: 100, cost: 200, filledMs: nil,
            tag: nil)
        let waiting = try trade(1, at: 60) {
            ($0.isOpen, $0.closeMs, $0.closeRate, $0.exitReason) = (true, nil, nil, nil)
            $0.orders = [order]
        }
        #expect(breaks(bot: [], stored: [waiting]).isEmpty)
    }

    @Test("a skipped id tells a deleted row from an entry that was never made")
    func hole() throws {
        let expected = [try trade(1, at: 60), try trade(2, at: 120), try trade(3, at: 180)]
        #expect(
            breaks(bot: [expected[0], expected[2]], backtest: expected).map(\.summary) == [
                "TRD-MISSING-BOT 2 -"
            ])
        let renumbered = try trade(2, at: 180)
        #expect(
            breaks(bot: [expected[0], renumbered], backtest: expected).map(\.summary) == [
                "SIG-DIVERGE - missed_entry"
            ])
    }

    @Test("one skipped id explains one missing trade, the first of its time")
    func oneHole() throws {
        let expected = [
            try trade(1, at: 60), try trade(2, at: 120), try trade(3, at: 125),
            try trade(4, at: 180),
        ]
        let actual = [expected[0], try trade(3, at: 180)]
        #expect(
            breaks(bot: actual, backtest: expected).map(\.summary) == [
                "SIG-DIVERGE - missed_entry", "TRD-MISSING-BOT 2 -",
            ])
    }

    @Test("a row that nobody can read is missing in the store, and no missed entry")
    func unreadable() throws {
        let expected = [try trade(1, at: 60), try trade(2, at: 120), try trade(3, at: 180)]
        let bad = BotSources.UnreadableTrade(tradeID: 2, reason: "\"pair\" is \"ETHUSDT\"")
        let stored = [expected[0], expected[2]]
        let found = breaks(bot: stored, stored: stored, backtest: expected, unreadable: [bad])
        #expect(found.map(\.summary) == ["TRD-MISSING-STORE 2 -"])
    }

    @Test("a row that store and back-test both miss is one break")
    func missingTwice() throws {
        let all = [try trade(1, at: 60), try trade(2, at: 120), try trade(3, at: 180)]
        let found = breaks(bot: [all[0], all[2]], stored: all, backtest: all)
        #expect(found.map(\.summary) == ["TRD-MISSING-BOT 2 -"])
    }

    @Test("an entry that the back-test lacks is extra")
    func extra() throws {
        let found = breaks(bot: [try trade(1, at: 60)], backtest: [])
        #expect(found.map(\.summary) == ["SIG-DIVERGE 1 extra_entry"])
    }

    @Test("trades outside the back-test's window are nobody's business")
    func window() throws {
        #expect(breaks(bot: [try trade(1, at: 2_000)], backtest: []).isEmpty)
    }

    @Test("what a back-test closes at its end may still be open")
    func forcedExit() throws {
        let open = try trade(1, at: 60) {
            ($0.isOpen, $0.closeMs, $0.closeRate, $0.exitReason) = (true, nil, nil, nil)
        }
        let forced = try trade(1, at: 60) { $0.exitReason = "force_exit" }
        #expect(breaks(bot: [open], backtest: [forced]).isEmpty)
        // But one that the bot keeps while the back-test sold it long ago is not.
        let later = try trade(2, at: 600)
        let found = breaks(bot: [open, later], backtest: [try trade(1, at: 60), later])
        #expect(found.map(\.summary) == ["SIG-DIVERGE 1 exit_reason"])
        #expect(found.map(\.actual) == ["open"])
    }

    @Test(
        "severity follows the money at risk",
        arguments: [(1.0011, Break.Severity.warn), (1.02, .critical)])
    func severity(factor: Double, expected: Break.Severity) throws {
        let dear = try trade(1, at: 60) { $0.openRate *= factor }
        #expect(
            breaks(bot: [dear], backtest: [try trade(1, at: 60)]).map(\.severity) == [expected])
    }
}
