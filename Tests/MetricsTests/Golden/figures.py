#!/usr/bin/env python3
"""Writes figures.json: what pandas and numpy say of a small curve and a few trades.

    figures.py > figures.json        (Python 3.12, numpy 2, pandas 3)
"""
import json

import numpy as np
import pandas as pd

DAY, HOUR = 86_400_000, 3_600_000
random = np.random.default_rng(20260801)
start = pd.Timestamp('2026-08-01', tz='UTC').value // 10**6


def curve(count, first):
    """End-of-day equity of `count` days; day 7 stands still, which still is a day."""
    returns = random.normal(0.001, 0.02, count)
    returns[7] = 0
    equity = 1000 * np.cumprod(1 + returns)
    points = [[start + first * DAY, 1000.0]]
    points += [[start + (first + i + 1) * DAY, e] for i, e in enumerate(equity)]
    dates = pd.to_datetime([start + (first + i) * DAY for i in range(count)], unit='ms')
    values = [p[1] for p in points]
    return points, pd.Series(np.diff(values) / values[:-1], index=dates)


def nothing(series):
    return [None if np.isnan(x) else x for x in series]


first, a = curve(40, 0)
second, b = curve(36, 9)
rolling = a.rolling(14)
joined = pd.concat([a, b], axis=1, join='inner')
counts, edges = np.histogram(a, bins=np.arange(-5, 7) * 0.01)

trades = []
for number in range(1, 81):
    opened = start + int(random.integers(0, 21 * 24 * 60)) * 60_000
    ratio = 0.0 if number % 20 == 0 else float(random.normal(0.002, 0.02))
    trades.append({
        'id': number, 'open_ms': opened, 'side': 'short' if number % 4 == 0 else 'long',
        'close_ms': opened + int(random.lognormal(4, 2)) * 60_000, 'profit_ratio': ratio,
        'profit_abs': 50 * ratio, 'leverage': 3.0 if number % 4 == 0 else 1.0,
        'min_rate': 100 * (1 - abs(float(random.normal(0, 0.02)))),
        'max_rate': 100 * (1 + abs(float(random.normal(0, 0.02))))})
frame = pd.DataFrame(trades)
opening = pd.to_datetime(frame.open_ms, unit='ms')
cells = frame.groupby([opening.dt.day_of_week, opening.dt.hour])
hours = [[int(day), int(hour), len(g), int((g.profit_abs > 0).sum()), float(g.profit_abs.sum()),
          float(g.profit_ratio.mean())] for (day, hour), g in cells]
minutes = (frame.close_ms - frame.open_ms) // 60_000
borders = [0, 5, 15, 30, 60, 120, 240, 480, 1440, 2880, 5760, 10080, 20160, 40320, np.inf]
spans = pd.cut(minutes, borders, right=False)
held = [[int(span.left), int((g.profit_abs > 0).sum()), int((g.profit_abs == 0).sum()),
         int((g.profit_abs < 0).sum()), float(g.profit_abs.sum())]
        for span, g in frame.groupby(spans, observed=True)]
long = frame.side == 'long'
down, up = 1 - frame.min_rate / 100, frame.max_rate / 100 - 1
print(json.dumps({
    'first': first, 'second': second, 'window': 14,
    'rolling_sharpe': nothing((rolling.mean() / rolling.std() * np.sqrt(365)).iloc[13:]),
    'rolling_volatility': nothing((rolling.std() * np.sqrt(365)).iloc[13:]),
    'correlation': float(joined.corr().iloc[0, 1]),
    'histogram': [[float(e), int(c)] for e, c in zip(edges, counts)],
    'trades': trades, 'hours': hours, 'held': held,
    'adverse': list((down.where(long, up) * frame.leverage).astype(float)),
    'favourable': list((up.where(long, down) * frame.leverage).astype(float)),
}, indent=None, separators=(',', ':')))
