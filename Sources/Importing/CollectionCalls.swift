internal import Indicators
internal import Strategies

/// How a function of a collection is called, and the row of the catalogue that it equals.
private struct CollectionForm {
    let row: String
    /// Python's names of the settings in Python's order, each with the row's where that is another.
    let settings: [(python: String, row: String)]
    /// Settings that stand apart from the row and may be given only with these values.
    var fixed: [String: Double] = [:]

    init(_ row: String, _ settings: String = "", fixed: [String: Double] = [:]) {
        self.row = row
        self.fixed = fixed
        self.settings = settings.split(separator: " ").map { word in
            let names = word.split(separator: "=").map(String.init)
            return (names[0], names.last ?? names[0])
        }
    }

    static let qtpylib: [String: CollectionForm] = [
        "bollinger_bands": .init("qtpylib_bollinger_bands", "window stds"),
        "weighted_bollinger_bands": .init("qtpylib_weighted_bollinger_bands", "window stds"),
        "rolling_weighted_mean": .init("qtpylib_rolling_weighted_mean", "window"),
        "wma": .init("qtpylib_rolling_weighted_mean", "window"),
        "hull_moving_average": .init("qtpylib_hull_moving_average", "window"),
        "hma": .init("qtpylib_hull_moving_average", "window"),
        "zlema": .init("qtpylib_zlema", "window"), "zlhma": .init("qtpylib_zlhma", "window"),
        "macd": .init("qtpylib_macd", "fast slow smooth"),
        "returns": .init("qtpylib_returns"), "log_returns": .init("qtpylib_log_returns"),
        "implied_volatility": .init("qtpylib_implied_volatility", "window"),
        "roc": .init("qtpylib_roc", "window"), "pvt": .init("qtpylib_pvt"),
        "zscore": .init("qtpylib_zscore", "window stds"),
        "true_range": .init("qtpylib_true_range"), "ibs": .init("qtpylib_ibs"),
        "atr": .init("qtpylib_atr", "window exp"),
        "keltner_channel": .init("qtpylib_keltner_channel", "window atrs"),
        "stoch": .init("qtpylib_stoch", "window d k fast", fixed: ["fast": 0]),
        "chopiness": .init("qtpylib_chopiness", "window"),
        "awesome_oscillator": .init("qtpylib_awesome_oscillator", "weighted fast slow"),
        "rolling_vwap": .init("qtpylib_rolling_vwap", "window"),
    ]

    static let technical: [String: CollectionForm] = [
        "ichimoku": .init(
            "ichimoku",
            "conversion_line_period=conversion base_line_periods=base laggin_span=span displacement"
        ),
        "SSLChannels": .init("ssl_channel", "length=period mode"),
        "tv_alma": .init("alma", "length offset sigma"),
        "vwmacd": .init(
            "vwmacd", "fastperiod=fast_period slowperiod=slow_period signalperiod=signal_period"),
        "laguerre": .init(
            "laguerre", "gamma smooth debug", fixed: ["smooth": 1, "debug": 0]),
        "stc": .init("stc", "fast slow length"),
        "MADR": .init("madr", "length stds_dist=deviations matype=kind"),
        "RMI": .init("rmi", "length mom=momentum"), "VIDYA": .init("vidya", "length select"),
    ]
}

/// Calls of qtpylib, `technical` and pandas-ta: rows of the catalogue under the collections' names.
extension Interpreter {
    /// The row that qtpylib's function is; nil where there is none, or not for these arguments.
    func quantitative(_ name: String, _ arguments: Arguments) -> Value? {
        CollectionForm.qtpylib[name].flatMap { row($0, arguments) }
    }

    private func row(_ form: CollectionForm, _ arguments: Arguments) -> Value? {
        guard let row = Catalogue.indicator(form.row), let source = arguments.positional.first,
            let inputs = inputs(of: row, source),
            let settings = settings(form, row, arguments.dropping)
        else { return nil }
        return outputs(
            of: row, form.row, inputs, settings, isFrame: form.row != "ssl_channel",
            arguments.node)
    }

    /// A series, or a frame's columns of the row's names.
    private func inputs(of row: Indicator, _ source: Value) -> [Quantity]? {
        var inputs: [Quantity] = []
        for input in row.inputs {
            var value = Value?.some(source)
            if case .frame(let index) = source, let name = input.column?.rawValue {
                value = column(name, of: index)
            } else if input.column != nil {
                return nil
            }
            guard let number = value?.quantity?.asNumber, number.shape == .series else {
                return nil
            }
            inputs.append(number)
        }
        return inputs
    }

    private func settings(
        _ form: CollectionForm, _ row: Indicator, _ arguments: Arguments
    ) -> [Quantity]? {
        var given: [String: Value] = [:]
        guard arguments.positional.count <= form.settings.count else { return nil }
        for (index, name) in form.settings.enumerated() {
            given[name.row] = arguments.at(index, name.python)
        }
        let known = Set(form.settings.map(\.python))
        guard Set(arguments.named.keys).isSubset(of: known) else { return nil }
        for (name, value) in form.fixed {
            if let other = given.removeValue(forKey: name), other.constantNumber != value {
                return nil
            }
        }
        let settings = row.parameters.map { parameter in
            let setting = Self.word(given[parameter.name], parameter)
            return setting.flatMap { self.setting($0, parameter) }
                ?? (given[parameter.name] == nil ? self.setting(nil, parameter) : nil)
        }
        return settings.contains(nil) ? nil : settings.compactMap { $0 }
    }

    /// A choice that Python makes by a word or a flag, as the row's number.
    static func word(_ value: Value?, _ parameter: Indicator.Parameter) -> Value? {
        guard !parameter.choices.isEmpty, let text = value?.constantText else { return value }
        return parameter.choices.first { $0.name == text.lowercased() }.map { .number($0.number) }
            ?? Value.none
    }

    // MARK: technical

    func collection(_ name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        if let form = CollectionForm.technical[name], let value = row(form, arguments) {
            return name == "ichimoku" ? clouded(value, arguments) : value
        }
        if let value = averaged(name, arguments) { return value }
        switch name {
        case "cmf", "chaikin_money_flow":
            if let value = moneyFlow(arguments) { return value }
        case "vwma":
            if let value = weightedByVolume(arguments) { return value }
        case "williams_percent":
            if let value = williams(arguments) { return value }
        case "supertrend":
            if let value = supertrend(arguments) { return value }
        case "PMAX":
            if let value = averageStop(arguments) { return value }
        default: break
        }
        return unknown(
            node, "\(name) of technical is not translated with these arguments",
            hint: "docs/strategies.md lists the indicators that there are")
    }

    /// TA-Lib's averages under the names of `technical`: a frame, a period and a column.
    private func averaged(_ name: String, _ arguments: Arguments) -> Value? {
        let functions = [
            "ema": "EMA", "sma": "SMA", "tema": "TEMA", "dema": "DEMA", "zema": "DEMA",
        ]
        guard case .frame(let index) = arguments.positional.first,
            let period = arguments.at(1, "period"),
            let series = column(arguments.at(2, "field")?.constantText ?? "close", of: index)
        else { return nil }
        var call = Arguments(arguments.node)
        switch name {
        case "hull_moving_average":
            call.positional = [series, period]
            return quantitative("hma", call)
        default:
            call.positional = [series, period]
            return functions[name].map { technical($0, call) }
        }
    }

    /// What `ichimoku` tells besides the row: which span is above, and a line that knows the future.
    private func clouded(_ value: Value, _ arguments: Arguments) -> Value {
        guard case .frame(let index) = value,
            let one = state.frames[index].columns["senkou_span_a"],
            let other = state.frames[index].columns["senkou_span_b"]
        else { return value }
        let node = arguments.node
        state.frames[index].columns["cloud_green"] = compare("Gt", one, other, node)
        state.frames[index].columns["cloud_red"] = compare("Gt", other, one, node)
        let future = unknown(
            node, "ichimoku's chikou_span looks at candles to come",
            hint: "compare the close with an earlier candle instead")
        if case .unknown(let finding) = future { silent.insert(finding) }
        state.frames[index].columns["chikou_span"] = future
        return value
    }

    private func columns(_ names: [String], _ arguments: Arguments) -> [Value]? {
        guard case .frame(let index) = arguments.positional.first else { return nil }
        let values = names.compactMap { column($0, of: index) }
        return values.count == names.count ? values : nil
    }

    /// The stop, and "up" or "down" where there is one.
    private func supertrend(_ arguments: Arguments) -> Value? {
        let form = CollectionForm("supertrend_plain", "period multiplier")
        let node = arguments.node
        guard let stop = row(form, arguments), let close = columns(["close"], arguments)?.first,
            let isThere = compare("Gt", stop, .integer(0), node).quantity,
            let isBelow = compare("Lt", close, stop, node).quantity
        else { return nil }
        let side = Value.choice(isBelow, .text("down"), .text("up"))
        return .tuple([stop, .choice(isThere, side, .none)])
    }

    /// The frame with the stop and its side under the names that `PMAX` gives them.
    private func averageStop(_ arguments: Arguments) -> Value? {
        let form = CollectionForm("pmax", "period multiplier length MAtype=kind src=source")
        let numbers = [10, 3, 12, 1].enumerated().compactMap { place, standard in
            let name = ["period", "multiplier", "length", "MAtype"][place]
            return spelled(arguments.at(place + 1, name) ?? .integer(standard))
        }
        let node = arguments.node
        guard let stop = row(form, arguments), numbers.count == 4,
            case .frame(let index) = arguments.positional.first
        else { return nil }
        var frame = state.frames[index]
        let name = numbers.joined(separator: "_")
        frame.columns["pm_" + name] = named(stop, "pm_" + name, isColumn: true)
        frame.columns["pmX_" + name] = unknown(
            node, "the side of PMAX is not translated", hint: "compare the average with the stop")
        return newFrame(frame)
    }

    private func moneyFlow(_ arguments: Arguments) -> Value? {
        let node = arguments.node
        guard let parts = columns(["high", "low", "close", "volume"], arguments),
            let period = (arguments.at(1, "period") ?? .integer(21)).quantity
        else { return nil }
        let (high, low, close, volume) = (parts[0], parts[1], parts[2], parts[3])
        let share = binary(
            "Div",
            binary("Sub", binary("Sub", close, low, node), binary("Sub", high, close, node), node),
            binary("Sub", high, low, node), node)
        return ratio(ofSums: binary("Mult", share, volume, node), volume, period, node)
    }

    private func weightedByVolume(_ arguments: Arguments) -> Value? {
        let price = arguments.at(2, "price")?.constantText ?? "close"
        guard let parts = columns([price, "volume"], arguments),
            let window = arguments.at(1, "window")?.quantity
        else { return nil }
        let node = arguments.node
        return ratio(ofSums: binary("Mult", parts[0], parts[1], node), parts[1], window, node)
    }

    private func ratio(
        ofSums one: Value, _ other: Value, _ period: Quantity, _ node: Syntax
    ) -> Value? {
        guard let one = one.quantity, let other = other.quantity else { return nil }
        return binary(
            "Div", rolling("rolling_sum", one, period, node),
            rolling("rolling_sum", other, period, node), node)
    }

    private func williams(_ arguments: Arguments) -> Value? {
        let node = arguments.node
        guard let parts = columns(["high", "low", "close"], arguments),
            let high = parts[0].quantity, let low = parts[1].quantity,
            let period = (arguments.at(1, "period") ?? .integer(14)).quantity
        else { return nil }
        let highest = rolling("rolling_max", high, period, node)
        let lowest = rolling("rolling_min", low, period, node)
        let place = binary(
            "Div", binary("Sub", highest, parts[2], node), binary("Sub", highest, lowest, node),
            node)
        return binary("Mult", place, .integer(-100), node)
    }
}
