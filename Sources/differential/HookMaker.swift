/// The hooks of a strategy, in freqtrade's words.
struct HookMaker {
    private var chance: Chance
    private let names: NameBook
    private let mode: Mode
    private var conditions: ConditionMaker

    init(chance: Chance, names: NameBook, mode: Mode, conditions: ConditionMaker) {
        self.chance = chance
        self.names = names
        self.mode = mode
        self.conditions = conditions
    }

    mutating func parts() -> [Draft.Part] {
        var parts: [Draft.Part] = []
        if chance.happens(0.4) { parts.append(part("custom_stoploss", stop())) }
        if chance.happens(0.4) { parts.append(.init(head: "custom_exit:", items: exits())) }
        if chance.happens(0.3) { parts.append(part("confirm_trade_entry", entryConsent())) }
        if chance.happens(0.25) { parts.append(part("confirm_trade_exit", exitConsent())) }
        if chance.happens(0.3) { parts.append(part("custom_stake_amount", stake())) }
        if chance.happens(0.3) { parts.append(part("custom_entry_price", entryPrice())) }
        if chance.happens(0.3) { parts.append(part("custom_exit_price", exitPrice())) }
        return parts
    }

    private func part(_ hook: String, _ expression: String) -> Draft.Part {
        Draft.Part(head: "\(hook): '\(expression)'")
    }

    private mutating func stop() -> String {
        let (near, far) = (names.decimal(0.002...0.02, 3), names.decimal(0.02...0.1, 3))
        let time = chance.whole(1...60) * mode.frame.minutes
        return chance.pick([
            "if trade.profit_ratio > \(near) then stoploss_from_open(0.001) else -\(far)",
            "if trade.profit_ratio > \(far) then stoploss_from_open(\(near)) else if "
                + "trade.profit_ratio > \(near) then stoploss_from_open(0.001) else -\(far)",
            "if trade.minutes > \(time) then -\(near) else -\(far)", "-\(far)",
            "stoploss_from_absolute(trade.open_rate * 0.98)",
            "stoploss_from_absolute(rolling_min(low, \(chance.whole(3...20))))",
            "-2 * atr(14) / close", "if trade.is_short then -\(near) else -\(far)",
            "if \(conditions.condition()) then -\(near) else -\(far)",
            "if after_fill then -\(near) else -\(far)",
            "if trade.entries + trade.exits > 1 then -\(near) else -\(far)",
            "if trade.stop_rate < trade.open_rate then -\(near) else -\(far)",
            "stoploss_from_absolute((trade.stop_rate + trade.initial_stop_rate) / 2)",
            "if profit_at(trade.max_rate) > \(far) then -\(near) else -\(far)",
        ])
    }

    private mutating func exits() -> [String] {
        let time = chance.whole(1...100) * mode.frame.minutes
        let profit = names.decimal(-0.01...0.01, 3)
        let exits = [
            "- {when: 'trade.minutes > \(time) and trade.profit_ratio > \(profit)', tag: late}",
            "- {when: 'trade.max_rate > trade.open_rate * 1.01 and current_rate < trade.open_rate', tag: lost}",
            "- {when: '\(chance.pick(Self.fall)) > \(names.decimal(0.003...0.03, 3))', tag: fell}",
            "- {when: '\(conditions.condition())', tag: own}",
        ]
        return Array(exits.suffix(chance.whole(1...4)))
    }

    /// How far a trade fell from its best, as a ratio.
    private static let fall = [
        "profit_at(trade.max_rate) - trade.profit_ratio",
        "profit_at(trade.min_rate) - trade.profit_ratio",
        "current_rate / trade.stop_rate - 1", "1 - trade.initial_stop_rate / trade.stop_rate",
    ]

    private mutating func entryConsent() -> String {
        chance.pick([
            "current_time.hour != \(chance.whole(0...23))",
            "current_time.weekday < \(chance.whole(2...6))", conditions.condition(),
            "current_rate > open * \(names.decimal(0.99...1.005, 4))",
            "entry_side == \"long\" or \(conditions.condition())",
            "order_amount * current_rate < wallet_total / \(chance.whole(2...9))",
            "wallet_available > wallet_free * \(chance.decimal(0.3...1, 2))",
        ])
    }

    private mutating func exitConsent() -> String {
        chance.pick([
            "trade.profit_ratio > \(names.decimal(-0.05...0, 3))",
            "trade.minutes >= \(chance.whole(0...9) * mode.frame.minutes)",
            "current_time.hour != \(chance.whole(0...23))",
            "exit_reason != \"\(chance.pick(Self.reasons))\"",
            "exit_reason == \"\(chance.pick(Self.reasons))\" or trade.profit_ratio > 0",
        ])
    }

    private static let reasons = ["roi", "stop_loss", "trailing_stop_loss", "exit_signal", "one"]

    /// Why a trade is left where its price is asked for.
    private static let wishes = ["exit_signal", "own", "late", "partial_exit", "r0", "one"]

    private mutating func stake() -> String {
        let part = chance.decimal(0.2...1.5, 2)
        return chance.pick([
            "proposed_stake * \(part)", "max_stake * \(part)",
            "max(min_stake * 1.5, proposed_stake / 2)",
            "if \(conditions.condition()) then proposed_stake / 3 else proposed_stake",
            "min(proposed_stake, \(mode.money(chance.whole(10...60))))",
            "if entry_tag == \"one\" then proposed_stake / 2 else proposed_stake",
            "if entry_side == \"short\" then proposed_stake * 0.7 else proposed_stake",
            "proposed_stake / entry_leverage", "wallet_total / \(chance.whole(2...12))",
            "wallet_available / \(chance.whole(1...6))", "wallet_free * \(part) / 4",
        ])
    }

    private mutating func entryPrice() -> String {
        let period = chance.whole(3...20)
        return chance.pick([
            "proposed_rate * \(names.decimal(0.99...1.005, 4))", "min(close, proposed_rate)",
            "proposed_rate * \(chance.decimal(0.995...1.01, 4))", "ema(close, \(period))",
            "bollinger(close, \(period), deviations: 1).lower", "(high + low) / 2",
            "if entry_side == \"short\" then max(close, proposed_rate) else proposed_rate * 0.999",
        ])
    }

    private mutating func exitPrice() -> String {
        chance.pick([
            "proposed_rate * \(names.decimal(0.998...1.01, 4))", "max(high, proposed_rate)",
            "proposed_rate * \(chance.decimal(0.99...1.002, 4))",
            "if trade.profit_ratio > 0 then proposed_rate else trade.open_rate",
            "sma(close, \(chance.whole(2...20)))",
            "if exit_reason == \"\(chance.pick(Self.wishes))\" then proposed_rate * 1.002 else proposed_rate",
            "if profit_at(proposed_rate * 1.003) > 0 then proposed_rate * 1.003 else proposed_rate",
        ])
    }
}
