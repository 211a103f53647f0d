"""What the programs beside this one share: candles in, trades out."""
import csv
import sys

import pandas as pd


def candles(path):
    """The CSV of `query-store candles --csv`, indexed by the candle's open."""
    frame = pd.read_csv(path, usecols=["open_ms", "open", "high", "low", "close", "volume"])
    frame.index = pd.to_datetime(frame.pop("open_ms"), unit="ms")
    return frame


def milliseconds(instant):
    return int(pd.Timestamp(instant).timestamp() * 1000)


def tell(trades, path):
    """Writes the candles on whose open each closed trade began and ended."""
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["open_ms", "close_ms", "open_rate", "close_rate"])
        writer.writerows(trades)
    print(len(trades), "trades", file=sys.stderr)
