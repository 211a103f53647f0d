/// Rules by which open trades grow and shrink.
struct AdjustmentMaker {
    private var chance: Chance
    private let mode: Mode
    private var conditions: ConditionMaker

    init(chance: Chance, mode: Mode, conditions: ConditionMaker) {
        self.chance = chance
        self.mode = mode
        self.conditions = conditions
    }

    /// One to four rules, a line each.
    mutating func rules() -> [String] {
        (0..<chance.whole(1...4)).map { number in
            let tag = chance.pick(["", ", tag: r\(number)", ", tag: \"two words\""])
            return "- {when: '\(condition())', stake: '\(stake())'\(tag)}"
        }
    }

    private mutating func condition() -> String {
        var text = part()
        while chance.happens(0.5), text.utf8.count < 200 { text += " and \(part())" }
        return text
    }

    private mutating func part() -> String {
        let size = chance.decimal(0.002...0.03, 3)
        let time = chance.whole(0...30) * mode.frame.minutes
        return chance.pick([
            "trade.profit_ratio < -\(size) * trade.entries", "trade.profit_ratio < -\(size)",
            "trade.profit_ratio > \(size)", "trade.profit_ratio > \(size) * (trade.exits + 1)",
            "trade.minutes_since_fill >= \(time)", "trade.minutes > \(time)",
            "trade.entries < \(chance.whole(1...5))", "trade.exits < \(chance.whole(1...3))",
            "not trade.has_open_orders", "trade.has_open_orders",
            "current_rate < trade.last_entry_rate * \(chance.decimal(0.98...1, 3))",
            "current_rate > trade.open_rate * \(chance.decimal(1...1.02, 3))",
            "trade.max_stake_amount > trade.first_stake * \(chance.decimal(1...2.5, 1))",
            "trade.realized_profit \(chance.pick(["> 0", "< 0", "== 0"]))",
            "trade.minutes_since_entry >= \(time)", "not (trade.minutes_since_exit < \(time))",
            "trade.last_exit_rate > current_rate", "trade.last_entry_stake < trade.first_stake * 2",
            "trade.last_entry_amount * current_rate < trade.first_cost",
            "trade.last_exit_cost < trade.last_entry_cost", "current_rate < trade.first_rate",
            "profit_at(trade.max_rate) > \(size)", "trade.stop_rate < trade.first_rate",
            "wallet_available > wallet_total * \(chance.decimal(0.1...0.6, 1))",
            "trade.enter_tag == \"one\"", "max_stake > min_stake * \(chance.whole(1...20))",
            "current_time.hour != \(chance.whole(0...23))", conditions.condition(),
        ])
    }

    private mutating func stake() -> String {
        let part = chance.decimal(0.1...1.2, 2)
        return chance.pick([
            "trade.first_stake * \(part)", "trade.max_stake_amount * \(part)", "max_stake",
            "max_stake * \(part)", "min_stake * \(chance.decimal(0.5...3, 2))",
            mode.money(chance.whole(3...60)),
            "-trade.stake_amount * \(part)", "-trade.first_stake * \(part)",
            "-trade.stake_amount / \(chance.whole(1...4))", "-trade.stake_amount",
            "trade.first_cost * \(part)", "wallet_total / \(chance.whole(3...20))",
            "wallet_free * \(part) / 5", "-trade.last_entry_stake * \(part)",
            "if trade.exits > 0 then trade.last_exit_stake * \(part) else trade.last_entry_cost",
            "trade.last_exit_amount * current_rate", "trade.first_amount * current_rate * \(part)",
            "-min_stake * \(chance.decimal(0.5...3, 2))", "-" + mode.money(chance.whole(3...60)),
            "if trade.profit_ratio > 0 then -trade.stake_amount * \(part) else trade.first_stake",
        ])
    }
}
