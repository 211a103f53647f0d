"""Makes the vectors beside it: candles from a seed, indicators by TA-Lib and pandas.

    python3 make.py [FOLDER [ROWS]]      needs numpy, pandas and TA-Lib
"""
import os
import sys

import numpy as np
import pandas as pd
import talib

from talib_rows import TALIB

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

version = f"TA-Lib {talib.__version__}, C library {talib.__ta_version__.decode().split()[0]}"
for name, (function, inputs, settings, names, outputs) in TALIB.items():
    with open(os.path.join(folder, f"{name}.txt"), "w") as file:
        for values in settings:
            keys = {key: v for k, v in zip(names, values) for key in k.split("+")}
            result = getattr(talib, function)(*[columns[i] for i in inputs], **keys)
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
