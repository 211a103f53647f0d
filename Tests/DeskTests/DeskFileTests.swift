import Desk
import JSONL
import Records
import Testing
import YAML

private let sample = """
    version: 1
    name: sample-desk
    bots_folder: bots
    exchanges:
      synthetic: {freqtrade_name: binance}
      kraken:
    strategies:
      EmaCross: {file: strategies/ema-cross.strategy.yaml, timeframe: 5m}
      Other:
    defaults:
      config:
        stake_amount: 500
        pair_whitelist: [BTC/USDT, ETH/USDT]
        unfilledtimeout: {entry: 10, unit: minutes}
    bots:
      alpha:
        mode: dry_run
        exchange: synthetic
        strategy: EmaCross
        database: bots/alpha/tradesv3.sqlite
        config_file: bots/alpha/config.json
        config:
          stake_amount: 250.5
          unfilledtimeout: {entry: 5}
      beta: {mode: live, exchange: kraken, strategy: Other, database: /var/beta.sqlite}

    """

struct DeskFileTests {
    @Test("a desk is read whole, its bots' configurations merged key by key")
    func whole() throws {
        let desk = try DeskFile(parsing: sample, source: "data/desk.yaml")
        #expect(desk.name == "sample-desk" && desk.botsFolder == "bots")
        #expect(desk.bots.map(\.record.bot) == ["alpha", "beta"])
        let alpha = try #require(desk.bot(named: "alpha"))
        #expect(alpha.record.exchange == "synthetic" && alpha.record.timeframe == "5m")
        let stated: JSONValue = [
            "stake_amount": 250.5, "unfilledtimeout": ["entry": 5, "unit": "minutes"],
            "exchange": ["pair_whitelist": ["BTC/USDT", "ETH/USDT"], "name": "binance"],
            "dry_run": true, "strategy": "EmaCross", "timeframe": "5m",
        ]
        #expect(alpha.record.config == stated)
        let beta = try #require(desk.bot(named: "beta"))
        #expect(beta.record.mode == .live && beta.configFile == nil)
        #expect(beta.record.config["exchange"]?["name"] == "kraken")
        #expect(beta.record.config["timeframe"] == nil)
        #expect(desk.warnings.isEmpty)
    }

    @Test(
        "paths are seen from where the desk file is",
        arguments: [
            ("data/desk.yaml", "bots/a.sqlite", "data/bots/a.sqlite"),
            ("desk.yaml", "bots/a.sqlite", "bots/a.sqlite"),
            ("data/desk.yaml", "/var/a.sqlite", "/var/a.sqlite"),
            ("../desks/one.yaml", "../bots/a.sqlite", "../desks/../bots/a.sqlite"),
        ])
    func paths(source: String, written: String, seen: String) throws {
        #expect(try DeskFile(parsing: sample, source: source).path(written) == seen)
    }

    @Test(
        "a mistake is told with its place and what was meant",
        arguments: [
            (
                "mode: dry_run", "mode: dryrun",
                "desk.yaml:17:11: error: unknown mode \"dryrun\". hint: did you mean \"dry_run\"?"
            ),
            (
                "exchange: synthetic", "exchange: sinthetic",
                "desk.yaml:18:15: error: unknown exchange \"sinthetic\". hint: did you mean \"synthetic\"?"
            ),
            (
                "strategy: EmaCross", "strategy: EmaCros",
                "desk.yaml:19:15: error: unknown strategy \"EmaCros\". hint: did you mean \"EmaCross\"?"
            ),
            (
                "config_file:", "config_fil:",
                "desk.yaml:21:5: error: unknown key \"config_fil\". hint: did you mean \"config_file\"?"
            ),
            (
                "version: 1", "version: 2",
                "desk.yaml:1:10: error: this reads version 1 of the desk file"
            ),
            (
                "timeframe: 5m", "timeframe: 5x",
                "desk.yaml:8:67: error: \"5x\" is no timeframe. hint: write 5m, 1h or 1d"
            ),
            (
                "name: sample-desk", "limits: {max_daily_loss: 100}",
                "desk.yaml:2:1: error: \"limits\" is not supported: no tool of this version would act on it. hint: leave it out, so that nobody relies on it"
            ),
            (
                "stake_amount: 500", "dry_run: false",
                "desk.yaml:12:5: error: \"dry_run\" does not belong here: the desk says it as mode"
            ),
            (
                "stake_amount: 500", "exchange: {secret: abc}",
                "desk.yaml:12:16: error: \"exchange.secret\" may hold a secret. hint: secrets do not belong in a desk file"
            ),
        ])
    func mistakes(written: String, wrong: String, told: String) throws {
        let text = sample.replacing(written, with: wrong, maxReplacements: 1)
        let error = #expect(throws: YAMLError.self) {
            try DeskFile(parsing: text, source: "desk.yaml")
        }
        #expect(error?.description == told)
        #expect(error?.description.contains("abc") == false)
    }

    @Test("a bot without a database is refused where it stands")
    func missingKey() {
        let text = sample.replacing("    database: bots/alpha/tradesv3.sqlite\n", with: "")
        let error = #expect(throws: YAMLError.self) {
            try DeskFile(parsing: text, source: "desk.yaml")
        }
        #expect(error?.description == "desk.yaml:17:5: error: \"database\" is missing")
    }

    @Test("a key that freqtrade does not know is kept, with a warning")
    func unknownConfigurationKey() throws {
        let text = sample.replacing("stake_amount: 500", with: "max_open_trade: 4")
        let desk = try DeskFile(parsing: text, source: "desk.yaml")
        #expect(
            desk.warnings.map(\.description) == [
                "desk.yaml:12:5: error: freqtrade has no key \"max_open_trade\". hint: did you mean \"max_open_trades\"?"
            ])
        #expect(desk.bot(named: "beta")?.record.config["max_open_trade"] == 4)
    }
}
