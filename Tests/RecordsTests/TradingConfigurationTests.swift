import Foundation
import JSONL
import Market
import Records
import TestSupport
import Testing

struct TradingConfigurationTests {
    private func read(_ text: String) throws -> TradingConfiguration {
        try TradingConfiguration(json: JSONValue(parsing: text))
    }

    @Test("what freqtrade leaves out has freqtrade's default")
    func defaults() throws {
        let configuration = try read(
            #"{"max_open_trades": 3, "stake_currency": "USDT", "stake_amount": 100}"#)
        #expect(
            configuration
                == TradingConfiguration(
                    maxOpenTrades: 3, stakeCurrency: "USDT", stakeAmount: .fixed(100),
                    tradableBalanceRatio: 0.99, dryRunWallet: 1_000, fee: nil,
                    amendLastStakeAmount: false, lastStakeAmountMinRatio: 0.5,
                    entryTimeoutMinutes: nil, exitTimeoutMinutes: nil, pairWhitelist: []))
    }

    @Test("every key is read in freqtrade's spellings")
    func everyKey() throws {
        let configuration = try read(
            """
            {"max_open_trades": -1, "stake_currency": "BTC", "stake_amount": 0.05,
             "tradable_balance_ratio": 0.5, "dry_run_wallet": {"BTC": 2, "ETH": 7}, "fee": 0.002,
             "amend_last_stake_amount": true, "last_stake_amount_min_ratio": 0.25,
             "unfilledtimeout": {"entry": 90, "exit": 30, "exit_timeout_count": 0, "unit": "seconds"},
             "ignore_buying_expired_candle_after": 150,
             "trading_mode": "spot", "margin_mode": "", "dry_run": true, "something": {"else": 1},
             "exchange": {"name": "binance", "pair_whitelist": ["ETH/BTC", "LTC/BTC"]}}
            """)
        #expect(
            configuration
                == TradingConfiguration(
                    maxOpenTrades: nil, stakeCurrency: "BTC", stakeAmount: .fixed(0.05),
                    tradableBalanceRatio: 0.5, dryRunWallet: 2, fee: 0.002,
                    amendLastStakeAmount: true, lastStakeAmountMinRatio: 0.25,
                    entryTimeoutMinutes: 1.5, exitTimeoutMinutes: 0.5, entryExpirySeconds: 150,
                    pairWhitelist: [try Pair("ETH/BTC"), try Pair("LTC/BTC")]))
        #expect(try TradingConfiguration(json: configuration.json) == configuration)
        #expect(try JSONValue(parsing: configuration.json.text) == configuration.json)
    }

    @Test("futures keep their margin and their buffer")
    func futures() throws {
        let configuration = try read(
            """
            {"max_open_trades": 1, "stake_currency": "USDT", "stake_amount": 100,
             "trading_mode": "futures", "margin_mode": "isolated", "liquidation_buffer": 0.1,
             "futures_funding_rate": 0,
             "pair_whitelist": ["XRP/USDT:USDT"]}
            """)
        #expect(configuration.tradingMode == .futures)
        #expect(configuration.liquidationBuffer == 0.1)
        #expect(configuration.futuresFundingRate == 0)
        #expect(configuration.json["margin_mode"] == "isolated")
        #expect(try TradingConfiguration(json: configuration.json) == configuration)
    }

    static let mistakes: [(keys: String, message: String)] = [
        (
            #""stake_currency": null"#,
            #""stake_currency" is missing, expected a currency such as "USDT""#
        ),
        (
            #""max_open_trades": "many""#,
            #""max_open_trades" is "many", expected a whole number, or -1 for any number"#
        ),
        (
            #""max_open_trades": 2.5"#,
            #""max_open_trades" is 2.5, expected a whole number, or -1 for any number"#
        ),
        (
            #""max_open_trades": -2"#,
            #""max_open_trades" is -2, expected a whole number, or -1 for any number"#
        ),
        (#""stake_amount": 0"#, #""stake_amount" is 0, expected a number above 0 or "unlimited""#),
        (
            #""stake_amount": "all""#,
            #""stake_amount" is "all", expected a number above 0 or "unlimited""#
        ),
        (
            #""tradable_balance_ratio": 99"#,
            #""tradable_balance_ratio" is 99, expected a number from 0.0 to 1.0"#
        ),
        (#""fee": 0.5"#, #""fee" is 0.5, expected a number from 0.0 to 0.1"#),
        (
            #""amend_last_stake_amount": "yes""#,
            #""amend_last_stake_amount" is "yes", expected true or false"#
        ),
        (#""unfilledtimeout": 10"#, #""unfilledtimeout" is 10, expected an object"#),
        (
            #""unfilledtimeout": {"unit": "hours"}"#,
            #""unfilledtimeout.unit" is "hours", expected "minutes" or "seconds""#
        ),
        (
            #""unfilledtimeout": {"entry": -1}"#,
            #""unfilledtimeout.entry" is -1, expected a number of at least 0.0"#
        ),
        (
            #""trading_mode": "margin""#,
            #""trading_mode" is "margin", expected "spot" or "futures""#
        ),
        (
            #""trading_mode": "futures""#,
            #""margin_mode" is missing, expected "isolated" or "cross" because "trading_mode" is "futures""#
        ),
        (
            #""trading_mode": "futures", "margin_mode": "none""#,
            #""margin_mode" is "none", expected "isolated" or "cross" because "trading_mode" is "futures""#
        ),
        (
            #""liquidation_buffer": 1"#,
            #""liquidation_buffer" is 1, expected a number from 0.0 to 0.99"#
        ),
        (
            #""dry_run_wallet": "much""#,
            #""dry_run_wallet" is "much", expected a number of at least 0.0"#
        ),
        (
            #""exchange": {"pair_whitelist": "ETH/BTC"}"#,
            #""exchange.pair_whitelist" is "ETH/BTC", expected a list of pairs"#
        ),
        (
            #""exchange": {"pair_whitelist": ["ETH/BTC", 7]}"#,
            #""exchange.pair_whitelist"[1] is 7, expected a pair such as "BTC/USDT""#
        ),
        (#""pair_whitelist": ["ETH/BTC", "ETH/BTC"]"#, #""pair_whitelist" names "ETH/BTC" twice"#),
        (
            #""max_open_trades": -1, "stake_amount": "unlimited""#,
            #""max_open_trades" and "stake_amount" cannot both be unlimited"#
        ),
    ]

    @Test("a mistake is named by the path of its key", arguments: mistakes)
    func mistake(keys: String, message: String) throws {
        let changed = try #require(try JSONValue(parsing: "{\(keys)}").members)
        let base = try JSONValue(
            parsing: #"{"max_open_trades": 3, "stake_currency": "USDT", "stake_amount": 100}"#)
        let kept = (base.members ?? []).filter { old in !changed.contains { $0.key == old.key } }
        #expect(throws: RecordError.self) {
            try TradingConfiguration(json: .object(kept + changed))
        }
        do {
            _ = try TradingConfiguration(json: .object(kept + changed))
        } catch {
            #expect(error.message == message)
        }
    }

    @Test(
        "the configurations of the reference back-tests are read",
        .enabled(if: sharedFolder != nil, "needs ../shared"))
    func reference() throws {
        let folder = URL(filePath: try #require(sharedFolder)).appending(path: "oracle/freqtrade")
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let file = folder.appending(path: "\(name)/config.json")
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            let json = try JSONValue(parsing: text)
            let configuration = try TradingConfiguration(json: json)
            #expect(configuration.pairWhitelist.count >= 1)
            #expect(try TradingConfiguration(json: configuration.json) == configuration)
            count += 1
        }
        #expect(count >= 3)
    }
}
