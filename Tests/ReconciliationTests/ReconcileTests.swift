import JSONL
import Market
import Records
import Reconciliation
import Testing

struct ReconcileTests {
    private let whole: JSONValue = [
        "stake_currency": "USDT", "stake_amount": 500, "max_open_trades": 4,
        "exchange": ["name": "binance", "pair_whitelist": ["BTC/USDT", "ETH/USDT"]],
        "unfilledtimeout": ["entry": 10, "unit": "minutes"],
    ]

    private func drift(_ stated: JSONValue, _ reported: JSONValue? = nil) -> [Break] {
        reconcile([
            BotSources(
                bot: "alpha", desired: bot("alpha", stated),
                reported: bot("alpha", reported ?? whole))
        ])
    }

    @Test("a bot that has what the desk states does not drift, whatever else it has")
    func noDrift() {
        #expect(drift(whole).isEmpty)
        #expect(drift(.object([])).isEmpty)
        #expect(drift(["stake_amount": 500.0]).isEmpty)
    }

    @Test("a key that the bot leaves out has freqtrade's default")
    func defaults() {
        #expect(drift(["tradable_balance_ratio": 0.99, "dry_run": true]).isEmpty)
        let found = drift(["tradable_balance_ratio": 0.5])
        #expect(
            found.map(\.message) == [
                "tradable_balance_ratio is 0.99 (freqtrade's default) where the desk says 0.5."
            ])
        #expect(found.map(\.actual) == [nil])
    }

    @Test("of a bot whose configuration was not read, only what is known can drift")
    func unknownConfiguration() {
        let known: JSONValue = ["strategy": "Other", "exchange": ["name": "binance"]]
        let found = drift(
            ["strategy": "EmaCross", "stake_amount": 500, "exchange": ["name": "binance"]], known)
        #expect(found.map(\.field) == ["strategy"])
    }

    @Test("every stated key that differs is one break, money keys first")
    func drifts() {
        let found = drift([
            "max_open_trades": 3, "stake_amount": 250, "unfilledtimeout": ["entry": 5],
            "minimal_roi": ["0": 0.1],
        ])
        #expect(
            found.map { "\($0.severity) \($0.field ?? "")" } == [
                "critical stake_amount", "warn max_open_trades", "warn minimal_roi.0",
                "warn unfilledtimeout.entry",
            ])
        #expect(found[0].message == "stake_amount is 500 where the desk says 250.")
        #expect(found[0].delta == 250)
        #expect(found[2].message == "minimal_roi.0 is not set where the desk says 0.1.")
    }

    @Test(
        "a list says what is missing, what is besides, or that only the order differs",
        arguments: [
            (["BTC/USDT", "ADA/USDT"], "lacks ADA/USDT and has ETH/USDT besides"),
            (["ETH/USDT", "BTC/USDT"], "holds the same in another order"),
        ])
    func lists(pairs: [String], words: String) {
        let found = drift([
            "exchange": ["pair_whitelist": .list(pairs.map(JSONValue.text))]
        ])
        #expect(
            found.map(\.message) == [
                "exchange.pair_whitelist \(words), compared with the desk."
            ])
    }

    @Test("a desired bot that is silent is missing; a stranger is extra, and nothing else is said")
    func presence() throws {
        let stranger = bot("beta", database: "bots/beta/tradesv3.sqlite")
        let sources = [
            BotSources(bot: "alpha", desired: bot("alpha", database: "a.sqlite")),
            BotSources(
                bot: "beta", reported: stranger, trades: [try trade(1, at: 5)],
                backtest: backtest([])),
        ]
        let found = reconcile(sources)
        #expect(found.map(\.code) == ["BOT-MISSING", "BOT-EXTRA"])
        #expect(found.map(\.severity) == [.critical, .warn])
        #expect(found[0].message.contains("there is no database a.sqlite"))
        // Without a desk nobody is a stranger, and trades are compared.
        #expect(
            reconcile(sources, isDeskKnown: false).map(\.code) == ["BOT-MISSING", "SIG-DIVERGE"])
    }

    @Test("order and ids depend on nothing but the breaks")
    func deterministic() throws {
        let sources = try (0..<20).map { index in
            BotSources(
                bot: "bot-\(index)", desired: bot("bot-\(index)", ["max_open_trades": 5]),
                reported: bot("bot-\(index)", whole), trades: [try trade(1, at: index)],
                stored: [try trade(2, at: index)])
        }
        let found = reconcile(sources)
        #expect(found == reconcile(sources.reversed()))
        #expect(Set(found.map(\.id)).count == found.count)
    }

    @Test("an id stays when the values change")
    func stableIDs() throws {
        let expected = try trade(1, at: 60)
        let ids = try [1.01, 1.02].map { factor in
            breaks(bot: [try trade(1, at: 60) { $0.openRate *= factor }], backtest: [expected])
                .map(\.id)
        }
        #expect(ids[0] == ids[1])
        // Pinned, because pages link to it. Computed with a few lines of Python from FNV-1a's paper.
        #expect(ids[0] == ["TRD-PRICE-e7b87f4bbf4d"])
    }

    @Test("breaks that cannot be told apart are counted")
    func twins() throws {
        let found = breaks(
            bot: [], backtest: [try trade(1, at: 60), try trade(2, at: 60)])
        #expect(found.count == 2)
        #expect(found[1].id == found[0].id + "-2")
    }
}
