internal import JSONL
internal import Records

/// Compares what the desk states with what a bot's configuration says: only the keys that the desk
/// states, key by key. A key that the bot leaves to freqtrade has freqtrade's default.
///
/// A bot whose `config.json` was not read is known by its database alone (exchange, strategy,
/// timeframe); whether it was is seen by `stake_currency`, which freqtrade demands of every bot.
func configurationDrift(bot: String, desired: JSONValue, reported: Bot) -> [Break] {
    let isWhole = reported.config["stake_currency"] != nil
    return leaves(of: desired, path: []).compactMap { path, expected in
        let stated = value(at: path, in: reported.config)
        let key = path.joined(separator: ".")
        let unstated = isWhole ? freqtradeDefaults[key] ?? .null : Optional.none
        guard let actual = stated ?? unstated, !same(expected, actual) else { return nil }
        let name = BreakCode.configurationDrift
        return Break(
            id: name.id(bot, key), code: name.rawValue,
            severity: criticalKeys.contains(key) ? .critical : .warn, bot: bot, field: key,
            expected: spoken(expected), actual: stated.map(spoken),
            delta: expected.double.flatMap { left in actual.double.map { $0 - left } },
            message: message(key, expected, actual, isStated: stated != nil))
    }
}

/// What freqtrade takes for a key that is not written. Source: freqtrade's documentation,
/// "Configuration parameters" (2026.9).
private let freqtradeDefaults: [String: JSONValue] = [
    "amend_last_stake_amount": .boolean(false), "cancel_open_orders_on_exit": .boolean(false),
    "dry_run": .boolean(true), "dry_run_wallet": .integer(1_000),
    "force_entry_enable": .boolean(false), "last_stake_amount_min_ratio": .number(0.5),
    "position_adjustment_enable": .boolean(false), "process_only_new_candles": .boolean(true),
    "tradable_balance_ratio": .number(0.99), "trading_mode": .text("spot"),
    "unfilledtimeout.unit": .text("minutes"), "unfilledtimeout.exit_timeout_count": .integer(0),
]

/// Keys that decide whether, and with how much, real money trades.
private let criticalKeys: Set<String> = [
    "dry_run", "trading_mode", "margin_mode", "leverage", "stake_amount", "stake_currency",
]

private func leaves(of value: JSONValue, path: [String]) -> [(path: [String], value: JSONValue)] {
    guard case .object(let members) = value else { return [(path, value)] }
    return members.flatMap { leaves(of: $0.value, path: path + [$0.key]) }
}

private func value(at path: [String], in document: JSONValue) -> JSONValue? {
    path.reduce(Optional(document)) { found, key in found?[key] }
}

private func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if let left = left.double, let right = right.double { return left == right }
    if case .list(let left) = left, case .list(let right) = right {
        return left.count == right.count && zip(left, right).allSatisfy(same)
    }
    return left == right
}

private func spoken(_ value: JSONValue) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): plain(number)
    default: value.text
    }
}

private func message(
    _ key: String, _ expected: JSONValue, _ actual: JSONValue, isStated: Bool
) -> String {
    if case .list(let left) = expected, case .list(let right) = actual {
        let missing = left.filter { !right.contains($0) }.map(spoken)
        let extra = right.filter { !left.contains($0) }.map(spoken)
        let parts = [
            missing.isEmpty ? nil : "lacks \(missing.joined(separator: ", "))",
            extra.isEmpty ? nil : "has \(extra.joined(separator: ", ")) besides",
        ].compactMap { $0 }
        let difference =
            parts.isEmpty ? "holds the same in another order" : parts.joined(separator: " and ")
        return "\(key) \(difference), compared with the desk."
    }
    let source = isStated ? "" : actual == .null ? "" : " (freqtrade's default)"
    let said = actual == .null && !isStated ? "not set" : "\(spoken(actual))\(source)"
    return "\(key) is \(said) where the desk says \(spoken(expected))."
}
