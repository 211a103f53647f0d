"""backtestingpy_rsi.py CANDLES.csv TRADES.csv [PAGE.html]: the rules of rsi.strategy.yaml in backtesting.py."""
import sys
import warnings

import talib
from backtesting import Backtest, Strategy

from common import candles, milliseconds, tell

warnings.filterwarnings("ignore")


class Rsi(Strategy):
    def init(self):
        self.strength = self.I(talib.RSI, self.data.Close, 14)

    def next(self):
        if not self.position:
            if self.strength[-1] < 30:
                close = self.data.Close[-1]
                self.buy(size=0.9999, sl=close * 0.95, tp=close * 1.03)
        elif self.strength[-1] > 70:
            self.position.close()


frame = candles(sys.argv[1]).rename(columns=str.capitalize)
test = Backtest(frame, Rsi, cash=990_000, commission=0.001)
result = test.run()
tell([(milliseconds(trade.EntryTime), milliseconds(trade.ExitTime), trade.EntryPrice,
       trade.ExitPrice) for trade in result["_trades"].itertuples()], sys.argv[2])
print(result["Return [%]"])
if len(sys.argv) > 3:
    test.plot(filename=sys.argv[3], open_browser=False)
