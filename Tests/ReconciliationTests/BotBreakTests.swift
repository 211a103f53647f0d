import JSONL
import Market
import Records
import Reconciliation
import Testing

/// Breaks about a bot as a whole, and about single trades that need no second source.
struct BotBreakTests {
    private func found(
        _ sources: BotSources, nowMs: Int? = nil, _ change: (inout Tolerances) -> Void = { _ in }
    ) -> [Break] {
        var tolerances = Tolerances()
        change(&tolerances)
        return reconcile([sources], nowMs: nowMs, tolerances: tolerances)
    }

    @Test(
        "a bot is stale after three heartbeats, critically so after ten",
        arguments: [
            (4_320, Break.Severity?.none), (4_321, .warn), (14_400, .warn), (14_401, .critical),
        ] as [(Int, Break.Severity?)])
    func stale(minutes: Int, severity: Break.Severity?) {
        var reported = bot()
        reported.seenMs = minute(0)
        let sources = BotSources(bot: "alpha", desired: bot(), reported: reported)
        let breaks = found(sources, nowMs: minute(minutes))
        #expect(breaks.map(\.severity) == [severity].compactMap { $0 })
        #expect(breaks.allSatisfy { $0.code == "BOT-STALE" })
        #expect(found(sources).isEmpty)
    }

    @Test("a desk may expect signs of life more often")
    func heartbeat() {
        var reported = bot()
        reported.seenMs = minute(0)
        let sources = BotSources(bot: "alpha", desired: bot(), reported: reported)
        let breaks = found(sources, nowMs: minute(31)) { $0.heartbeatMs = 600_000 }
        #expect(breaks.map(\.code) == ["BOT-STALE"])
        #expect(breaks.first?.tolerance == 1_800_000)
    }

    @Test("what a back-test did after a stale bot was last seen is no missed entry")
    func afterDeath() throws {
        var reported = bot()
        reported.seenMs = minute(100)
        let trades = [try trade(1, at: 60), try trade(2, at: 120)]
        let breaks = found(
            BotSources(
                bot: "alpha", desired: bot(), reported: reported, trades: [trades[0]],
                backtest: backtest(trades)), nowMs: minute(100_000))
        #expect(breaks.map(\.code) == ["BOT-STALE"])
    }

    @Test("a silence longer than the bot's own gaps is one break for all that it missed")
    func silent() throws {
        let expected = try (0..<30).map { try trade($0 + 1, at: 40 * $0) }
        let breaks = breaks(bot: Array(expected.prefix(20)), backtest: expected)
        #expect(breaks.map(\.summary) == ["BOT-SILENT - open_ms"])
        #expect(breaks.first?.message.contains("entered 10 times") == true)
        #expect(breaks.first?.tolerance == 2_400_000)
    }

    @Test("too short a history, or too short a silence, leaves every missed entry its own break")
    func notSilent() throws {
        let short = try (0..<8).map { try trade($0 + 1, at: 40 * $0) }
        #expect(breaks(bot: Array(short.prefix(5)), backtest: short).count == 3)
        let long = try (0..<30).map { try trade($0 + 1, at: 40 * $0 + ($0 >= 15 ? 200 : 0)) }
        #expect(
            breaks(bot: Array(long.prefix(28)), backtest: long).map(\.field) == [
                "missed_entry", "missed_entry",
            ])
    }

    @Test("each new beginning of a database is a break of its own id")
    func reset() {
        let resets = [
            BotSources.Reset(generation: 2, reason: "the highest trade id fell from 9 to 1"),
            BotSources.Reset(generation: 3, reason: "trade 1 was another"),
        ]
        let breaks = found(
            BotSources(bot: "alpha", desired: bot(), reported: bot(), resets: resets))
        #expect(breaks.map(\.code) == ["BOT-RESET", "BOT-RESET"])
        #expect(Set(breaks.map(\.id)).count == 2)
        #expect(breaks[0].message.contains("generation 2: the highest trade id fell from 9 to 1"))
    }

    @Test("a row that was copied is a duplicate, and no extra entry")
    func duplicate() throws {
        let original = try trade(1, at: 60)
        let copy = try trade(7, at: 60)
        let breaks = breaks(bot: [original, copy], backtest: [original])
        #expect(breaks.map(\.summary) == ["DUP 7 trade_id"])
        #expect(breaks.first?.expected == "1" && breaks.first?.moneyAtRisk == 1.598)
    }

    @Test("a database that was restored over itself is one duplicate, whatever it holds")
    func restored() throws {
        let old = try (1...3).map {
            try trade($0, at: 60 * $0, origin: .bot(name: "alpha", generation: 1))
        }
        let new = try (1...2).map {
            try trade($0, at: 60 * $0, origin: .bot(name: "alpha", generation: 2))
        }
        let breaks = found(
            BotSources(bot: "alpha", desired: bot(), reported: bot(), trades: new, earlier: old))
        #expect(breaks.map(\.summary) == ["DUP - generation"])
        #expect(breaks.first?.actual == "2")
    }

    @Test(
        "a profit that its fills do not make is told, by its part of the equity",
        arguments: [
            (0.0001, Break.Severity?.none), (0.05, .info), (0.2, .warn), (-2.0, .critical),
        ] as [(Double, Break.Severity?)])
    func profit(more: Double, severity: Break.Severity?) throws {
        var reported = bot("alpha", ["dry_run_wallet": 1_000])
        reported.mode = .dryRun
        var wrong = try trade(1, at: 60)
        wrong.profitAbs = wrong.profitAbs.map { $0 + more }
        let breaks = found(
            BotSources(bot: "alpha", desired: bot(), reported: reported, trades: [wrong]))
        #expect(breaks.map(\.severity) == [severity].compactMap { $0 })
        #expect(breaks.allSatisfy { $0.code == "PNL-MISMATCH" && $0.expected == "1.598" })
    }

    @Test("fills in parts, shorts and funding make the profit that freqtrade reports")
    func profits() throws {
        func order(_ side: TradeOrder.Side, _ amount: Double, _ price: Double) throws -> TradeOrder
        {
            try TradeOrder(
                side: side, status: "closed", amount: amount, filled: amount, price: price,
                cost: amount * price, filledMs: nil, tag: nil)
        }
        // 1 at 100 and 1 at 102, sold at 101 with 0.1 % a side: 202·0.999 − 202·1.001.
        var parts = try trade(1, at: 60)
        parts.orders = try [order(.buy, 1, 100), order(.buy, 1, 102), order(.sell, 2, 101)]
        parts.profitAbs = -0.404
        // Sold at 100, bought back at 90, and 0.25 of funding received.
        var short = try trade(2, at: 120) { $0.side = .short }
        (short.closeRate, short.fundingFees) = (90, 0.25)
        short.profitAbs = 2 * 100 * 0.999 - 2 * 90 * 1.001 + 0.25
        // The fee was taken in the coin: 1.998 of 2 were left to sell.
        var coin = try trade(3, at: 180)
        coin.orders = try [order(.buy, 2, 100), order(.sell, 1.998, 101)]
        coin.profitAbs = 1.998 * 101 * 0.999 - 1.998 * 100 * 1.001
        let sources = BotSources(
            bot: "alpha", desired: bot(), reported: bot(), trades: [parts, short, coin])
        #expect(found(sources).isEmpty, "\(found(sources).map(\.message))")
    }

    @Test(
        "missing candles matter while a trade was open",
        arguments: [
            (60, 63, "DATA-GAP 1 candles"), (50, 54, ""), (55, 60, "DATA-GAP 1 candles"),
            (70, 80, "DATA-GAP 1 candles"), (71, 80, ""),
        ])
    func holes(from: Int, to: Int, expected: String) throws {
        let hole = BotSources.CandleHole(
            pair: try Pair("ETH/USDT"), fromMs: minute(from), toMs: minute(to), count: 3)
        let breaks = found(
            BotSources(
                bot: "alpha", desired: bot(), reported: bot(), trades: [try trade(1, at: 60)],
                holes: [hole]))
        #expect(breaks.map(\.summary).joined() == expected)
        #expect(breaks.allSatisfy { $0.severity == .info && $0.moneyAtRisk == 200 })
    }

    @Test("every break has a guess at its cause and a word on what to do")
    func advice() throws {
        let breaks = breaks(
            bot: [try trade(1, at: 60), try trade(9, at: 60)],
            stored: [try trade(4, at: 300), try trade(9, at: 60)],
            backtest: [try trade(1, at: 60) { $0.closeRate = 90 }, try trade(2, at: 500)])
        #expect(breaks.count == 5)
        #expect(breaks.allSatisfy { $0.cause?.isEmpty == false && $0.command?.isEmpty == false })
    }
}

struct ClockSkewTests {
    private let expected = (0..<12).compactMap { index in
        try? trade(index + 1, at: 55 * index, amount: 2 + Double(index) / 10) {
            ($0.openRate, $0.closeRate) = (100 + Double(index), 101 + Double(index))
        }
    }

    private func shifted(_ trades: [Trade], minutes: Int) -> [Trade] {
        trades.map {
            var late = $0
            late.openMs += minutes * 60_000
            late.closeMs? += minutes * 60_000
            return late
        }
    }

    @Test(
        "a constant offset is one break, and the trades are compared without it",
        arguments: [60, -240, 540])
    func offset(minutes: Int) {
        var actual = shifted(expected, minutes: minutes)
        actual[3].closeRate = 90
        actual[3].profitAbs = nil
        let found = breaks(bot: actual, backtest: expected)
        #expect(found.map(\.code).sorted() == ["CLK-SKEW", "TRD-PRICE"])
        #expect(found.first { $0.code == "CLK-SKEW" }?.delta == Double(minutes * 60_000))
    }

    @Test("some late trades are late trades, and no wrong clock")
    func someLate() {
        let actual = Array(expected.prefix(8)) + shifted(Array(expected.suffix(4)), minutes: 5)
        #expect(breaks(bot: actual, backtest: expected).allSatisfy { $0.code == "TRD-TIME" })
    }
}

struct WaivingTests {
    private func some() throws -> [Break] {
        breaks(
            bot: [try trade(1, at: 60) { $0.openRate = 102 }, try trade(2, "BTC/USDT", at: 60)],
            backtest: [try trade(1, at: 60)])
    }

    private func rule(
        id: String? = nil, code: String? = nil, bot: String? = nil, pair: String? = nil,
        untilMs: Int = 100
    ) -> WaiverRule {
        WaiverRule(
            id: id, code: code, bot: bot, pair: pair,
            waiver: .init(reason: "known", untilMs: untilMs))
    }

    @Test("an id or a pattern waives, and waived breaks come last")
    func waives() throws {
        let breaks = try some()
        #expect(breaks.map(\.code) == ["TRD-PRICE", "SIG-DIVERGE"])
        for rule in [
            rule(id: breaks[0].id), rule(code: "TRD-PRICE"), rule(code: "TRD-PRICE", bot: "alpha"),
            rule(code: "TRD-PRICE", bot: "alpha", pair: "ETH/USDT"),
        ] {
            let waiving = Waiving([rule], over: breaks, nowMs: 99)
            #expect(waiving.breaks.map(\.code) == ["SIG-DIVERGE", "TRD-PRICE"])
            #expect(waiving.breaks.map(\.isStanding) == [true, false])
            #expect(waiving.idle.isEmpty && waiving.expired.isEmpty)
        }
    }

    @Test("another id, code, bot or pair waives nothing, and is told")
    func idle() throws {
        let rules = [
            rule(id: "TRD-PRICE-0"), rule(code: "DUP"), rule(code: "TRD-PRICE", bot: "beta"),
            rule(code: "TRD-PRICE", pair: "BTC/USDT"),
        ]
        let waiving = Waiving(rules, over: try some(), nowMs: 99)
        #expect(waiving.breaks == (try some()) && waiving.idle == rules)
    }

    @Test("a waiver does not count from its end on")
    func expired() throws {
        let rules = [rule(code: "TRD-PRICE")]
        let waiving = Waiving(rules, over: try some(), nowMs: 100)
        #expect(waiving.breaks.allSatisfy { $0.isStanding })
        #expect(waiving.expired == rules && waiving.idle.isEmpty)
    }
}
