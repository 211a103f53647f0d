public import JSONL

/// Rules that stand in the place of a strategy's and a configuration's own: what a search tries, or a
/// parameter file says. nil where the own one stays.
public struct RuleSettings: Hashable, Sendable {
    /// The four rules of a trailing stop, which belong together.
    public struct Trailing: Hashable, Sendable {
        public var isOn: Bool
        public var positive: Double?
        public var offset: Double
        public var onlyOffsetIsReached: Bool

        public init(isOn: Bool, positive: Double?, offset: Double, onlyOffsetIsReached: Bool) {
            self.isOn = isOn
            self.positive = positive
            self.offset = offset
            self.onlyOffsetIsReached = onlyOffsetIsReached
        }
    }

    /// Ascending by minutes.
    public var minimalROI: [TradingRules.ROIStep]?
    /// Negative ratio.
    public var stoploss: Double?
    public var trailing: Trailing?
    /// −1 and 0 for any number, which a stake of "unlimited" does not allow: it keeps the
    /// configuration's, as in freqtrade.
    public var maxOpenTrades: Int?

    public init() {}

    public var isEmpty: Bool { self == RuleSettings() }

    /// Leaves out what is as `rules` have it.
    public mutating func leaveOut(_ rules: TradingRules) {
        if minimalROI == rules.minimalROI { minimalROI = nil }
        if stoploss == rules.stoploss { stoploss = nil }
        if trailing == rules.trailing { trailing = nil }
    }
}

extension TradingRules {
    /// The rules with `settings` in the place of their own.
    public func with(_ settings: RuleSettings) -> TradingRules {
        var rules = self
        rules.minimalROI = settings.minimalROI ?? minimalROI
        rules.stoploss = settings.stoploss ?? stoploss
        if let trailing = settings.trailing {
            rules.trailingStop = trailing.isOn
            rules.trailingStopPositive = trailing.positive
            rules.trailingStopPositiveOffset = trailing.offset
            rules.trailingOnlyOffsetIsReached = trailing.onlyOffsetIsReached
        }
        return rules
    }

    /// The four rules of the trailing stop.
    public var trailing: RuleSettings.Trailing {
        RuleSettings.Trailing(
            isOn: trailingStop, positive: trailingStopPositive, offset: trailingStopPositiveOffset,
            onlyOffsetIsReached: trailingOnlyOffsetIsReached)
    }
}

// MARK: JSON

extension RuleSettings {
    private static let trailingKeys = [
        "trailing_stop", "trailing_stop_positive", "trailing_stop_positive_offset",
        "trailing_only_offset_is_reached",
    ]
    /// The keys that rules have in strategy files.
    public static let keys = ["minimal_roi", "stoploss"] + trailingKeys + ["max_open_trades"]

    /// What is set, in a strategy file's keys.
    public var members: [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if let minimalROI { members.append(.init("minimal_roi", minimalROI.json)) }
        if let stoploss { members.append(.init("stoploss", .number(stoploss))) }
        members += trailing?.members ?? []
        if let maxOpenTrades { members.append(.init("max_open_trades", .integer(maxOpenTrades))) }
        return members
    }

    /// What an object says of rules; other members are left alone.
    ///
    /// - Throws: `ParameterError` for rules that no strategy may have.
    public init(_ json: JSONValue) throws(ParameterError) {
        if let table = json["minimal_roi"] { minimalROI = try Self.table(table) }
        if let number = json["stoploss"] {
            guard let ratio = number.double, ratio < 0, ratio >= -1 else {
                throw ParameterError(message: "expected a stoploss from -1 to below 0")
            }
            stoploss = ratio
        }
        if Self.trailingKeys.contains(where: { json[$0] != nil }) { trailing = try Trailing(json) }
        if let number = json["max_open_trades"] {
            guard let count = number.whole, count >= -1 else {
                throw ParameterError(message: "expected max_open_trades from -1 on")
            }
            maxOpenTrades = count
        }
    }

    private static func table(_ json: JSONValue) throws(ParameterError) -> [TradingRules.ROIStep] {
        guard let members = json.members else {
            throw ParameterError(message: "expected minimal_roi as an object of minutes and ratios")
        }
        var steps: [TradingRules.ROIStep] = []
        for member in members {
            guard let minutes = Int(member.key), minutes >= 0, let ratio = member.value.double,
                ratio >= -1, !steps.contains(where: { $0.minutes == minutes })
            else {
                throw ParameterError(
                    message: "minimal_roi: \"\(member.key)\" does not say which ratio is enough "
                        + "after how many minutes")
            }
            steps.append(.init(minutes: minutes, ratio: ratio))
        }
        return steps.sorted { $0.minutes < $1.minutes }
    }
}

extension RuleSettings.Trailing {
    public var members: [JSONValue.Member] {
        [
            .init("trailing_stop", .boolean(isOn)),
            .init("trailing_stop_positive", positive.map { .number($0) } ?? .null),
            .init("trailing_stop_positive_offset", .number(offset)),
            .init("trailing_only_offset_is_reached", .boolean(onlyOffsetIsReached)),
        ]
    }

    /// - Throws: `ParameterError` for what freqtrade refuses too.
    fileprivate init(_ json: JSONValue) throws(ParameterError) {
        let positive = json["trailing_stop_positive"] ?? .null
        self.init(
            isOn: json["trailing_stop"]?.bool ?? false, positive: positive.double,
            offset: json["trailing_stop_positive_offset"]?.double ?? 0,
            onlyOffsetIsReached: json["trailing_only_offset_is_reached"]?.bool ?? false)
        guard positive.isNull || self.positive.map({ $0 > 0 && $0 < 1 }) == true else {
            throw ParameterError(
                message: "expected a trailing_stop_positive above 0 and below 1, or null")
        }
        if isOn, onlyOffsetIsReached, self.positive == nil {
            throw ParameterError(
                message: "trailing_only_offset_is_reached needs trailing_stop_positive")
        }
        if isOn, let positive = self.positive, offset > 0, offset <= positive {
            throw ParameterError(
                message:
                    "trailing_stop_positive_offset must be greater than trailing_stop_positive")
        }
    }
}

extension [TradingRules.ROIStep] {
    /// As strategy files write them: minutes and ratios.
    public var json: JSONValue {
        .object(map { JSONValue.Member("\($0.minutes)", .number($0.ratio)) })
    }
}

extension JSONValue {
    /// A whole number, written as an integer or as `3.0`.
    fileprivate var whole: Int? { int ?? double.flatMap { Int(exactly: $0) } }
}
