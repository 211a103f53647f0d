internal import Indicators
internal import Strategies

/// `series.rolling(…)` and `series.ewm(…)` before they are asked for something.
struct Window {
    enum Kind: Equatable {
        case rolling
        /// At least so many known values, where the window need not be full.
        case partial(least: Value)
        /// By the name of what says how fast weights fall, and the settings behind it.
        case exponential(decay: String, adjust: Bool, least: Double)

        static func == (left: Self, right: Self) -> Bool { left.prefix == right.prefix }

        /// What the rows' names begin with.
        var prefix: String {
            switch self {
            case .rolling, .partial: "rolling_"
            case .exponential: "ewm_"
            }
        }
    }

    let series: Quantity
    let kind: Kind
    let length: Quantity
}

/// Windows of pandas' series.
extension Interpreter {
    func window(_ name: String, _ series: Quantity, _ arguments: Arguments) -> Value {
        guard let number = series.asNumber else {
            return unknown(
                arguments.node, "\(name) of a shifted condition is not translated")
        }
        return name == "rolling"
            ? rollingWindow(number, arguments) : exponentialWindow(number, arguments)
    }

    private func rollingWindow(_ series: Quantity, _ arguments: Arguments) -> Value {
        let node = arguments.node
        guard let length = arguments.at(0, "window")?.quantity else {
            return unknown(node, "rolling needs the length of its window")
        }
        let isCentred = (arguments.at(2, "center") ?? .boolean(false)).constantNumber != 0
        let known: Set<String> = ["window", "min_periods", "center"]
        guard Set(arguments.named.keys).isSubset(of: known), !isCentred else {
            return unknown(
                node, "rolling with center or win_type is not translated",
                hint: "rolling(n) has a value once its window is full")
        }
        let least = arguments.at(1, "min_periods") ?? .none
        let isWhole = least.quantity.map { $0 == length } ?? true
        return .window(
            Window(
                series: series, kind: isWhole ? .rolling : .partial(least: least), length: length))
    }

    private func exponentialWindow(_ series: Quantity, _ arguments: Arguments) -> Value {
        let node = arguments.node
        let decays = ["com", "span", "halflife", "alpha"]
        let given = decays.enumerated().compactMap { position, name -> (String, Quantity)? in
            arguments.at(position, name)?.quantity.map { (name, $0) }
        }
        let adjust = (arguments.at(5, "adjust") ?? .boolean(true)).constantNumber
        let least = (arguments.at(4, "min_periods") ?? .integer(0)).constantNumber
        let known = Set(decays + ["adjust", "min_periods", "ignore_na"])
        guard let (decay, length) = given.first, given.count == 1, let adjust, let least,
            Set(arguments.named.keys).isSubset(of: known),
            (arguments.at(6, "ignore_na") ?? .boolean(false)).constantNumber == 0
        else {
            return unknown(
                node, "this form of ewm is not translated",
                hint: "one of com, span, halflife and alpha, adjust and min_periods are")
        }
        return .window(
            Window(
                series: series,
                kind: .exponential(decay: decay, adjust: adjust != 0, least: least),
                length: length))
    }

    /// `ta.trend.ema_indicator(close, window=14)`: pandas' weights, once the window is full.
    func exponential(_ arguments: Arguments) -> Value {
        let length = arguments.at(1, "window") ?? .integer(14)
        guard let series = arguments.at(0, "close")?.quantity?.asNumber, series.shape == .series,
            let window = length.quantity, arguments.at(2, "fillna") == nil
        else {
            return unknown(arguments.node, "this form of ema_indicator is not translated")
        }
        return call("ewm_mean", [series, window, .condition(false), window], arguments.node)
    }

    func method(_ name: String, ofWindow window: Window, _ arguments: Arguments) -> Value {
        let node = arguments.node
        let degrees = arguments.at(0, "ddof")?.constantNumber
        let isPlain =
            arguments.positional.isEmpty && arguments.named.isEmpty
            || degrees == 1 && ["std", "var"].contains(name)
        var (row, settings) = (window.kind.prefix + name, [window.length])
        switch window.kind {
        case .rolling: break
        case .partial(let least):
            row += "_partial"
            settings += [least.quantity ?? .number(0)]
        case .exponential(let decay, let adjust, let least):
            if decay != "span" { row += "_" + decay }
            if least != 0 || !adjust { settings.append(.condition(adjust)) }
            if least != 0 { settings.append(.number(least)) }
        }
        if name == "quantile", window.kind == .rolling,
            let share = arguments.at(0, "q")?.quantity, arguments.positional.count < 2,
            Set(arguments.named.keys).isSubset(of: ["q"])
        {
            settings.append(share)
        } else if !isPlain || Catalogue.indicator(row) == nil {
            return pairwise(name, row, settings, window, arguments)
                ?? unknown(
                    node, "there is no \(window.kind.prefix)\(name) of this form in expressions",
                    hint: "docs/strategies.md lists the windows that there are")
        }
        guard window.series.shape == .series else {
            return unknown(node, "\(row) needs a series")
        }
        return call(row, [window.series] + settings, node)
    }

    /// `rolling(n).corr(other)` and `cov`.
    private func pairwise(
        _ name: String, _ row: String, _ settings: [Quantity], _ window: Window,
        _ arguments: Arguments
    ) -> Value? {
        guard name == "corr" || name == "cov", Catalogue.indicator(row) != nil,
            arguments.positional.count + arguments.named.count == 1,
            let other = arguments.at(0, "other")?.quantity?.asNumber,
            window.series.shape == .series, other.shape == .series
        else { return nil }
        return call(row, [window.series, other] + settings, arguments.node)
    }
}
