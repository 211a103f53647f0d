/// What trades keep for themselves: hooks that are there change it, and answer otherwise for it.
struct CustomDataMaker {
    private var chance: Chance
    private let mode: Mode
    private var conditions: ConditionMaker

    /// A value by its name; numbers that nothing was kept of yet are missing where `isMissing`.
    private struct Datum {
        let name: String
        let isCondition: Bool
        let isMissing: Bool
    }

    init(chance: Chance, mode: Mode, conditions: ConditionMaker) {
        self.chance = chance
        self.mode = mode
        self.conditions = conditions
    }

    /// The parts with custom data among them, or as they were.
    mutating func added(to parts: [Draft.Part]) -> [Draft.Part] {
        guard chance.happens(0.3) else { return parts }
        var parts = parts
        if !parts.contains(where: { Self.hook(of: $0) != nil }) {
            parts.append(.init(head: "custom_exit:"))
        }
        let data = (0..<chance.whole(1...3)).map { number in
            let isCondition = chance.happens(0.4)
            return Datum(
                name: "kept_\(number)", isCondition: isCondition,
                isMissing: !isCondition && chance.happens(0.3))
        }
        let hooks = parts.compactMap(Self.hook)
        let lines = data.map { line(of: $0, among: data, hooks) }
        for index in parts.indices { read(data, in: &parts[index]) }
        return parts + [.init(head: "custom_data:", items: lines)]
    }

    private static let hooks = [
        "custom_stoploss", "custom_exit", "custom_exit_price", "confirm_trade_exit",
        "adjust_trade_position",
    ]

    private static func hook(of part: Draft.Part) -> String? {
        hooks.first { part.head.hasPrefix("\($0):") }
    }

    // MARK: Changing

    private mutating func line(of datum: Datum, among data: [Datum], _ hooks: [String]) -> String {
        var members: [String] = []
        if datum.isCondition {
            members.append("default: \(chance.happens(0.8) ? "false" : "true")")
        } else if !datum.isMissing {
            members.append("default: \(chance.pick(["0", "0", "1", "-0.5"]))")
        }
        let first = chance.pick(hooks)
        for hook in hooks + ["order_filled"] where hook == first || chance.happens(0.3) {
            let change = datum.isCondition ? flag(datum, data) : number(datum, data)
            members.append("\(hook): '\(change)'")
        }
        return "\(datum.name): {\(members.joined(separator: ", "))}"
    }

    private mutating func number(_ datum: Datum, _ data: [Datum]) -> String {
        let name = datum.name
        if datum.isMissing, chance.happens(0.6) {
            return "if is_missing(\(name)) then \(fact()) else \(chance.pick([name, fact()]))"
        }
        return chance.pick([
            "\(name) + 1", "\(name) + 1", "max(\(name), trade.profit_ratio)",
            "min(\(name), \(fact()))", "if \(test(data)) then \(name) + 1 else \(name)",
            "if \(conditions.condition()) then \(fact()) else \(name)", fact(),
        ])
    }

    private mutating func flag(_ datum: Datum, _ data: [Datum]) -> String {
        let name = datum.name
        return chance.pick([
            "\(name) or \(test(data))", "not \(name)", "\(name) and not (\(test(data)))",
            "\(name) or trade.profit_ratio > \(chance.decimal(0...0.02, 3))",
            "\(conditions.condition())",
        ])
    }

    private mutating func fact() -> String {
        chance.pick([
            "trade.profit_ratio", "current_rate", "trade.minutes", "trade.max_rate",
            "trade.stake_amount", "rsi(close, \(chance.whole(5...20)))", "close",
        ])
    }

    // MARK: Reading

    /// A condition that mostly asks for something kept.
    private mutating func test(_ data: [Datum]) -> String {
        let datum = chance.pick(data)
        if datum.isCondition { return chance.pick([datum.name, "not \(datum.name)"]) }
        return chance.pick([
            "\(datum.name) > \(chance.whole(0...12))", "\(datum.name) == \(chance.whole(1...6))",
            "\(datum.name) > \(chance.decimal(-0.01...0.02, 3))",
            "current_rate < \(datum.name) * \(chance.decimal(0.98...1.01, 3))",
            "trade.profit_ratio < \(datum.name) - \(chance.decimal(0...0.02, 3))",
            "is_missing(\(datum.name))",
            "trade.minutes > \(chance.whole(1...40) * mode.frame.minutes)",
        ])
    }

    /// Lets the hook answer otherwise for what was kept.
    private mutating func read(_ data: [Datum], in part: inout Draft.Part) {
        guard let hook = Self.hook(of: part) else { return }
        let test = test(data)
        switch hook {
        case "custom_exit":
            part.items.append("- {when: '\(test) and \(self.test(data))', tag: kept}")
        case "adjust_trade_position":
            let stake = chance.pick([
                "-trade.stake_amount / 3", "trade.first_stake * 0.4", "-min_stake * 1.5",
            ])
            let rule = "- {when: '\(test) and \(self.test(data))', stake: '\(stake)', tag: kept}"
            part.items.insert(rule, at: chance.whole(0...part.items.count))
        default:
            guard chance.happens(0.8), part.head.hasSuffix("'") else { return }
            let answer = String(part.head.dropFirst(hook.count + 3).dropLast())
            part.head = "\(hook): '\(changed(answer, hook, test))'"
        }
    }

    private mutating func changed(_ answer: String, _ hook: String, _ test: String) -> String {
        switch hook {
        case "confirm_trade_exit":
            return chance.pick(["(\(answer)) or \(test)", "(\(answer)) and (\(test))"])
        case "custom_stoploss":
            return "if \(test) then -\(chance.decimal(0.003...0.03, 3)) else (\(answer))"
        default: return "if \(test) then proposed_rate else (\(answer))"
        }
    }
}
