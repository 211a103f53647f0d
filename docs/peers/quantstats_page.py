"""quantstats_page.py TRADES.csv PAGE.html: QuantStats' tear sheet of the same trades' daily returns."""
import sys
import warnings

import matplotlib

matplotlib.use("Agg")
warnings.filterwarnings("ignore")

import pandas as pd
import quantstats

trades = pd.read_csv(sys.argv[1])
profit = trades["close_rate"] / trades["open_rate"] * (0.999 / 1.001)
profit.index = pd.to_datetime(trades["close_ms"], unit="ms")
daily = profit.resample("D").prod() - 1
quantstats.reports.html(daily, output=sys.argv[2], title="Rsi")
