internal import Indicators
internal import Strategies

extension Interpreter {
    func assign(_ value: Value, to target: Syntax) {
        switch target.kind {
        case "Name":
            let name = target.text("id")
            set(name, kept(value, name))
        case "Tuple", "List": unpack(value, to: target)
        case "Attribute":
            let owner = evaluate(target.child("value"))
            let name = target.text("attr")
            switch owner {
            case .me:
                wrote(.attribute(name), target)
                state.attributes[name] = value
            case .library where task == .reading: break
            case .frame(let index) where name == "columns":
                let names = (elements(value) ?? []).compactMap(\.constantText)
                if !state.frames[index].rename(to: names) {
                    gap(target, "the columns' new names are not known here")
                }
            case .frame(let index):
                setColumn(name, value, where: .condition(true), of: index, target)
            default: gap(target, "setting .\(name) of \(words(owner)) is not translated")
            }
        case "Subscript": assign(value, toElement: target)
        case "Starred": gap(target, "a starred target is not translated")
        default: gap(target, "assigning to this is not translated")
        }
    }

    /// What a variable holds; a series gets its name, so that it is written once.
    private func kept(_ value: Value, _ name: String) -> Value {
        guard case .frame(let index) = value, let whole = state.frames[index].whole else {
            return named(value, name, isColumn: false)
        }
        guard case .quantity(let known) = named(.quantity(whole), name, isColumn: false),
            known != whole
        else { return value }
        var frame = state.frames[index]
        frame.whole = nil
        for (column, part) in frame.columns {
            guard case .quantity(var quantity) = part, case .part(_, let output) = quantity.term
            else { continue }
            quantity.term = .part(known.term, output)
            frame.columns[column] = .quantity(quantity)
        }
        state.frames[index] = frame
        return value
    }

    private func unpack(_ value: Value, to target: Syntax) {
        let targets = target.list("elts")
        if value.isUnknown {
            for target in targets { assign(value, to: target) }
            return
        }
        guard let elements = elements(value), elements.count == targets.count else {
            gap(target, "\(words(value)) cannot be taken apart into \(targets.count) values")
            return
        }
        for (target, element) in zip(targets, elements) { assign(element, to: target) }
    }

    private func assign(_ value: Value, toElement target: Syntax) {
        let owner = evaluate(target.child("value"))
        let slice = target.child("slice")
        switch owner {
        case .frame(let index): assign(value, toColumns: evaluate(slice), of: index, target)
        case .indexer(let index, "loc"): assign(value, toLocation: slice, of: index, target)
        case .dictionary(let index):
            let key = evaluate(slice)
            if keep(value, ofPairs: index, key, target) { return }
            wrote(.dictionary(index), target)
            let known = state.dictionaries[index].firstIndex {
                Value.areSame($0.key, key) == true
            }
            if let known {
                state.dictionaries[index][known].value = value
            } else {
                state.dictionaries[index].append((key, value))
            }
        case .unknown(let index): findings[index].weight = .gap
        default: gap(target, "setting a part of \(words(owner)) is not translated")
        }
    }

    private func assign(
        _ value: Value, toColumns key: Value, of index: Int, _ target: Syntax,
        where mask: Quantity = .condition(true)
    ) {
        if let name = key.constantText {
            setColumn(name, value, where: mask, of: index, target)
            return
        }
        guard let names = elements(key)?.map(\.constantText), !names.contains(nil) else {
            if case .unknown(let finding) = key { findings[finding].weight = .gap }
            gap(target, "which column is set here is not known before the run")
            return
        }
        let values: [Value]
        if case .frame(let from) = value {
            let frame = state.frames[from]
            values = (frame.names ?? names.compactMap { $0 }).map { frame.columns[$0] ?? value }
        } else {
            values = elements(value) ?? names.map { _ in value }
        }
        guard values.count == names.count else {
            gap(target, "\(names.count) columns are set to \(values.count) values")
            return
        }
        for (name, value) in zip(names, values) {
            setColumn(name ?? "", value, where: mask, of: index, target)
        }
    }

    /// `dataframe.loc[mask, columns] = value`
    private func assign(
        _ value: Value, toLocation slice: Syntax, of index: Int, _ target: Syntax
    ) {
        guard slice.kind == "Tuple", slice.list("elts").count == 2 else {
            gap(
                target, "rows are set without naming a column",
                hint: "dataframe.loc[condition, column] = value is translated")
            return
        }
        let columns = evaluate(slice.list("elts")[1])
        let condition = slice.list("elts")[0]
        if condition.kind == "Slice" {
            guard condition["lower"] == nil, condition["upper"] == nil else {
                gap(condition, "rows are picked by their number here")
                return
            }
            assign(value, toColumns: columns, of: index, target)
            return
        }
        var mask = evaluate(condition)
        // No rows at all.
        if let rows = elements(mask), rows.isEmpty { mask = .boolean(false) }
        guard let quantity = mask.quantity, quantity.kind == .condition, !quantity.hasGaps else {
            let lost: Value
            if case .unknown = mask {
                lost = mask
            } else {
                lost = unknown(condition, "\(words(mask)) is no condition for rows")
            }
            assign(lost, toColumns: columns, of: index, target)
            return
        }
        assign(value, toColumns: columns, of: index, target, where: quantity)
    }

    /// `dataframe.loc[mask, column] += value`; false where it is none of that.
    func add(_ value: Value, toLocation target: Syntax, _ node: Syntax) -> Bool {
        guard target.kind == "Subscript", target.child("value").text("attr") == "loc",
            case .indexer(let index, "loc") = evaluate(target.child("value")),
            case let parts = target.child("slice").list("elts"), parts.count == 2,
            let name = evaluate(parts[1]).constantText
        else { return false }
        if state.frames[index].isMarket, let signal = SignalColumn(name), signal.isTag {
            guard node.text("op") == "Add", let text = value.constantText else { return false }
            let mask = parts[0].kind == "Slice" ? .boolean(true) : evaluate(parts[0])
            guard let rows = needed(mask, at: parts[0], "what says which rows are tagged") else {
                return true
            }
            append(.init(column: signal.name, mask: rows, content: .added(text)), index)
            return true
        }
        // What the other rows would come to is not taken.
        let old = column(name, of: index) ?? unknown(target, "there is no column \"\(name)\"")
        assign(
            binary(node.text("op"), old, value, node), toLocation: target.child("slice"), of: index,
            target)
        return true
    }

    private func setColumn(
        _ name: String, _ value: Value, where mask: Quantity, of index: Int, _ node: Syntax
    ) {
        if state.frames[index].isMarket, let column = SignalColumn(name) {
            if name == "enter_long" { state.frames[index].namesEntries = true }
            signal(column, value, where: mask, of: index, node)
            return
        }
        let isCandle = CandleColumn(rawValue: name) != nil || name == "date"
        if isCandle, state.frames[index].isMarket, task != .reading {
            gap(node, "the candles' own column \"\(name)\" is overwritten")
            return
        }
        var new = value.unlabelled
        if mask.term != .boolean(true) {
            let before = state.frames[index].columns[name]
            if case .text = value {
                new = merged(mask, value, before ?? .none, node)
            } else {
                new = merged(mask, value, before ?? .number(.nan), node)
            }
        }
        if case .choice = new, !new.isOfTexts || state.frames[index].candles != .own {
            new = unknown(node, "a column of \(words(value)) has no counterpart")
        }
        if case .quantity(let quantity) = new, quantity.shape == .series,
            state.frames[index].isMarket, quantity.candles != state.frames[index].candles
        {
            new = unknown(
                node, "other candles are put in by their row here, not by their time",
                hint: "merge_informative_pair puts them in by their time")
        }
        state.frames[index].columns[name] = self.named(new, name, isColumn: true)
    }

    // MARK: Signals

    private func signal(
        _ column: SignalColumn, _ value: Value, where mask: Quantity, of index: Int,
        _ node: Syntax
    ) {
        if case .unknown(let finding) = value {
            findings[finding].weight = .gap
            return
        }
        var mask = mask
        let content: SignalEvent.Content
        if column.isTag {
            guard let text = tag(value) else {
                gap(node, "this tag is not known before the run", hint: "write it as a text")
                return
            }
            if text.isEmpty, state.frames[index].events.isEmpty { return }
            content = .tag(text)
        } else if let number = value.constantNumber {
            content = .signal(number == 1)
        } else if let quantity = value.quantity, quantity.kind != .text,
            let isOne = compare("Eq", .quantity(quantity), .integer(1), node).quantity
        {
            // What is not 1 is no signal, whatever it was before.
            append(.init(column: column.name, mask: mask, content: .signal(false)), index)
            mask = .and(mask, isOne) ?? mask
            content = .signal(true)
        } else {
            gap(node, "\(column.name) is set to \(words(value))")
            return
        }
        append(.init(column: column.name, mask: mask, content: content), index)
    }

    private func tag(_ value: Value) -> String? {
        if case .none = value { return "" }
        return value.constantText
    }

    private func append(_ event: SignalEvent, _ index: Int) {
        let isFirst = !state.frames[index].events.contains { $0.column == event.column }
        // Nothing was said yet: no is what it is.
        if isFirst, event.content == .signal(false) { return }
        if event.content == .signal(false), event.mask.term == .boolean(true) {
            state.frames[index].events.removeAll { $0.column == event.column }
            return
        }
        state.frames[index].events.append(event)
    }
}

/// A column through which freqtrade is told to enter or leave, in its present spelling.
struct SignalColumn {
    /// The entry's tag as it was called before; what freqtrade makes of it is `SignalReader`'s.
    static let oldTag = "buy_tag"

    let name: String
    let isTag: Bool

    init?(_ name: String) {
        let present = ["buy": "enter_long", "sell": "exit_long"][name] ?? name
        let signals = ["enter_long", "exit_long", "enter_short", "exit_short"]
        isTag = ["enter_tag", "exit_tag", Self.oldTag].contains(present)
        guard isTag || signals.contains(present) else { return nil }
        self.name = present
    }

    /// When the signal is given, after all that was said.
    func condition(of events: [SignalEvent]) -> Quantity {
        events.filter { $0.column == name }.reduce(.condition(false)) { whole, event in
            event.content == .signal(true)
                ? .or(whole, event.mask) ?? whole : .and(whole, event.mask.negated) ?? whole
        }
    }
}
