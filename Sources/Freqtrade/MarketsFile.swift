internal import JSONL
public import Market

/// `markets.json` beside candles: what the exchange says of each pair.
///
/// `{"spot": {"ETHBTC": {"base": "ETH", "quote": "BTC", "tick": "0.00000001", "step": "0.001",
/// "min_qty": "0.001", "min_notional": "0.0001"}}}`, with `max_qty`, `max_notional`, `maker` and
/// `taker` if they are known, and the same under `futures`, settled in their quotes. Numbers may be texts. A
/// fee that is not said is the usual one: 0.1 %, of futures 0.02 % and 0.05 %.
public struct MarketsFile: Hashable, Sendable {
    public let facts: [MarketFacts]

    /// - Parameters:
    ///   - text: The whole file.
    ///   - path: Its name for messages.
    ///   - exchange: The exchange that the facts are about.
    /// - Throws: `FreqtradeError.unusable` naming the place or the market.
    public init(parsing text: String, path: String, exchange: String) throws(FreqtradeError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            let bad = BadRecord(error, in: text, source: path)
            throw .unusable(path: bad.location, reason: bad.message, hint: bad.hint)
        }
        guard let markets = json["spot"]?.members else {
            throw .unusable(path: path, reason: "it has no \"spot\" with markets in it", hint: nil)
        }
        var facts: [MarketFacts] = []
        let swaps = json["futures"]?.members ?? []
        for (market, isSwap) in markets.map({ ($0, false) }) + swaps.map({ ($0, true) }) {
            do throws(MarketError) {
                facts.append(try Self.facts(market.value, exchange: exchange, isSwap: isSwap))
            } catch {
                throw .unusable(
                    path: path, reason: "market \"\(market.key)\": \(Self.words(error))", hint: nil)
            }
        }
        self.facts = facts
    }

    private static func facts(
        _ market: JSONValue, exchange: String, isSwap: Bool
    ) throws(MarketError) -> MarketFacts {
        func number(_ key: String) throws(MarketError) -> Double? {
            guard let value = market[key], !value.isNull else { return nil }
            guard let number = value.double ?? value.string.flatMap({ Double($0) }) else {
                throw .invalidMarket(reason: "\"\(key)\" is \(value.spoken), expected a number")
            }
            return number
        }
        func needed(_ key: String) throws(MarketError) -> Double {
            guard let number = try number(key) else {
                throw .invalidMarket(reason: "\"\(key)\" is missing")
            }
            return number
        }
        let (base, quote) = (market["base"]?.string ?? "", market["quote"]?.string ?? "")
        let usual = isSwap ? (maker: 0.0002, taker: 0.0005) : (maker: 0.001, taker: 0.001)
        return try MarketFacts(
            exchange: exchange, pair: try Pair("\(base)/\(quote)" + (isSwap ? ":\(quote)" : "")),
            amountStep: try needed("step"), priceTick: try needed("tick"),
            minAmount: try number("min_qty"), maxAmount: try number("max_qty"),
            minCost: try number("min_notional"), maxCost: try number("max_notional"),
            maker: try number("maker") ?? usual.maker, taker: try number("taker") ?? usual.taker)
    }

    private static func words(_ error: MarketError) -> String {
        switch error {
        case .invalidMarket(let reason): reason
        case .invalidPair(let pair): "\"\(pair)\" is no pair"
        default: "\(error)"
        }
    }
}
