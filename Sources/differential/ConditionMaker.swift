internal import Indicators

/// Conditions of strategies, of the kinds that people write, that hold on some candles and not on others.
struct ConditionMaker {
    private var chance: Chance
    private let names: NameBook
    private let mode: Mode
    /// Other pairs that may be spoken of.
    private let pairs: [String]

    init(chance: Chance, names: NameBook, mode: Mode, pairs: [String]) {
        self.chance = chance
        self.names = names
        self.mode = mode
        self.pairs = pairs
    }

    /// A condition of one to three parts.
    mutating func condition() -> String {
        var text = part()
        while chance.happens(0.4), text.utf8.count < 200 {
            text =
                "\(text) \(chance.pick(["and", "or"])) \(chance.happens(0.1) ? "not " : "")\(part())"
        }
        return names.condition(text) { part() }
    }

    private mutating func part() -> String {
        let text =
            switch chance.whole(0...9) {
            case 0, 1: oscillator()
            case 2, 3: crossing()
            case 4: channel()
            case 5: candle()
            case 6: moment()
            default: any()
            }
        switch chance.whole(0...19) {
        case 0, 1: return "at(\(chance.pick(mode.longerFrames).name), \(text))"
        case 2 where !pairs.isEmpty:
            let frame = chance.pick(mode.longerFrames).name
            return "of(\"\(chance.pick(pairs))\", \(frame), \(text))"
        default: return text
        }
    }

    /// Any row of the catalogue against itself or zero.
    private mutating func any() -> String {
        if chance.happens(0.1) {
            let (call, range) = chance.pick(Self.near)
            return "\(call) \(chance.pick(["<", ">"])) \(chance.decimal(range, 4))7"
        }
        let call = names.indicator(call(of: chance.pick(Self.known)))
        let back = chance.whole(1...3)
        return chance.pick([
            "\(call) > \(call)[\(back)]", "\(call) < \(call)[\(back)]", "\(call) > 0",
            "crossed_above(\(call), \(call)[\(back)])", "crossed_below(\(call), 0)",
        ])
    }

    /// Rows that need no package besides freqtrade's own and have its values to the last bit.
    private static let known = Catalogue.indicators.filter {
        !$0.summary.hasSuffix("(pandas-ta)") && !left.contains($0.name)
    }

    /// Where the bounds of `mavp` cross, TA-Lib reads what it never wrote; the others agree to 1e-9, which
    /// decides between equal candles.
    private static let left: Set = [
        "mavp", "alma", "fisher", "laguerre", "qtpylib_awesome_oscillator", "qtpylib_chopiness",
        "qtpylib_implied_volatility", "qtpylib_keltner_channel", "qtpylib_log_returns",
        "qtpylib_weighted_bollinger_bands", "qtpylib_zscore", "rolling_corr", "rolling_cov",
        "rolling_kurt", "rolling_skew",
    ]

    /// Rows that agree to 1e-9, which does not decide between them and a number that they never are.
    private static let near: [(String, ClosedRange<Double>)] = [
        ("cti(close, 12)", -0.9...0.9), ("ulcer(close, 14)", 0.1...3),
        ("alma(9) / close", 0.99...1.01),
        ("fisher(9).fisher", -2...2), ("qtpylib_zscore(20)", -2...2),
        ("schaff(close).stc", 5...95), ("pandas_ta_chop(14)", 30...60),
        ("pandas_ta_linreg(close, 14).value / close", 0.98...1.02),
        ("rolling_skew(close, 20)", -1...1),
        ("rolling_corr(close, volume, 20)", -0.5...0.5),
    ]

    private mutating func call(of row: Indicator) -> String {
        var arguments = row.inputs.filter { $0.column == nil }.map { _ in
            chance.pick(["close", "high", "low", "volume", "(high + low) / 2"])
        }
        var period = 30
        for parameter in row.parameters {
            if parameter.standard != nil, chance.happens(0.6) || !parameter.isWhole { continue }
            let value = value(of: parameter, most: parameter.ceiling == nil ? 30 : period)
            if parameter.name == "period" { period = Int(value) ?? period }
            arguments.append("\(parameter.name): \(value)")
        }
        let output = row.outputs.count > 1 ? "." + chance.pick(row.outputs) : ""
        return "\(row.name)(\(arguments.joined(separator: ", ")))\(output)"
    }

    private mutating func value(of parameter: Indicator.Parameter, most: Int) -> String {
        if !parameter.choices.isEmpty {
            let number = chance.pick(parameter.choices).number
            return parameter.word(number) ?? "\(number)"
        }
        let (least, greatest) = (parameter.bounds.lowerBound, parameter.bounds.upperBound)
        if !parameter.isWhole, parameter.bounds.contains(0.5) { return "0.5" }
        let first = least.rounded(.up)
        return "\(chance.whole(Int(first)...Int(max(first, min(greatest, Double(most))))))"
    }

    /// An indicator with bounds of its own against a threshold.
    private mutating func oscillator() -> String {
        let number = chance.whole(3...30)
        let period = names.whole(3...30)
        var (call, range): (String, ClosedRange<Double>) = chance.pick([
            ("rsi(close, \(period))", 20...80), ("mfi(\(period))", 20...80),
            ("cci(\(period))", -150...150), ("adx(\(period))", 10...50),
            ("willr(\(period))", -90 ... -10), ("cmo(close, \(period))", -50...50),
            ("aroonosc(\(period))", -80...80), ("plus_di(\(period))", 10...40),
            ("stoch(\(period), 3, 3).k", 10...90), ("roc(close, \(period))", -2...2),
            ("natr(\(period))", 0...3),
            ("ultosc(\(number), \(number + 7), \(number + 14))", 30...70),
        ])
        call = names.indicator(call)
        let threshold = names.decimal(range, 1)
        return chance.pick([
            "\(call) < \(threshold)", "\(call) > \(threshold)",
            "crossed_above(\(call), \(threshold))",
            "crossed_below(\(call), \(threshold))", "\(call) >= \(threshold)",
        ])
    }

    private mutating func crossing() -> String {
        let words = [
            "sma", "ema", "wma", "dema", "kama", "rolling_mean", "trima", "tema", "linearreg",
        ]
        let (fast, slow) = (names.whole(2...12), names.whole(13...50))
        let (left, right) = (chance.pick(words), chance.pick(words))
        let column = chance.pick(["close", "close", "open", "high", "low"])
        let calls = (
            names.indicator("\(left)(\(column), \(fast))"),
            names.indicator("\(right)(close, \(slow))")
        )
        return chance.pick([
            "crossed_above(\(calls.0), \(calls.1))", "crossed_below(\(calls.0), \(calls.1))",
            "\(calls.0) > \(calls.1)", "close < \(calls.1)", "crossed_above(close, \(calls.0))",
        ])
    }

    private mutating func channel() -> String {
        let period = names.whole(5...40)
        let deviations = names.decimal(0.5...3, 1)
        let back = chance.whole(1...3)
        let bands = names.indicator("bollinger(close, \(period), deviations: \(deviations)).lower")
        return chance.pick([
            "close < \(bands)",
            "high > bbands(close, \(period), deviations_up: \(deviations)).upper",
            "close > rolling_max(high, \(period))[\(back)]",
            "low < rolling_min(low, \(period))[\(back)]",
            "volume > rolling_mean(volume, \(period)) * \(deviations)",
            "close - open > atr(\(period)) * 0.\(back)",
            "rolling_std(close, \(period)) > rolling_std(close, \(period))[\(back)]",
        ])
    }

    private mutating func candle() -> String {
        chance.pick([
            "close > open", "close < open", "close < low[1]", "high == high[1]", "close == open",
            "close > close[1] * 1.002", "volume > 0", "volume == 0",
            "min(open, close) - low > abs(close - open)", "(close > open)[1]",
        ])
    }

    private mutating func moment() -> String {
        let hour = chance.whole(0...23)
        return chance.pick([
            "date.hour == \(hour)", "date.hour < \(hour)", "date.minute == 0", "date.weekday < 5",
            "date.day == \(chance.whole(1...9))",
        ])
    }
}
