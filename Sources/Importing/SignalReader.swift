internal import Strategies

/// What was said of signals and tags, as rules of the strategy file.
struct SignalReader {
    /// One rule: when it holds, and the tag that it gives.
    struct Rule {
        let when: Quantity
        let tag: String?
    }

    let interpreter: Interpreter
    let events: [SignalEvent]

    /// The rules of `enter_long` and its like; the tags are those of `tagColumn`.
    func rules(_ column: String, tags tagColumn: String, other: String) -> [Rule] {
        var signals: [Quantity] = []
        for event in events where event.column == column {
            if event.content == .signal(true) {
                signals.append(event.mask)
            } else {
                signals = signals.map { .and($0, event.mask.negated) ?? $0 }
            }
        }
        signals.removeAll { $0.term == .boolean(false) }
        guard !signals.isEmpty else { return [] }
        let foreign = events.filter { $0.column == other && $0.content == .signal(true) }
        let tags = events.filter { event in
            event.column == tagColumn
                && (signals.contains(event.mask)
                    || !foreign.contains { $0.mask == event.mask })
        }
        let areAllOwn = tags.allSatisfy { signals.contains($0.mask) }
        return areAllOwn ? tagged(signals, tags) : layered(signals, tags, column)
    }

    /// Every tag comes with a signal: rules in the order of the tags, those without one first.
    private func tagged(_ signals: [Quantity], _ tags: [SignalEvent]) -> [Rule] {
        let plain = signals.filter { signal in !tags.contains { $0.mask == signal } }
        return plain.map { Rule(when: $0, tag: nil) }
            + tags.compactMap { event in
                guard case .tag(let tag) = event.content else { return nil }
                return Rule(when: event.mask, tag: tag)
            }
    }

    /// Tags of their own: the signal without one, then each tag where there is a signal.
    private func layered(
        _ signals: [Quantity], _ tags: [SignalEvent], _ column: String
    ) -> [Rule] {
        var whole = signals.dropFirst().reduce(signals[0]) { .or($0, $1) ?? $0 }
        let outer = interpreter.task
        interpreter.task = .entry
        if case .quantity(let named) = interpreter.named(
            .quantity(whole), column + "_signal", isColumn: true)
        {
            whole = named
        }
        interpreter.task = outer
        return [Rule(when: whole, tag: nil)]
            + tags.compactMap { event in
                guard case .tag(let tag) = event.content, let when = Quantity.and(whole, event.mask)
                else { return nil }
                return Rule(when: when, tag: tag)
            }
    }
}
