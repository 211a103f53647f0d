"""Rows of the catalogue that pandas and qtpylib have.

name: (inputs, [values of the parameters], outputs, function of the inputs and the values, what it calls)
"""
import pandas as pd
from technical import qtpylib

ONE = ["value"]
HLC = ["high", "low", "close"]
# A column with zeros, repeats and missing values too.
SERIES = ["close", "volume", "holes"]
PERIODS = [[20], [5]]


def frame(names, columns):
    return pd.DataFrame(dict(zip(names, columns)))


def rolling(method):
    return lambda series, period, *rest: getattr(series.rolling(period), method)(*rest)


def rolling_pair(method):
    return lambda series, other, period: getattr(series.rolling(period), method)(other)


def weighted(method, decay):
    return lambda series, value, adjust, least: getattr(
        series.ewm(**{decay: value}, adjust=bool(adjust), min_periods=least), method)()


def of_series(name, outputs=None):
    function = getattr(qtpylib, name)
    if outputs is None:
        return function
    return lambda series, *rest: [function(series, *rest)[output] for output in outputs]


def of_bars(name, inputs, outputs=None):
    function = getattr(qtpylib, name)

    def call(*arguments):
        result = function(frame(inputs, arguments[:len(inputs)]), *arguments[len(inputs):])
        return result if outputs is None else [result[output] for output in outputs]

    return call


PANDAS = {}
for method in ["mean", "sum", "std", "var", "min", "max", "median", "skew", "kurt", "rank"]:
    PANDAS[f"rolling_{method}"] = [
        ([column], PERIODS, ONE, rolling(method), f"rolling(period).{method}()")
        for column in SERIES]
PANDAS["rolling_quantile"] = [
    ([column], [[20, 0.1], [5, 0.5], [7, 1.0]], ONE, rolling("quantile"),
     "rolling(period).quantile(q)") for column in SERIES]
for method in ["cov", "corr"]:
    PANDAS[f"rolling_{method}"] = [
        ([column, other], PERIODS, ONE, rolling_pair(method), f"rolling(period).{method}(other)")
        for column, other in [("close", "volume"), ("high", "low"), ("close", "holes")]]
DECAYS = {"span": [9, 20.5], "alpha": [0.1, 0.9], "com": [4.5, 0.25], "halflife": [7, 0.5]}
for method in ["mean", "std", "var"]:
    for decay, (slow, fast) in DECAYS.items():
        name = f"ewm_{method}" + ("" if decay == "span" else f"_{decay}")
        PANDAS[name] = [
            ([column], [[slow, 1, 0], [slow, 0, 10], [fast, 1, 3]], ONE, weighted(method, decay),
             f"ewm({decay}, adjust, min_periods).{method}()") for column in SERIES]


def qtpylib_row(name, inputs, settings, outputs=None, bars=True):
    function = of_bars(name, inputs, outputs) if bars else of_series(name, outputs)
    PANDAS[f"qtpylib_{name}"] = [(inputs, settings, outputs or ONE, function, name)]


BANDS = ["upper", "mid", "lower"]
qtpylib_row("bollinger_bands", ["close"], [[20, 2.0], [7, 1.5]], BANDS, bars=False)
qtpylib_row("weighted_bollinger_bands", ["close"], [[20, 2.0], [7, 1.5]], BANDS, bars=False)
qtpylib_row("rolling_weighted_mean", ["close"], [[20], [5]], bars=False)
qtpylib_row("hull_moving_average", ["close"], [[20], [5]], bars=False)
qtpylib_row("zlema", ["close"], [[20], [5]], bars=False)
qtpylib_row("zlhma", ["close"], [[20], [5]], bars=False)
qtpylib_row("macd", ["close"], [[3, 10, 16], [12, 5, 4]], ["macd", "signal", "histogram"], bars=False)
qtpylib_row("returns", ["close"], [[]], bars=False)
qtpylib_row("log_returns", ["close"], [[]], bars=False)
qtpylib_row("implied_volatility", ["close"], [[20], [5]], bars=False)
qtpylib_row("roc", ["close"], [[14], [3]], bars=False)
qtpylib_row("zscore", ["close"], [[20, 1.0], [5, 2.0]])
qtpylib_row("pvt", ["close", "volume"], [[]])
qtpylib_row("true_range", HLC, [[]])
qtpylib_row("atr", HLC, [[14, 0], [5, 1]])
qtpylib_row("keltner_channel", HLC, [[14, 2.0], [5, 1.0]], BANDS)
qtpylib_row("stoch", HLC, [[14, 3, 3], [5, 4, 2]], ["slow_k", "slow_d"])
qtpylib_row("chopiness", HLC, [[14], [5]])
qtpylib_row("ibs", HLC, [[]])
qtpylib_row("awesome_oscillator", ["high", "low"], [[0, 5, 34], [1, 3, 10]])
qtpylib_row("rolling_vwap", HLC + ["volume"], [[20], [5]])
