import Market
import Testing

/// Pairs and timeframes in the spellings of ccxt and freqtrade.
struct NamesTests {
    @Test(
        "a timeframe is a whole number and a unit",
        arguments: ["1m", "5m", "90m", "1h", "4h", "1d", "1w", "2w"])
    func timeframe(text: String) throws {
        #expect(try Timeframe(text).description == text)
    }

    @Test(
        "equal lengths are equal timeframes",
        arguments: [("60m", "1h"), ("24h", "1d"), ("7d", "1w")])
    func equal(left: String, right: String) throws {
        #expect(try Timeframe(left) == Timeframe(right))
    }

    @Test(
        "other texts are no timeframes",
        arguments: [
            "", "m", "5", "0m", "-5m", "+5m", "5 m", " 5m", "5M", "5x", "1.5h", "10001m",
            "99999999999999999999m", "5é",
        ])
    func noTimeframe(text: String) {
        #expect(throws: MarketError.invalidTimeframe(text)) { try Timeframe(text) }
    }

    @Test(
        "a pair says what is traded and in what it is priced",
        arguments: [
            ("ETH/BTC", "ETH", "BTC"), ("XRP/USDT:USDT", "XRP", "USDT"),
            ("1000SHIB/USDT", "1000SHIB", "USDT"), ("哈基米/USDT:USDT", "哈基米", "USDT"),
        ])
    func pair(symbol: String, base: String, quote: String) throws {
        let pair = try Pair(symbol)
        #expect((pair.base, pair.quote, pair.description) == (base, quote, symbol))
    }

    @Test(
        "other texts are no pairs",
        arguments: [
            "", "/", "ETH", "ETH/", "/BTC", "ETH/BTC/USDT", "ETH /BTC", "ETH/B\u{7F}",
            "ETH\n/BTC", "ETH\u{A0}/BTC", "ETH/BTC\u{202E}", "ETH/🐶",
        ])
    func noPair(symbol: String) {
        #expect(throws: MarketError.invalidPair(symbol)) { try Pair(symbol) }
    }
}
