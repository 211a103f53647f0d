internal import JSONL
internal import Strategies

/// What hooks keep of each pair in a dictionary of the strategy, as `self.tries[pair]`: the trade's own, where it is
/// as before any trade once the trade ends.
extension Interpreter {
    /// `dictionary.get(pair, default)` in a trade's hook; nil for any other dictionary or key.
    func keptOfPair(_ index: Int, _ key: Value, _ arguments: Arguments) -> Value? {
        guard let place = place(ofPairs: index, key) else { return nil }
        return kept(at: place, arguments.at(1, "default") ?? .none, arguments.node)
    }

    /// `dictionary[pair] = value` in a trade's hook; false for any other dictionary or key.
    func keep(_ value: Value, ofPairs index: Int, _ key: Value, _ node: Syntax) -> Bool {
        guard let place = place(ofPairs: index, key) else { return false }
        keys[place].writes.append((value, node, module))
        state.kept[place] = value
        return true
    }

    private func place(ofPairs index: Int, _ key: Value) -> Int? {
        guard case .hook(let hook) = task, hook.knowsTrade, lasting.isOlder(.dictionary(index)),
            state.dictionaries[index].isEmpty, key.quantity?.term == .name("pair"),
            let name = name(ofDictionary: index)
        else { return nil }
        let place = place(of: name)
        keys[place].isOfPair = true
        return place
    }

    /// Where the strategy has the dictionary: an attribute, or the key of a dictionary that is one.
    private func name(ofDictionary index: Int) -> String? {
        func isIt(_ value: Value) -> Bool {
            if case .dictionary(index) = value { true } else { false }
        }
        for (name, value) in state.attributes.sorted(by: { $0.key < $1.key }) {
            if isIt(value) { return name }
            guard case .dictionary(let outer) = value,
                let entry = state.dictionaries[outer].first(where: { isIt($0.value) })
            else { continue }
            return entry.key.constantText.map { "\(name).\($0.drop { $0 == "_" })" }
        }
        return nil
    }

    /// `try: x = self.a[key]` with `except KeyError: x = self.a[key] = {}`: a dictionary of that key, there from
    /// the first call on. Whether the statement was that.
    func makesDictionary(_ node: Syntax) -> Bool {
        let bodies = [node.list("body"), node.list("handlers").first?.list("body") ?? []]
        guard isHook, node.list("handlers").count == 1, bodies.allSatisfy({ $0.count == 1 }),
            let attempt = bodies[0].first, let other = bodies[1].first,
            attempt.kind == "Assign", other.kind == "Assign",
            let variable = attempt.list("targets").first?.name,
            attempt.list("targets").count == 1,
            other.list("targets").count == 2, other.list("targets")[0].name == variable,
            other.child("value").kind == "Dict", other.child("value").list("keys").isEmpty,
            attempt.child("value").kind == "Subscript",
            other.list("targets")[1].isSubscript(of: attempt.child("value"))
        else { return false }
        let (owner, slice) = (
            evaluate(attempt.child("value").child("value")),
            evaluate(attempt.child("value").child("slice"))
        )
        guard case .dictionary(let index) = owner, slice.constantText != nil else { return false }
        if let known = state.dictionaries[index].first(where: {
            Value.areSame($0.key, slice) == true
        }) {
            set(variable, known.value)
            return true
        }
        let made = newDictionary([])
        lasting.made.insert(state.dictionaries.count - 1)
        state.dictionaries[index].append((slice, made))
        set(variable, made)
        return true
    }

    // MARK: How it ends

    /// Tells where what is kept of a pair outlasts its trade: it may be written by the hook alone that lets the
    /// trade go, and where that does, it must be what it was at first.
    func checkPairs(_ hook: Hook, _ answer: Quantity?) {
        for (index, value) in state.kept where keys[index].isOfPair {
            guard let write = keys[index].writes.first else { continue }
            let outer = module
            module = write.module
            defer { module = outer }
            if hook == .confirmTradeExit, let standard = keys[index].defaults.first,
                keys[index].defaults.allSatisfy({ Value.areSame($0, standard) == true }),
                value.isAlways(standard, where: answer?.term ?? .boolean(true))
            {
                note(
                    write.node,
                    "this is kept by the trade: two trades of a pair at once would share it",
                    .caution)
                continue
            }
            gap(
                write.node, "what is kept of the pair here outlasts its trade",
                hint: "trade.set_custom_data() keeps a value for each trade")
        }
    }
}

extension Syntax {
    /// Whether both are the same part of the same thing, a constant key of a dotted name.
    fileprivate func isSubscript(of other: Syntax) -> Bool {
        guard kind == "Subscript", let path = child("value").path,
            let key = child("slice").constant?.string
        else { return false }
        return path == other.child("value").path && key == other.child("slice").constant?.string
    }
}

extension Value {
    /// Whether it is the constant wherever the condition holds, as far as conditions can be told apart.
    fileprivate func isAlways(_ constant: Value, where condition: Term) -> Bool {
        switch self {
        case .choice(let test, let one, let other):
            return one.isAlways(constant, where: .binary(.and, condition, test.term))
                && other.isAlways(constant, where: .binary(.and, condition, .not(test.term)))
        case .quantity(let quantity):
            if case .conditional(let test, let one, let other) = quantity.term {
                func part(_ term: Term) -> Value {
                    if case .number(let number) = term { return .number(number) }
                    var part = quantity
                    part.term = term
                    return .quantity(part)
                }
                return part(one).isAlways(constant, where: .binary(.and, condition, test))
                    && part(other).isAlways(constant, where: .binary(.and, condition, .not(test)))
            }
        default: break
        }
        if Value.areSame(self, constant) == true { return true }
        var budget = 2_000
        return !condition.canHold(&budget)
    }
}

extension Term {
    /// Whether the condition can hold, each comparison in it taken to be free of the others; true where that takes
    /// too long to tell.
    func canHold(_ budget: inout Int) -> Bool {
        if case .boolean(let flag) = reduced { return flag }
        guard budget > 0, let question = firstQuestion else { return true }
        budget -= 1
        return [true, false].contains { assuming(question, $0).canHold(&budget) }
    }

    private var firstQuestion: Term? {
        switch self {
        case .boolean: nil
        case .not(let inner): inner.firstQuestion
        case .binary(.and, let left, let right), .binary(.or, let left, let right):
            left.firstQuestion ?? right.firstQuestion
        case .conditional(let test, _, _): test.firstQuestion
        default: self
        }
    }

    private func assuming(_ question: Term, _ answer: Bool) -> Term {
        switch self {
        case question: .boolean(answer)
        case .not(let inner): Term.not(inner.assuming(question, answer)).reduced
        case .binary(let word, let left, let right) where word == .and || word == .or:
            Term.binary(word, left.assuming(question, answer), right.assuming(question, answer))
                .reduced
        case .conditional(let test, let one, let other):
            Term.conditional(
                test.assuming(question, answer), one.assuming(question, answer),
                other.assuming(question, answer)
            ).reduced
        default: self
        }
    }

    /// Without what is known of its parts.
    private var reduced: Term {
        switch self {
        case .not(.boolean(let flag)): .boolean(!flag)
        case .binary(.and, .boolean(false), _), .binary(.and, _, .boolean(false)): .boolean(false)
        case .binary(.or, .boolean(true), _), .binary(.or, _, .boolean(true)): .boolean(true)
        case .binary(.and, .boolean(true), let rest), .binary(.and, let rest, .boolean(true)),
            .binary(.or, .boolean(false), let rest), .binary(.or, let rest, .boolean(false)):
            rest
        case .conditional(.boolean(let flag), let one, let other): flag ? one : other
        default: self
        }
    }
}
