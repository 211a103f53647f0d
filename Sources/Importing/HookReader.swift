internal import Strategies

/// freqtrade's call-backs, as expressions.
struct HookReader {
    let interpreter: Interpreter

    /// The hook's answer; nil where the class does not give it or it cannot be said.
    func answer(_ hook: Hook, _ node: Syntax) -> Value? {
        (interpreter.state.kept, interpreter.state.ownNow) = ([:], [])
        guard case .function(let function) = interpreter.state.attributes[hook.rawValue] else {
            return hook == .customStoploss ? standardStop(node) : nil
        }
        let enabling = [
            Hook.customStoploss: "use_custom_stoploss",
            .adjustTradePosition: "position_adjustment_enable",
        ]
        if let switching = enabling[hook],
            interpreter.state.attributes[switching]?.constantNumber != 1
        {
            interpreter.note(
                function.node, "\(hook.rawValue) is never asked: \(switching) is not True", .note)
            return nil
        }
        interpreter.task = .hook(hook)
        var arguments = Arguments(function.node)
        arguments.named = facts(hook, function.node)
        let answer = interpreter.invoke(function, arguments, isMethod: true)
        if hook == .orderFilled { interpreter.noteSetAtEntry() }
        let names = function.node.child("args").list("args").map { $0.text("arg") }
        guard hook == .customStoploss, !names.contains("after_fill"), !answer.isUnknown else {
            return answer
        }
        interpreter.state.kept = interpreter.merged(
            Self.isEntry, [:], interpreter.state.kept, function.node)
        return notAtEntry(answer)
    }

    /// What freqtrade does where a class asks for a `custom_stoploss` and has none: its own answers with the
    /// stoploss (`IStrategy.custom_stoploss`), so that the stop trails the rate.
    private func standardStop(_ node: Syntax) -> Value? {
        let attributes = interpreter.state.attributes
        guard attributes["use_custom_stoploss"]?.constantNumber == 1,
            let stoploss = attributes["stoploss"]
        else { return nil }
        interpreter.note(
            node, "use_custom_stoploss is True without a custom_stoploss: the stop trails the rate",
            .note)
        return notAtEntry(stoploss)
    }

    /// freqtrade asks at the entry only whom it can tell that it is the entry.
    private func notAtEntry(_ answer: Value) -> Value { .choice(Self.isEntry, .none, answer) }

    private static var isEntry: Quantity { Quantity(.name("after_fill"), .condition, .trade) }

    /// What freqtrade passes, by its names.
    private func facts(_ hook: Hook, _ node: Syntax) -> [String: Value] {
        func fact(_ name: String, _ kind: Quantity.Kind = .number) -> Value {
            .quantity(Quantity(.name(name), kind, .trade))
        }
        var facts: [String: Value] = [
            "pair": fact("pair", .text), "trade": .trade,
            "current_time": .instant(Instant(base: .now)), "current_rate": fact("current_rate"),
            "rate": fact("current_rate"), "current_profit": fact("trade.profit_ratio"),
            "proposed_stake": fact("proposed_stake"), "min_stake": fact("min_stake"),
            "max_stake": fact("max_stake"), "proposed_rate": fact("proposed_rate"),
            "proposed_leverage": fact("proposed_leverage"),
            "max_leverage": fact("max_leverage"), "order_type": .text("limit"),
            "side": interpreter.canShort ? fact("entry_side", .text) : .text("long"),
        ]
        if hook == .confirmTradeExit {
            facts["exit_reason"] = fact("exit_reason", .text)
            facts["sell_reason"] = facts["exit_reason"]
        }
        if hook == .confirmTradeEntry || hook == .confirmTradeExit {
            facts["time_in_force"] = interpreter.timeInForce(hook == .confirmTradeEntry)
        }
        if hook == .orderFilled { facts["order"] = .order(.filled) }
        if hook == .customExitPrice { facts["exit_tag"] = fact("exit_reason", .text) }
        if hook == .confirmTradeEntry { facts["amount"] = fact("order_amount") }
        if hook == .confirmTradeExit { facts["amount"] = fact("trade.amount") }
        if hook == .adjustTradePosition {
            // A back-test has one rate, the candle's open.
            for side in ["entry", "exit"] {
                facts["current_\(side)_rate"] = fact("current_rate")
                facts["current_\(side)_profit"] = fact("trade.profit_ratio")
            }
        }
        if hook == .customStoploss { facts["after_fill"] = fact("after_fill", .condition) }
        if hook.knowsEntryTag {
            facts["entry_tag"] =
                interpreter.tagsEntries ? fact("entry_tag", .text) : .text("")
        }
        if hook == .customStakeAmount { facts["leverage"] = fact("entry_leverage") }
        for name in Self.mayBeUntold where facts[name] == nil {
            facts[name] = untold(name, hook, node)
        }
        return facts
    }

    /// What freqtrade passes to some hooks, and the strategy file's hooks may not know.
    private static let mayBeUntold = [
        "after_fill", "entry_tag", "exit_tag", "exit_reason", "sell_reason", "amount",
        "time_in_force", "leverage", "current_entry_rate", "current_exit_rate",
        "current_entry_profit", "current_exit_profit", "order",
    ]

    private func untold(_ name: String, _ hook: Hook, _ node: Syntax) -> Value {
        let finding = interpreter.note(
            node, "\(hook.rawValue) of the strategy file does not know \(name)",
            hint: "docs/strategies.md lists what hooks know", .note)
        interpreter.silent.insert(finding)
        return .unknown(finding)
    }

    // MARK: Answers

    /// The answer as one number; missing where the hook answers None.
    func number(_ value: Value, _ hook: Hook, _ node: Syntax) -> Quantity? {
        switch value {
        case .none: return hook == .customStoploss ? .missing : unsaid(hook, node)
        case .choice(let test, let chosen, let otherwise):
            guard let one = number(chosen, hook, node), let other = number(otherwise, hook, node)
            else { return nil }
            return .choice(test, one, other)
        case .tuple: return unsaid(hook, node)
        default:
            guard
                let quantity = interpreter.needed(value, at: node, "the answer of \(hook.rawValue)")
            else { return nil }
            if hook.isCondition {
                return quantity.kind == .condition ? quantity : unsaid(hook, node)
            }
            return quantity.asNumber ?? unsaid(hook, node)
        }
    }

    private func unsaid(_ hook: Hook, _ node: Syntax) -> Quantity? {
        // Nothing answered is missing, and freqtrade does what it would do without the hook.
        if !hook.isCondition { return .missing }
        interpreter.gap(node, "\(hook.rawValue) does not always answer yes or no")
        return nil
    }

    /// `custom_exit` as rules: the first that holds gives its tag.
    func exits(_ value: Value, _ node: Syntax) -> [SignalReader.Rule] {
        var rules: [SignalReader.Rule] = []
        collect(value, .condition(true), node, &rules)
        return rules
    }

    private func collect(
        _ value: Value, _ path: Quantity, _ node: Syntax, _ rules: inout [SignalReader.Rule]
    ) {
        switch value {
        case .none: return
        case .text(let text) where text.isEmpty: return
        case .text(let text): rules.append(.init(when: path, tag: text))
        case .boolean(let flag):
            if flag { rules.append(.init(when: path, tag: "custom_exit")) }
        case .choice(let test, let chosen, let otherwise):
            guard let first = Quantity.and(path, test) else { return }
            collect(chosen, first, node, &rules)
            // Where the first way always leaves, no later rule is asked there.
            let second = chosen.alwaysLeaves ? path : Quantity.and(path, test.negated)
            if let second { collect(otherwise, second, node, &rules) }
        case .quantity(let quantity) where quantity.kind == .condition:
            if let when = Quantity.and(path, quantity) {
                rules.append(.init(when: when, tag: "custom_exit"))
            }
        default:
            _ = interpreter.needed(value, at: node, "the answer of custom_exit")
            if !value.isUnknown {
                interpreter.gap(node, "custom_exit answers \(interpreter.words(value))")
            }
        }
    }
}

// MARK: - Orders with a tag

extension HookReader {
    /// A rule of `adjust_trade_position`.
    struct Adjustment {
        let when: Quantity
        let stake: Quantity
        let tag: String?
    }

    /// `adjust_trade_position` as rules, the first that holds gives its stake and its tag; nil where no answer has
    /// a tag.
    func adjustments(_ value: Value, _ node: Syntax) -> [Adjustment]? {
        guard value.hasTag else { return nil }
        var rules: [Adjustment] = []
        collect(value, .condition(true), node, &rules)
        return rules
    }

    private func collect(
        _ value: Value, _ path: Quantity, _ node: Syntax, _ rules: inout [Adjustment]
    ) {
        switch value {
        case .none: return
        case .choice(let test, let chosen, let otherwise):
            if let first = Quantity.and(path, test) { collect(chosen, first, node, &rules) }
            // Where the first way always answers, no later rule is asked there.
            let second = chosen.alwaysAnswers ? path : Quantity.and(path, test.negated)
            if let second { collect(otherwise, second, node, &rules) }
        case .tuple(let parts):
            let (answer, tag): (Value, Value) = (
                parts.first ?? Value.none, parts.count > 1 ? parts[1] : Value.none
            )
            if case Value.none = answer { return }
            guard let stake = stake(answer, node) else { return }
            switch tag {
            case .none: rules.append(Adjustment(when: path, stake: stake, tag: nil))
            case .text(let text):
                rules.append(
                    Adjustment(when: path, stake: stake, tag: text.isEmpty ? nil : text))
            default: interpreter.gap(node, "the tag of an order is not known before the run")
            }
        default:
            guard let stake = stake(value, node) else { return }
            rules.append(Adjustment(when: path, stake: stake, tag: nil))
        }
    }

    private func stake(_ value: Value, _ node: Syntax) -> Quantity? {
        interpreter.needed(value, at: node, "the answer of adjust_trade_position")?.asNumber
    }
}

extension Hook {
    /// Whether freqtrade passes the tag of the entry signal.
    fileprivate var knowsEntryTag: Bool {
        [.customStakeAmount, .customEntryPrice, .confirmTradeEntry, .leverage].contains(self)
    }
}

extension Value {
    /// Whether it is, somewhere, an answer with the tag of its order.
    fileprivate var hasTag: Bool {
        switch self {
        case .tuple: true
        case .choice(_, let one, let other): one.hasTag || other.hasTag
        default: false
        }
    }

    /// Whether `adjust_trade_position` gives a stake with this answer, whatever is known.
    fileprivate var alwaysAnswers: Bool {
        switch self {
        case .none: false
        case .tuple(let parts): parts.first?.alwaysAnswers ?? false
        case .choice(_, let one, let other): one.alwaysAnswers && other.alwaysAnswers
        default: true
        }
    }

    /// Whether `custom_exit` leaves with this answer, whatever is known.
    fileprivate var alwaysLeaves: Bool {
        switch self {
        case .text(let text): !text.isEmpty
        case .boolean(let flag): flag
        case .choice(_, let chosen, let otherwise): chosen.alwaysLeaves && otherwise.alwaysLeaves
        default: false
        }
    }
}
