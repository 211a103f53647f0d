/// Configurations in freqtrade's keys: wallets, stakes, slots, time-outs.
struct ConfigurationMaker {
    private var chance: Chance

    private let mode: Mode

    init(seed: UInt64, batch: UInt64, mode: Mode) {
        chance = Chance(seed: seed, batch, 4)
        self.mode = mode
    }

    /// Its parts are members of an object.
    mutating func draft(pairs: [String]) -> Draft {
        let isUnlimited = chance.happens(0.4)
        let slots = isUnlimited ? chance.whole(1...5) : chance.pick([-1, 1, 2, 3, 5])
        let stake = isUnlimited ? "\"unlimited\"" : "\(chance.whole(20...70))"
        let list = pairs.map { "\"\($0)\"" }.joined(separator: ", ")
        var parts = [
            Draft.Part(head: "\"stake_currency\": \"USDT\"", isNeeded: true),
            Draft.Part(head: "\"stake_amount\": \(stake)", isNeeded: true),
            Draft.Part(head: "\"max_open_trades\": \(slots)", isNeeded: true),
            Draft.Part(
                head: "\"dry_run_wallet\": \(chance.pick([100, 1_000, 12_345]))", isNeeded: true),
            Draft.Part(
                head: "\"exchange\": {\"name\": \"binance\", \"pair_whitelist\": [\(list)]}",
                isNeeded: true),
        ]
        if mode.isFutures { parts += futures() }
        if chance.happens(0.5) {
            parts.append(.init(head: "\"tradable_balance_ratio\": \(chance.decimal(0.75...1, 2))"))
        }
        if chance.happens(0.3) {
            parts.append(.init(head: "\"amend_last_stake_amount\": true"))
            parts.append(
                .init(head: "\"last_stake_amount_min_ratio\": \(chance.decimal(0.1...0.9, 1))"))
        }
        if chance.happens(0.4) {
            let (entry, exit) = (chance.whole(1...90), chance.whole(1...90))
            parts.append(
                .init(
                    head:
                        "\"unfilledtimeout\": {\"entry\": \(entry), \"exit\": \(exit), \"unit\": \"minutes\"}"
                ))
        }
        if chance.happens(0.1) {
            let key = chance.pick(["\"stoploss\": -0.02", "\"minimal_roi\": {\"0\": 0.01}"])
            parts.append(.init(head: key))
        }
        if chance.happens(0.15) { parts.append(.init(head: "\"enable_protections\": false")) }
        if chance.happens(0.15) {
            parts.append(.init(head: "\"available_capital\": \(chance.whole(80...2_000))"))
        }
        return Draft(parts: parts)
    }

    private mutating func futures() -> [Draft.Part] {
        var parts = [
            Draft.Part(head: "\"trading_mode\": \"futures\"", isNeeded: true),
            Draft.Part(head: "\"margin_mode\": \"isolated\"", isNeeded: true),
        ]
        if chance.happens(0.4) {
            parts.append(.init(head: "\"liquidation_buffer\": \(chance.decimal(0...0.2, 2))"))
        }
        return parts
    }
}

extension Draft {
    /// As one JSON object.
    var json: String { "{" + parts.map(\.head).joined(separator: ",\n ") + "}\n" }
}
