import JSONL
import Records
import Testing

struct SecretKeysTests {
    @Test(
        "keys that open doors are secrets, their namesakes elsewhere are not",
        arguments: [
            ("exchange.key", true), ("exchange.secret", true), ("exchange.password", true),
            ("exchange.uid", true), ("exchange.walletAddress", true), ("exchange.name", false),
            ("exchange.ccxt_config.apiKey", true), ("telegram.chat_id", true),
            ("api_server.listen_port", true), ("pairlists.bearer_token", true),
            ("coingecko.api_key", true), ("db_url", true), ("stake_amount", false),
            ("minimal_roi.0", false), ("exchange.pair_whitelist", false), ("key", false),
        ])
    func contains(path: String, isSecret: Bool) {
        #expect(SecretKeys.contains(path.split(separator: ".").map(String.init)) == isSecret)
    }

    @Test("what is left of a configuration holds none of its secrets")
    func removed() {
        let configuration: JSONValue = [
            "stake_amount": 500,
            "exchange": ["name": "binance", "key": "SECRET1", "pair_whitelist": ["A/B"]],
            "telegram": ["enabled": true, "token": "SECRET2"],
            "pairlists": [["method": "RemotePairList", "bearer_token": "SECRET3"]],
            "proxy": "http://me:SECRET4@example.org/",
            "list": ["socks5://me:SECRET5@example.org"],
            "site": "https://example.org/@me",
        ]
        let expected: JSONValue = [
            "stake_amount": 500,
            "exchange": ["name": "binance", "pair_whitelist": ["A/B"]],
            "pairlists": [["method": "RemotePairList"]],
            "list": [],
            "site": "https://example.org/@me",
        ]
        #expect(SecretKeys.removed(from: configuration) == expected)
    }
}
