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
    /// How the strategy says the times, if in candles, and the limit of a loss or drawdown: for words.
    var (lookbackCandles, stopCandles): (Int?, Int?)
    var spelledLimit = "0.0"

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
        lookbackCandles = number("lookback_period_candles").map { Int($0) }
        stopCandles = number("stop_duration_candles").map { Int($0) }
        let limit = number(method == .maxDrawdown ? "max_allowed_drawdown" : "required_profit")
        spelledLimit = limit.map { Self.spelled($0) } ?? spelledLimit
    }

    /// As Python writes what a strategy file says: whole numbers without a fraction.
    private static func spelled(_ limit: Double) -> String {
        limit == limit.rounded() ? "\(Int(limit))" : "\(limit)"
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

extension ProtectionRule {
    /// Why it locks, in freqtrade's words (`plugins/protections`).
    ///
    /// - Parameter measured: The profit or drawdown that passed the limit, a ratio.
    /// - Returns: The sentence that a lock carries.
    func reason(_ measured: Double) -> String {
        let locking = "locking \(duration)."
        return switch method {
        case .cooldownPeriod: "Cooldown period for \(duration)."
        case .stoplossGuard: "\(tradeLimit) stoplosses in \(lookbackMinutes) min, \(locking)"
        case .maxDrawdown: "\(measured) passed \(spelledLimit) in \(lookback), \(locking)"
        case .lowProfitPairs: "\(measured) < \(spelledLimit) in \(lookback), \(locking)"
        }
    }

    private var lookback: String { Self.time(candles: lookbackCandles, minutes: lookbackMinutes) }

    private var duration: String {
        guard let unlockMinute else {
            return "for " + Self.time(candles: stopCandles, minutes: stopMinutes)
        }
        let time = [unlockMinute / 60, unlockMinute % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }
        return "until " + time.joined(separator: ":")
    }

    private static func time(candles: Int?, minutes: Int) -> String {
        if let candles, candles != 0 { return "\(candles) candle\(candles == 1 ? "" : "s")" }
        return "\(minutes) minute\(minutes == 1 ? "" : "s")"
    }
}
