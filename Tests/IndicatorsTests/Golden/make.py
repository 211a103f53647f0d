"""Makes the vectors beside it: candles from a seed, indicators by TA-Lib and pandas.

    python3 make.py [FOLDER [ROWS]]      needs numpy, pandas, TA-Lib, technical and pandas-ta

Then run patterns.py, which adds candles.
"""
import importlib.metadata
import os
import sys

import numpy as np
import pandas as pd
import talib

from pandas_rows import PANDAS
from peer_rows import PEERS
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


def source(name, called):
    package = "technical" if name.startswith("qtpylib") else "pandas"
    if name in PEERS:
        package = {"pandas_ta": "ft-pandas-ta"}.get(called.split(".")[0], "technical")
    return f"{package} {importlib.metadata.version(package)}"


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

# A column with missing values among others.
columns["holes"] = volume.copy()
columns["holes"][[3, 40, 41]] = np.nan
with open(os.path.join(folder, "candles.txt"), "a") as file:
    file.write(f"holes {text(columns['holes'])}\n")

for name, cases in (PANDAS | PEERS).items():
    with open(os.path.join(folder, f"{name}.txt"), "w") as file:
        for inputs, settings, outputs, function, called in cases:
            for values in settings:
                series = [pd.Series(columns[i]) for i in inputs]
                result = function(*series, *values)
                result = result if isinstance(result, list) else [result]
                shown = ", ".join(inputs + [str(v) for v in values])
                file.write(f"# {called} of {shown}, {source(name, called)}\n")
                file.write(" ".join([">", name, ",".join(inputs)] + [repr(v) for v in values]) + "\n")
                for output, column in zip(outputs, result):
                    file.write(f"{output} {text(column)}\n")
