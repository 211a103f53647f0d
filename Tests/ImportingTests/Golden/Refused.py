import pandas_ta as pta
import talib.abstract as ta

from freqtrade.persistence import Trade
from freqtrade.strategy import IStrategy


class Refused(IStrategy):
    """What strategy files cannot say, each with its place."""

    timeframe = "5m"
    stoploss = -0.1
    minimal_roi = {"0": 0.05}
    use_custom_roi = True

    def populate_indicators(self, dataframe, metadata):
        dataframe["tomorrow"] = dataframe["close"].shift(-12)
        dataframe["highest"] = dataframe["high"].max()
        dataframe["sum"] = dataframe["volume"].cumsum()
        dataframe["odd"] = dataframe["close"] % 2
        dataframe["cube"] = dataframe["close"] ** 3
        dataframe["halves"] = dataframe["close"].rolling(10, min_periods=5).mean()
        dataframe["smooth"] = dataframe["close"].ewm(alpha=0.1).mean()
        dataframe["other"] = pta.rsi(dataframe["close"])
        dataframe["unknown"] = ta.NOTHING(dataframe)
        dataframe["last"] = dataframe["close"].iloc[-1]
        dataframe["not"] = ~(dataframe["close"] > dataframe["open"]).shift(1)
        while len(dataframe) < 10:
            break
        for index, row in dataframe.iterrows():
            pass
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        for name in ("tomorrow", "highest", "sum", "odd", "cube", "halves", "smooth", "other"):
            dataframe.loc[dataframe[name] > 1, "enter_long"] = 1
        dataframe.loc[dataframe["unknown"] > 1, "enter_long"] = 1
        dataframe.loc[dataframe["last"] > 1, "enter_long"] = 1
        dataframe.loc[dataframe["not"], "enter_long"] = 1
        dataframe.loc[dataframe["missing"] > 1, "enter_long"] = 1
        if dataframe["close"] > 1:
            dataframe["enter_long"] = 1
        dataframe["enter_tag"] = dataframe["close"].astype(str)
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe["close"] = 1
        return dataframe

    def confirm_trade_entry(self, pair, **kwargs):
        return len(Trade.get_open_trades()) < 2

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if trade.enter_tag == "low":
            return "low"

    def custom_roi(self, pair, trade, current_time, trade_duration, entry_tag, side, **kwargs):
        return 0.05
