"""Makes the vectors of candlestick patterns: candles on which each pattern occurs with each of its
values, cut out of seeded random walks where TA-Lib finds them.

    python3 patterns.py [FOLDER]      needs numpy and TA-Lib; run make.py before it
"""
import os
import sys

import numpy as np
import talib

folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
NAMES = [name for name in talib.get_functions() if name.startswith("CDL")]
DEEP = {"CDLABANDONEDBABY": 0.3, "CDLDARKCLOUDCOVER": 0.5, "CDLEVENINGDOJISTAR": 0.3,
        "CDLEVENINGSTAR": 0.3, "CDLMATHOLD": 0.5, "CDLMORNINGDOJISTAR": 0.3,
        "CDLMORNINGSTAR": 0.3}
BEFORE, AFTER = 15, 1


def steps(chance, count):
    """Ticks of whole numbers: equal prices, dojis, candles without a range."""
    base = 1000 + np.cumsum(chance.integers(-5, 6, count))
    prices = (base[:, None] + chance.integers(0, 30, (count, 4))).astype(float)
    open_, close = prices[:, 0], prices[:, 1]
    top, bottom = np.maximum(open_, close), np.minimum(open_, close)
    high = np.where(chance.random(count) < 0.3, top, prices.max(axis=1))
    low = np.where(chance.random(count) < 0.3, bottom, prices.min(axis=1))
    return np.array([open_, high, low, close])


def runs(chance, count):
    """Runs of one colour with gaps, bodies and shadows of many sizes."""
    open_, close = np.empty(count), np.empty(count)
    price, side = 100.0, 1
    for row in range(count):
        side = -side if chance.random() < 0.3 else side
        open_[row] = price + chance.normal() * chance.choice([0, 0, 0.1, 1, 2])
        body = chance.choice([0, 0.02, 0.2, 1, 3]) * chance.random() * chance.choice([1, 1, 0.01])
        close[row] = open_[row] + side * body
        price = close[row] if 50 < close[row] < 200 else 100.0
    upper, lower = (chance.choice([0, 0, 0.01, 0.3, 2], count) * chance.random(count)
                    for _ in range(2))
    high, low = np.maximum(open_, close) + upper, np.minimum(open_, close) - lower
    return np.round([open_, high, low, close], 2)


def found(candles, name, penetration=None):
    penetration = DEEP.get(name) if penetration is None else penetration
    keys = {"penetration": penetration} if name in DEEP else {}
    return getattr(talib, name)(*candles, **keys)


def kinds(candles):
    """(pattern, value): the rows where it is found."""
    rows = {}
    for name in NAMES:
        column = found(candles, name)
        for value in set(column[column != 0].tolist()):
            rows[name, value] = np.flatnonzero(column == value)
    return rows


windows, have = [], {}
for seed in range(40):
    walk = (steps if seed % 4 == 0 else runs)(np.random.default_rng(seed), 30_000)
    rows = kinds(walk)
    for kind in sorted(rows, key=lambda kind: len(rows[kind])):
        row = next((row for row in rows[kind] if row >= BEFORE), None)
        if row is not None and have.get(kind, 0) < 1:
            windows.append(walk[:, row - BEFORE:row + AFTER + 1])
            for other in kinds(np.concatenate(windows, axis=1)):
                have[other] = 1
candles = np.concatenate(windows, axis=1)
columns = {f"drawn_{name}": column for name, column in zip(["open", "high", "low", "close"], candles)}

with open(os.path.join(folder, "candles.txt"), "a") as file:
    file.write("# cut out of random walks by patterns.py: every pattern occurs\n")
    for name, column in columns.items():
        file.write(f"{name} {' '.join(repr(float(v)) for v in column)}\n")


def shortened(column):
    """`0*35` for 35 zeros."""
    words, row = [], 0
    while row < len(column):
        end = row
        while end < len(column) and column[end] == column[row]:
            end += 1
        words.append(f"{column[row]}*{end - row}" if end - row > 1 else f"{column[row]}")
        row = end
    return " ".join(words)


version = f"TA-Lib {talib.__version__}, C library {talib.__ta_version__.decode().split()[0]}"
for name in NAMES:
    with open(os.path.join(folder, f"{name.lower()}.txt"), "w") as file:
        for values in [[DEEP[name]], [0.1]] if name in DEEP else [[]]:
            shown = "".join(f", penetration={v}" for v in values)
            file.write(f"# talib.{name}(open, high, low, close{shown}), {version}\n")
            file.write(" ".join([">", name.lower(), ",".join(columns)] + [str(v) for v in values]))
            file.write(f"\nvalue {shortened(found(candles, name, *values))}\n")
