import Freqtrade
import JSONL
import Market
import Testing

struct FreqtradeConfigTests {
    @Test("a configuration is read as freqtrade reads it, but for its secrets")
    func whole() throws {
        let config = try FreqtradeConfig(
            parsing: """
                {
                    // the wallet
                    "stake_amount": 500, /* "stake_amount": 1, */
                    "timeframe": "5m", "dry_run": false, "strategy": "EmaCross",
                    "note": "no // comment, and no /* one */ either,]",
                    "exchange": {"name": "binance", "key": "KEY", "secret": "SECRET",
                        "pair_whitelist": ["A/B", "C/D",],},
                    "telegram": {"token": "TOKEN", "chat_id": "1"},
                }
                """, path: "config.json")
        #expect(
            config.document == [
                "stake_amount": 500, "timeframe": "5m", "dry_run": false, "strategy": "EmaCross",
                "note": "no // comment, and no /* one */ either,]",
                "exchange": ["name": "binance", "pair_whitelist": ["A/B", "C/D"]],
            ])
        #expect(config.exchange == "binance" && config.isDryRun == false)
        #expect(try config.timeframe == Timeframe("5m"))
    }

    @Test(
        "what is no JSON object is told with its place and without a word of it",
        arguments: [
            ("{\"exchange\": {\n  \"secret\": \"abc\n\"}}", 2, 17),
            ("{\n  \"key\": abc}", 2, 10), ("[\"abc\"]", 1, 1), ("", 1, 1),
            ("{\"abc\": 1} abc", 1, 12), ("{\"abc\": 1 /* abc", 1, 11),
        ])
    func broken(text: String, line: Int, column: Int) {
        let error = #expect(throws: FreqtradeError.self) {
            try FreqtradeConfig(parsing: text, path: "config.json")
        }
        #expect(
            error?.description
                == "config.json:\(line):\(column): error: the configuration is no JSON object from here on"
        )
    }

    private static let files = [
        "/bots/config.json": """
        {
            // the bot
            "max_open_trades": 3, /* slots */
            "add_config_files": ["sub/first.json", "sub/second.json",],
            "exchange": {"name": "binance", "pair_whitelist": ["ETH/BTC",],},
            "strategy": "FromRoot",
        }
        """,
        "/bots/sub/first.json": """
        {"strategy": "FromFirst", "stake_amount": 1, "dry_run_wallet": 10, "timeframe": "1h",
         "exchange": {"name": "kraken", "key": "abc", "pair_blacklist": ["A/B"]}}
        """,
        "/bots/sub/second.json": """
        {"add_config_files": ["third.json", "/etc/fourth.json"], "stake_amount": 2, // wins
         "unfilledtimeout": {"entry": 5}, "timeframe": null}
        """,
        "/bots/sub/third.json": """
        {"stake_amount": 3, "stake_currency": "BTC", "unfilledtimeout": {"entry": 9, "exit": 1}}
        """,
        "/etc/fourth.json": "{\"bot_name\": \"four\"}",
        "/loop.json": "{\"add_config_files\": [\"loop.json\"]}",
        "/words.json": "{\"add_config_files\": \"loop.json\"}",
        "/broken.json": "{\"add_config_files\": [\"sub/rotten.json\"]}",
        "/sub/rotten.json": "{\n \"a\": 1 \"b\"}",
    ]

    private struct Missing: Error, Equatable { let path: String }

    private func config(_ path: String) throws -> FreqtradeConfig {
        try FreqtradeConfig(path: path) { path in
            guard let text = Self.files[path] else { throw Missing(path: path) }
            return text
        }
    }

    @Test("included files are merged as freqtrade merges them, and secrets of all are dropped")
    func includes() throws {
        #expect(
            try config("/bots/config.json").document == [
                "strategy": "FromRoot", "stake_amount": 2, "dry_run_wallet": 10,
                "timeframe": nil,
                "exchange": [
                    "name": "binance", "pair_blacklist": ["A/B"], "pair_whitelist": ["ETH/BTC"],
                ],
                "stake_currency": "BTC", "unfilledtimeout": ["entry": 5, "exit": 1],
                "bot_name": "four",
                "add_config_files": ["sub/first.json", "sub/second.json"], "max_open_trades": 3,
            ])
    }

    @Test(
        "an inclusion that cannot be is told with its file",
        arguments: [
            (
                "/loop.json",
                "/loop.json:1:1: error: \"add_config_files\" goes deeper than 5 files: does one "
                    + "include itself?"
            ),
            ("/words.json", "/words.json:1:1: error: \"add_config_files\" is no list of files"),
            (
                "/broken.json",
                "/sub/rotten.json:2:9: error: the configuration is no JSON object from here on"
            ),
        ])
    func badInclusion(path: String, message: String) {
        let error = #expect(throws: FreqtradeError.self) { try config(path) }
        #expect(error?.description == message)
        #expect(throws: Missing(path: "/none.json")) { try config("/none.json") }
    }
}
