import numpy as np
import talib.abstract as ta

from freqtrade.strategy import IStrategy


class Signals(IStrategy):
    """Signals under their old names, taken back, written over, and tagged one by one."""

    timeframe = "1h"
    stoploss = -0.1
    use_sell_signal = True
    sell_profit_only = True

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe)
        return dataframe

    def populate_buy_trend(self, dataframe, metadata):
        dataframe["buy"] = 0
        low = dataframe["rsi"] < 30
        dataframe.loc[low, "enter_tag"] = "low"
        dataframe.loc[dataframe["rsi"] < 20, "enter_tag"] = "very low"
        dataframe.loc[low | (dataframe["volume"] > 1000), "buy"] = 1
        dataframe.loc[dataframe["volume"] == 0, "buy"] = 0
        return dataframe

    def populate_sell_trend(self, dataframe, metadata):
        dataframe["sell"] = np.where(dataframe["rsi"] > 70, 1, 0)
        dataframe.loc[dataframe["rsi"] > 90, ["sell", "exit_tag"]] = (1, "top")
        return dataframe
