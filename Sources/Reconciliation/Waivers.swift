public import Records

/// A rule that lets breaks pass for a while, with a reason.
public struct WaiverRule: Hashable, Sendable {
    /// One break; nil for a pattern.
    public var id: String?
    /// A pattern: breaks of this code, and of this bot and pair where they are given.
    public var code: String?
    public var bot: String?
    public var pair: String?
    public var waiver: Break.Waiver

    public init(
        id: String? = nil, code: String? = nil, bot: String? = nil, pair: String? = nil,
        waiver: Break.Waiver
    ) {
        self.id = id
        self.code = code
        self.bot = bot
        self.pair = pair
        self.waiver = waiver
    }

    /// `TRD-PRICE of ema-cross on ETH/USDT`, or the id.
    public var spoken: String {
        id ?? (code ?? "") + (bot.map { " of \($0)" } ?? "") + (pair.map { " on \($0)" } ?? "")
    }

    func covers(_ found: Break) -> Bool {
        if let id { return id == found.id }
        return code == found.code && (bot ?? found.bot) == found.bot
            && (pair == nil || pair == found.pair)
    }
}

/// Breaks after the waivers were looked at.
public struct Waiving: Sendable {
    /// Those that stand, then those that are waived, each in the order given.
    public let breaks: [Break]
    /// Rules whose time is over: they count no longer.
    public let expired: [WaiverRule]
    /// Rules that cover nothing.
    public let idle: [WaiverRule]

    /// The first rule that covers a break decides.
    public init(_ rules: [WaiverRule], over breaks: [Break], nowMs: Int) {
        let valid = rules.filter { $0.waiver.untilMs > nowMs }
        var used: Set<WaiverRule> = []
        let judged = breaks.map { found -> Break in
            guard let rule = valid.first(where: { $0.covers(found) }) else { return found }
            used.insert(rule)
            var waived = found
            waived.waiver = rule.waiver
            return waived
        }
        self.breaks = judged.filter { $0.waiver == nil } + judged.filter { $0.waiver != nil }
        expired = rules.filter { $0.waiver.untilMs <= nowMs }
        idle = valid.filter { !used.contains($0) }
    }
}
