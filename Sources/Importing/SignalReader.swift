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

    /// What the strategy says in its data frame.
    init(_ interpreter: Interpreter, _ frame: Frame, _ node: Syntax) {
        self.interpreter = interpreter
        guard frame.events.contains(where: { $0.column == SignalColumn.oldTag }) else {
            events = Self.spelledOut(frame.events, interpreter, node)
            return
        }
        events = Self.spelledOut(Self.withoutOldTags(frame), interpreter, node)
        interpreter.note(
            node,
            frame.namesEntries
                ? "freqtrade does not look at buy_tag beside enter_long"
                : "freqtrade has a column enter_tag of its own, so that buy_tag becomes a second "
                    + "one: entries bear no tag, exit_tag is not read, and an exit signal at a "
                    + "candle with a buy_tag bears that",
            hint: "call it enter_tag, and buy enter_long", .caution)
    }

    /// freqtrade calls `buy_tag` `enter_tag` where there is no `enter_long`, but makes a column of that
    /// name before; the second moves into the place of `exit_tag`. Source: `advise_entry` and
    /// `_get_ohlcv_as_lists` of freqtrade 2026.9, seen in its back-tests.
    private static func withoutOldTags(_ frame: Frame) -> [SignalEvent] {
        let old = frame.events.filter { $0.column == SignalColumn.oldTag }
        let others = frame.events.filter { $0.column != SignalColumn.oldTag }
        guard !frame.namesEntries else { return others }
        let takesBack = others.contains {
            $0.column == "enter_long" && $0.content == .signal(false)
        }
        let entries = takesBack ? [] : others.filter { $0.column == "enter_long" }
        let ways = Set(entries.flatMap(\.mask.term.disjuncts))
        // Where it enters, freqtrade does not leave, whatever the tag.
        let shown = old.filter { !ways.isSuperset(of: $0.mask.term.disjuncts) }
        return others.filter { $0.column != "exit_tag" }
            + shown.map { .init(column: "exit_tag", mask: $0.mask, content: $0.content) }
    }

    /// More tags than these are not made of what is put behind each other.
    private static let mostTags = 40

    /// The events with every tag whole, where some are put behind others.
    private static func spelledOut(
        _ events: [SignalEvent], _ interpreter: Interpreter, _ node: Syntax
    ) -> [SignalEvent] {
        var all: [SignalEvent] = []
        for event in events {
            guard case .added(let text) = event.content else {
                all.append(event)
                continue
            }
            let longer = all.compactMap { before -> SignalEvent? in
                guard before.column == event.column, case .tag(let tag) = before.content,
                    let mask = Quantity.and(before.mask, event.mask)
                else { return nil }
                return .init(column: event.column, mask: mask, content: .tag(tag + text))
            }
            all.append(.init(column: event.column, mask: event.mask, content: .tag(text)))
            all += longer
            guard all.count <= mostTags else {
                interpreter.gap(node, "more tags are put together than can be written out")
                return []
            }
        }
        return all
    }

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
