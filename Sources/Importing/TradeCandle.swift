internal import Strategies

/// The candle on which a trade was opened, as hooks look for it: `dataframe.loc[dataframe["date"] == trade_date]`.
extension Interpreter {
    /// That candle; nil for any other question.
    func tradeCandle(_ frame: Int, _ slice: Syntax) -> Value? {
        guard isHook, slice.kind == "Compare", slice.list("comparators").count == 1,
            slice.text("ops") == "Eq", case .dates(.own) = evaluate(slice.child("left")),
            case .instant(let instant) = evaluate(slice.list("comparators")[0]),
            instant.base == .opening, instant.isPlain,
            let timeframe = state.attributes["timeframe"]?.constantText,
            let minutes = Self.minutes(of: timeframe)
        else { return nil }
        note(
            slice,
            "with candles of another timeframe inside of its own a trade's first candle may be "
                + "another", .caution)
        let age = Term.binary(
            .divide, .name(TradeFact.minutes.rawValue), .number(Double(minutes)))
        let back = Quantity(.binary(.subtract, age, .number(1)), .number, .trade, weight: 3)
        return .row(frame: frame, back: back)
    }

    /// Whether freqtrade does not show a hook that candle, or no longer.
    func isEmpty(_ back: Quantity, _ node: Syntax) -> Value {
        guard back.shape == .trade else { return .boolean(false) }
        guard let isToCome = compare(.less, back, .number(0), node).quantity,
            let isGone = compare(.greaterOrEqual, back, .number(1_000), node).quantity
        else { return unknown(node, "whether there is this candle is not known") }
        return value(.or(isToCome, isGone), node)
    }
}
