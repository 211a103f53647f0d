internal import Strategies

/// What is left where two ways meet.
extension Interpreter {
    func merged(_ test: Quantity, _ chosen: State, _ otherwise: State, _ node: Syntax) -> State {
        var state = otherwise
        for index in state.scopes.indices where index < chosen.scopes.count {
            state.scopes[index] = merged(
                test, chosen.scopes[index], otherwise.scopes[index], node)
        }
        state.attributes = merged(test, chosen.attributes, otherwise.attributes, node)
        state.kept = merged(test, chosen.kept, otherwise.kept, node)
        state.ownNow = chosen.ownNow.intersection(otherwise.ownNow)
        state.lists = merged(chosen.lists, otherwise.lists) { self.merged(test, $0, $1, node) }
        state.frames = merged(chosen.frames, otherwise.frames) { self.merged(test, $0, $1, node) }
        state.dictionaries = merged(chosen.dictionaries, otherwise.dictionaries) {
            self.merged(test, $0, $1, node)
        }
        return state
    }

    func merged(_ test: Quantity, _ chosen: Value, _ otherwise: Value, _ node: Syntax) -> Value {
        let (chosen, otherwise) = (
            chosen.where(test.term.facts), otherwise.where(test.negated.term.facts)
        )
        switch (chosen, otherwise) {
        case (.unknown, _): return chosen
        case (_, .unknown): return otherwise
        case (.none, .none): return .none
        case (.text(let one), .text(let other)) where one != other:
            return .choice(test, chosen, otherwise)
        case (.list(let one), .list(let other)) where one == other: return chosen
        case (.dictionary(let one), .dictionary(let other)) where one == other: return chosen
        case (.frame(let one), .frame(let other)) where one == other: return chosen
        case (.parameter(let one), .parameter(let other)) where one == other: return chosen
        case (.function(let one), .function(let other)) where one === other: return chosen
        case (.library(let one), .library(let other)) where one == other: return chosen
        case (.me, .me), (.trade, .trade): return chosen
        case (.orders(let one), .orders(let other)) where one == other: return chosen
        case (.order(let one), .order(let other)) where one == other: return chosen
        case (.tuple(let ones), .tuple(let others)) where ones.count == others.count:
            return .tuple(zip(ones, others).map { merged(test, $0, $1, node) })
        default: break
        }
        if let one = chosen.quantity, let other = otherwise.quantity {
            if one.shape == .trade || other.shape == .trade || test.shape == .trade,
                one.kind != other.kind
            {
                return .choice(test, chosen, otherwise)
            }
            if let same = Value.areSame(chosen, otherwise), same { return chosen }
            return value(.choice(test, one, other), node)
        }
        return .choice(test, chosen, otherwise)
    }

    private func merged(
        _ test: Quantity, _ chosen: [String: Value], _ otherwise: [String: Value], _ node: Syntax
    ) -> [String: Value] {
        // What only one way sets, only that way reads.
        chosen.merging(otherwise) { merged(test, $0, $1, node) }
    }

    /// Things of both ways by their place; what only one made stays as it is.
    private func merged<Thing>(
        _ chosen: [Thing], _ otherwise: [Thing], _ merge: (Thing, Thing) -> Thing
    ) -> [Thing] {
        let common = min(chosen.count, otherwise.count)
        return zip(chosen, otherwise).map { merge($0, $1) } + chosen.dropFirst(common)
            + otherwise.dropFirst(common)
    }

    private func merged(
        _ test: Quantity, _ chosen: [Element], _ otherwise: [Element], _ node: Syntax
    ) -> [Element] {
        let (short, long) = (
            min(chosen.count, otherwise.count), max(chosen.count, otherwise.count)
        )
        return (0..<long).map { index in
            guard index >= short else {
                let value = merged(test, chosen[index].value, otherwise[index].value, node)
                return Element(guarded: chosen[index].guarded, value: value)
            }
            let isChosen = chosen.count > otherwise.count
            var element = isChosen ? chosen[index] : otherwise[index]
            let test = isChosen ? test : test.negated
            element.guarded = element.guarded.map { .and(test, $0) ?? test } ?? test
            return element
        }
    }

    private func merged(
        _ test: Quantity, _ chosen: [(key: Value, value: Value)],
        _ otherwise: [(key: Value, value: Value)], _ node: Syntax
    ) -> [(key: Value, value: Value)] {
        var entries = otherwise
        for (place, entry) in chosen.enumerated() {
            // Most entries were there before the ways parted.
            let isInPlace = place < entries.count && Self.isSame(entries[place].key, entry.key)
            let index =
                isInPlace ? place : entries.firstIndex { Self.isSame($0.key, entry.key) }
            if let index {
                entries[index].value = merged(test, entry.value, entries[index].value, node)
            } else {
                entries.append(entry)
            }
        }
        return entries
    }

    /// Whether two keys are one, whatever it will be: each way would otherwise keep its own, and every
    /// two ways twice as many.
    private static func isSame(_ key: Value, _ other: Value) -> Bool {
        switch (key, other) {
        case (.unknown(let one), .unknown(let other)): one == other
        case (.quantity(let one), .quantity(let other)): one == other
        default: Value.areSame(key, other) == true
        }
    }

    private func merged(
        _ test: Quantity, _ chosen: Frame, _ otherwise: Frame, _ node: Syntax
    ) -> Frame {
        var frame = otherwise
        frame.columns = merged(test, chosen.columns, otherwise.columns, node)
        let common = zip(chosen.events, otherwise.events).prefix { $0 == $1 }.count
        func under(_ test: Quantity, _ events: ArraySlice<SignalEvent>) -> [SignalEvent] {
            events.map { event in
                var event = event
                event.mask = .and(test, event.mask) ?? event.mask
                return event
            }
        }
        frame.events =
            Array(chosen.events.prefix(common)) + under(test, chosen.events.dropFirst(common))
            + under(test.negated, otherwise.events.dropFirst(common))
        frame.namesEntries = chosen.namesEntries || otherwise.namesEntries
        return frame
    }
}
