public import Indicators

/// How an indicator of the catalogue is computed in Python: by TA-Lib or by pandas, never by us.
public enum PythonForm: Hashable, Sendable {
    /// `talib.FUNCTION(inputs, setting=…)`; `settings` are TA-Lib's names of the row's parameters
    /// (`a+b` where both take one).
    case talib(String, settings: [String])
    /// Any expression; `{name}` stands for an input or a setting, `{output}` for the output's name.
    case template(String)

    /// The form of the catalogue's row of that name, nil where there is none.
    public static func form(_ name: String) -> PythonForm? { forms[name] }

    /// A row of the catalogue that TA-Lib computes: its function, and TA-Lib's names of the row's
    /// parameters.
    public struct Row: Sendable {
        public let indicator: Indicator
        public let function: String
        public let settings: [String]
    }

    /// The rows that a function of TA-Lib computes, in the catalogue's order.
    public static func rows(of function: String) -> [Row] {
        Catalogue.indicators.compactMap { row in
            guard case .talib(function, let settings) = forms[row.name] else { return nil }
            return Row(indicator: row, function: function, settings: settings)
        }
    }

    private static let forms: [String: PythonForm] = {
        var forms: [String: PythonForm] = [:]
        for name in withoutSettings { forms[name] = .talib(name.uppercased(), settings: []) }
        for name in withPeriod {
            forms[name] = .talib(name.uppercased(), settings: ["timeperiod"])
        }
        for (name, settings) in withSettings {
            forms[name] = .talib(name.uppercased(), settings: settings)
        }
        forms["bollinger"] = .talib("BBANDS", settings: ["timeperiod", "nbdevup+nbdevdn"])
        for row in Catalogue.indicators where row.name.hasPrefix("cdl") {
            forms[row.name] = .talib(row.name.uppercased(), settings: row.parameters.map(\.name))
        }
        for (name, template) in templates { forms[name] = .template(template) }
        return forms
    }()

    private static let withoutSettings = [
        "bop", "trange", "obv", "ad", "avgprice", "medprice", "typprice", "wclprice", "ha",
        "ht_dcperiod", "ht_dcphase", "ht_phasor", "ht_sine", "ht_trendline", "ht_trendmode", "wad",
        "marketfi", "nvi", "pvi", "pvt", "vwap",
    ]
    /// Rows whose only setting is a period, and whose name is TA-Lib's.
    private static let withPeriod = [
        "sma", "ema", "wma", "dema", "tema", "trima", "kama", "rma", "hma", "zlema", "vwma",
        "midpoint", "midprice", "rsi", "cmo", "mom", "roc", "rocp", "rocr", "rocr100", "trix",
        "cci", "imi", "er", "adx", "adxr", "dx", "plus_di", "minus_di", "plus_dm", "minus_dm",
        "aroon", "aroonosc", "vortex", "willr", "atr", "natr", "donchian", "cmf", "mfi", "var",
        "avgdev", "linearreg", "linearreg_slope", "linearreg_intercept", "linearreg_angle", "tsf",
        "correl", "beta", "cmou", "dpo", "eri", "fosc", "qstick", "vhf", "accbands", "adr", "efi",
        "rvol", "sum", "percentrank", "minmax", "minindex", "maxindex", "minmaxindex",
    ]
    /// TA-Lib's names of the settings, in the row's order.
    private static let withSettings = [
        "ma": ["timeperiod", "matype"],
        "mavp": ["minperiod", "maxperiod", "matype"],
        "t3": ["timeperiod", "vfactor"],
        "mama": ["fastlimit", "slowlimit"],
        "sar": ["acceleration", "maximum"],
        "sarext": [
            "startvalue", "offsetonreverse", "accelerationinitlong", "accelerationlong",
            "accelerationmaxlong", "accelerationinitshort", "accelerationshort",
            "accelerationmaxshort",
        ],
        "macd": ["fastperiod", "slowperiod", "signalperiod"],
        "macdfix": ["signalperiod"],
        "macdext": [
            "fastperiod", "slowperiod", "signalperiod", "fastmatype", "slowmatype",
            "signalmatype",
        ],
        "apo": ["fastperiod", "slowperiod", "matype"],
        "ppo": ["fastperiod", "slowperiod", "matype"],
        "pvo": ["fastperiod", "slowperiod", "matype"],
        "adosc": ["fastperiod", "slowperiod"],
        "ao": ["fastperiod", "slowperiod"],
        "ac": ["fastperiod", "slowperiod", "signalperiod"],
        "coppock": ["wmaperiod", "roc1period", "roc2period"],
        "ultosc": ["timeperiod1", "timeperiod2", "timeperiod3"],
        "tsi": ["firstperiod", "secondperiod"],
        "smi": ["timeperiod", "fastperiod", "slowperiod", "signalperiod"],
        "stoch": slowStochastic,
        "kdj": slowStochastic,
        "stochf": ["fastk_period", "fastd_period", "fastd_matype"],
        "stochrsi": ["timeperiod", "fastk_period", "fastd_period", "fastd_matype"],
        "bbands": ["timeperiod", "nbdevup", "nbdevdn", "matype"],
        "kc": ["timeperiod", "atrperiod", "nbdev"],
        "supertrend": ["timeperiod", "multiplier"],
        "cvi": ["timeperiod", "rocperiod"],
        "massi": ["fastperiod", "slowperiod"],
        "rvi": ["timeperiod", "stddevperiod"],
        "stddev": ["timeperiod", "nbdev"],
        "percentile": ["timeperiod", "percentile"],
        "fractal": ["leftbars", "rightbars"],
    ]
    private static let slowStochastic = [
        "fastk_period", "slowk_period", "slowd_period", "slowk_matype", "slowd_matype",
    ]
}
