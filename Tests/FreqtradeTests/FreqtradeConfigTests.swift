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
}
