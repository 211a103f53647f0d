/// Rows that pandas or a module of freqtrade's own surroundings computes, as Python.
extension PythonForm {
    static let templates: [String: String] = {
        var templates = quantitative.merging(popular) { $1 }
        for method in ["mean", "sum", "std", "var", "min", "max", "median", "skew", "kurt", "rank"]
        {
            templates["rolling_\(method)"] = "{series}.rolling({period}).\(method)()"
        }
        templates["rolling_quantile"] = "{series}.rolling({period}).quantile({quantile})"
        for method in ["mean", "sum", "std", "var", "min", "max"] {
            templates["rolling_\(method)_partial"] =
                "{series}.rolling({period}, min_periods={min_periods}).\(method)()"
        }
        templates["ffill"] = "{series}.ffill()"
        for method in ["cov", "corr"] {
            templates["rolling_\(method)"] = "{series}.rolling({period}).\(method)({other})"
        }
        let methods = ["mean": "", "std": "", "var": "", "cov": "{other}", "corr": "{other}"]
        for (method, other) in methods {
            for decay in ["span", "alpha", "com", "halflife"] {
                let name = "ewm_\(method)" + (decay == "span" ? "" : "_\(decay)")
                let weights = "\(decay)={\(decay)}, adjust={adjust}, min_periods={min_periods}"
                templates[name] = "{series}.ewm(\(weights)).\(method)(\(other))"
            }
        }
        return templates
    }()

    /// qtpylib wants several columns as one frame.
    private static let bars = "bars(high={high}, low={low}, close={close})"

    private static let quantitative: [String: String] = [
        "qtpylib_bollinger_bands":
            "qtpylib.bollinger_bands({series}, {window}, {stds})[\"{output}\"]",
        "qtpylib_weighted_bollinger_bands":
            "qtpylib.weighted_bollinger_bands({series}, {window}, {stds})[\"{output}\"]",
        "qtpylib_rolling_weighted_mean": "qtpylib.rolling_weighted_mean({series}, {window})",
        "qtpylib_hull_moving_average": "qtpylib.hull_moving_average({series}, {window})",
        "qtpylib_zlema": "qtpylib.zlema({series}, {window})",
        "qtpylib_zlhma": "qtpylib.zlhma({series}, {window})",
        "qtpylib_macd": "qtpylib.macd({series}, {fast}, {slow}, {smooth})[\"{output}\"]",
        "qtpylib_returns": "qtpylib.returns({series})",
        "qtpylib_log_returns": "qtpylib.log_returns({series})",
        "qtpylib_implied_volatility":
            "qtpylib.implied_volatility({series}, {window})",
        "qtpylib_roc": "qtpylib.roc({series}, {window})",
        "qtpylib_zscore": "qtpylib.zscore(bars(close={close}), {window}, {stds})",
        "qtpylib_pvt": "qtpylib.pvt(bars(close={close}, volume={volume}))",
        "qtpylib_true_range": "qtpylib.true_range(\(bars))",
        "qtpylib_atr": "qtpylib.atr(\(bars), {window}, {exp})",
        "qtpylib_keltner_channel":
            "qtpylib.keltner_channel(\(bars), {window}, {atrs})[\"{output}\"]",
        "qtpylib_stoch": "qtpylib.stoch(\(bars), {window}, {d}, {k})[\"{output}\"]",
        "qtpylib_chopiness": "qtpylib.chopiness(\(bars), {window})",
        "qtpylib_ibs": "qtpylib.ibs(\(bars))",
        "qtpylib_awesome_oscillator":
            "qtpylib.awesome_oscillator(bars(high={high}, low={low}), {weighted}, {fast}, {slow})",
        "qtpylib_rolling_vwap":
            "qtpylib.rolling_vwap(bars(high={high}, low={low}, close={close}, volume={volume}), "
            + "{window})",
    ]

    private static let popular: [String: String] = [
        "ichimoku":
            "technical_indicators.ichimoku(bars(high={high}, low={low}, close={high}), {conversion}, "
            + "{base}, {span}, {displacement})[\"{output}\"]",
        "ssl_channel":
            "dict(zip([\"down\", \"up\"], technical_indicators.SSLChannels(\(bars), {period}, {mode})))"
            + "[\"{output}\"]",
        "alma": "technical_indicators.tv_alma(bars(close={close}), {length}, {offset}, {sigma})",
        "vwmacd":
            "technical_indicators.vwmacd(bars(close={close}, volume={volume}), "
            + "fastperiod={fast_period}, slowperiod={slow_period}, signalperiod={signal_period})"
            + "[\"{output}\"]",
        "laguerre": "technical_indicators.laguerre(bars(close={close}), {gamma})",
        "rmi": "technical_indicators.RMI(bars(close={close}), length={length}, mom={momentum})",
        "supertrend_plain":
            "pd.Series(technical_indicators.supertrend(\(bars), {period}, {multiplier})[0], "
            + "index={close}.index)",
        "vidya": "technical_indicators.VIDYA(bars(close={close}), {length}, {select})",
        "pmax":
            "technical_indicators.PMAX(bars(open={open}, high={high}, low={low}, close={close}), "
            + "{period}, {multiplier}, {length}, [\"ema\", \"dema\", \"t3\", \"sma\", \"vidya\", "
            + "\"tema\", \"wma\"].index({kind}) + 1, "
            + "[\"close\", \"hl2\", \"ohlc4\"].index({source}) + 1).filter(like=\"pm_\").iloc[:, 0]",
        "stc": "technical_indicators.stc(bars(close={close}), {fast}, {slow}, {length})",
        "madr":
            "technical_indicators.MADR(bars(close={close}), {length}, {deviations}, {kind})"
            + "[\"{output}\"]",
        "schaff":
            "named(pandas_ta.stc({series}, {length}, {fast}, {slow}, {factor}), {series}, "
            + "[\"stc\", \"macd\", \"stoch\"])[\"{output}\"]",
        "cti": "answered(pandas_ta.cti({series}, {length}), {series})",
        "ulcer": "answered(pandas_ta.ui({series}, {period}), {series})",
        "squeeze":
            "named(pandas_ta.squeeze({high}, {low}, {close}, {bollinger_period}, {deviations}, "
            + "{keltner_period}, {ranges}, {momentum_period}, {smoothing}), {close}, "
            + "[\"momentum\", \"on\", \"off\", \"no\"])[\"{output}\"]",
        "fisher":
            "named(pandas_ta.fisher({high}, {low}, {period}, {signal}), {high}, "
            + "[\"fisher\", \"signal\"])[\"{output}\"]",
        "pandas_ta_supertrend":
            "turning(pandas_ta.supertrend({high}, {low}, {close}, {period}, {multiplier}), {close})"
            + "[\"{output}\"]",
        "pandas_ta_linreg":
            "answered(pandas_ta.linreg({series}, {length}, {output}=True), {series})",
        "pandas_ta_qqe":
            "sided(pandas_ta.qqe({series}, {period}, {smooth}, {factor}), {series})[\"{output}\"]",
        "pandas_ta_chop":
            "answered(pandas_ta.chop({high}, {low}, {close}, {length}, {range_length}), {close})",
        "kst":
            "named(pandas_ta.kst({series}, {roc1}, {roc2}, {roc3}, {roc4}, {sma1}, {sma2}, {sma3}, "
            + "{sma4}, {signal}), {series}, [\"kst\", \"signal\"])[\"{output}\"]",
    ]
}
