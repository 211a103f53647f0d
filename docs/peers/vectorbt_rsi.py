"""vectorbt_rsi.py CANDLES.csv TRADES.csv [PAGE.html]: the rules of rsi.strategy.yaml in vectorbt."""
import sys

import talib
import vectorbt as vbt

from common import candles, milliseconds, tell

frame = candles(sys.argv[1])
strength = talib.RSI(frame["close"], 14).shift(1)
portfolio = vbt.Portfolio.from_signals(
    frame["close"], strength < 30, strength > 70, price=frame["open"], open=frame["open"],
    high=frame["high"], low=frame["low"], sl_stop=0.05, tp_stop=0.03, fees=0.001,
    init_cash=990_000, stop_entry_price="fillprice", freq="1min")
records = portfolio.trades.closed.records
tell([(milliseconds(frame.index[row.entry_idx]), milliseconds(frame.index[row.exit_idx]),
       row.entry_price, row.exit_price) for row in records.itertuples()], sys.argv[2])
print(portfolio.total_return())
if len(sys.argv) > 3:
    portfolio.plot().write_html(sys.argv[3])
