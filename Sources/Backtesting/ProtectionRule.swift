internal import JSONL
public import Market
public import Strategies

/// One of freqtrade's protections with its numbers: it locks a pair or all of them after trades that went wrong.
public struct ProtectionRule: Hashable, Sendable {
    /// Which of freqtrade's protections it is.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        case cooldownPeriod = "CooldownPeriod"
        case stoplossGuard = "StoplossGuard"
        case maxDrawdown = "MaxDrawdown"
        case lowProfitPairs = "LowProfitPairs"
    }

    public var method: Method
    public var lookbackMinutes: Int
    public var stopMinutes: Int
    /// Minutes since midnight UTC at which the lock ends instead; nil for `stopMinutes`.
    public var unlockMinute: Int?
    /// Trades that must have gone wrong.
    public var tradeLimit: Int
    /// Ratio: a loss counts below it, a pair is locked below it.
    public var requiredProfit: Double
    /// Ratio, 0…1.
    public var maxAllowedDrawdown: Double
    /// The drawdown is that of the money, instead of summed profit ratios.
    public var ofEquity: Bool
    public var onlyPerPair: Bool
    public var onlyPerSide: Bool

    public init(
        method: Method, lookbackMinutes: Int = 60, stopMinutes: Int = 60,
        unlockMinute: Int? = nil, tradeLimit: Int, requiredProfit: Double = 0,
        maxAllowedDrawdown: Double = 0, ofEquity: Bool = false, onlyPerPair: Bool = false,
        onlyPerSide: Bool = false
    ) {
        self.method = method
        self.lookbackMinutes = lookbackMinutes
        self.stopMinutes = stopMinutes
        self.unlockMinute = unlockMinute
        self.tradeLimit = tradeLimit
        self.requiredProfit = requiredProfit
        self.maxAllowedDrawdown = maxAllowedDrawdown
        self.ofEquity = ofEquity
        self.onlyPerPair = onlyPerPair
        self.onlyPerSide = onlyPerSide
    }
}

extension ProtectionRule {
    /// Whether it may lock single pairs, and whether all of them.
    var locksPairs: Bool { method != .maxDrawdown }

    var locksAll: Bool {
        switch method {
        case .cooldownPeriod, .lowProfitPairs: false
        case .stoplossGuard: !onlyPerPair
        case .maxDrawdown: true
        }
    }

    /// A strategy's protection under these values of its parameters, with freqtrade's defaults; nil for a
    /// method that is none of ours.
    public init?(_ protection: Protection, timeframe: Timeframe, values: ParameterValues) {
        guard let method = Method(rawValue: protection.method) else { return nil }
        func number(_ key: String) -> Double? {
            switch protection.settings[key] {
            case .number(let number): number
            case .parameter(let name): values[name]?.json.double
            default: nil
            }
        }
        func flag(_ key: String) -> Bool {
            switch protection.settings[key] {
            case .boolean(let flag): flag
            case .parameter(let name): values[name] == .boolean(true)
            default: false
            }
        }
        func minutes(_ key: String) -> Int {
            let candles = number(key + "_candles").map { Int($0) * timeframe.minutes }
            return candles ?? number(key).map { Int($0) } ?? 60
        }
        self.init(
            method: method, lookbackMinutes: minutes("lookback_period"),
            stopMinutes: minutes("stop_duration"),
            unlockMinute: number("unlock_at").map { Int($0) },
            tradeLimit: number("trade_limit").map { Int($0) }
                ?? (method == .stoplossGuard ? 10 : 1),
            requiredProfit: number("required_profit") ?? 0,
            maxAllowedDrawdown: number("max_allowed_drawdown") ?? 0,
            ofEquity: protection.settings["calculation_mode"] == .text("equity"),
            onlyPerPair: flag("only_per_pair"), onlyPerSide: flag("only_per_side"))
    }
}

extension ProtectionRule {
    /// When the lock ends if the last of the trades ended at `latest`, both Unix milliseconds.
    func end(after latest: Int) -> Int {
        guard let unlockMinute else { return latest + stopMinutes * 60_000 }
        let day = 86_400_000
        let unlock = latest / day * day + unlockMinute * 60_000
        return unlock < latest ? unlock + day : unlock
    }
}
