"""vectorbt_sweep.py CANDLES.csv SETS: some of the sets of rsi-sweep.strategy.yaml in vectorbt.

Prints million candles x sets a processor second. One set after the other: many columns at once take vectorbt
longer on candles as long as these. RSI is computed once a period.
"""
import sys
import time

import talib
import vectorbt as vbt

from common import candles

frame = candles(sys.argv[1])
choices = [(period, low, high) for period in range(7, 23) for low in range(23, 31)
           for high in range(70, 78)]
sets = choices[::len(choices) // int(sys.argv[2])]
strengths = {}


def trial(period, low, high):
    if period not in strengths:
        strengths[period] = talib.RSI(frame["close"], period).shift(1)
    strength = strengths[period]
    portfolio = vbt.Portfolio.from_signals(
        frame["close"], strength < low, strength > high, price=frame["open"],
        open=frame["open"], high=frame["high"], low=frame["low"], sl_stop=0.05, tp_stop=0.03,
        fees=0.001, init_cash=990_000, stop_entry_price="fillprice", freq="1min")
    return portfolio.total_return()


trial(*sets[0])  # What the first run compiles is kept.
strengths.clear()
start = time.process_time()
for choice in sets:
    trial(*choice)
print(len(sets) * len(frame) / 1e6 / (time.process_time() - start))
