internal import Strategies
internal import Translation

/// `technical.util`: longer candles made of the strategy's own, and merged into them again.
extension Interpreter {
    func resampling(_ name: String, _ arguments: Arguments) -> Value {
        switch name {
        case "resample_to_interval": resampled(arguments)
        case "resampled_merge": resampledMerge(arguments)
        default: unknown(arguments.node, "\(name) of technical is not translated")
        }
    }

    private func resampled(_ arguments: Arguments) -> Value {
        let node = arguments.node
        let interval = arguments.at(1, "interval")
        let minutes =
            interval?.constantText.flatMap { Self.minutes(of: $0) }
            ?? interval?.constantNumber.flatMap { Int(exactly: $0) }
        guard case .frame(let index) = arguments.positional.first, let minutes, minutes > 0,
            state.frames[index].isMarket, state.frames[index].candles == .own,
            1_440 % minutes == 0
        else {
            return unknown(
                node, "this form of resample_to_interval is not translated",
                hint: "candles of the strategy and an interval that divides a day are")
        }
        let timeframe = Self.timeframe(ofMinutes: minutes)
        note(
            node,
            "the candles of \(timeframe) are taken where there are some; technical makes them "
                + "of shorter ones", .caution)
        return newFrame(Frame(candles: Candles(pair: nil, timeframe: timeframe), isMarket: true))
    }

    private static func timeframe(ofMinutes minutes: Int) -> String {
        if minutes == 1_440 { return "1d" }
        return minutes.isMultiple(of: 60) ? "\(minutes / 60)h" : "\(minutes)m"
    }

    private func resampledMerge(_ arguments: Arguments) -> Value {
        let node = arguments.node
        guard case .frame(let index) = arguments.at(0, "original"),
            case .frame(let other) = arguments.at(1, "resampled"),
            (arguments.at(2, "fill_na") ?? .boolean(true)).constantNumber == 1,
            let minutes = state.frames[other].candles.timeframe.flatMap({ Self.minutes(of: $0) })
        else {
            return unknown(node, "resampled_merge is translated with fill_na=True")
        }
        let gapped = Arguments(node)
        var frame = state.frames[index]
        for (name, value) in frame.columns where !hasNoGaps(value) {
            frame.columns[name] = method("ffill", of: value, gapped)
        }
        frame.columns.merge(merge(other) { "resample_\(minutes)_\($0)" }) { $1 }
        return newFrame(frame)
    }

    /// Whether nothing is missing once there is a first value: TA-Lib's indicators and prices.
    private func hasNoGaps(_ value: Value) -> Bool {
        guard case .quantity(let quantity) = value else { return true }
        var term = quantity.term
        while true {
            switch term {
            case .definition(let index): term = definitions[index].quantity.term
            case .part(let whole, _): term = whole
            case .name, .number, .boolean, .text: return true
            case .call(let name, _, _):
                if case .talib = PythonForm.form(name) { return true }
                return quantity.kind == .condition || name == "number"
            default: return quantity.kind == .condition
            }
        }
    }
}
