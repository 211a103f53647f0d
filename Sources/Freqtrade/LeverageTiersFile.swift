internal import JSONL
public import Market

/// A file of leverage tiers by pair, as ccxt gives them and freqtrade keeps them: `leverage_tiers_USDT.json` of a
/// data folder, or `binance_leverage_tiers.json` of its package.
///
/// `{"XRP/USDT:USDT": [{"minNotional": 0, "maxNotional": 40000, "maintenanceMarginRate": 0.005, "maxLeverage":
/// 100, "maintAmt": 0}]}`, alone or under `data`; ccxt has `info.cum` in the place of `maintAmt`.
public struct LeverageTiersFile: Hashable, Sendable {
    public let tiers: [Pair: [LeverageTier]]

    /// - Throws: `FreqtradeError.unusable` naming the place or the pair.
    public init(parsing text: String, path: String) throws(FreqtradeError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            let bad = BadRecord(error, in: text, source: path)
            throw .unusable(path: bad.location, reason: bad.message, hint: bad.hint)
        }
        guard let members = (json["data"] ?? json).members else {
            throw .unusable(path: path, reason: "it is no object of pairs with tiers", hint: nil)
        }
        var tiers: [Pair: [LeverageTier]] = [:]
        for member in members {
            do throws(MarketError) {
                tiers[try Pair(member.key)] = try Self.tiers(member.value)
            } catch {
                let reason =
                    if case .invalidMarket(let reason) = error { reason } else { "it is no pair" }
                throw .unusable(path: path, reason: "\"\(member.key)\": \(reason)", hint: nil)
            }
        }
        self.tiers = tiers
    }

    private static func tiers(_ list: JSONValue) throws(MarketError) -> [LeverageTier] {
        guard let list = list.array else {
            throw .invalidMarket(reason: "expected a list of tiers, found \(list.spoken)")
        }
        var tiers: [LeverageTier] = []
        for tier in list {
            func number(_ key: String) throws(MarketError) -> Double {
                guard let number = tier[key]?.double else {
                    throw .invalidMarket(reason: "a tier's \"\(key)\" is missing")
                }
                return number
            }
            let kept = tier["maintAmt"]?.double ?? tier["info"]?["cum"]?.double
            guard let kept = kept ?? tier["info"]?["cum"]?.string.flatMap({ Double($0) }) else {
                throw .invalidMarket(reason: "a tier's \"maintAmt\" is missing")
            }
            tiers.append(
                try LeverageTier(
                    minNotional: try number("minNotional"),
                    maxNotional: tier["maxNotional"]?.double,
                    maintenanceRatio: try number("maintenanceMarginRate"),
                    maxLeverage: try number("maxLeverage"), maintenanceAmount: kept))
        }
        return tiers
    }
}
