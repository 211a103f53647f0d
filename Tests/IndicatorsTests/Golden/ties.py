"""Makes ties.txt and ties-candles.txt: digests of TA-Lib's columns on candles with many ties.

    python3 ties.py      needs numpy and TA-Lib

A digest tells whether every bit is TA-Lib's: h = (h ^ word) * 1099511628211, from 14695981039346656037,
over the doubles as words of 64 bits; missing values are the word 0.
"""
import os

import numpy as np
import talib

from talib_rows import TALIB

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROWS = 400
# More settings than the vectors have, where TA-Lib takes another path.
MORE = {
    "bbands": [[13, 3.22, 1.02, 5], [6, 2.5, 2.5, 8]], "hma": [[2], [3]], "t3": [[3, 0.713]],
    "trima": [[2], [12]], "var": [[1]], "cmo": [[2]], "adosc": [[10, 3]], "rvi": [[2, 20]],
    "macdext": [[7, 4, 2, 4, 2, 9]], "linearreg": [[2]], "kama": [[2]], "correl": [[1]],
    "dpo": [[2]], "ultosc": [[9, 30, 9]], "mavp": [[2, 9, 9]],
}


def candles(seed, tick, volatility, still, halt=range(0)):
    chance = np.random.default_rng(seed)
    close = 100 * np.exp(np.cumsum(chance.normal(0, volatility, ROWS)))
    open_ = np.concatenate([[100], close[:-1]]) * np.exp(chance.normal(0, volatility / 3, ROWS))
    reach = np.abs(chance.normal(0, volatility / 2, (2, ROWS)))
    high = np.maximum(open_, close) * (1 + reach[0])
    low = np.minimum(open_, close) * (1 - reach[1])
    prices = [np.round(np.round(x / tick) * tick, 8) for x in (open_, high, low, close)]
    volume = np.round(chance.lognormal(3, 1, ROWS), 3)
    for row in sorted({*np.nonzero(chance.random(ROWS) < still)[0], *halt}):
        if row:  # flat candles without volume, as gaps are filled
            for column in prices:
                column[row] = prices[3][row - 1]
            volume[row] = 0
    return dict(zip(["open", "high", "low", "close"], prices), volume=volume)


def digest(column):
    words = np.where(np.isnan(column), 0, column.view(np.uint64))
    value = 14695981039346656037
    for word in words.tolist():
        value = ((value ^ int(word)) * 1099511628211) % 2**64
    return f"{value:016x}"


SETS = {
    "coarse": candles(1, 0.5, 0.02, 0.02), "calm": candles(2, 0.01, 0.0005, 0.1),
    "still": candles(3, 0.01, 0.002, 0.8),
    "halted": candles(4, 0.001, 0.004, 0.05, range(150, 230)),
}
with open(os.path.join(FOLDER, "ties-candles.txt"), "w") as file:
    file.write("# synthetic candles, made by ties.py from seeds\n")
    for name, columns in SETS.items():
        for column, values in columns.items():
            file.write(f"{name}-{column} {' '.join(f'{v:.12g}' for v in values)}\n")

version = f"TA-Lib {talib.__version__}, C library {talib.__ta_version__.decode().split()[0]}"
with open(os.path.join(FOLDER, "ties.txt"), "w") as file:
    file.write(f"# digests of columns of {version}; ties.py says what a digest is\n")
    for name, (function, inputs, settings, names, outputs) in TALIB.items():
        reads = [inputs] + ([["volume"]] if inputs == ["close"] else [])
        calls = [(r, v, c) for r in reads for v in settings + MORE.get(name, []) for c in SETS]
        for read, values, candle_set in calls:
            keys = {key: v for k, v in zip(names, values) for key in k.split("+")}
            result = getattr(talib, function)(*[SETS[candle_set][i] for i in read], **keys)
            result = result if isinstance(result, (tuple, list)) else [result]
            columns = ",".join(f"{candle_set}-{i}" for i in read)
            file.write(" ".join([">", name, columns] + [repr(v) for v in values]) + "\n")
            for output, column in zip(outputs, result):
                file.write(f"{output} {digest(np.asarray(column, dtype=float))}\n")
