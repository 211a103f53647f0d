/// Parameter files as a hyperopt leaves them beside a strategy: values of its parameters, and rules in the place of
/// its own.
struct ParameterMaker {
    private var chance: Chance
    private var settings: SettingMaker

    init(seed: UInt64, batch: UInt64, number: UInt64, mode: Mode) {
        chance = Chance(seed: seed, batch, 13, number)
        settings = SettingMaker(
            chance: Chance(seed: seed, batch, 14, number), minutes: mode.frame.minutes)
    }

    /// The file of a strategy, as JSON.
    mutating func text(for strategy: Draft) -> String {
        var spaces = parameters(of: strategy).sorted { $0.key < $1.key }.map {
            "\"\($0.key)\": {\($0.value.joined(separator: ", "))}"
        }
        if chance.happens(0.4) {
            let steps = settings.returns().map { "\"\($0.minute)\": \($0.ratio)" }
            spaces.append("\"roi\": {\(steps.joined(separator: ", "))}")
        }
        if chance.happens(0.5) {
            spaces.append("\"stoploss\": {\(settings.stoploss().member.head)}")
        }
        if chance.happens(0.3) {
            let members = settings.trailing(isWhole: chance.happens(0.6)).map(\.member.head)
            spaces.append("\"trailing\": {\(members.joined(separator: ", "))}")
        }
        if chance.happens(0.3) {
            spaces.append("\"max_open_trades\": {\"max_open_trades\": \(chance.whole(1...4))}")
        }
        return """
            {"strategy_name": "\(Bundle.name(strategy))", "params": {\(spaces.joined(separator: ",\n "))},
             "ft_stratparam_v": 1, "export_time": "2026-11-01 00:00:00+00:00"}

            """
    }

    /// Members of each space: values of the parameters that the strategy declares.
    private mutating func parameters(of strategy: Draft) -> [String: [String]] {
        var members: [String: [String]] = [:]
        let lines = strategy.parts.first { $0.head == "parameters:" }?.items ?? []
        for line in lines where chance.happens(0.8) {
            let name = String(line.prefix { $0 != ":" })
            let space = String(name.prefix { $0 != "_" })
            members[space, default: []].append("\"\(name)\": \(value(of: line))")
        }
        return members
    }

    /// Another value of the parameter that a line declares.
    private mutating func value(of line: String) -> String {
        func setting(_ key: String) -> String? {
            guard let place = line.firstRange(of: key + ": ") else { return nil }
            return String(line[place.upperBound...].prefix { $0 != "," && $0 != "}" })
        }
        let (low, high) = (setting("low") ?? "", setting("high") ?? "")
        if let least = Int(low), let most = Int(high) { return "\(chance.whole(least...most))" }
        if let least = Double(low), let most = Double(high) {
            return chance.decimal(least...most, setting("decimals").flatMap { Int($0) } ?? 3)
        }
        return line.contains("boolean")
            ? "\(chance.happens(0.5))" : chance.pick(["\"left\"", "\"right\""])
    }
}
