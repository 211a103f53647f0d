from functools import reduce

import talib.abstract as ta

from freqtrade.strategy import IStrategy


class OldTags(IStrategy):
    """Tags of entries under their old name, which freqtrade mistakes for those of exits."""

    timeframe = "5m"
    stoploss = -0.1

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        return dataframe

    def populate_buy_trend(self, dataframe, metadata):
        dataframe.loc[:, "buy_tag"] = ""
        low = dataframe["rsi"] < 30
        busy = dataframe["volume"] > 1000
        dataframe.loc[low, "buy_tag"] += "low "
        dataframe.loc[busy, "buy_tag"] += "busy "
        dataframe.loc[dataframe["rsi"] > 60, "buy_tag"] = "high"
        dataframe.loc[reduce(lambda one, other: one | other, [low, busy]), "buy"] = 1
        return dataframe

    def populate_sell_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 55, "sell"] = 1
        dataframe.loc[dataframe["rsi"] > 80, "exit_tag"] = "not read"
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if trade.buy_tag == "low " and current_profit > 0.1:
            return "never"
