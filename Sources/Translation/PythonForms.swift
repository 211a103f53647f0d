internal import Indicators

/// How an indicator of the catalogue is computed in Python: by TA-Lib or by pandas, never by us.
enum PythonForm: Hashable, Sendable {
    /// `talib.FUNCTION(inputs, setting=…)`; `settings` are TA-Lib's names of the row's parameters
    /// (`a+b` where both take one), and `fixed` is what TA-Lib must be told besides.
    case talib(String, settings: [String], fixed: String? = nil)
    /// `series.rolling(period).method()`.
    case rolling(String)

    /// The form of the catalogue's row of that name, nil where there is none.
    static func form(_ name: String) -> PythonForm? { forms[name] }

    private static let forms: [String: PythonForm] = {
        var forms: [String: PythonForm] = [
            "t3": .talib("T3", settings: ["timeperiod", "vfactor"]),
            "sar": .talib("SAR", settings: ["acceleration", "maximum"]),
            "macd": .talib("MACD", settings: ["fastperiod", "slowperiod", "signalperiod"]),
            "apo": .talib("APO", settings: fastSlow, fixed: "matype=1"),
            "ppo": .talib("PPO", settings: fastSlow, fixed: "matype=1"),
            "adosc": .talib("ADOSC", settings: fastSlow),
            "ao": .talib("AO", settings: fastSlow),
            "ultosc": .talib("ULTOSC", settings: ["timeperiod1", "timeperiod2", "timeperiod3"]),
            "tsi": .talib("TSI", settings: ["firstperiod", "secondperiod"]),
            "stoch": .talib("STOCH", settings: ["fastk_period", "slowk_period", "slowd_period"]),
            "stochf": .talib("STOCHF", settings: ["fastk_period", "fastd_period"]),
            "stochrsi": .talib(
                "STOCHRSI", settings: ["timeperiod", "fastk_period", "fastd_period"]),
            "bollinger": .talib("BBANDS", settings: ["timeperiod", "nbdevup+nbdevdn"]),
            "bbands": .talib("BBANDS", settings: ["timeperiod", "nbdevup", "nbdevdn"]),
            "stddev": .talib("STDDEV", settings: ["timeperiod", "nbdev"]),
        ]
        for name in withoutSettings { forms[name] = .talib(name.uppercased(), settings: []) }
        for name in withPeriod {
            forms[name] = .talib(name.uppercased(), settings: ["timeperiod"])
        }
        for method in ["mean", "sum", "std", "var", "min", "max", "median"] {
            forms["rolling_" + method] = .rolling(method)
        }
        return forms
    }()

    private static let fastSlow = ["fastperiod", "slowperiod"]
    private static let withoutSettings = [
        "bop", "trange", "obv", "ad", "avgprice", "medprice", "typprice", "wclprice", "ha",
    ]
    /// Rows whose only setting is a period, and whose name is TA-Lib's.
    private static let withPeriod = [
        "sma", "ema", "wma", "dema", "tema", "trima", "kama", "rma", "hma", "zlema", "vwma",
        "midpoint", "midprice", "rsi", "cmo", "mom", "roc", "rocp", "rocr", "rocr100", "trix",
        "cci", "imi", "er", "adx", "adxr", "dx", "plus_di", "minus_di", "plus_dm", "minus_dm",
        "aroon", "aroonosc", "vortex", "willr", "atr", "natr", "donchian", "cmf", "mfi", "var",
        "avgdev", "linearreg", "linearreg_slope", "linearreg_intercept", "linearreg_angle", "tsf",
        "correl", "beta",
    ]
}
