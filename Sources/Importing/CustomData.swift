internal import Strategies

/// What a strategy's trades keep under one key: freqtrade's `set_custom_data` and `get_custom_data`.
///
/// Hooks are followed until it is known what is kept under which keys. A hook's answer and what it keeps are
/// both told by what was kept before it was asked.
struct KeptKey {
    /// As it is written where it is first met; freqtrade does not tell keys by their case.
    let key: String
    /// What the strategy file calls it.
    var name: String
    /// What is read where nothing was kept yet.
    var defaults: [Value] = []
    /// Whether it stands in a dictionary of the strategy, by the pair.
    var isOfPair = false
    var writes: [(value: Value, node: Syntax, module: Module)] = []
    /// Whether `order_filled` writes it at the first entry, before any other hook is asked.
    var isSetAtEntry = false
    /// How the strategy file says it; nil before that is known.
    var form: Form?

    enum Form: Equatable {
        /// It is never written.
        case none
        /// All that read it have the same default.
        case condition(Bool)
        case number(Double, isWhole: Bool)
        /// It is missing until it is written; `isFlag` where what is written are conditions.
        case missing(isFlag: Bool)
    }

    /// The value under its name.
    private var symbol: Quantity {
        if case .condition = form { return Quantity(.name(name), .condition, .trade) }
        return Quantity(.name(name), .number, .trade)
    }

    private var isMissing: Quantity {
        Quantity(.call("is_missing", [symbol.term]), .condition, .trade)
    }

    /// What is kept before a hook is asked: None where nothing is.
    var before: Value {
        switch form {
        case Form.none?: return .none
        case .condition, .number: return .quantity(symbol)
        case .missing(isFlag: true):
            let flag = Quantity(
                .binary(.equal, symbol.term, .number(1)), .condition, .trade, weight: 2)
            return .choice(isMissing, .none, .quantity(flag))
        case .missing, nil: return .choice(isMissing, .none, .quantity(symbol))
        }
    }

    /// The same in any hook but `order_filled`.
    var beforeOthers: Value {
        guard isSetAtEntry, case .choice(_, _, let value) = before else { return before }
        return value
    }

    /// Whether the value is what was kept before, or None.
    func isUntouched(_ value: Value) -> Bool {
        if case .choice(let test, .none, _) = value { return test == isMissing }
        return false
    }

    /// What the strategy file says of it before any hook changed it; nil for missing.
    var standard: String? {
        switch form {
        case .condition(let flag): "\(flag)"
        case .number(let number, _): TermWriter.literal(number)
        default: nil
        }
    }

    /// The value as the strategy file keeps it; nil where it has no form.
    func quantity(_ value: Value) -> Quantity? {
        if isUntouched(value) { return symbol }
        switch value {
        case .none:
            guard case .missing = form else { return nil }
            return .missing
        case .choice(let test, let chosen, let otherwise):
            guard let one = quantity(chosen), let other = quantity(otherwise) else { return nil }
            return .choice(test, one, other)
        default:
            guard let quantity = value.quantity, quantity.kind != .text else { return nil }
            guard case .condition = form else { return quantity.asNumber }
            return quantity.kind == .condition ? quantity : nil
        }
    }
}

extension Interpreter {
    /// A method of the trade that reads or writes what it keeps; nil for any other.
    func customData(_ name: String, _ arguments: Arguments) -> Value? {
        let node = arguments.node
        guard ["set_custom_data", "get_custom_data"].contains(name) else { return nil }
        guard case .hook(let hook) = task, hook.knowsTrade else {
            return unknown(node, "trade.\(name)() has no counterpart outside of a trade's hooks")
        }
        guard let key = arguments.at(0, "key")?.constantText else {
            return unknown(node, "the key of trade.\(name)() is not known before the run")
        }
        let index = place(of: key)
        guard name == "set_custom_data" else {
            return kept(at: index, arguments.at(1, "default") ?? .none, node)
        }
        let value = arguments.at(1, "value") ?? .none
        keys[index].writes.append((value, node, module))
        state.kept[index] = value
        return Value.none
    }

    /// What is kept there, or the default where nothing is.
    func kept(at index: Int, _ standard: Value, _ node: Syntax) -> Value {
        keys[index].defaults.append(standard)
        let known = task == .hook(.orderFilled) ? keys[index].before : keys[index].beforeOthers
        return filled(state.kept[index] ?? known, standard, keys[index], node)
    }

    func place(of key: String) -> Int {
        if let known = keys.firstIndex(where: { $0.key.lowercased() == key.lowercased() }) {
            return known
        }
        keys.append(KeptKey(key: key, name: key))
        return keys.count - 1
    }

    /// The value, with the default where nothing is kept.
    private func filled(
        _ value: Value, _ standard: Value, _ key: KeptKey, _ node: Syntax
    ) -> Value {
        let value = value.where(assumed)
        switch value {
        case .none: return standard
        case .choice(_, _, .quantity(var quantity)) where key.isUntouched(value):
            if case .none = standard { return value }
            // What it is is not yet known: it is as its default.
            guard key.form == nil, case .boolean = standard else { break }
            quantity.kind = .condition
            return .quantity(quantity)
        default: break
        }
        guard case .choice(let test, let one, let other) = value else { return value }
        return merged(
            test, filled(one, standard, key, node), filled(other, standard, key, node), node)
    }

    /// Two ways' values, each unless it was written what there was before.
    func merged(
        _ test: Quantity, _ chosen: [Int: Value], _ otherwise: [Int: Value], _ node: Syntax
    ) -> [Int: Value] {
        var kept: [Int: Value] = [:]
        for index in Set(chosen.keys).union(otherwise.keys) {
            kept[index] = merged(
                test, chosen[index] ?? keys[index].before, otherwise[index] ?? keys[index].before,
                node)
        }
        return kept
    }

    /// Notes what `order_filled` writes whenever a trade is opened; asked after it was followed.
    func noteSetAtEntry() {
        let entries = Term.name(TradeFact.entries.rawValue)
        let known: Set<Term> = [
            .name(TradeFact.orderIsEntry.rawValue), .binary(.equal, entries, .number(1)),
        ]
        for index in keys.indices {
            keys[index].isSetAtEntry = state.kept[index]?.isSomething(where: known) ?? false
        }
    }

    // MARK: How it is said

    /// Decides how the strategy file says what trades keep; false where that was known before.
    func decideCustomData() -> Bool {
        var taken = NamePlan.reserved.union(parameters.map(\.name))
        var isNew = false
        for index in keys.indices {
            let form = form(of: keys[index])
            isNew = isNew || form != keys[index].form
            keys[index].form = form
            keys[index].name = NamePlan.free(keys[index].key, &taken)
        }
        return isNew
    }

    /// Forgets who reads and writes what trades keep, to follow the hooks once more.
    func forgetUses() {
        for index in keys.indices { (keys[index].defaults, keys[index].writes) = ([], []) }
    }

    private func form(of key: KeptKey) -> KeptKey.Form {
        guard !key.writes.isEmpty else { return .none }
        let areFlags = key.writes.allSatisfy { $0.value.isAlways(.condition) }
        guard let first = key.defaults.first else { return .missing(isFlag: areFlags) }
        let agree = key.defaults.allSatisfy { Value.areSame($0, first) == true }
        switch first {
        case .boolean(let flag) where agree && areFlags: return .condition(flag)
        case .integer(let number) where agree && !areFlags:
            return .number(Double(number), isWhole: true)
        case .number(let number) where agree && !areFlags: return .number(number, isWhole: false)
        default: return .missing(isFlag: areFlags)
        }
    }

    /// What the hook that was followed makes of the key; nil where it leaves it.
    func change(ofKey index: Int) -> Quantity? {
        guard let value = state.kept[index], let write = keys[index].writes.first else {
            return nil
        }
        if case .unknown(let finding) = value {
            findings[finding].weight = .gap
            return nil
        }
        guard let quantity = keys[index].quantity(value) else {
            gap(
                write.node,
                "what is kept under \"\(keys[index].key)\" is not always a number, or not always "
                    + "a condition")
            return nil
        }
        let own = Term.name(keys[index].name)
        return quantity.term == own ? nil : quantity
    }
}

extension Value {
    /// Whether it is never None where these conditions hold.
    fileprivate func isSomething(where facts: Set<Term>) -> Bool {
        switch self {
        case .none, .unknown: false
        case .choice(let test, let one, let other):
            test.term.facts.isSubset(of: facts)
                ? one.isSomething(where: facts)
                : one.isSomething(where: facts) && other.isSomething(where: facts)
        default: true
        }
    }

    fileprivate func isAlways(_ kind: Quantity.Kind) -> Bool {
        if case .choice(_, let one, let other) = self {
            return one.isAlways(kind) && other.isAlways(kind)
        }
        return quantity?.kind == kind
    }
}
