import talib.abstract as ta

from freqtrade.strategy import IStrategy


class Odd(IStrategy):
    timeframe = "5m"
    minimal_roi = {"0": 0.02}
    stoploss = -0.05

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        dataframe["best"] = dataframe["close"].shift(-1)
        dataframe["total"] = dataframe["volume"].cumsum()
        dataframe["not_needed"] = dataframe["close"].apply(lambda price: price % 2)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 30, ["enter_long", "enter_tag"]] = (1, "low")
        dataframe.loc[dataframe["best"] > dataframe["close"], ["enter_long", "enter_tag"]] = (1, "luck")
        dataframe.loc[dataframe["total"] > 1000, "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 70, "exit_long"] = 1
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if trade.enter_tag == "low" and current_profit > 0.01:
            return "quick"
