/// Strategies as strangers might write them: every key that a back-test follows, in any combination.
struct StrategyMaker {
    private var chance: Chance
    private var conditions: ConditionMaker
    private var hooks: HookMaker
    private var adjustments: AdjustmentMaker
    private var customData: CustomDataMaker
    private var protections: ProtectionMaker
    private var settings: SettingMaker
    private let names: NameBook
    private let mode: Mode

    init(seed: UInt64, batch: UInt64, number: UInt64, mode: Mode, pairs: [String]) {
        chance = Chance(seed: seed, batch, 2, number)
        names = NameBook(chance: Chance(seed: seed, batch, 11, number))
        conditions = ConditionMaker(
            chance: Chance(seed: seed, batch, 3, number), names: names, mode: mode, pairs: pairs)
        hooks = HookMaker(
            chance: Chance(seed: seed, batch, 6, number), names: names, mode: mode,
            conditions: conditions)
        adjustments = AdjustmentMaker(
            chance: Chance(seed: seed, batch, 8, number), mode: mode, conditions: conditions)
        let kept = Chance(seed: seed, batch, 15, number)
        customData = CustomDataMaker(
            chance: kept, mode: mode,
            conditions: ConditionMaker(
                chance: Chance(seed: seed, batch, 16, number), names: names, mode: mode,
                pairs: pairs))
        protections = ProtectionMaker(
            chance: Chance(seed: seed, batch, 9, number), names: names, mode: mode)
        settings = SettingMaker(
            chance: Chance(seed: seed, batch, 10, number), minutes: mode.frame.minutes)
        self.mode = mode
    }

    mutating func draft(name: String) -> Draft {
        var stoploss = settings.stoploss().line
        stoploss.isNeeded = true
        var parts = [
            Draft.Part(head: "strategy: \(name)", isNeeded: true),
            Draft.Part(head: "timeframe: \(mode.ownFrame.name)", isNeeded: true), stoploss,
        ]
        if chance.happens(0.5) { parts.append(settings.startup().line) }
        parts.append(.init(head: "enter_long:", items: rules(1...2), isNeeded: true))
        if chance.happens(0.6) { parts.append(.init(head: "exit_long:", items: rules(1...2))) }
        if mode.isFutures { parts += futures() }
        if chance.happens(0.8) {
            let steps = settings.returns().map { "\($0.minute): \($0.ratio)" }
            parts.append(.init(head: "minimal_roi:", items: steps))
        }
        if chance.happens(0.5) { parts += settings.trailing().map(\.line) }
        parts += switches()
        if chance.happens(0.3) {
            parts.append(.init(head: "protections:", items: protections.protections()))
        }
        if chance.happens(0.35) { parts += hooks.parts() }
        if chance.happens(0.25) { parts += adjusting() }
        parts = customData.added(to: parts)
        // What is named stands above those who speak of it.
        parts.insert(contentsOf: names.declarations(for: Draft(parts: parts).yaml), at: 3)
        return Draft(parts: parts)
    }

    private mutating func adjusting() -> [Draft.Part] {
        var parts = [Draft.Part(head: "adjust_trade_position:", items: adjustments.rules())]
        if chance.happens(0.4) { parts.append(settings.mostAdjustments().line) }
        return parts
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
                "if entry_side == \"short\" then \(low) else \(high)",
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

    private mutating func switches() -> [Draft.Part] {
        var parts: [Draft.Part] = []
        if chance.happens(0.15) { parts.append(.init(head: "use_exit_signal: false")) }
        if chance.happens(0.25) {
            parts.append(.init(head: "exit_profit_only: true"))
            if chance.happens(0.5) { parts.append(settings.offset().line) }
        }
        if chance.happens(0.2) { parts.append(.init(head: "ignore_roi_if_entry_signal: true")) }
        return parts
    }
}
