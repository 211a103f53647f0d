internal import Strategies

/// Calls of freqtrade's own helpers, and methods of data frames and trades.
extension Interpreter {
    func freqtrade(_ name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        switch name {
        case "IntParameter", "DecimalParameter", "RealParameter", "CategoricalParameter",
            "BooleanParameter":
            return parameter(name, arguments)
        case "merge_informative_pair": return mergedFrames(arguments)
        case "stoploss_from_open", "stoploss_from_absolute": return stoploss(name, arguments)
        case "timeframe_to_prev_date":
            let own = state.attributes["timeframe"]?.constantText
            guard let timeframe = arguments.at(0, "timeframe")?.constantText, timeframe == own,
                case .instant(let instant) = arguments.at(1, "date"), instant.base == .opening,
                instant.isPlain
            else { break }
            // It is opened when a candle begins.
            return .instant(instant)
        case "timeframe_to_minutes":
            guard let text = arguments.positional.first?.constantText,
                let minutes = Self.minutes(of: text)
            else { break }
            return .integer(minutes)
        default: break
        }
        return unknown(node, "freqtrade's \(name) is not translated")
    }

    static func minutes(of timeframe: String) -> Int? {
        let units: [Character: Int] = ["m": 1, "h": 60, "d": 1_440, "w": 10_080]
        guard let unit = timeframe.last.flatMap({ units[$0] }),
            let count = Int(timeframe.dropLast())
        else { return nil }
        return count * unit
    }

    private func stoploss(_ name: String, _ arguments: Arguments) -> Value {
        let isOpen = name == "stoploss_from_open"
        let (basis, own) =
            isOpen ? ("current_profit", "trade.profit_ratio") : ("current_rate", "current_rate")
        guard let ratio = arguments.at(0, isOpen ? "open_relative_stop" : "stop_rate")?.quantity,
            arguments.at(1, basis)?.quantity?.term == .name(own), task == .hook(.customStoploss)
        else {
            return unknown(
                arguments.node, "\(name) is translated only in custom_stoploss, with its \(basis)")
        }
        let isLevered = canShort || state.attributes["leverage"] != nil
        if isLevered, arguments.named["leverage"] == nil {
            return unknown(
                arguments.node, "\(name) without leverage=trade.leverage means another stop",
                hint: "the strategy file's knows the trade's leverage")
        }
        guard var result = Quantity.made(of: [ratio], .number, .call(name, [ratio.term])) else {
            return value(nil, arguments.node)
        }
        result.shape = .trade
        return .quantity(result)
    }

    // MARK: Other candles

    func provider(_ name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        switch name {
        case "get_analyzed_dataframe":
            return .tuple([.frame(market), .instant(Instant(base: .now))])
        case "get_pair_dataframe", "historic_ohlcv":
            guard let timeframe = arguments.at(1, "timeframe")?.constantText else { break }
            guard let candles = candles(arguments.at(0, "pair"), timeframe) else {
                return unknown(
                    node, "which pair's candles these are is not known before the run",
                    hint: "metadata['pair'] and a pair's name are translated")
            }
            return newFrame(Frame(candles: candles, isMarket: true))
        case "current_whitelist": return unknown(node, "the pairs are not known before the run")
        default: break
        }
        return unknown(node, "dp.\(name) has no counterpart in a back-test of a strategy file")
    }

    func candles(_ pair: Value?, _ timeframe: String) -> Candles? {
        var candles = Candles(pair: nil, timeframe: timeframe)
        switch pair {
        case .text(let text) where text.contains("/"): candles.pair = text
        case .quantity(let quantity) where quantity.term == .name("pair"): break
        default: return nil
        }
        if candles.pair == nil, timeframe == state.attributes["timeframe"]?.constantText {
            return .own
        }
        return candles
    }

    private func mergedFrames(_ arguments: Arguments) -> Value {
        let node = arguments.node
        guard case .frame(let index) = arguments.at(0, "dataframe"),
            case .frame(let other) = arguments.at(1, "informative"),
            let timeframe = arguments.at(3, "timeframe_inf")?.constantText,
            arguments.at(4, "ffill")?.constantNumber == 1
        else {
            return unknown(
                node,
                "merge_informative_pair is translated with two data frames, ffill=True and "
                    + "a constant timeframe")
        }
        let isAppended = arguments.at(5, "append_timeframe").map { $0.constantNumber == 1 } ?? true
        let suffix = arguments.at(7, "suffix")?.constantText ?? (isAppended ? timeframe : "")
        var frame = state.frames[index]
        frame.columns.merge(merge(other) { suffix.isEmpty ? $0 : "\($0)_\(suffix)" }) { $1 }
        return newFrame(frame)
    }

    /// The columns of another frame as freqtrade merges them, named by `name`.
    func merge(_ other: Int, _ name: (String) -> String) -> [String: Value] {
        let frame = state.frames[other]
        var columns: [String: Value] = [:]
        var names = Set(frame.columns.keys)
        if frame.isMarket { names.formUnion(["open", "high", "low", "close", "volume"]) }
        for column in names.sorted() {
            guard let value = self.column(column, of: other) else { continue }
            let seen: Value
            if case .quantity(var quantity) = value, quantity.candles != .own {
                if quantity.shape == .series {
                    quantity.hasGaps = quantity.kind == .condition
                    quantity.term = .elsewhere(quantity.candles, quantity.term)
                }
                quantity.candles = .own
                seen = named(.quantity(quantity), name(column), isColumn: true)
            } else {
                seen = value
            }
            columns[name(column)] = seen
        }
        return columns
    }

    // MARK: Frames, rows, trades

    func method(_ name: String, ofFrame index: Int, _ arguments: Arguments) -> Value {
        let node = arguments.node
        switch name {
        case "copy", "reset_index": return newFrame(state.frames[index])
        case "drop": return .frame(index)
        case "intersection": return newList([])
        case "rename":
            guard let form = arguments.named["columns"] else { break }
            return kept(renamed(index, form, node), index, arguments)
        case "fillna", "ffill":
            return kept(filled(name, index, arguments), index, arguments)
        case "join":
            guard case .frame(let other) = arguments.positional.first, arguments.named.isEmpty
            else { break }
            return newFrame(put(other, into: state.frames[index]))
        case "tail", "squeeze": return .frame(index)
        case "max", "min":
            guard arguments.named["axis"]?.constantNumber == 1 else { break }
            return acrossColumns(name, index, node)
        default: break
        }
        return unknown(node, ".\(name)() of a data frame is not translated")
    }

    /// The new frame, or with `inplace=True` nothing, and the frame itself is as the new one.
    private func kept(_ new: Value, _ index: Int, _ arguments: Arguments) -> Value {
        guard arguments.named["inplace"]?.constantNumber == 1, case .frame(let made) = new else {
            return new
        }
        state.frames[index] = state.frames[made]
        return .none
    }

    /// What was put into the frame, filled; candles have no gaps.
    private func filled(_ name: String, _ index: Int, _ arguments: Arguments) -> Value {
        var given = arguments
        given.named["inplace"] = nil
        var frame = state.frames[index]
        for (column, value) in frame.columns {
            if case .dates = value { continue }
            frame.columns[column] = value.isUnknown ? value : method(name, of: value, given)
        }
        return newFrame(frame)
    }

    /// The frame under other names of its columns, by a dictionary or a function.
    private func renamed(_ index: Int, _ form: Value, _ node: Syntax) -> Value {
        var frame = state.frames[index]
        if frame.isMarket {
            for name in ["date", "open", "high", "low", "close", "volume"] {
                frame.columns[name] = column(name, of: index)
            }
        }
        var columns: [String: Value] = [:]
        for (name, value) in frame.columns {
            var new: Value?
            if case .dictionary(let entries) = form {
                new = state.dictionaries[entries].first { $0.key.constantText == name }?.value
            } else {
                var given = Arguments(node)
                given.positional = [.text(name)]
                new = call(form, given)
            }
            columns[new?.constantText ?? name] = value
        }
        frame.columns = columns
        frame.isMarket = frame.isMarket && columns["close"] != nil
        return newFrame(frame)
    }

    /// The greatest or least of several columns; pandas passes over what is missing.
    private func acrossColumns(_ name: String, _ index: Int, _ node: Syntax) -> Value {
        let columns = state.frames[index].columns.sorted { $0.key < $1.key }
        let numbers = columns.compactMap { $0.value.quantity?.asNumber }
        guard !state.frames[index].isMarket, numbers.count == columns.count,
            let first = numbers.first
        else { return unknown(node, ".\(name)(axis=1) needs a list of columns of numbers") }
        let prices: Set<Term> = [.name("open"), .name("high"), .name("low"), .name("close")]
        return numbers.dropFirst().reduce(Value.quantity(first)) { whole, number in
            guard let one = whole.quantity,
                case .quantity(let both) = call(name, [one, number], node)
            else { return whole }
            if prices.contains(one.term) || prices.contains(number.term) { return .quantity(both) }
            let missing = { (quantity: Quantity) in
                Quantity.made(
                    of: [quantity], .condition, .call("is_missing", [quantity.term])) ?? quantity
            }
            let rest = Quantity.choice(missing(number), one, both)
            return value(rest.flatMap { .choice(missing(one), number, $0) }, node)
        }
    }

    func method(
        _ name: String, ofRow frame: Int, _ back: Quantity, _ arguments: Arguments
    ) -> Value {
        switch name {
        case "squeeze", "copy": return .row(frame: frame, back: back)
        case "get":
            guard let key = arguments.positional.first?.constantText else { break }
            guard let value = column(key, of: frame) else {
                return arguments.at(1, "default") ?? .none
            }
            return row(value, back, arguments.node)
        default: break
        }
        return unknown(arguments.node, ".\(name)() of a candle is not translated")
    }

    func method(_ name: String, of instant: Instant, _ arguments: Arguments) -> Value {
        switch name {
        case "replace", "astimezone": return .instant(instant)
        case "weekday" where instant.base == .now && instant.isPlain:
            return .quantity(Quantity(.name("current_time.weekday"), .number, .trade))
        default: return unknown(arguments.node, ".\(name)() of a time is not translated")
        }
    }

    /// What a method of freqtrade's base class answers.
    func inheritedCall(_ name: String, _ arguments: Arguments) -> Value {
        if name.hasPrefix("populate_") { return .frame(market) }
        return unknown(arguments.node, "what freqtrade's own \(name) does is not translated")
    }
}
