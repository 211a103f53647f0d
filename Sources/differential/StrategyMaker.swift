/// Strategies as strangers might write them: every key that a back-test follows, in any combination.
struct StrategyMaker {
    private var chance: Chance
    private var conditions: ConditionMaker
    private var hooks: HookMaker
    private let mode: Mode
    private let isOnePair: Bool

    init(seed: UInt64, batch: UInt64, number: UInt64, mode: Mode, pairs: [String]) {
        chance = Chance(seed: seed, batch, 2, number)
        conditions = ConditionMaker(
            chance: Chance(seed: seed, batch, 3, number), mode: mode, pairs: pairs)
        hooks = HookMaker(
            chance: Chance(seed: seed, batch, 6, number), mode: mode, conditions: conditions)
        self.mode = mode
        isOnePair = pairs.count == 1
    }

    private var minutes: Int { mode.frame.minutes }

    mutating func draft(name: String) -> Draft {
        var parts = [
            Draft.Part(head: "strategy: \(name)", isNeeded: true),
            Draft.Part(head: "timeframe: \(mode.frame.name)", isNeeded: true),
            Draft.Part(head: "stoploss: -\(chance.decimal(0.003...0.3, 3))", isNeeded: true),
        ]
        if chance.happens(0.5) {
            parts.append(.init(head: "startup_candle_count: \(chance.whole(1...60))"))
        }
        parts.append(.init(head: "enter_long:", items: rules(1...2), isNeeded: true))
        if chance.happens(0.6) { parts.append(.init(head: "exit_long:", items: rules(1...2))) }
        if mode.isFutures { parts += futures() }
        if chance.happens(0.8) { parts.append(.init(head: "minimal_roi:", items: returns())) }
        if chance.happens(0.5) { parts += trailing() }
        parts += switches()
        if chance.happens(0.3) { parts.append(.init(head: "protections:", items: protections())) }
        if chance.happens(0.35) { parts += hooks.parts() }
        return Draft(parts: parts)
    }

    /// Shorts, and how much is borrowed.
    private mutating func futures() -> [Draft.Part] {
        var parts: [Draft.Part] = []
        if chance.happens(0.85) {
            parts.append(.init(head: "enter_short:", items: rules(1...2)))
            if chance.happens(0.05) { parts.append(.init(head: "can_short: false")) }
        }
        if chance.happens(0.6) { parts.append(.init(head: "exit_short:", items: rules(1...2))) }
        if chance.happens(0.7) {
            let (low, high) = (chance.whole(1...5), chance.whole(5...60))
            let leverage = chance.pick([
                "\(high)", "\(low).5", "max_leverage", "max_leverage / \(low)",
                "if \(conditions.condition()) then \(low) else \(high)", "proposed_leverage + 2",
            ])
            parts.append(.init(head: "leverage: '\(leverage)'"))
        }
        return parts
    }

    private mutating func rules(_ count: ClosedRange<Int>) -> [String] {
        (0..<chance.whole(count)).map { _ in
            let tag = chance.pick([
                "", ", tag: one", ", tag: \"two words\"", ", tag: \"trail \"", ", tag: t3",
            ])
            return "- {when: '\(conditions.condition())'\(tag)}"
        }
    }

    /// Steps on candles and off them, sometimes below zero, sometimes leaving at once.
    private mutating func returns() -> [String] {
        var steps: [Int: String] = [:]
        if chance.happens(0.9) { steps[0] = chance.decimal(0.002...0.1, 4) }
        for _ in 0..<chance.whole(0...4) {
            let time = chance.happens(0.7) ? chance.whole(1...40) * minutes : chance.whole(1...200)
            steps[time] =
                chance.happens(0.1) ? "-1" : chance.pick([chance.decimal(-0.02...0.03, 4), "0"])
        }
        if steps.isEmpty { steps[0] = "0.02" }
        return steps.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    }

    private mutating func trailing() -> [Draft.Part] {
        var parts = [Draft.Part(head: "trailing_stop: true")]
        guard chance.happens(0.7) else { return parts }
        let positive = chance.whole(2...40)
        parts.append(.init(head: "trailing_stop_positive: \(Double(positive) / 1_000)"))
        guard chance.happens(0.7) else { return parts }
        let offset = positive + chance.whole(1...40)
        parts.append(.init(head: "trailing_stop_positive_offset: \(Double(offset) / 1_000)"))
        if chance.happens(0.5) {
            parts.append(.init(head: "trailing_only_offset_is_reached: true"))
        }
        return parts
    }

    private mutating func switches() -> [Draft.Part] {
        var parts: [Draft.Part] = []
        if chance.happens(0.15) { parts.append(.init(head: "use_exit_signal: false")) }
        if chance.happens(0.25) {
            parts.append(.init(head: "exit_profit_only: true"))
            if chance.happens(0.5) {
                parts.append(.init(head: "exit_profit_offset: \(chance.decimal(-0.01...0.02, 3))"))
            }
        }
        if chance.happens(0.2) { parts.append(.init(head: "ignore_roi_if_entry_signal: true")) }
        return parts
    }

    private mutating func protections() -> [String] {
        (0..<chance.whole(1...3)).map { _ in
            let stop = "stop_duration_candles: \(chance.whole(1...40))"
            let look = "lookback_period_candles: \(chance.whole(2...150))"
            let perPair = chance.happens(0.4) ? ", only_per_pair: true" : ""
            let perSide = mode.isFutures && chance.happens(0.4) ? ", only_per_side: true" : ""
            // Where trades of several pairs close together, freqtrade's drawdown depends on how numpy's
            // unstable sort orders them, which differs between processors.
            switch chance.whole(0...(isOnePair ? 3 : 2)) {
            case 0: return "- {method: CooldownPeriod, \(stop)}"
            case 1:
                return
                    "- {method: StoplossGuard, \(look), trade_limit: \(chance.whole(1...4)), \(stop)\(perPair)\(perSide)}"
            case 2:
                let profit = chance.decimal(-0.01...0.02, 3)
                return
                    "- {method: LowProfitPairs, \(look), trade_limit: \(chance.whole(1...4)), \(stop), required_profit: \(profit)\(perSide)}"
            default:
                let depth = chance.decimal(0...0.1, 2)
                return
                    "- {method: MaxDrawdown, \(look), trade_limit: \(chance.whole(1...6)), \(stop), max_allowed_drawdown: \(depth)}"
            }
        }
    }
}
