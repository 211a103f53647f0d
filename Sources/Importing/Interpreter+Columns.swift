internal import Indicators
internal import Strategies

/// Columns of data frames, and parts of lists, dictionaries and candles.
extension Interpreter {
    /// The column of a frame, nil where there is none of that name.
    func column(_ name: String, of index: Int) -> Value? {
        let frame = state.frames[index]
        if let value = frame.columns[name] { return value }
        guard frame.isMarket else { return nil }
        if let signal = SignalColumn(name) {
            guard isHook else {
                return .quantity(signal.condition(of: frame.events).asNumber ?? .number(0))
            }
            return given(signal, name, frame)
        }
        if name == "date" { return .dates(frame.candles) }
        guard CandleColumn(rawValue: name) != nil else { return nil }
        return .quantity(Quantity(.name(name), .number, .series, candles: frame.candles))
    }

    /// What hooks read where a signal was set: 1 or missing. Columns of the older names are gone by then, and rows
    /// that were set to 0 are told apart from those that were not by nobody here.
    private func given(_ signal: SignalColumn, _ name: String, _ frame: Frame) -> Value? {
        let events = frame.events.filter { $0.column == signal.name }
        guard name == signal.name, !signal.isTag, !events.isEmpty,
            events.allSatisfy({ $0.content == .signal(true) }),
            let value = Quantity.choice(signal.condition(of: events), .number(1), .missing)
        else { return nil }
        return .quantity(value)
    }

    /// The condition of which the column is 1 or 0; any other quantity as it is.
    func flag(_ quantity: Quantity) -> Quantity {
        if let condition = quantity.counted { return condition }
        guard case .definition(let index) = quantity.term,
            definitions[index].quantity.counted != nil
        else { return quantity }
        var condition = quantity
        condition.kind = .condition
        condition.term = .binary(.equal, quantity.term, .number(1))
        return condition
    }

    func subscripted(_ node: Syntax) -> Value {
        let owner = evaluate(node.child("value"))
        if owner.isUnknown { return owner }
        let slice = node.child("slice")
        if case .indexer(let frame, let kind) = owner {
            return indexed(frame, kind, slice, node)
        }
        if slice.kind == "Slice", let part = sliced(owner, slice) { return part }
        let key = evaluate(slice)
        if key.isUnknown { return key }
        return element(key, of: owner, node)
    }

    /// `text[:-1]` and `list[1:]`, with constant ends.
    private func sliced(_ owner: Value, _ slice: Syntax) -> Value? {
        let text = owner.constantText.map(Array.init)
        let list = elements(owner)
        guard let count = text?.count ?? list?.count, slice["step"] == nil else { return nil }
        func place(_ name: String, _ standard: Int) -> Int? {
            guard let node = slice[name] else { return standard }
            return evaluate(node).constantNumber.flatMap { Int(exactly: $0) }.map {
                min(max($0 < 0 ? count + $0 : $0, 0), count)
            }
        }
        guard let start = place("lower", 0), let end = place("upper", count) else { return nil }
        let range = start..<max(start, end)
        if let text { return .text(String(text[range])) }
        return list.map { newList(Array($0[range])) }
    }

    private func element(_ key: Value, of owner: Value, _ node: Syntax) -> Value {
        if case .choice(let test, let one, let other) = key {
            return merged(
                test, element(one, of: owner, node), element(other, of: owner, node), node)
        }
        if case .quantity(let quantity) = key, quantity.kind == .text,
            let choices = choices(of: quantity)
        {
            return choices.dropLast().reversed().reduce(
                element(choices.last ?? .none, of: owner, node)
            ) { rest, choice in
                let test = Term.binary(.equal, quantity.term, .text(choice.constantText ?? ""))
                return merged(
                    Quantity(test, .condition, .scalar), element(choice, of: owner, node), rest,
                    node)
            }
        }
        switch owner {
        case .library("config"):
            if let value = configured(key.constantText ?? "") { return value }
            return unknown(
                node, "config[\"\(key.constantText ?? "")\"] is the configuration's",
                hint: "--config gives it")
        case .frame(let index): return self.columns(key, of: index, node)
        case .row(let frame, let back):
            guard let name = key.constantText, let value = column(name, of: frame) else { break }
            return row(value, back, node)
        case .orders(let isEntry): return order(key, isEntry: isEntry, node)
        case .dictionary(let index):
            read(.dictionary(index))
            let entry = state.dictionaries[index].first { Value.areSame($0.key, key) == true }
            return entry?.value ?? unknown(node, "the dictionary has no such key")
        case .list, .tuple:
            guard let elements = elements(owner), let number = key.constantNumber,
                let index = Int(exactly: number)
            else { break }
            let place = index < 0 ? elements.count + index : index
            guard elements.indices.contains(place) else { break }
            return elements[place]
        case .member(.quantity(let series), "iloc"), .member(.quantity(let series), "iat"):
            guard let number = key.constantNumber, number < 0, let back = Int(exactly: -number)
            else { break }
            return row(.quantity(series), .number(Double(back - 1)), node)
        default: break
        }
        return unknown(node, "this part of \(words(owner)) is not translated")
    }

    /// The texts that a parameter can be, where the quantity is one.
    private func choices(of quantity: Quantity) -> [Value]? {
        guard case .name(let name) = quantity.term,
            let parameter = parameters.first(where: { $0.name == name }),
            case .categorical(let choices) = parameter.domain
        else { return nil }
        return choices
    }

    private func columns(_ key: Value, of index: Int, _ node: Syntax) -> Value {
        if let name = key.constantText {
            return column(name, of: index) ?? spread(name, of: index, node)
                ?? unknown(
                    node, "the data frame has no column \"\(name)\"",
                    hint: state.frames[index].candles == .own
                        ? nil : "it has the columns that were put into it, and the candles'")
        }
        guard let names = elements(key) else {
            return unknown(
                node, "rows of a data frame are picked here",
                hint: "dataframe.loc[condition, column] = value is translated")
        }
        var frame = Frame(candles: state.frames[index].candles, isMarket: false)
        for name in names.compactMap(\.constantText) {
            guard let value = column(name, of: index) else { continue }
            frame.add(name, value)
        }
        return newFrame(frame)
    }

    /// How many candles before the last one `iloc[number]` is; nil for what does not count from there.
    private func back(_ number: Value, _ node: Syntax) -> Quantity? {
        if let number = number.constantNumber {
            return number < 0 ? .number(-number - 1) : nil
        }
        guard isHook, case .quantity(let quantity) = number,
            case .negative(let count) = quantity.term,
            quantity.shape == .trade
        else { return nil }
        note(
            node,
            "where this is 0 Python reads the oldest candle that it has, and the strategy "
                + "file none", .caution)
        var back = quantity
        back.term = .binary(.subtract, count.uncut, .number(1))
        return back
    }

    private func indexed(
        _ frame: Int, _ kind: String, _ slice: Syntax, _ node: Syntax
    ) -> Value {
        if kind == "loc", slice.kind == "Tuple", let column = slice.list("elts").last,
            slice.list("elts").first?.kind == "Slice"
        {
            return element(evaluate(column), of: .frame(frame), node)
        }
        if kind == "iloc", slice.kind == "Tuple", let key = slice.list("elts").last,
            slice.list("elts").first?.kind == "Slice",
            let name = state.frames[frame].name(evaluate(key))
        {
            return element(.text(name), of: .frame(frame), node)
        }
        if kind == "loc", let candle = tradeCandle(frame, slice) { return candle }
        if kind == "iloc", let back = back(evaluate(slice), node) {
            return isHook ? .row(frame: frame, back: back) : row(.none, back, node)
        }
        return unknown(node, "reading through .\(kind) is not translated here")
    }
}

extension Frame {
    /// The name of the column of that number, counted from the end if negative.
    fileprivate func name(_ key: Value) -> String? {
        guard let names, let number = key.constantNumber.flatMap({ Int(exactly: $0) }) else {
            return nil
        }
        let place = number < 0 ? names.count + number : number
        return names.indices.contains(place) ? names[place] : nil
    }
}

extension Term {
    /// What `int(…)` cuts to a whole number; `ago` does that itself.
    fileprivate var uncut: Term {
        guard case .conditional(_, .call("ceil", let up, _), .call("floor", let down, _)) = self,
            up == down, let whole = up.first
        else { return self }
        return whole
    }
}
