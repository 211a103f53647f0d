/// Configurations in freqtrade's keys: wallets, stakes, slots, time-outs, and what they set in a strategy's place.
struct ConfigurationMaker {
    private var chance: Chance
    private var settings: SettingMaker
    private let mode: Mode

    init(seed: UInt64, batch: UInt64, mode: Mode) {
        chance = Chance(seed: seed, batch, 4)
        settings = SettingMaker(
            chance: Chance(seed: seed, batch, 7), minutes: mode.frame.minutes)
        self.mode = mode
    }

    /// Its parts are members of an object.
    mutating func draft(pairs: [String]) -> Draft {
        let list = pairs.map { "\"\($0)\"" }.joined(separator: ", ")
        var parts = [
            Draft.Part(head: "\"stake_currency\": \"\(mode.currency)\"", isNeeded: true),
            Draft.Part(
                head: "\"exchange\": {\"name\": \"binance\", \"pair_whitelist\": [\(list)]}",
                isNeeded: true),
        ]
        parts += money()
        if mode.isFutures { parts += futures() }
        if mode.isStacking { parts.append(.init(head: "\"position_stacking\": true")) }
        if mode.ownFrame != mode.frame {
            parts.append(.init(head: "\"timeframe\": \"\(mode.frame.name)\"", isNeeded: true))
        }
        if chance.happens(0.4) { parts.append(timeouts()) }
        if chance.happens(0.6) { parts += overrides() }
        if chance.happens(0.5) { parts += switches() }
        return Draft(parts: parts)
    }

    private mutating func money() -> [Draft.Part] {
        let isUnlimited = chance.happens(0.4)
        let most = mode.isBroad ? 12 : 5
        let slots = isUnlimited ? chance.whole(1...most) : chance.pick([-1, 1, 2, 3, most])
        let stake = isUnlimited ? "\"unlimited\"" : mode.money(chance.whole(20...70))
        let wallet = mode.money(chance.pick([100, 1_000, 12_345]))
        let balance = chance.happens(0.1) ? "{\"\(mode.currency)\": \(wallet)}" : wallet
        var parts = [
            Draft.Part(head: "\"stake_amount\": \(stake)", isNeeded: true),
            Draft.Part(head: "\"max_open_trades\": \(slots)", isNeeded: true),
            Draft.Part(head: "\"dry_run_wallet\": \(balance)", isNeeded: true),
        ]
        if chance.happens(0.5) {
            parts.append(.init(head: "\"tradable_balance_ratio\": \(chance.decimal(0.75...1, 2))"))
        }
        if chance.happens(0.3) {
            parts.append(.init(head: "\"amend_last_stake_amount\": true"))
            parts.append(
                .init(head: "\"last_stake_amount_min_ratio\": \(chance.decimal(0.1...0.9, 1))"))
        }
        if chance.happens(0.15) {
            parts.append(
                .init(head: "\"available_capital\": \(mode.money(chance.whole(80...2_000)))"))
        }
        if chance.happens(0.15) {
            parts.append(.init(head: "\"amount_reserve_percent\": \(chance.decimal(0...0.5, 2))"))
        }
        return parts
    }

    private mutating func futures() -> [Draft.Part] {
        let margin = mode.isCross ? "cross" : "isolated"
        var parts = [
            Draft.Part(head: "\"trading_mode\": \"futures\"", isNeeded: true),
            Draft.Part(head: "\"margin_mode\": \"\(margin)\"", isNeeded: true),
        ]
        if chance.happens(0.4) {
            parts.append(.init(head: "\"liquidation_buffer\": \(chance.decimal(0...0.2, 2))"))
        }
        if let rate = mode.fundingRate {
            parts.append(.init(head: "\"futures_funding_rate\": \(rate)"))
        }
        return parts
    }

    private mutating func timeouts() -> Draft.Part {
        let (entry, exit) = (chance.whole(1...90), chance.whole(1...90))
        let (unit, factor) = chance.pick([("minutes", 1), ("minutes", 1), ("seconds", 47)])
        let times = "\"entry\": \(entry * factor), \"exit\": \(exit * factor)"
        return .init(head: "\"unfilledtimeout\": {\(times), \"unit\": \"\(unit)\"}")
    }

    /// What decides when and at which price trades are left.
    private mutating func overrides() -> [Draft.Part] {
        var parts: [Draft.Part] = []
        if chance.happens(0.3) { parts.append(settings.stoploss().member) }
        if chance.happens(0.3) {
            let steps = settings.returns().map { "\"\($0.minute)\": \($0.ratio)" }
            let text = chance.happens(0.9) ? steps.joined(separator: ", ") : ""
            parts.append(.init(head: "\"minimal_roi\": {\(text)}"))
        }
        if chance.happens(0.2) {
            // Together: in parts they need not fit what a strategy says.
            let members = settings.trailing(isWhole: true).map(\.member.head)
            parts.append(.init(head: members.joined(separator: ", ")))
        } else if chance.happens(0.2) {
            parts.append(.init(head: "\"trailing_stop\": \(chance.happens(0.3))"))
        }
        if chance.happens(0.25) {
            parts.append(.init(head: "\"use_exit_signal\": \(chance.happens(0.5))"))
        }
        if chance.happens(0.25) {
            parts.append(.init(head: "\"exit_profit_only\": \(chance.happens(0.6))"))
        }
        if chance.happens(0.25) { parts.append(settings.offset().member) }
        if chance.happens(0.25) {
            parts.append(.init(head: "\"ignore_roi_if_entry_signal\": \(chance.happens(0.6))"))
        }
        return parts
    }

    /// What turns parts of a strategy on and off.
    private mutating func switches() -> [Draft.Part] {
        var parts: [Draft.Part] = []
        if chance.happens(0.3) {
            parts.append(.init(head: "\"enable_protections\": \(chance.happens(0.2))"))
        }
        if chance.happens(0.3) { parts.append(settings.startup().member) }
        if chance.happens(0.1) {
            let seconds = chance.whole(1...600)
            parts.append(.init(head: "\"ignore_buying_expired_candle_after\": \(seconds)"))
        }
        if chance.happens(0.3) { parts.append(settings.mostAdjustments().member) }
        if chance.happens(0.15) {
            parts.append(.init(head: "\"position_adjustment_enable\": false"))
        }
        if chance.happens(0.15) { parts.append(.init(head: "\"use_custom_stoploss\": false")) }
        if chance.happens(0.5) { parts += orders() }
        return parts
    }

    /// Kinds of orders, with the sides of the book that freqtrade asks for then, and how long they count.
    private mutating func orders() -> [Draft.Part] {
        let kinds = ["limit", "market"]
        let (entry, exit) = (chance.pick(kinds), chance.pick(kinds))
        let duration = chance.pick(["GTC", "IOC", "FOK"])
        return [
            .init(head: "\"entry_pricing\": {\"price_side\": \"other\"}", isNeeded: true),
            .init(head: "\"exit_pricing\": {\"price_side\": \"other\"}", isNeeded: true),
            .init(
                head: "\"order_types\": {\"entry\": \"\(entry)\", \"exit\": \"\(exit)\", "
                    + "\"stoploss\": \"\(chance.pick(kinds))\", "
                    + "\"stoploss_on_exchange\": \(chance.happens(0.3))}"),
            .init(
                head: "\"order_time_in_force\": {\"entry\": \"\(duration)\", \"exit\": \"GTC\"}"),
        ]
    }
}

extension Draft {
    /// As one JSON object.
    var json: String { "{" + parts.map(\.head).joined(separator: ",\n ") + "}\n" }
}
