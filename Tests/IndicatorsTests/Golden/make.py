"""Makes the vectors beside it: candles from a seed, indicators by TA-Lib and pandas.

    python3 make.py [FOLDER [ROWS]]      needs numpy, pandas and TA-Lib
"""
import os
import sys

import numpy as np
import pandas as pd
import talib

folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 130
chance = np.random.default_rng(20261120)
close = np.round(100 * np.exp(np.cumsum(chance.normal(0, 0.012, rows))), 2)
open_ = np.round(np.concatenate([[100.0], close[:-1]]) * np.exp(chance.normal(0, 0.001, rows)), 2)
high = np.round(np.maximum(open_, close) * (1 + np.abs(chance.normal(0, 0.006, rows))), 2)
low = np.round(np.minimum(open_, close) * (1 - np.abs(chance.normal(0, 0.006, rows))), 2)
volume = np.round(chance.lognormal(3, 1, rows), 3)
for row in list(range(60, 68)) + [90]:  # flat candles without volume, as gaps are filled
    open_[row] = high[row] = low[row] = close[row] = close[row - 1]
    volume[row] = 0
columns = {"open": open_, "high": high, "low": low, "close": close, "volume": volume}


def text(values):
    return " ".join("-" if np.isnan(v) else repr(float(v)) for v in np.asarray(values, dtype=float))


with open(os.path.join(folder, "candles.txt"), "w") as file:
    file.write("# synthetic candles, made by make.py from a seed\n")
    for name, values in columns.items():
        file.write(f"{name} {text(values)}\n")

# name: (TA-Lib function, inputs, [values of the parameters], TA-Lib's names of them, outputs)
PERIOD = ["timeperiod"]
HL, HLC, HLCV = ["high", "low"], ["high", "low", "close"], ["high", "low", "close", "volume"]
OHLC = ["open", "high", "low", "close"]
C = ["close"]
ONE = ["value"]
BANDS = ["upper", "middle", "lower"]
TALIB = {
    "sma": ("SMA", C, [[30], [5]], PERIOD, ONE), "ema": ("EMA", C, [[30], [12]], PERIOD, ONE),
    "wma": ("WMA", C, [[30], [7]], PERIOD, ONE), "dema": ("DEMA", C, [[30], [8]], PERIOD, ONE),
    "tema": ("TEMA", C, [[30], [6]], PERIOD, ONE), "trima": ("TRIMA", C, [[30], [9]], PERIOD, ONE),
    "kama": ("KAMA", C, [[30], [10]], PERIOD, ONE), "rma": ("RMA", C, [[30], [14]], PERIOD, ONE),
    "hma": ("HMA", C, [[20], [9]], PERIOD, ONE), "zlema": ("ZLEMA", C, [[30], [11]], PERIOD, ONE),
    "t3": ("T3", C, [[5, 0.7], [8, 0.5]], ["timeperiod", "vfactor"], ONE),
    "vwma": ("VWMA", ["close", "volume"], [[30], [12]], PERIOD, ONE),
    "midpoint": ("MIDPOINT", C, [[14], [5]], PERIOD, ONE),
    "midprice": ("MIDPRICE", HL, [[14], [5]], PERIOD, ONE),
    "sar": ("SAR", HL, [[0.02, 0.2], [0.05, 0.1]], ["acceleration", "maximum"], ONE),
    "rsi": ("RSI", C, [[14], [5]], PERIOD, ONE), "cmo": ("CMO", C, [[14], [5]], PERIOD, ONE),
    "macd": ("MACD", C, [[12, 26, 9], [5, 13, 4]], ["fastperiod", "slowperiod", "signalperiod"],
             ["macd", "signal", "histogram"]),
    "apo": ("APO", C, [[12, 26], [4, 9]], ["fastperiod", "slowperiod"], ONE),
    "ppo": ("PPO", C, [[12, 26], [4, 9]], ["fastperiod", "slowperiod"], ONE),
    "mom": ("MOM", C, [[10], [3]], PERIOD, ONE), "roc": ("ROC", C, [[10], [3]], PERIOD, ONE),
    "rocp": ("ROCP", C, [[10], [3]], PERIOD, ONE), "rocr": ("ROCR", C, [[10], [3]], PERIOD, ONE),
    "rocr100": ("ROCR100", C, [[10], [3]], PERIOD, ONE),
    "trix": ("TRIX", C, [[30], [5]], PERIOD, ONE), "cci": ("CCI", HLC, [[14], [20]], PERIOD, ONE),
    "ultosc": ("ULTOSC", HLC, [[7, 14, 28], [3, 5, 9]],
               ["timeperiod1", "timeperiod2", "timeperiod3"], ONE),
    "bop": ("BOP", OHLC, [[]], [], ONE),
    "imi": ("IMI", ["open", "close"], [[14], [5]], PERIOD, ONE),
    "ao": ("AO", HL, [[5, 34], [3, 10]], ["fastperiod", "slowperiod"], ONE),
    "tsi": ("TSI", C, [[25, 13], [7, 4]], ["firstperiod", "secondperiod"], ONE),
    "er": ("ER", C, [[10], [4]], PERIOD, ONE),
    "adx": ("ADX", HLC, [[14], [6]], PERIOD, ONE), "adxr": ("ADXR", HLC, [[14], [6]], PERIOD, ONE),
    "dx": ("DX", HLC, [[14], [6]], PERIOD, ONE),
    "plus_di": ("PLUS_DI", HLC, [[14], [6]], PERIOD, ONE),
    "minus_di": ("MINUS_DI", HLC, [[14], [6]], PERIOD, ONE),
    "plus_dm": ("PLUS_DM", HL, [[14], [6]], PERIOD, ONE),
    "minus_dm": ("MINUS_DM", HL, [[14], [6]], PERIOD, ONE),
    "aroon": ("AROON", HL, [[14], [25]], PERIOD, ["down", "up"]),
    "aroonosc": ("AROONOSC", HL, [[14], [25]], PERIOD, ONE),
    "vortex": ("VORTEX", HLC, [[14], [6]], PERIOD, ["plus", "minus"]),
    "stoch": ("STOCH", HLC, [[5, 3, 3], [14, 1, 5]],
              ["fastk_period", "slowk_period", "slowd_period"], ["k", "d"]),
    "stochf": ("STOCHF", HLC, [[5, 3], [14, 4]], ["fastk_period", "fastd_period"], ["k", "d"]),
    "stochrsi": ("STOCHRSI", C, [[14, 5, 3], [7, 7, 2]],
                 ["timeperiod", "fastk_period", "fastd_period"], ["k", "d"]),
    "willr": ("WILLR", HLC, [[14], [5]], PERIOD, ONE),
    "trange": ("TRANGE", HLC, [[]], [], ONE), "atr": ("ATR", HLC, [[14], [1]], PERIOD, ONE),
    "natr": ("NATR", HLC, [[14], [5]], PERIOD, ONE),
    "bollinger": ("BBANDS", C, [[20, 2.0], [10, 1.5]], ["timeperiod", "nbdev"], BANDS),
    "bbands": ("BBANDS", C, [[20, 2.0, 2.0], [10, 1.0, 2.5]],
               ["timeperiod", "nbdevup", "nbdevdn"], BANDS),
    "donchian": ("DONCHIAN", HL, [[20], [5]], PERIOD, BANDS),
    "obv": ("OBV", ["close", "volume"], [[]], [], ONE), "ad": ("AD", HLCV, [[]], [], ONE),
    "adosc": ("ADOSC", HLCV, [[3, 10], [2, 6]], ["fastperiod", "slowperiod"], ONE),
    "cmf": ("CMF", HLCV, [[20], [7]], PERIOD, ONE), "mfi": ("MFI", HLCV, [[14], [5]], PERIOD, ONE),
    "stddev": ("STDDEV", C, [[5, 1.0], [20, 2.0]], ["timeperiod", "nbdev"], ONE),
    "var": ("VAR", C, [[5], [20]], PERIOD, ONE), "avgdev": ("AVGDEV", C, [[14], [5]], PERIOD, ONE),
    "linearreg": ("LINEARREG", C, [[14], [5]], PERIOD, ONE),
    "linearreg_slope": ("LINEARREG_SLOPE", C, [[14], [5]], PERIOD, ONE),
    "linearreg_intercept": ("LINEARREG_INTERCEPT", C, [[14], [5]], PERIOD, ONE),
    "linearreg_angle": ("LINEARREG_ANGLE", C, [[14], [5]], PERIOD, ONE),
    "tsf": ("TSF", C, [[14], [5]], PERIOD, ONE),
    "correl": ("CORREL", ["high", "low"], [[30], [6]], PERIOD, ONE),
    "beta": ("BETA", ["high", "low"], [[5], [12]], PERIOD, ONE),
    "avgprice": ("AVGPRICE", OHLC, [[]], [], ONE), "medprice": ("MEDPRICE", HL, [[]], [], ONE),
    "typprice": ("TYPPRICE", HLC, [[]], [], ONE), "wclprice": ("WCLPRICE", HLC, [[]], [], ONE),
    "ha": ("HA", OHLC, [[]], [], ["open", "high", "low", "close"]),
}
EXTRA = {"STOCH": {"slowk_matype": 0, "slowd_matype": 0}, "STOCHF": {"fastd_matype": 0},
         "STOCHRSI": {"fastd_matype": 0}, "BBANDS": {"matype": 0}, "APO": {"matype": 1},
         "PPO": {"matype": 1}}
WHOLE = {"timeperiod", "timeperiod1", "timeperiod2", "timeperiod3", "fastperiod", "slowperiod",
         "signalperiod", "firstperiod", "secondperiod", "fastk_period", "slowk_period",
         "slowd_period", "fastd_period"}
version = f"TA-Lib {talib.__version__}, C library {talib.__ta_version__.decode().split()[0]}"
for name, (function, inputs, settings, names, outputs) in TALIB.items():
    with open(os.path.join(folder, f"{name}.txt"), "w") as file:
        for values in settings:
            keys = dict(zip(names, values))
            if "nbdev" in keys and function == "BBANDS":
                keys["nbdevup"] = keys["nbdevdn"] = keys.pop("nbdev")
            keys = {k: int(v) if k in WHOLE else v for k, v in keys.items()}
            result = getattr(talib, function)(
                *[columns[i] for i in inputs], **keys, **EXTRA.get(function, {}))
            result = result if isinstance(result, (tuple, list)) else [result]
            shown = ", ".join(inputs + [f"{k}={v}" for k, v in keys.items()])
            file.write(f"# talib.{function}({shown}), {version}\n")
            file.write(" ".join([">", name, ",".join(inputs)] + [repr(v) for v in values]) + "\n")
            for output, column in zip(outputs, result):
                file.write(f"{output} {text(column)}\n")

# pandas, on a column with zeros, repeats and missing values too
holes = volume.copy()
holes[[3, 40, 41]] = np.nan
series = {"close": close, "volume": volume, "holes": holes}
for method in ["mean", "sum", "std", "var", "min", "max", "median"]:
    with open(os.path.join(folder, f"rolling_{method}.txt"), "w") as file:
        for column in ["close", "volume", "holes"]:
            for period in [20, 5]:
                result = getattr(pd.Series(series[column]).rolling(period), method)()
                file.write(f"# pandas {pd.__version__}: {column}.rolling({period}).{method}()\n")
                file.write(f"> rolling_{method} {column} {period}\n")
                file.write(f"value {text(result)}\n")
with open(os.path.join(folder, "candles.txt"), "a") as file:
    file.write(f"holes {text(holes)}\n")
